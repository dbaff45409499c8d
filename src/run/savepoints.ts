// The checkpoints that a run writes: what they hold, and those that could not be written.
import type { Watch } from '../gan';
import { saveCheckpoint } from './checkpoint';
import type { RunFolder } from './folder';
import type { RunHooks } from './following';
import type { RunLog } from './log';
import type { Parts } from './prepare';
import { disposeRandomStates, type RandomStates, randomStatesOfOthers } from './ranks';
import type { Recipe } from './recipe';
import { goodStep } from './rollback';
import type { Rollbacks } from './rollbacks';
import { gatherState } from './savedState';
import type { Tolerance } from './tolerance';

/** The parts of a run that its checkpoints are made of. */
interface SavedRun {
  readonly recipe: Recipe;
  readonly folder: RunFolder;
  readonly parts: Parts;
  readonly watch: Watch | undefined;
  readonly log: RunLog;
  readonly tolerance: Tolerance;
}

/** What else a checkpoint holds, or keeps. */
interface Standing {
  /** Training time so far. */
  readonly seconds: number;
  readonly rollbacks: Rollbacks;
  /** The best step by the metric; its checkpoint is kept. */
  readonly best: number | undefined;
}

/** Writes the checkpoints of a run. */
export class Savepoints {
  /** Random generators of the other processes, as they were when a checkpoint was due. */
  private others: RandomStates[] = [];
  /** The step of the newest checkpoint that holds the run as it is; undefined while there is none. */
  private saved: number | undefined;

  constructor(
    private readonly run: SavedRun,
    private readonly standing: () => Standing,
  ) {}

  /** The step of the newest checkpoint that holds the run as it is; undefined while there is none. */
  get newest(): number | undefined {
    return this.saved;
  }

  /** The run stands as its newest checkpoint has it. */
  restored(): void {
    this.saved = this.step;
  }

  /** The run has gone back: no checkpoint holds it as it is. */
  outdated(): void {
    this.saved = undefined;
  }

  /** Takes in the random generators of the other processes, so that the next checkpoint holds them. */
  askOthers(): void {
    disposeRandomStates(this.others);
    this.others = randomStatesOfOthers(this.run.parts.trainer);
  }

  /** Writes a checkpoint, unless the newest one holds the run as it is. @throws WriteError */
  save(): void {
    const { step } = this;
    if (step === this.saved) return;
    const { recipe, folder, parts, watch, log } = this.run;
    // A run resumed from here writes no earlier event again.
    log.flush();
    const { seconds, rollbacks, best } = this.standing();
    const state = gatherState({ ...parts, watch, rollbacks }, seconds, this.others);
    const { keep } = recipe.resolve(parts.config.settings);
    const good = parts.config.onTrouble === 'rollback' ? goodStep(folder.checkpoints, watch) : undefined;
    saveCheckpoint(folder.checkpoints, step, state, { keep, best, good });
    this.saved = step;
  }

  /** The same; what cannot be written causes a warning with `otherwise`. */
  trySave(otherwise: string): boolean {
    return this.run.tolerance.try('checkpoints', otherwise, () => this.save());
  }

  /** Writes a checkpoint that is due while the run continues. */
  async saveDue(hooks: RunHooks): Promise<void> {
    const { step, saved } = this;
    const unsaved = `the run continues and tries again at its next checkpoint; progress since step ${saved ?? 0} is not saved yet`;
    if (this.trySave(unsaved) && step !== saved)
      await hooks.checkpoint?.(this.run.folder.checkpoint(step), step);
  }

  dispose(): void {
    disposeRandomStates(this.others);
  }

  private get step(): number {
    return this.run.parts.trainer.progress.step;
  }
}
