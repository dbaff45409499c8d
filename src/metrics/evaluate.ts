// Evaluates samples against real images: takes features of both, and from these every metric that was asked for.
import { checkDataset, checksum, type Dataset } from '../data';
import { rank, size } from '../dist';
import { UsageError } from '../errors';
import { checkOptions } from '../options';
import { type Tensor, torch } from '../torch';
import { classReport, countsOf } from './classes';
import { conform } from './conform';
import { densityCoverage } from './densityCoverage';
import type { ClassValues, Evaluation, MetricValues } from './evaluation';
import { helpExtract } from './extract';
import {
  disposeSet,
  type FeatureCacheOptions,
  type MeasuredSet,
  measure,
  measureOnce,
  subset,
} from './featureCache';
import { checkNetwork, type FeatureNetwork } from './featureNetwork';
import { frechetDistance } from './fid';
import { checkSource, choosePositions, type ImageSource, noise, sourceOf } from './imageSource';
import { inceptionScore } from './inceptionScore';
import { kernelDistance, usualSubset } from './kid';
import { type Memorisation, memorisation } from './memorisation';
import { chooseMetrics, type MetricName } from './names';
import { precisionRecall } from './precisionRecall';
import { CONSTANTS, requireEnough } from './requirements';
import { relativeFid } from './rfid';
import { followLead, Lead, type Shown, type ShownReals } from './sharing';
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
  /**
   * With several ranks: all call this with the same options, the network and the samples of each being the same. They share the images out,
   * and rank 0 computes the metrics, which all get. Results are those of one process. Default: this process works alone.
   */
  shared?: boolean;
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
  'shared',
  'progress',
] as const;

/**
 * Takes features of samples and of real images, and the metrics of them. Images are drawn and shown to the network some hundred at a
 * time; what grows with their number is the features. Features of real images are read from the cache when it has them.
 *
 * @throws UsageError for too few images, and for metrics that the network does not serve; the reason of `signal` when it is aborted, and
 *   StoppedElsewhere when that of another rank is
 */
export async function evaluate(options: EvaluateOptions): Promise<Evaluation> {
  checkOptions('evaluate', options, OPTIONS);
  checkNetwork('evaluate', options.network);
  checkSource('evaluate', 'samples', options.samples);
  checkDataset('evaluate', 'reals', options.reals);
  if (options.heldOut !== undefined) checkDataset('evaluate', 'heldOut', options.heldOut);
  const task = new Task(options);
  try {
    if (!options.shared || size === 1) return await task.run();
    return await (rank === 0 ? task.lead() : task.follow());
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
  /** On rank 0 of those that share the work. */
  private leading: Lead | undefined;

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

  lead(): Promise<Evaluation> {
    this.leading = new Lead();
    return this.leading.run(() => this.run());
  }

  follow(): Promise<Evaluation> {
    const { network, signal } = this.options;
    return followLead((shown) => helpExtract(network, this.sourceOf(shown), signal ? { signal } : {}));
  }

  async run(): Promise<Evaluation> {
    const { names } = this;
    const wants = (...some: MetricName[]): boolean => some.some((name) => names.includes(name));
    const samples = await this.measure('samples', { of: 'samples' });
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
    const some = realCount === undefined ? {} : { from: 0, to: realCount };
    return this.measure('training images', { of: 'reals', ...some });
  }

  private async comparedReals(searched: MeasuredSet | undefined): Promise<MeasuredSet> {
    const { compared } = this;
    if (searched === undefined) return this.measure('real images', { of: 'reals', from: 0, to: compared });
    // The same images are not shown to the network twice.
    if (searched.features.size(0) === compared) return searched;
    return this.own(subset(searched, this.order.subarray(0, compared)));
  }

  private async heldOutReals(): Promise<MeasuredSet | undefined> {
    const { heldOut, samples } = this.options;
    if (heldOut === undefined) return undefined;
    const to = Math.min(heldOut.images.size(0), samples.count);
    return this.measure('held-out images', { of: 'heldOut', from: 0, to });
  }

  private async relative(samples: Statistics, reals: Statistics): Promise<NonNullable<MetricValues['rfid']>> {
    const half = Math.min(this.compared, Math.floor(this.order.length / 2));
    const some = (stage: string, from: number, to: number): Promise<MeasuredSet> =>
      this.measure(stage, { of: 'reals', from, to });
    const first = half === this.compared ? reals : statistics(await some('one half of the reals', 0, half));
    const second = statistics(await some('other real images', half, 2 * half));
    const worst = await this.measure('control images', { of: 'control' });
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

  /** Features of images; those that can be had again are read from the cache when it has them. */
  private async measure(stage: string, shown: Shown): Promise<MeasuredSet> {
    const { network } = this.options;
    const source = this.sourceOf(shown);
    const identity = this.identityOf(shown);
    const take = (more: Pick<FeatureCacheOptions, 'askOthers'>): Promise<MeasuredSet> => {
      const told = { ...this.told(stage), ...more };
      if (identity === undefined) return measure(network, source, told);
      return measureOnce(network, source, identity, { ...this.cache(), ...told });
    };
    const { leading } = this;
    return this.own(await (leading ? leading.show(shown, (askOthers) => take({ askOthers })) : take({})));
  }

  private sourceOf(shown: Shown): ImageSource {
    const { samples, control, seed = 0 } = this.options;
    if (shown.of === 'samples') return samples;
    if (shown.of === 'control') {
      return control ?? noise(this.compared, this.shape as [number, number, number], seed);
    }
    const { images } = this.dataOf(shown);
    return conform(sourceOf(images, null, this.positionsOf(shown)), images.shape.slice(1), this.shape);
  }

  /** What distinguishes images that can be had again; undefined for others. */
  private identityOf(shown: Shown): unknown {
    const { control, seed = 0 } = this.options;
    if (shown.of === 'samples') return undefined;
    if (shown.of === 'control') return control ? undefined : { noise: this.shape, seed };
    const data = this.dataOf(shown);
    const positions = this.positionsOf(shown);
    return {
      crc32: data === this.options.reals ? this.crc32 : torch.scope(() => checksum(data)),
      shape: this.shape,
      chosen: positions === undefined ? 'all' : [positions.length, positions.at(0), positions.at(-1), seed],
    };
  }

  private dataOf({ of }: ShownReals): Dataset {
    const { reals, heldOut } = this.options;
    return of === 'heldOut' ? (heldOut as Dataset) : reals;
  }

  private positionsOf(shown: ShownReals): Int32Array | undefined {
    const { of, from, to } = shown;
    if (to === undefined) return undefined;
    const total = this.dataOf(shown).images.size(0);
    const order = of === 'reals' ? this.order : choosePositions(total, total, this.options.seed ?? 0);
    return order.subarray(from, to);
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
        source: reals.source,
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
