// One training run of a recipe in a run folder: from the first image to the saved generator, or on from a checkpoint.
import fs from 'node:fs';
import type { Loader } from '../data';
import { UsageError } from '../errors';
import {
  type Finding,
  type Gan,
  type GanState,
  NotFiniteError,
  requireFiniteWeights,
  type StepRecord,
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
  /** After every step; `logged` where the recipe prints a line: at the first step, every `logEvery` steps, and at the last. */
  step?(record: StepRecord, logged: boolean): void;
  /** A file was written. */
  wrote?(file: string): void;
  /** The watch found something wrong with the run, or that it is over. */
  found?(finding: Finding): void;
}

/** What a checkpoint holds. */
interface SavedState {
  progress: TrainProgress;
  gan: GanState;
  loader: ReturnType<Loader['state']>;
  watch: WatchState | null;
  random: Record<string, Tensor>;
}

// The loss plot shows at least so many points, however seldom a line is printed.
const CURVE_POINTS = 1000;

/** A run that is ready to train. */
export class Session {
  private readonly events: EventLog;
  private progress: TrainProgress = { step: 0, images: 0, seconds: 0 };

  private constructor(
    readonly recipe: Recipe,
    readonly config: RunConfig,
    readonly folder: RunFolder,
    readonly gan: Gan,
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
    const { config, dataset, gan, loader } = parts;
    const settings = recipe.resolve(config.settings);
    const pictures = new RunPictures(recipe, gan, folder, dataset, settings, config.seed);
    const watch = watchRun(recipe, gan, dataset, config.seed);
    return new Session(recipe, config, folder, gan, loader, pictures, watch);
  }

  /** The number of steps that are done. */
  get step(): number {
    return this.progress.step;
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
    const { gan, recipe, config } = this;
    const { steps, logEvery, sampleEvery, checkpointEvery } = recipe.resolve(config.settings);
    const recordEvery = Math.min(logEvery, Math.max(1, Math.floor(steps / CURVE_POINTS)));
    const options = {
      gan,
      batches: this.loader,
      steps,
      sampleEvery,
      checkpointEvery,
      from: this.progress,
    };
    try {
      const result = await train({
        ...options,
        ...(signal ? { signal } : {}),
        hooks: {
          step: (record) => {
            const logged = record.step % logEvery === 0 || record.step === 1 || record.step === steps;
            if (logged || record.step % recordEvery === 0) this.events.add(record);
            listener.step?.(record, logged);
            this.look(record, listener);
            const { step, images, seconds } = record;
            this.progress = { step, images, seconds };
          },
          ...(recipe.output.batchPictures
            ? { batch: (step, images) => this.pictures.saveBatch(step, images) }
            : {}),
          sample: (step) => this.saveSample(step, listener),
          checkpoint: (step, progress) => this.saveCheckpoint(step, progress),
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
    this.gan.dispose();
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
    this.gan.saveGenerator(this.folder.generator, { recipe: this.recipe.name, step });
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

  private saveCheckpoint(step: number, progress: TrainProgress): void {
    requireFiniteWeights(this.gan, step);
    this.events.flush();
    const state: SavedState = {
      progress,
      gan: this.gan.state(),
      loader: this.loader.state(),
      watch: this.watch?.state() ?? null,
      random: torch.scope(() => defaultRandomState(this.gan.device)),
    };
    saveCheckpoint(this.folder.checkpoints, step, state);
  }

  private restore(): void {
    torch.scope(() => {
      const state = loadLatestCheckpoint(this.folder.checkpoints) as SavedState | undefined;
      if (state === undefined) return;
      this.progress = state.progress;
      this.gan.restore(state.gan);
      this.loader.loadState(state.loader);
      if (state.watch) this.watch?.loadState(state.watch);
      for (const [device, random] of Object.entries(state.random))
        torch.defaultGenerator(device).setState(random);
    });
  }
}

function defaultRandomState(device: string): Record<string, Tensor> {
  const devices = [...new Set(['cpu', device])];
  return Object.fromEntries(devices.map((name) => [name, torch.defaultGenerator(name).getState()]));
}
