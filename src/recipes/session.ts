// One training run of a recipe in a run folder: from the first image to the saved generator, or on from a checkpoint.
import fs from 'node:fs';
import type { Loader } from '../data';
import { UsageError } from '../errors';
import {
  type Finding,
  NotFiniteError,
  requireFiniteWeights,
  type StateMap,
  type StepRecord,
  type Trainer,
  type TrainProgress,
  type TrainResult,
  type Trouble,
  train,
  type Watch,
  type WatchState,
} from '../gan';
import {
  checkSameConfig,
  EventLog,
  loadLatestCheckpoint,
  type RunConfig,
  RunFolder,
  readConfig,
  rewindEvents,
  saveCheckpoint,
  writeJson,
} from '../run';
import { type Tensor, torch } from '../torch';
import { RunPictures } from './pictures';
import { type Parts, prepare, type RunRequest } from './prepare';
import type { Recipe } from './recipe';
import { eventOf, inWordsOf, watchRun } from './watching';

/** Told what happens while a session runs. */
export interface SessionListener {
  /** After every step. */
  step?(progress: TrainProgress): void;
  /**
   * For every step, when its losses are known; `logged` where the recipe prints a line: at the first step, every `logEvery`
   * steps, and at the last.
   */
  losses?(record: StepRecord, logged: boolean): void;
  /** A file was written. */
  wrote?(file: string): void;
  /** The watch found something wrong with the run, or that it is over. */
  found?(finding: Finding): void;
}

/** What a checkpoint holds. */
interface SavedState {
  seconds: number;
  trainer: StateMap;
  loader: ReturnType<Loader['state']>;
  watch: WatchState | null;
  random: Record<string, Tensor>;
}

// The loss plot shows at least so many points, however seldom a line is printed.
const CURVE_POINTS = 1000;

/** A run that is ready to train. */
export class Session {
  private readonly events: EventLog;
  private seconds = 0;

  private constructor(
    readonly recipe: Recipe,
    readonly config: RunConfig,
    readonly folder: RunFolder,
    readonly trainer: Trainer,
    private readonly loader: Loader,
    private readonly pictures: RunPictures,
    private readonly watch: Watch | undefined,
  ) {
    this.events = new EventLog(folder.events);
  }

  /**
   * Starts a new run. Everything is checked and loaded before the folder is made.
   *
   * @param root the run folder; it must not exist or be empty. Default: the next `runs/<recipe>-<number>`
   * @throws UsageError for settings that do not fit; TadpoleError when data, networks or folder are not usable
   */
  static start(recipe: Recipe, root?: string, request: RunRequest = {}): Session {
    const parts = prepare(recipe, request);
    const folder = root === undefined ? RunFolder.createNext('runs', recipe.name) : RunFolder.create(root);
    writeJson(folder.config, parts.config);
    const session = Session.assemble(recipe, folder, parts);
    session.pictures.saveReals();
    return session;
  }

  /**
   * Goes on with an earlier run from its newest checkpoint; from the beginning, when it has none yet. On the same machine
   * the rest of the run is, bit for bit, what it would have been without the interruption.
   *
   * @param recipe the recipe of the run (see `recipeOfRun`)
   * @param request what differs from the run is refused, but for what changes none of its steps (see `checkSameConfig`)
   * @throws UsageError also when fewer `steps` are asked for than are done
   */
  static resume(recipe: Recipe, root: string, request: RunRequest = {}): Session {
    const folder = RunFolder.open(root);
    const saved = readConfig(folder.config);
    if (recipe.name !== saved.recipe) {
      throw new UsageError(
        `the run cannot go on under another configuration; these differ: recipe (run: ${saved.recipe}, asked: ${recipe.name})`,
        'leave the recipe out to resume',
      );
    }
    const asked: RunRequest = {
      seed: request.seed ?? saved.seed,
      device: request.device ?? saved.device,
      precision: request.precision ?? saved.precision,
      threads: request.threads ?? saved.threads,
      overrides: { ...saved.settings, ...request.overrides },
    };
    const directory = request.data ?? saved.data.folder;
    if (directory !== null) asked.data = directory;
    if (request.progress !== undefined) asked.progress = request.progress;
    const parts = prepare(recipe, asked, (resolved) => checkSameConfig(saved, resolved));
    const session = Session.assemble(recipe, folder, parts);
    session.restore();
    const { steps } = recipe.resolve(parts.config.settings);
    if (steps < session.step) {
      throw new UsageError(
        `${root} has done ${session.step} steps, more than the ${steps} that are asked for`,
        `give --steps ${session.step} or more, or start a new run`,
      );
    }
    rewindEvents(folder.events, session.step);
    writeJson(folder.config, parts.config);
    return session;
  }

  private static assemble(recipe: Recipe, folder: RunFolder, parts: Parts): Session {
    const { config, dataset, trainer, loader } = parts;
    const settings = recipe.resolve(config.settings);
    const pictures = new RunPictures(recipe, trainer, folder, dataset, settings, config.seed);
    const watch = watchRun(recipe, trainer, dataset, config.seed);
    return new Session(recipe, config, folder, trainer, loader, pictures, watch);
  }

  /** The number of steps that are done. */
  get step(): number {
    return this.trainer.progress.step;
  }

  /** What the watch found wrong and has not seen over, and the step at which it was found. */
  get standing(): { trouble: Trouble; since: number }[] {
    return this.watch?.standing ?? [];
  }

  /**
   * Trains to the last step, or until `signal` is aborted; both end with a checkpoint, the loss plot and the generator.
   *
   * @throws NotFiniteError when losses, weights or samples are no longer finite; the last checkpoint stays
   */
  async run(listener: SessionListener = {}, signal?: AbortSignal): Promise<TrainResult> {
    const { trainer, recipe, config } = this;
    const { steps, logEvery, sampleEvery, checkpointEvery } = recipe.resolve(config.settings);
    const recordEvery = Math.min(logEvery, Math.max(1, Math.floor(steps / CURVE_POINTS)));
    const isLogged = (step: number): boolean => step % logEvery === 0 || step === 1 || step === steps;
    try {
      const result = await train({
        trainer,
        batches: this.loader,
        steps,
        seconds: this.seconds,
        logEvery: this.watch ? commonDivisor(logEvery, this.watch.every) : logEvery,
        sampleEvery,
        checkpointEvery,
        ...(signal ? { signal } : {}),
        hooks: {
          step: (progress) => {
            this.seconds = progress.seconds;
            listener.step?.(progress);
          },
          losses: (records) => {
            for (const record of records) {
              const logged = isLogged(record.step);
              if (logged || record.step % recordEvery === 0) this.events.add(record);
              listener.losses?.(record, logged);
              this.look(record, listener);
            }
          },
          ...(recipe.output.batchPictures
            ? { batch: (step, images) => this.pictures.saveBatch(step, images) }
            : {}),
          sample: (step) => this.saveSample(step, listener),
          checkpoint: (step, { seconds }) => this.saveCheckpoint(step, seconds),
        },
      });
      this.finish(result, listener);
      return result;
    } catch (error) {
      if (error instanceof NotFiniteError) {
        const { problem, hint, step = this.step + 1 } = error;
        this.events.add({ step, event: 'notFinite', message: problem, remedy: hint });
        this.events.flush();
        this.pictures.saveLossPlot();
      }
      throw error;
    } finally {
      this.events.flush();
    }
  }

  /** Frees the networks and the data. */
  dispose(): void {
    this.pictures.dispose();
    this.watch?.dispose();
    this.loader.dispose();
    this.trainer.dispose();
  }

  private look(record: StepRecord, listener: SessionListener): void {
    for (const found of this.watch?.step(record) ?? []) {
      const finding = inWordsOf(this.config.settings, found);
      this.events.add(eventOf(finding));
      listener.found?.(finding);
    }
  }

  private finish(result: TrainResult, listener: SessionListener): void {
    const { step } = result;
    if (step === 0) return;
    this.events.flush();
    if (!fs.existsSync(this.folder.sample(step))) this.saveSample(step, listener);
    this.trainer.saveGenerator(this.folder.generator, { recipe: this.recipe.name, step });
    listener.wrote?.(this.folder.generator);
    this.pictures.saveLossPlot();
    listener.wrote?.(this.folder.losses);
    if (result.interrupted) return;
    for (const file of this.pictures.saveFinals()) listener.wrote?.(file);
  }

  private saveSample(step: number, listener: SessionListener): void {
    const file = this.pictures.saveSample(step);
    listener.wrote?.(file);
  }

  private saveCheckpoint(step: number, seconds: number): void {
    requireFiniteWeights(this.trainer, step);
    this.events.flush();
    const state: SavedState = {
      seconds,
      trainer: this.trainer.state(),
      loader: this.loader.state(),
      watch: this.watch?.state() ?? null,
      random: torch.scope(() => defaultRandomState(this.trainer.device)),
    };
    saveCheckpoint(this.folder.checkpoints, step, state);
  }

  private restore(): void {
    torch.scope(() => {
      const state = loadLatestCheckpoint(this.folder.checkpoints) as SavedState | undefined;
      if (state === undefined) return;
      this.seconds = state.seconds;
      this.trainer.loadState(state.trainer);
      this.loader.loadState(state.loader);
      if (state.watch) this.watch?.loadState(state.watch);
      for (const [device, random] of Object.entries(state.random))
        torch.defaultGenerator(device).setState(random);
    });
  }
}

function commonDivisor(a: number, b: number): number {
  return b === 0 ? a : commonDivisor(b, a % b);
}

function defaultRandomState(device: string): Record<string, Tensor> {
  const devices = [...new Set(['cpu', device])];
  return Object.fromEntries(devices.map((name) => [name, torch.defaultGenerator(name).getState()]));
}
