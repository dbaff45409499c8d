// One training run of a recipe in a run folder: from the first image, or from a checkpoint, to the saved generator.
import fs from 'node:fs';
import { fromFirst } from '../dist';
import { TadpoleError } from '../errors';
import {
  type Finding,
  type StepRecord,
  type Trainer,
  type TrainHooks,
  type TrainResult,
  type Trouble,
  train,
  type Watch,
} from '../gan';
import { countsOf } from '../metrics';
import { torch } from '../torch';
import { type Warn, warnOnConsole } from '../warn';
import { Board } from './board';
import { loadLatestCheckpoint } from './checkpoint';
import { type RunConfig, readConfig } from './config';
import { type Best, evaluationEvent, RunEvaluation } from './evaluating';
import { readEvents, rewindEvents } from './events';
import { RunFolder, writeJson } from './folder';
import type { RunControl, RunHooks } from './following';
import { RunLog } from './log';
import { letSignalsIn, NOTHING_CHANGED, NOTHING_WRITTEN, type OpenOptions } from './opening';
import { RunPictures } from './pictures';
import { disposeParts, type Parts, prepare, type RunRequest } from './prepare';
import { requireSameRun, stateOfFirst } from './ranks';
import type { Recipe } from './recipe';
import { inexactlyResumed, prepareAgain, requireNotBeyond, requireNothingLost } from './resuming';
import { brokenEvent, goBack, rollbackEvent, type TroubleError, troubleIn, troubleOf } from './rollback';
import { NO_ROLLBACKS, type Rollbacks, rollbackInWords } from './rollbacks';
import { restoreState } from './savedState';
import { Savepoints } from './savepoints';
import { StatusFile } from './status';
import { Tolerance, writeAll } from './tolerance';
import { heed, type Plan, trainingOf, verdictOf } from './verdict';
import { eventOf, inWordsOf, measuredOf, Pace, readEvery, watchRun } from './watching';

// The loss plot shows at least so many points, however seldom a line is printed.
const CURVE_POINTS = 1000;

/** A run that is ready to train; with several processes, that of rank 0, which alone writes (see `Follower`). */
export class Session {
  private readonly log: RunLog;
  private readonly pictures: RunPictures;
  private readonly watch: Watch | undefined;
  private readonly tolerance: Tolerance;
  private readonly savepoints: Savepoints;
  private pace: Pace;
  /** Training time so far. */
  private seconds = 0;
  private rollbacks: Rollbacks = NO_ROLLBACKS;

  private constructor(
    readonly recipe: Recipe,
    readonly folder: RunFolder,
    private readonly parts: Parts,
    private readonly evaluation: RunEvaluation,
    private readonly warn: Warn,
  ) {
    const { config, trainer, dataset } = parts;
    const settings = recipe.resolve(config.settings);
    this.pictures = new RunPictures(recipe, trainer, folder, dataset, settings, config.seed);
    this.watch = watchRun(recipe, trainer, dataset, config.seed);
    this.tolerance = new Tolerance(warn);
    this.log = new RunLog(folder, this.tolerance);
    this.pace = new Pace({ images: 0, seconds: 0 });
    const { watch, log, tolerance } = this;
    this.savepoints = new Savepoints({ recipe, folder, parts, watch, log, tolerance }, () => ({
      seconds: this.seconds,
      rollbacks: this.rollbacks,
      best: this.best?.step,
    }));
  }

  /**
   * Starts a new run. Everything is checked and loaded before the folder is made.
   *
   * @param root the run folder; it must not exist or be empty. Default: the next `runs/<recipe>-<number>`
   * @throws UsageError for settings that do not fit; TadpoleError when data, networks or folder are not usable; Interrupted
   */
  static async start(
    recipe: Recipe,
    root?: string,
    request: RunRequest = {},
    { warn = warnOnConsole, signal, loaded = () => {} }: OpenOptions = {},
  ): Promise<Session> {
    await letSignalsIn(signal, NOTHING_WRITTEN);
    const parts = prepare(recipe, request);
    let evaluation: RunEvaluation | undefined;
    let folder: RunFolder | undefined;
    try {
      loaded();
      await letSignalsIn(signal, NOTHING_WRITTEN);
      requireSameRun(parts.config);
      evaluation = await RunEvaluation.open(recipe, parts, { warn, signal }, NOTHING_WRITTEN);
      folder = root === undefined ? RunFolder.createNext('runs', recipe.name) : RunFolder.create(root);
      writeJson(folder.config, parts.config);
      const session = new Session(recipe, folder, parts, evaluation, warn);
      session.pictures.saveReals();
      session.savepoints.askOthers();
      const { tensorboard } = parts.config;
      if (tensorboard !== undefined) session.log.board = Board.start(tensorboard, folder);
      // The other run may train on or be deleted: its weights are kept here.
      if (parts.started !== undefined || parts.config.onTrouble === 'rollback') session.savepoints.save();
      return session;
    } catch (error) {
      evaluation?.dispose();
      disposeParts(parts);
      folder?.discard();
      throw error;
    }
  }

  /**
   * Resumes an earlier run from its newest complete checkpoint; from the beginning, when it has none yet. On the
   * same machine the rest of the run is, bit for bit, what it would have been without the interruption.
   *
   * @param recipe the recipe of the run (see `recipeOfRun`)
   * @param request what differs from the run is refused, but for what changes none of its steps (see `checkSameConfig`)
   * @throws UsageError also when fewer `steps` are asked for than are done; TadpoleError also when another process uses the
   * run, or its checkpoints are lost; Interrupted
   */
  static async resume(
    recipe: Recipe,
    root: string,
    request: RunRequest = {},
    { warn = warnOnConsole, signal, loaded = () => {} }: OpenOptions = {},
  ): Promise<Session> {
    const folder = RunFolder.reopen(root);
    let parts: Parts | undefined;
    let evaluation: RunEvaluation | undefined;
    try {
      const saved = fromFirst(readConfig(folder.config));
      await letSignalsIn(signal, NOTHING_CHANGED);
      parts = prepareAgain(recipe, root, saved, request);
      loaded();
      await letSignalsIn(signal, NOTHING_CHANGED);
      requireSameRun(parts.config);
      evaluation = await RunEvaluation.open(recipe, parts, { warn, signal }, NOTHING_CHANGED);
      const session = new Session(recipe, folder, parts, evaluation, warn);
      session.restore(root, saved);
      writeJson(folder.config, parts.config);
      const { tensorboard } = parts.config;
      if (tensorboard !== undefined) session.log.board = Board.resume(tensorboard, folder, session.step);
      return session;
    } catch (error) {
      evaluation?.dispose();
      if (parts) disposeParts(parts);
      folder.close();
      throw error;
    }
  }

  /** Everything that decides what the run computes. */
  get config(): RunConfig {
    return this.parts.config;
  }

  /** The trainer of the networks. */
  get trainer(): Trainer {
    return this.parts.trainer;
  }

  /** The settings that the recipe chose by its images (see `RecipeChoices`); none when the run is resumed. */
  get chosen(): Readonly<Record<string, unknown>> {
    return this.parts.chosen;
  }

  /** Half of the pictures are smaller than the images of the run: the median of their shorter sides. */
  get smallSide(): number | undefined {
    const { side = Number.POSITIVE_INFINITY, config, trainer } = this.parts;
    // Padded pictures are brought to the size by their longer side.
    return config.data.fit !== 'pad' && side < Math.min(...trainer.image.shape.slice(1)) ? side : undefined;
  }

  /** What a new run loaded from another one (see {@link RunRequest.from}), in one line. */
  get started(): string | undefined {
    return this.parts.started;
  }

  /** The classes that it trains by, and how many images each has; empty for a model without. */
  get classes(): readonly { name: string; images: number }[] {
    const { dataset, trainer } = this.parts;
    const { labels } = dataset;
    if (labels === null || trainer.batchSpec.classes === 0) return [];
    const counts = countsOf(labels, dataset.classes.length);
    return dataset.classes.map((name, position) => ({ name, images: counts[position] as number }));
  }

  /** The number of steps that are done. */
  get step(): number {
    return this.trainer.progress.step;
  }

  /** The problems that the watch found and that are not over, and the step of each. */
  get standing(): { trouble: Trouble; since: number }[] {
    return this.watch?.standing ?? [];
  }

  /** The best step by the metric that was chosen; undefined when the run was not evaluated. */
  get best(): Best | undefined {
    return this.evaluation.best;
  }

  /**
   * Trains to the last step, or until it is ended; both end with a checkpoint, the loss plot and the generator. Files that
   * cannot be written cause a warning and are written again later.
   *
   * @throws NotFiniteError when losses, weights or samples are no longer finite; the last checkpoint stays. WriteError when
   * something cannot be written at the end
   */
  async run(hooks: RunHooks = {}, control: RunControl = {}): Promise<TrainResult> {
    const { recipe, config } = this;
    const { trainer, loader } = this.parts;
    const { signal } = control;
    const { steps, logEvery, sampleEvery, checkpointEvery } = recipe.resolve(config.settings);
    const recordEvery = Math.min(logEvery, Math.max(1, Math.floor(steps / CURVE_POINTS)));
    const isLogged = (step: number): boolean => step % logEvery === 0 || step === 1 || step === steps;
    const status = new StatusFile(this.folder.status, this.folder.lockFile, steps);
    status.beat(this.step);
    // The others do not know the watch and the evaluation.
    const plan = fromFirst({
      logEvery: readEvery(logEvery, this.watch),
      sampleEvery,
      checkpointEvery: this.evaluation.pauseEvery(checkpointEvery),
      watchEvery: this.watch?.every ?? 0,
      seconds: this.seconds,
      rollbacks: this.rollbacks,
    } satisfies Plan);
    try {
      const trainHooks: TrainHooks = {
        step: (progress) => {
          this.seconds = progress.seconds;
          if (status.beat(progress.step)) this.folder.requireThere();
          return hooks.step?.(progress);
        },
        losses: async (records) => {
          for (const record of records) {
            const logged = isLogged(record.step);
            if (logged || record.step % recordEvery === 0) this.log.add(record);
            await hooks.losses?.(record, logged);
            await this.look(record, hooks);
          }
        },
        ...(recipe.output.batch
          ? { batch: (step, images) => this.draw(() => this.pictures.saveBatch(step, images)) }
          : {}),
        sample: async (step) => {
          const file = this.folder.sample(step);
          if (!this.draw(() => this.pictures.saveSample(step))) return;
          this.log.sampled(step);
          await hooks.wrote?.(file);
        },
        checkpoint: async (step) => {
          this.folder.requireThere();
          this.savepoints.askOthers();
          await this.evaluate(step, hooks, signal);
          const isDue = step % checkpointEvery === 0 || step === this.best?.step;
          // That of the end is one of the things that must be written.
          if (isDue && step < steps && !signal?.aborted) await this.savepoints.saveDue(hooks);
        },
      };
      const result = await this.untilWell(async () => {
        this.pace = new Pace({ images: trainer.progress.images, seconds: this.seconds });
        const trained = await train({
          trainer,
          batches: loader,
          steps,
          ...trainingOf(plan),
          seconds: this.seconds,
          signal,
          hooks: trainHooks,
        });
        await this.finish(trained, hooks, control);
        return trained;
      });
      status.end(result.interrupted ? 'interrupted' : 'finished', result.step);
      return result;
    } catch (error) {
      if (this.folder.isGone) throw error;
      status.end('failed', this.step, error instanceof TadpoleError ? error.problem : String(error));
      const trouble = troubleIn(error, this.step + 1);
      if (trouble !== undefined) {
        // What the watch finds is an event already.
        if (trouble.trouble === 'notFinite') this.log.add(brokenEvent(trouble));
        this.log.flush();
        this.draw(() => this.pictures.saveLossPlot());
      }
      throw error;
    } finally {
      if (!this.folder.isGone) this.log.flush();
    }
  }

  /** Frees the networks and the data, and releases the run folder. Calling it again does nothing. */
  dispose(): void {
    this.savepoints.dispose();
    this.pictures.dispose();
    this.watch?.dispose();
    this.evaluation.dispose();
    disposeParts(this.parts);
    this.folder.close();
  }

  private async look(record: StepRecord, hooks: RunHooks): Promise<void> {
    const { watch } = this;
    if (watch === undefined) return;
    const findings = this.findings(record, watch);
    if (record.step % watch.every === 0) this.log.add(measuredOf(record, watch, this.pace));
    for (const found of findings) {
      const finding = inWordsOf(this.recipe, this.config.settings, found, this.rollbacks.rates);
      this.log.add(eventOf(finding));
      await hooks.found?.(finding);
      const trouble = troubleOf(finding);
      const { onTrouble = 'warn' } = this.config;
      if (trouble !== undefined && onTrouble !== 'warn') throw trouble;
    }
  }

  /** What the watch finds; the other processes are told. @throws NotFiniteError */
  private findings(record: StepRecord, watch: Watch): readonly Finding[] {
    const verdict = verdictOf(() => watch.step(record));
    return heed(record.step % watch.every === 0 ? fromFirst(verdict) : verdict);
  }

  private async evaluate(step: number, hooks: RunHooks, signal: AbortSignal | undefined): Promise<void> {
    if (!this.evaluation.isDue(step)) return;
    const found = await this.evaluation.run(step, signal);
    if (found === undefined) return;
    this.log.add(evaluationEvent(found));
    this.log.flush();
    this.draw(() => this.pictures.saveMetricsPlot());
    await hooks.evaluated?.(found);
  }

  /** Trains; where trouble is to be rolled back, again from before it. */
  private async untilWell(attempt: () => Promise<TrainResult>): Promise<TrainResult> {
    for (;;) {
      try {
        return await attempt();
      } catch (error) {
        const trouble = troubleIn(error, this.step);
        if (trouble === undefined || this.config.onTrouble !== 'rollback') throw error;
        this.rollBack(trouble);
      }
    }
  }

  /** @throws TroubleError when there is nothing to go back to, or the run has gone back often enough */
  private rollBack(trouble: TroubleError): void {
    const { folder, parts, watch, config } = this;
    this.log.flush();
    const run = { ...parts, watch, folder, rollbacks: this.rollbacks, seed: config.seed };
    const rollbacks = goBack(run, trouble);
    this.rollbacks = rollbacks;
    this.savepoints.askOthers();
    this.evaluation.restore(readEvents(folder.events));
    this.log.rewound(this.step);
    this.log.add(rollbackEvent(trouble, this.step, rollbacks));
    // A run that is resumed from here goes on as this one does.
    this.savepoints.outdated();
    this.savepoints.trySave('a resumed run would not go on exactly');
    this.warn(`${trouble.problem}: ${rollbackInWords(trouble.trouble, this.step, rollbacks)}`);
  }

  private draw(write: () => void): boolean {
    this.folder.requireThere();
    return this.tolerance.try('pictures', 'the run continues without it', write);
  }

  private async finish(
    { step, interrupted }: TrainResult,
    hooks: RunHooks,
    { signal, giveUp, patience = 0 }: RunControl,
  ): Promise<void> {
    if (step === 0) return;
    const { folder, pictures, warn } = this;
    folder.requireThere();
    const written: string[] = [];
    const tasks = [
      () => this.savepoints.save(),
      () => {
        this.log.finish();
        pictures.saveLossPlot();
        written.push(folder.losses);
      },
      () => {
        if (fs.existsSync(folder.sample(step))) return;
        written.push(pictures.saveSample(step));
        this.log.sampled(step);
      },
      () => {
        this.trainer.saveGenerator(folder.generator, { recipe: this.recipe.name, step });
        written.push(folder.generator);
      },
      ...(interrupted ? [] : [() => void written.push(...pictures.saveFinals(step))]),
    ];
    const before = this.savepoints.newest;
    // The signal that ended training does not end the waiting.
    const end = interrupted ? giveUp : signal;
    await writeAll(tasks, { warn, seconds: patience, signal: end });
    if (this.savepoints.newest !== before) await hooks.checkpoint?.(folder.checkpoint(step), step);
    for (const file of written) await hooks.wrote?.(file);
  }

  /** Restores the newest checkpoint of the run, and gives it to the other processes. */
  private restore(root: string, saved: RunConfig): void {
    const { folder, warn, watch, parts } = this;
    const restored = torch.scope(() => {
      let used: unknown = null;
      const found = loadLatestCheckpoint(folder.checkpoints, {
        restore: (state) => {
          const inWords = restoreState({ ...parts, watch }, state);
          used = state;
          return inWords;
        },
        warn,
      });
      stateOfFirst(used);
      return found;
    });
    const inexact = restored === undefined ? undefined : inexactlyResumed(saved);
    if (inexact !== undefined) warn(inexact);
    if (restored !== undefined) {
      this.seconds = restored.seconds;
      this.rollbacks = restored.rollbacks;
      this.savepoints.restored();
    } else requireNothingLost(folder, root, saved);
    requireNotBeyond(root, this.step, this.recipe.resolve(this.config.settings).steps);
    const lost = rewindEvents(folder.events, this.step);
    this.evaluation.restore(readEvents(folder.events));
    if (lost > 0) warn(`${folder.events} is damaged: ${lost} of its lines ${lost === 1 ? 'is' : 'are'} lost`);
  }
}
