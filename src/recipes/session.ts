// One training run of a recipe in a run folder: from the first image to the saved generator, or on from a checkpoint.
import fs from 'node:fs';
import path from 'node:path';
import { type Dataset, Loader, load } from '../data';
import { TadpoleError } from '../errors';
import {
  type Gan,
  type StepRecord,
  seededLatents,
  type TrainProgress,
  type TrainResult,
  train,
} from '../gan';
import { saveGrid, saveLossPlot } from '../images';
import {
  checkSameConfig,
  EventLog,
  loadLatestCheckpoint,
  type RunConfig,
  RunFolder,
  readEvents,
  readJson,
  rewindEvents,
  saveCheckpoint,
  writeJson,
} from '../run';
import { writeAtomically } from '../run/atomic';
import { type Tensor, torch } from '../torch';
import { findRecipe } from './index';
import type { Recipe } from './recipe';
import { streamSeed } from './seeds';

/** What a run is asked to be. What is left out is the recipe's default or, on resume, what the run has. */
export interface RunRequest {
  seed?: number;
  /** Default `auto`: a GPU where there is one. */
  device?: string;
  precision?: 'fp32' | 'bf16';
  /** CPU threads; default: libtorch's choice. */
  threads?: number;
  /** Folder of the dataset's files. */
  data?: string;
  overrides?: Readonly<Record<string, unknown>>;
}

/** Told what happens while a session runs. */
export interface SessionListener {
  /** After every step; `logged` where the recipe prints a line. */
  step?(record: StepRecord, logged: boolean): void;
  /** A file was written. */
  wrote?(file: string): void;
}

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
  ) {
    this.events = new EventLog(folder.events);
  }

  /**
   * Starts a new run. Everything is checked and loaded before the folder is made.
   *
   * @param root the run folder; it must not exist or be empty
   * @throws UsageError for settings that do not fit; TadpoleError when data or folder are not usable
   */
  static start(recipe: Recipe, root: string, request: RunRequest = {}): Session {
    const { config, dataset, gan, loader } = prepare(recipe, request);
    const folder = RunFolder.create(root);
    writeJson(folder.config, config);
    const session = new Session(recipe, config, folder, gan, loader);
    session.saveReals(dataset);
    return session;
  }

  /**
   * Goes on with an earlier run from its newest checkpoint. On the same machine the rest of the run is, bit for bit, what
   * it would have been without the interruption.
   *
   * @param request what differs from the run is refused, but for `steps` in `overrides`
   */
  static resume(root: string, request: RunRequest = {}): Session {
    const folder = RunFolder.open(root);
    const saved = readJson(folder.config) as RunConfig;
    const recipe = findRecipe(saved.recipe);
    const asked: RunRequest = {
      seed: request.seed ?? saved.seed,
      device: request.device ?? saved.device,
      precision: request.precision ?? saved.precision,
      threads: request.threads ?? saved.threads,
      overrides: { ...saved.settings, ...request.overrides },
    };
    const directory = request.data ?? saved.data.folder;
    if (directory !== null) asked.data = directory;
    const { config, gan, loader } = prepare(recipe, asked, (resolved) => checkSameConfig(saved, resolved));
    const session = new Session(recipe, config, folder, gan, loader);
    session.restore();
    writeJson(folder.config, config);
    return session;
  }

  /** The recipe of the run in a folder. */
  static recipeOf(root: string): Recipe {
    return findRecipe((readJson(RunFolder.open(root).config) as RunConfig).recipe);
  }

  /** The number of steps that are done. */
  get step(): number {
    return this.progress.step;
  }

  /**
   * Trains to the last step, or until `signal` is aborted; both end with a checkpoint, the loss plot and the generator.
   *
   * @throws TadpoleError when the losses are no longer finite; the last checkpoint stays
   */
  async run(listener: SessionListener = {}, signal?: AbortSignal): Promise<TrainResult> {
    const { gan, recipe, config } = this;
    const { steps, logEvery, sampleEvery, checkpointEvery } = recipe.resolve(config.settings);
    const { logsFirst = false } = recipe.output;
    const options = {
      gan,
      batches: this.loader as never,
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
            const logged =
              record.step % logEvery === 0 || record.step === steps || (logsFirst && record.step === 1);
            if (logged) this.events.add(record);
            listener.step?.(record, logged);
          },
          sample: (step) => this.saveSample(step, listener),
          checkpoint: (step, progress) => this.saveCheckpoint(step, progress),
        },
      });
      this.finish(result, listener);
      return result;
    } finally {
      this.events.flush();
    }
  }

  /** Frees the networks and the data. */
  dispose(): void {
    this.loader.dispose();
    this.gan.dispose();
  }

  private finish(result: TrainResult, listener: SessionListener): void {
    const { step } = result;
    if (step === 0) return;
    this.events.flush();
    if (!fs.existsSync(this.folder.sample(step))) this.saveSample(step, listener);
    this.gan.saveGenerator(this.folder.generator, { recipe: this.recipe.name, step });
    listener.wrote?.(this.folder.generator);
    this.savePlot();
    listener.wrote?.(this.folder.losses);
    if (result.interrupted) return;
    for (const { file, rows, columns } of this.recipe.output.finals ?? []) {
      this.drawSamples(this.folder.file(file), rows, columns);
      listener.wrote?.(this.folder.file(file));
    }
  }

  private saveReals(dataset: Dataset): void {
    const { rows, columns } = this.recipe.output.grid;
    torch.scope(() => {
      const count = Math.min(rows * columns, dataset.images.shape[0] as number);
      saveGrid(this.folder.reals, dataset.images.narrow(0, 0, count), { rows, columns });
    });
  }

  private saveSample(step: number, listener: SessionListener): void {
    const { grid, tutorialFile } = this.recipe.output;
    const file = this.folder.sample(step);
    this.drawSamples(file, grid.rows, grid.columns);
    if (tutorialFile) {
      writeAtomically(this.folder.file(tutorialFile(step)), (temporary) => fs.copyFileSync(file, temporary));
    }
    listener.wrote?.(file);
  }

  private drawSamples(file: string, rows: number, columns: number): void {
    torch.scope(() => {
      const { gan, config } = this;
      const seed = streamSeed(config.seed, 'samples');
      const images = gan.generate(seededLatents(gan.latent, rows * columns, seed, gan.device));
      saveGrid(file, images, { rows, columns, range: gan.valueRange });
    });
  }

  private savePlot(): void {
    const records = readEvents(this.folder.events).filter((event) => 'dLoss' in event);
    if (records.length === 0) return;
    const column = (name: string): number[] => records.map((record) => Number(record[name]));
    saveLossPlot(this.folder.losses, {
      title: `Losses of ${this.recipe.name}`,
      steps: column('step'),
      series: { Generator: column('gLoss'), Discriminator: column('dLoss') },
    });
  }

  private saveCheckpoint(step: number, progress: TrainProgress): void {
    this.events.flush();
    const state = {
      progress,
      gan: this.gan.state(),
      loader: this.loader.state(),
      random: torch.scope(() => defaultRandomState(this.gan.device)),
    };
    saveCheckpoint(this.folder.checkpoints, step, state);
  }

  private restore(): void {
    torch.scope(() => {
      const state = loadLatestCheckpoint(this.folder.checkpoints) as {
        progress: TrainProgress;
        gan: Record<string, unknown>;
        loader: ReturnType<Loader['state']>;
        random: Record<string, Tensor>;
      };
      this.progress = state.progress;
      this.gan.restore(state.gan);
      this.loader.loadState(state.loader);
      for (const [device, random] of Object.entries(state.random))
        torch.defaultGenerator(device).setState(random);
      rewindEvents(this.folder.events, state.progress.step);
    });
  }
}

function defaultRandomState(device: string): Record<string, Tensor> {
  const devices = [...new Set(['cpu', device])];
  return Object.fromEntries(devices.map((name) => [name, torch.defaultGenerator(name).getState()]));
}

function prepare(recipe: Recipe, request: RunRequest, check: (config: RunConfig) => void = () => {}) {
  const { seed = 0, precision = 'fp32', threads, overrides = {} } = request;
  const settings = recipe.resolve(overrides);
  if (threads !== undefined) torch.setNumThreads(threads);
  const device = torch.resolveDevice(request.device ?? 'auto');
  const { dataset: name, split, skip, order } = recipe.data;
  const dataset = load(name, {
    ...(split ? { split } : {}),
    ...(skip ? { skip } : {}),
    ...(request.data === undefined ? {} : { directory: request.data }),
  });
  const images = dataset.images.shape[0] as number;
  if (dataset.images.shape.slice(1).join() !== recipe.imageShape.join()) {
    throw new TadpoleError(
      `the images of ${dataset.source} are ${dataset.images.shape.slice(1).join(' x ')}, ` +
        `the recipe '${recipe.name}' needs ${recipe.imageShape.join(' x ')}`,
      'give the folder of the right dataset with --data',
    );
  }
  const folder = request.data === undefined ? null : path.resolve(request.data);
  const config: RunConfig = {
    recipe: recipe.name,
    seed,
    device,
    precision,
    threads: torch.getNumThreads(),
    data: { dataset: name, folder, images },
    settings,
    versions: { ...torch.versions() },
  };
  check(config);
  const gan = recipe.create({ seed, device, precision, overrides });
  const loader = new Loader(dataset, {
    batchSize: settings.batchSize,
    range: recipe.valueRange,
    order,
    seed: streamSeed(seed, 'data'),
    device,
  });
  return { config, dataset, gan, loader };
}
