// How a run is evaluated while it trains: its samples against the images that it trains on, and which step was best.
import type { Dataset } from '../data';
import { anyOf, DistError, rank } from '../dist';
import { TadpoleError, UsageError } from '../errors';
import type { Trainer } from '../gan';
import {
  type EvaluateOptions,
  evaluate,
  type FeatureNetwork,
  leastImages,
  type MetricName,
  openFeatures,
  openTogether,
  rehearse,
  StoppedElsewhere,
  samplesOf,
  scoresOf,
} from '../metrics';
import { torch } from '../torch';
import type { Warn } from '../warn';
import type { RunConfig } from './config';
import type { RunEvent } from './events';
import { letSignalsIn, type OpenOptions } from './opening';
import type { Parts } from './prepare';
import type { Recipe, RunMetric, Schedule } from './recipe';
import { labelledOf } from './runData';
import { streamSeed } from './seeds';
import { commonDivisor } from './watching';

/** The name of an evaluation among the events. */
export const EVALUATION = 'evaluation';

/** Of the metrics that are taken, those of which less is better. */
const LOWER: ReadonlySet<string> = new Set<RunMetric>(['fid', 'kid']);

/** The best evaluation so far. */
export interface Best {
  readonly step: number;
  readonly metric: RunMetric;
  readonly value: number;
}

/** One evaluation of a run. */
export interface RunScores {
  readonly step: number;
  /** Values by the names of their metrics. */
  readonly scores: Readonly<Record<string, number>>;
  /** The best step so far, this one included. */
  readonly best: Best;
}

/**
 * Evaluates a run. Training is not changed: every random number comes from generators of its own. Of several processes, all call it, and
 * share the images out.
 */
export class RunEvaluation {
  private network: FeatureNetwork | undefined;
  private found: Best | undefined;
  private isOver = false;
  /** Whether the other processes have the same network. */
  private isShared = true;

  private constructor(
    private readonly recipe: Recipe,
    private readonly trainer: Trainer,
    private readonly dataset: Dataset,
    private readonly config: RunConfig,
    private readonly settings: Schedule,
    private readonly warn: Warn,
  ) {}

  /**
   * Opens the feature network and takes features of real images, before the first step: what cannot be evaluated is refused. All
   * processes call it.
   *
   * @param word the message of an interruption
   * @throws TadpoleError when the features are not to be had, or too few images for them; Interrupted
   */
  static async open(
    recipe: Recipe,
    { config, trainer, dataset }: Pick<Parts, 'config' | 'trainer' | 'dataset'>,
    { warn = () => {}, signal }: Pick<OpenOptions, 'warn' | 'signal'>,
    word: string,
  ): Promise<RunEvaluation> {
    const settings = recipe.resolve(config.settings);
    const evaluation = new RunEvaluation(recipe, trainer, dataset, config, settings, warn);
    if (settings.evaluateEvery === 0) return evaluation;
    try {
      await evaluation.undisturbed(() => evaluation.prepare(signal));
      return evaluation;
    } catch (error) {
      evaluation.dispose();
      await letSignalsIn(signal, word);
      if (!(error instanceof TadpoleError) || error instanceof DistError || error instanceof StoppedElsewhere)
        throw error;
      const problem = `the run cannot be evaluated: ${error.problem}`;
      const hint = [error.hint, 'or train without evaluations: --set evaluateEvery=0']
        .filter((part) => part !== '')
        .join('; ');
      throw error instanceof UsageError
        ? new UsageError(problem, hint, { cause: error })
        : new TadpoleError(problem, hint, { cause: error });
    }
  }

  /** The best evaluation so far; undefined before the first. */
  get best(): Best | undefined {
    return this.found;
  }

  /** Whether a step is to be evaluated: every so many, and the last. */
  isDue(step: number): boolean {
    const { evaluateEvery, steps } = this.settings;
    return evaluateEvery > 0 && (step % evaluateEvery === 0 || step === steps);
  }

  /** Takes up what an earlier part of the run found. */
  restore(events: readonly RunEvent[]): void {
    this.found = bestIn(events, this.settings.bestBy);
  }

  /** Steps between pauses in which a checkpoint or an evaluation is due. */
  pauseEvery(checkpointEvery: number): number {
    const { evaluateEvery } = this.settings;
    return evaluateEvery > 0 ? commonDivisor(checkpointEvery, evaluateEvery) : checkpointEvery;
  }

  /**
   * Evaluates the networks as they are. When that cannot be, the run goes on without, and a warning says why.
   *
   * @returns undefined when there is nothing to say, or `signal`, of any process, was aborted
   */
  async run(step: number, signal?: AbortSignal): Promise<RunScores | undefined> {
    const [isStopped = false] = anyOf([signal?.aborted ?? false]);
    if (this.isOver || isStopped) return undefined;
    try {
      return await this.undisturbed(() => this.measure(step, signal));
    } catch (error) {
      if (error instanceof DistError) throw error;
      if (signal?.aborted || error instanceof StoppedElsewhere) return undefined;
      if (!(error instanceof TadpoleError)) throw error;
      this.isOver = true;
      this.warn(`the run is not evaluated: ${error.problem}`, error.hint);
      return undefined;
    }
  }

  dispose(): void {
    this.network?.dispose();
  }

  private async measure(step: number, signal: AbortSignal | undefined): Promise<RunScores | undefined> {
    const evaluation = await this.withOptions(signal, evaluate);
    if (evaluation === undefined) return undefined;
    const { values } = evaluation;
    const { settings } = this;
    const scores = Object.fromEntries(scoresOf(values).map(({ name, value }) => [name, value]));
    const { bestBy: metric } = settings;
    const best = better(this.found, { step, metric, value: scores[metric] as number });
    this.found = best;
    return { step, scores, best };
  }

  private async prepare(signal: AbortSignal | undefined): Promise<void> {
    await this.openTogether(signal);
    await this.withOptions(signal, rehearse);
  }

  /** What `use` gives of the options of an evaluation; undefined on a process that has no part in it. */
  private async withOptions<T>(
    signal: AbortSignal | undefined,
    use: (options: EvaluateOptions) => Promise<T>,
  ): Promise<T | undefined> {
    const { network, trainer, dataset, config, isShared } = this;
    if (network === undefined || (rank > 0 && !isShared)) return undefined;
    const seed = streamSeed(config.seed, 'samples');
    const { count } = this;
    const metrics = this.metrics(network.size);
    const samples = samplesOf(trainer, { count, range: trainer.image.range, seed });
    const { warn } = this;
    return await use({
      network,
      samples,
      reals: dataset,
      metrics,
      seed,
      warn,
      signal,
      shared: isShared,
    }).finally(samples.dispose);
  }

  /** Samples that are drawn: not more than there are real images. */
  private get count(): number {
    return Math.min(this.settings.evaluateCount, this.dataset.images.size(0));
  }

  /**
   * FID needs more images than features; the others are taken always.
   *
   * @throws UsageError for too few images, and where the best is to be chosen by FID all the same
   */
  private metrics(size: number): MetricName[] {
    const { count } = this;
    const { bestBy, evaluateCount } = this.settings;
    const all: MetricName[] = ['kid', 'precision', 'recall', 'density', 'coverage'];
    const names: MetricName[] = count > size || bestBy === 'fid' ? ['fid', ...all] : all;
    const unserved = names.find((name) => leastImages(name, size) > count);
    if (unserved === undefined) return names;
    const more =
      evaluateCount > count ? 'give more images' : `draw more samples: evaluateCount is ${evaluateCount}`;
    throw new UsageError(
      `${unserved}: ${count} samples are too few, at least ${leastImages(unserved, size)} are needed`,
      unserved === 'fid' ? `${more}, or choose the best by another metric, as with --set bestBy=kid` : more,
    );
  }

  /** Where the other processes do not get the same network, rank 0 goes on alone. */
  private async openTogether(signal: AbortSignal | undefined): Promise<void> {
    const { network, isSame } = await openTogether(() => this.openNetwork(signal));
    this.network = network;
    this.isShared = isSame;
    if (!isSame) this.warn('rank 0 evaluates alone: other processes do not have its feature network');
  }

  private openNetwork(signal: AbortSignal | undefined): Promise<FeatureNetwork> {
    const { recipe, trainer, dataset, config, settings } = this;
    const { evaluateFeatures } = settings;
    return openFeatures(evaluateFeatures === 'auto' ? undefined : evaluateFeatures, {
      imageShape: trainer.image.shape as [number, number, number],
      labelled: labelledOf(recipe.data, dataset, config.data.folder ?? undefined),
      device: trainer.device,
      sized: (size) => this.metrics(size),
      log: (line) => this.warn(line),
      signal,
    });
  }

  /** Opening a network draws numbers that training would have drawn. */
  private async undisturbed<T>(work: () => Promise<T>): Promise<T> {
    const before = [...new Set(['cpu', this.trainer.device])].map((device) => {
      const generator = torch.defaultGenerator(device);
      return [generator, torch.keep(generator.getState())] as const;
    });
    try {
      return await work();
    } finally {
      for (const [generator, state] of before) generator.setState(state);
      for (const [, state] of before) state.dispose();
    }
  }
}

/** The better one of two evaluations by the same metric; the earlier one of equals. */
function better(known: Best | undefined, found: Best): Best {
  if (known === undefined) return found;
  const isBetter = LOWER.has(found.metric) ? found.value < known.value : found.value > known.value;
  return isBetter ? found : known;
}

/** The best evaluation among the events of a run; undefined when there is none. */
export function bestIn(events: readonly RunEvent[], metric: RunMetric): Best | undefined {
  let best: Best | undefined;
  for (const { step, ...values } of evaluationsIn(events)) {
    const value = values[metric];
    if (typeof value === 'number') best = better(best, { step, metric, value });
  }
  return best;
}

/** The line of an evaluation in `events.jsonl`. */
export function evaluationEvent({ step, scores }: RunScores): RunEvent {
  return { step, event: EVALUATION, ...scores };
}

/** The evaluations among the events. */
export function evaluationsIn(events: readonly RunEvent[]): RunEvent[] {
  return events.filter(({ event }) => event === EVALUATION);
}
