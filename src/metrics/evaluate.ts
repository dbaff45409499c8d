// Evaluates samples against real images: takes features of both, and from these every metric that was asked for.
import { checkDataset, checksum, type Dataset } from '../data';
import { rank, size } from '../dist';
import { UsageError } from '../errors';
import { checkFunction, checkList, checkOptions } from '../options';
import { type Tensor, torch } from '../torch';
import { classReport, countsOf } from './classes';
import { conform } from './conform';
import { densityCoverage } from './densityCoverage';
import { type ClassValues, checkEvaluation, type Evaluation, type MetricValues } from './evaluation';
import { helpExtract } from './extract';
import {
  disposeSet,
  type FeatureCacheOptions,
  type MeasuredSet,
  measure,
  measureOnce,
  subset,
} from './featureCache';
import { answersOf, checkNetwork, type FeatureNetwork } from './featureNetwork';
import { frechetDistance } from './fid';
import { checkImages, checkSource, choosePositions, type ImageSource, noise, sourceOf } from './imageSource';
import { inceptionScore } from './inceptionScore';
import { kernelDistance } from './kid';
import { type Memorisation, memorisation } from './memorisation';
import { chooseMetrics, type MetricName } from './names';
import { imageCounts, planOf } from './plan';
import { precisionRecall } from './precisionRecall';
import { type Protocol, requireSameProtocol } from './protocol';
import { CONSTANTS, requireEnough } from './requirements';
import { relativeFid } from './rfid';
import { followLead, Lead, type Shown, type ShownReals } from './sharing';
import type { Statistics } from './statistics';
import { requireTold } from './variety';

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
  /** A result that this one is to be compared with: what cannot be is refused before any work. Default: none. */
  against?: Evaluation;
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
  'against',
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
 * @throws UsageError for too few images, and for metrics that the network does not serve; ProtocolMismatch for another protocol than that of
 *   `against`; TadpoleError for features that tell no real images apart; the reason of `signal` when it is aborted, and StoppedElsewhere when
 *   that of another rank is
 */
export async function evaluate(options: EvaluateOptions): Promise<Evaluation> {
  return inTask(options, (task) => task.run());
}

/**
 * Checks what {@link evaluate} checks before it draws the first sample, and puts features of the real images into the cache.
 *
 * @throws as {@link evaluate} does
 */
export async function rehearse(options: EvaluateOptions): Promise<void> {
  await inTask(options, async (task) => {
    await task.takeReals();
    return null;
  });
}

async function inTask<T>(options: EvaluateOptions, work: (task: Task) => Promise<T>): Promise<T> {
  checkOptions('evaluate', options, OPTIONS);
  const {
    network,
    samples,
    reals,
    heldOut,
    metrics,
    control,
    sampleClasses,
    against,
    warn,
    progress,
    shared,
  } = options;
  checkNetwork('evaluate', network);
  checkSource('evaluate', 'samples', samples);
  checkDataset('evaluate', 'reals', reals);
  checkImages('evaluate: reals', reals.images, reals.labels);
  checkClasses('reals', reals.labels, reals.classes);
  if (heldOut !== undefined) {
    checkDataset('evaluate', 'heldOut', heldOut);
    checkImages('evaluate: heldOut', heldOut.images, null);
  }
  if (sampleClasses !== undefined) {
    checkList('evaluate', 'sampleClasses', sampleClasses);
    checkClasses('sampleClasses', samples.labels, sampleClasses);
  }
  for (const [name, listener] of Object.entries({ warn, progress })) {
    if (listener !== undefined) checkFunction('evaluate', name, listener);
  }
  if (metrics !== undefined) checkList('evaluate', 'metrics', metrics);
  if (control !== undefined) checkSource('evaluate', 'control', control);
  if (against !== undefined) checkEvaluation('evaluate', 'against', against);
  const task = new Task(options);
  try {
    if (!shared || size === 1) return await work(task);
    return await (rank === 0 ? task.lead(work) : task.follow<T>());
  } finally {
    task.dispose();
  }
}

class Task {
  private readonly sets: MeasuredSet[] = [];
  private readonly names: readonly MetricName[];
  /** Positions of real images in an order that the seed chooses. */
  private readonly order: Int32Array;
  private readonly protocol: Protocol;
  /** On rank 0 of those that share the work. */
  private leading: Lead | undefined;

  constructor(private readonly options: EvaluateOptions) {
    const { network, reals, metrics, seed = 0, against } = options;
    const total = reals.images.size(0);
    const { name, hash, size: featureCount, input, device } = network;
    this.protocol = { features: { name, hash, size: featureCount, input }, ...planOf(options) };
    if (against) requireSameProtocol(this.protocol, against.protocol);
    const classifies = torch.scope(() => {
      return answersOf(network, torch.zeros([2, ...input.shape], { device })).logits !== undefined;
    });
    this.names = chooseMetrics(metrics, classifies, network.classes.length > 0);
    this.order = choosePositions(total, total, seed);
    requireEnough(this.names, featureCount, imageCounts(options));
  }

  lead<T>(work: (task: Task) => Promise<T>): Promise<T> {
    this.leading = new Lead();
    return this.leading.run(() => work(this));
  }

  follow<T>(): Promise<T> {
    const { network, signal } = this.options;
    return followLead<T>((shown) => helpExtract(network, this.sourceOf(shown), signal ? { signal } : {}));
  }

  async run(): Promise<Evaluation> {
    const { names } = this;
    const wants = (...some: MetricName[]): boolean => some.some((name) => names.includes(name));
    const { searched, reals } = await this.takeReals();
    const samples = await this.measure('samples', { of: 'samples' });
    const values: MetricValues = {};
    if (wants('fid')) values.fid = frechetDistance(statistics(samples), statistics(reals));
    if (wants('rfid')) values.rfid = await this.relative(statistics(samples), statistics(reals));
    if (wants('kid')) {
      const { seed } = this.options;
      const { kidSubsets: subsets, kidSubsetSize } = this.protocol.constants;
      const subsetting = { subsets: Number(subsets), subsetSize: Number(kidSubsetSize), seed };
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
    return { values, protocol: this.protocol };
  }

  /** Features of the real images. @throws TadpoleError when they tell no real images apart */
  async takeReals(): Promise<{ searched: MeasuredSet | undefined; reals: MeasuredSet }> {
    const searched = this.names.includes('memorisation') ? await this.searchedReals() : undefined;
    const reals = await this.comparedReals(searched);
    requireTold(this.names, this.options.network, reals, this.options.reals);
    return { searched, reals };
  }

  private get compared(): number {
    return this.protocol.reals.compared;
  }

  private get shape(): readonly number[] {
    return this.protocol.reals.shape;
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
    const to = this.protocol.reals.heldOut;
    if (to === 0) return undefined;
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
      crc32: data === this.options.reals ? this.protocol.reals.crc32 : torch.scope(() => checksum(data)),
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

/** @throws UsageError when labels are of more classes than have names, where any have */
function checkClasses(argument: string, labels: Tensor | null, names: readonly string[]): void {
  if (labels === null || names.length === 0) return;
  const [least, most] = torch.scope(
    () => [Number(labels.min().item()), Number(labels.max().item())] as const,
  );
  if (least >= 0 && most < names.length) return;
  throw new UsageError(
    `evaluate: ${argument}: expected labels from 0 to ${names.length - 1}, as there are names of classes, got ${least} to ${most}`,
    'name all classes, in the order of their labels',
  );
}

/** @throws UsageError for a set of one image */
function statistics({ statistics: found }: MeasuredSet): Statistics {
  if (found) return found;
  throw new UsageError('FID: one image is too few', 'take more images');
}
