// Evaluates samples against real images: takes features of both, and from these every metric that was asked for.
import { checksum, type Dataset } from '../data';
import { UsageError } from '../errors';
import { checkOptions } from '../options';
import { type Tensor, torch } from '../torch';
import { classReport, countsOf } from './classes';
import { conform } from './conform';
import { densityCoverage } from './densityCoverage';
import type { ClassValues, Evaluation, MetricValues } from './evaluation';
import {
  disposeSet,
  type FeatureCacheOptions,
  type MeasuredSet,
  measure,
  measureOnce,
  subset,
} from './featureCache';
import type { FeatureNetwork } from './featureNetwork';
import { frechetDistance } from './fid';
import { choosePositions, type ImageSource, noise, sourceOf } from './imageSource';
import { inceptionScore } from './inceptionScore';
import { kernelDistance, usualSubset } from './kid';
import { type Memorisation, memorisation } from './memorisation';
import { chooseMetrics, type MetricName } from './names';
import { precisionRecall } from './precisionRecall';
import { CONSTANTS, requireEnough } from './requirements';
import { relativeFid } from './rfid';
import type { Statistics } from './statistics';

/** What is evaluated, against what, and how. */
export interface EvaluateOptions extends Pick<FeatureCacheOptions, 'folder' | 'warn' | 'signal'> {
  /** Whose features are compared; it stays the caller's. */
  network: FeatureNetwork;
  /** At least 2. */
  samples: ImageSource;
  /** The images that the generator was trained on. */
  reals: Dataset;
  /** Real images that it was not trained on; default: none, each training image then stands beside the others. */
  heldOut?: Dataset;
  /** Default: all that the network allows but `rfid`. */
  metrics?: readonly MetricName[];
  /**
   * Real images to use, chosen by the seed. Default: as many as there are samples, and all of them to look for the nearest training
   * image in.
   */
  realCount?: number;
  /** What `rfid` takes for bad samples; default: uniform noise. */
  control?: ImageSource;
  /** Names of the classes that the labels of the samples are of; default: those of the network. */
  sampleClasses?: readonly string[];
  /** Of everything that is chosen at random; default 0. */
  seed?: number;
  /** Told how far each stage is. */
  progress?: (stage: string, done: number, total: number) => void;
}

const OPTIONS = [
  'network',
  'samples',
  'reals',
  'heldOut',
  'metrics',
  'realCount',
  'control',
  'sampleClasses',
  'seed',
  'folder',
  'warn',
  'signal',
  'progress',
] as const;

/**
 * Takes features of samples and of real images, and the metrics of them. Images are drawn and shown to the network some hundred at a
 * time; what grows with their number is the features. Features of real images are read from the cache when it has them.
 *
 * @throws UsageError for too few images, and for metrics that the network does not serve; the reason of `signal` when it is aborted
 */
export async function evaluate(options: EvaluateOptions): Promise<Evaluation> {
  checkOptions('evaluate', options, OPTIONS);
  const task = new Task(options);
  try {
    return await task.run();
  } finally {
    task.dispose();
  }
}

class Task {
  private readonly sets: MeasuredSet[] = [];
  private readonly names: readonly MetricName[];
  /** Positions of real images in an order that the seed chooses. */
  private readonly order: Int32Array;
  private readonly compared: number;
  private readonly shape: readonly number[];
  private readonly crc32: string;

  constructor(private readonly options: EvaluateOptions) {
    const { network, samples, reals, metrics, realCount, seed = 0 } = options;
    const total = reals.images.size(0);
    if (realCount !== undefined && !(Number.isInteger(realCount) && realCount >= 1 && realCount <= total)) {
      throw new UsageError(`realCount: expected a whole number from 1 to ${total}, got ${realCount}`);
    }
    this.shape = torch.scope(() => samples.part(0, 1).shape.slice(1));
    const { input, device } = network;
    const classifies = torch.scope(() => {
      return network.answer(torch.zeros([2, ...input.shape], { device })).logits !== undefined;
    });
    this.names = chooseMetrics(metrics, classifies, network.classes.length > 0);
    this.order = choosePositions(total, total, seed);
    this.compared = realCount ?? Math.min(samples.count, total);
    this.crc32 = torch.scope(() => checksum(reals));
    requireEnough(this.names, network.size, { samples: samples.count, reals: this.compared, total });
  }

  async run(): Promise<Evaluation> {
    const { names } = this;
    const wants = (...some: MetricName[]): boolean => some.some((name) => names.includes(name));
    const samples = this.own(await measure(this.options.network, this.options.samples, this.told('samples')));
    const searched = wants('memorisation') ? await this.searchedReals() : undefined;
    const reals = await this.comparedReals(searched);
    const values: MetricValues = {};
    if (wants('fid')) values.fid = frechetDistance(statistics(samples), statistics(reals));
    if (wants('rfid')) values.rfid = await this.relative(statistics(samples), statistics(reals));
    if (wants('kid')) {
      const { seed } = this.options;
      const subsetting = { subsets: CONSTANTS.kidSubsets, subsetSize: this.kidSubsetSize, seed };
      values.kid = kernelDistance(reals.features, samples.features, subsetting);
    }
    if (wants('precision', 'recall')) {
      const { precision, recall } = precisionRecall(reals.features, samples.features, {
        k: CONSTANTS.precisionK,
      });
      if (wants('precision')) values.precision = precision;
      if (wants('recall')) values.recall = recall;
    }
    if (wants('density', 'coverage')) {
      const { density, coverage } = densityCoverage(reals.features, samples.features, {
        k: CONSTANTS.coverageK,
      });
      if (wants('density')) values.density = density;
      if (wants('coverage')) values.coverage = coverage;
    }
    if (wants('is'))
      values.is = inceptionScore(samples.probabilities as Tensor, { splits: CONSTANTS.splits });
    if (wants('classes')) values.classes = this.classes(samples, reals);
    const heldOut = searched && (await this.heldOutReals());
    if (searched) values.memorisation = this.memorisation(samples, searched, heldOut);
    return { values, protocol: this.protocol(searched, heldOut) };
  }

  dispose(): void {
    for (const set of this.sets) disposeSet(set);
  }

  /** All training images that the nearest one is looked for among. */
  private async searchedReals(): Promise<MeasuredSet> {
    const { realCount } = this.options;
    const positions = realCount === undefined ? undefined : this.order.subarray(0, realCount);
    return this.measureReals('training images', this.options.reals, positions);
  }

  private async comparedReals(searched: MeasuredSet | undefined): Promise<MeasuredSet> {
    const positions = this.order.subarray(0, this.compared);
    if (searched === undefined) return this.measureReals('real images', this.options.reals, positions);
    // The same images are not shown to the network twice.
    if (searched.features.size(0) === this.compared) return searched;
    return this.own(subset(searched, positions));
  }

  private async heldOutReals(): Promise<MeasuredSet | undefined> {
    const { heldOut, samples, seed = 0 } = this.options;
    if (heldOut === undefined) return undefined;
    const total = heldOut.images.size(0);
    const positions = choosePositions(total, Math.min(total, samples.count), seed);
    return this.measureReals('held-out images', heldOut, positions);
  }

  private async relative(samples: Statistics, reals: Statistics): Promise<NonNullable<MetricValues['rfid']>> {
    const { control, reals: data, seed = 0, network } = this.options;
    const half = Math.min(this.compared, Math.floor(this.order.length / 2));
    const others = this.order.subarray(half, 2 * half);
    const first =
      half === this.compared
        ? reals
        : statistics(await this.measureReals('one half of the reals', data, this.order.subarray(0, half)));
    const second = statistics(await this.measureReals('other real images', data, others));
    const bad = control ?? noise(this.compared, this.shape as [number, number, number], seed);
    const told = this.told('control images');
    const worst = this.own(
      control
        ? await measure(network, bad, told)
        : await measureOnce(network, bad, { noise: this.shape, seed }, { ...this.cache(), ...told }),
    );
    const parts = {
      samples: frechetDistance(samples, reals),
      floor: frechetDistance(first, second),
      control: frechetDistance(statistics(worst), reals),
    };
    return { value: relativeFid(parts), floor: parts.floor, control: parts.control };
  }

  private get kidSubsetSize(): number {
    return usualSubset(Math.min(this.compared, this.options.samples.count));
  }

  /** With positions among all real images. */
  private memorisation(samples: MeasuredSet, searched: MeasuredSet, heldOut?: MeasuredSet): Memorisation {
    const found = memorisation(searched.features, samples.features, { heldOut: heldOut?.features });
    if (this.options.realCount === undefined) return found;
    const nearest = found.nearest.map((pair) => ({ ...pair, training: this.order[pair.training] as number }));
    return { ...found, nearest };
  }

  private classes(samples: MeasuredSet, reals: MeasuredSet): ClassValues {
    const { network, reals: data, samples: source, sampleClasses = network.classes } = this.options;
    const names = network.classes;
    const dataShares = torch.scope(() => {
      const isLabelled = data.labels !== null && data.classes.join('\n') === names.join('\n');
      const labels = isLabelled ? (data.labels as Tensor) : (reals.probabilities as Tensor).argmax(1);
      return countsOf(labels, names.length).map((count) => count / labels.numel());
    });
    const numbers = sampleClasses.map((name) => names.indexOf(name));
    const asked = source.labels !== null && !numbers.includes(-1) ? source.labels : undefined;
    return torch.scope(() => {
      const probabilities = samples.probabilities as Tensor;
      const wanted = asked && torch.tensor(numbers, { dtype: 'int64' }).indexSelect(0, asked.cpu());
      const report = classReport(probabilities, {
        dataShares,
        confidence: CONSTANTS.confidence,
        ...(wanted ? { asked: wanted.to(probabilities.device) } : {}),
      });
      return { names, dataShares, ...report };
    });
  }

  private async measureReals(stage: string, data: Dataset, positions?: Int32Array): Promise<MeasuredSet> {
    const { images } = data;
    const source = conform(sourceOf(images, null, positions), images.shape.slice(1), this.shape);
    const crc32 = data === this.options.reals ? this.crc32 : torch.scope(() => checksum(data));
    const identity = {
      crc32,
      shape: this.shape,
      chosen:
        positions === undefined
          ? 'all'
          : [positions.length, positions.at(0), positions.at(-1), this.options.seed ?? 0],
    };
    const cached = { ...this.cache(), ...this.told(stage) };
    return this.own(await measureOnce(this.options.network, source, identity, cached));
  }

  private protocol(
    searched: MeasuredSet | undefined,
    heldOut: MeasuredSet | undefined,
  ): Evaluation['protocol'] {
    const { network, samples, reals, seed = 0 } = this.options;
    const { name, hash, size, input } = network;
    return {
      features: { name, hash, size, input },
      samples: samples.count,
      reals: {
        name: reals.name,
        crc32: this.crc32,
        compared: this.compared,
        searched: searched?.features.size(0) ?? 0,
        heldOut: heldOut?.features.size(0) ?? 0,
        shape: this.shape,
      },
      constants: {
        ...CONSTANTS,
        kidSubsetSize: this.kidSubsetSize,
        control: this.options.control ? 'given' : 'noise',
      },
      seed,
    };
  }

  private own(set: MeasuredSet): MeasuredSet {
    this.sets.push(set);
    return set;
  }

  private cache(): FeatureCacheOptions {
    const { folder, warn } = this.options;
    return { ...(folder === undefined ? {} : { folder }), ...(warn ? { warn } : {}) };
  }

  private told(stage: string): Pick<FeatureCacheOptions, 'progress' | 'signal'> {
    const { progress = () => {}, signal } = this.options;
    return { progress: (done, total) => progress(stage, done, total), ...(signal ? { signal } : {}) };
  }
}

/** @throws UsageError for a set of one image */
function statistics({ statistics: found }: MeasuredSet): Statistics {
  if (found) return found;
  throw new UsageError('FID: one image is too few', 'take more images');
}
