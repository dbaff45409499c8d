// A run as the processes after rank 0 see it: they train with it, and write nothing.
import { fromFirst } from '../dist';
import { type StepRecord, type Trainer, type TrainResult, train } from '../gan';
import { torch } from '../torch';
import type { RunConfig } from './config';
import { RunEvaluation } from './evaluating';
import type { RunControl } from './following';
import { letSignalsIn, NOTHING_CHANGED, NOTHING_WRITTEN, type OpenOptions } from './opening';
import { disposeParts, type Parts, prepare, type RunRequest } from './prepare';
import { disposeRandomStates, randomStatesOfOthers, requireSameRun, stateOfFirst } from './ranks';
import type { Recipe } from './recipe';
import { prepareAgain } from './resuming';
import { redraw, type TroubleError, troubleIn, troubleOf } from './rollback';
import { MOST_ROLLBACKS, NO_ROLLBACKS, nextRollbacks, type Rollbacks } from './rollbacks';
import { restoreState } from './savedState';
import { heed, type Plan, trainingOf, type Verdict } from './verdict';

// What rank 0 says is what counts.
const UNSAID = { findings: [] } satisfies Verdict;

/**
 * The part of a rank after 0 in a run, whose {@link Session} is that of rank 0. It makes the same calls to the other processes, in the
 * same order.
 */
export class Follower {
  private rollbacks: Rollbacks = NO_ROLLBACKS;

  private constructor(
    readonly recipe: Recipe,
    private readonly parts: Parts,
    private readonly evaluation: RunEvaluation,
  ) {}

  /** As `Session.start`, without a folder. The weights are those of rank 0, also where it starts `from` another run. */
  static async start(
    recipe: Recipe,
    { from: _, ...request }: RunRequest = {},
    { signal, loaded = () => {} }: OpenOptions = {},
  ): Promise<Follower> {
    await letSignalsIn(signal, NOTHING_WRITTEN);
    const parts = prepare(recipe, request);
    return Follower.open(recipe, parts, loaded, signal, NOTHING_WRITTEN, (follower) => follower.answer());
  }

  /** As `Session.resume`; configuration and state come from rank 0, so that the run folder need not be seen from here. */
  static async resume(
    recipe: Recipe,
    root: string,
    request: RunRequest = {},
    { signal, loaded = () => {} }: OpenOptions = {},
  ): Promise<Follower> {
    const saved = fromFirst<RunConfig | null>(null) as RunConfig;
    await letSignalsIn(signal, NOTHING_CHANGED);
    const parts = prepareAgain(recipe, root, saved, request);
    return Follower.open(recipe, parts, loaded, signal, NOTHING_CHANGED, (follower) => follower.restore());
  }

  private static async open(
    recipe: Recipe,
    parts: Parts,
    loaded: () => void,
    signal: AbortSignal | undefined,
    word: string,
    begin: (follower: Follower) => void,
  ): Promise<Follower> {
    let evaluation: RunEvaluation | undefined;
    try {
      loaded();
      await letSignalsIn(signal, word);
      requireSameRun(parts.config);
      // Rank 0 warns.
      evaluation = await RunEvaluation.open(recipe, parts, { signal }, word);
      const follower = new Follower(recipe, parts, evaluation);
      begin(follower);
      return follower;
    } catch (error) {
      evaluation?.dispose();
      disposeParts(parts);
      throw error;
    }
  }

  get trainer(): Trainer {
    return this.parts.trainer;
  }

  /** Trains with rank 0, and ends with it. @throws NotFiniteError and TroubleError as the session of rank 0 does */
  async run({ signal }: Pick<RunControl, 'signal'> = {}): Promise<TrainResult> {
    const { recipe, parts } = this;
    const { steps } = recipe.resolve(parts.config.settings);
    const plan = fromFirst<Plan | null>(null) as Plan;
    this.rollbacks = plan.rollbacks;
    for (;;) {
      try {
        return await train({
          trainer: parts.trainer,
          batches: parts.loader,
          steps,
          ...trainingOf(plan),
          signal,
          hooks: {
            losses: (records) => {
              for (const record of records) this.heedWatch(record, plan);
            },
            // Rank 0 draws the images of all.
            ...(recipe.output.batch ? { batch: () => {} } : {}),
            checkpoint: async (step) => {
              this.answer();
              if (this.evaluation.isDue(step)) await this.evaluation.run(step, signal);
            },
          },
        });
      } catch (error) {
        const trouble = troubleIn(error, parts.trainer.progress.step);
        if (trouble === undefined || parts.config.onTrouble !== 'rollback') throw error;
        this.rollBack(trouble);
      }
    }
  }

  /** Frees the networks and the data. */
  dispose(): void {
    this.evaluation.dispose();
    disposeParts(this.parts);
  }

  private heedWatch({ step }: StepRecord, { watchEvery }: Plan): void {
    if (watchEvery === 0 || step % watchEvery !== 0) return;
    const { onTrouble = 'warn' } = this.parts.config;
    for (const finding of heed(fromFirst<Verdict>(UNSAID))) {
      const trouble = troubleOf(finding);
      if (trouble !== undefined && onTrouble !== 'warn') throw trouble;
    }
  }

  /** Tells rank 0, which makes a checkpoint, how the random generators of this process stand. */
  private answer(): void {
    disposeRandomStates(randomStatesOfOthers(this.trainer));
  }

  private restore(): void {
    torch.scope(() => {
      const state = stateOfFirst(null);
      if (state !== null) this.rollbacks = restoreState({ ...this.parts, watch: undefined }, state).rollbacks;
    });
  }

  /** @throws the trouble, when the run has gone back often enough */
  private rollBack(trouble: TroubleError): void {
    if (this.rollbacks.count >= MOST_ROLLBACKS) throw trouble;
    const rollbacks = nextRollbacks(this.rollbacks, trouble.trouble);
    this.restore();
    this.rollbacks = rollbacks;
    this.trainer.rates = rollbacks.rates;
    redraw(this.trainer, this.parts.config.seed, rollbacks);
    this.answer();
  }
}
