// Opens a generator: from a TorchScript file, a run, or a checkpoint of a run, even one that was killed.
import fs from 'node:fs';
import path from 'node:path';
import { TadpoleError, UsageError } from '../errors';
import { type LoadGeneratorOptions, SavedGenerator } from '../gan';
import { type GeneratorPlace, generatorPlace, isRunFolder } from '../places';
import {
  dataOfRun,
  listCheckpoints,
  loadLatestCheckpoint,
  RunFolder,
  readCheckpoint,
  readConfig,
  stepOf,
  trainerState,
} from '../run';
import { shellWord } from '../shell';
import { torch } from '../torch';
import { type Warn, warnOnConsole } from '../warn';
import { recipeOfRun } from './openRecipe';

/** A generator, and the run that it comes from. */
export interface OpenedGenerator {
  readonly generator: SavedGenerator;
  /** The file or the checkpoint that it was opened from. */
  readonly file: string;
  /** The folder of the run that the file lies in; absent for a file of its own. */
  readonly run?: string;
}

/** How a generator is opened. */
export interface OpenGeneratorOptions extends LoadGeneratorOptions {
  /** Called with checkpoints that are skipped. Default: `console.warn`. */
  warn?: Warn;
}

/**
 * @param word a TorchScript file; a folder with a `generator.pt`, or one that `tadpole export --safetensors` made; the folder of a
 *   run, whose newest generator is taken, from `generator.pt` or from a checkpoint; or a checkpoint of a run:
 *   `runs/digits-001/checkpoints/step-003000`. Generators of checkpoints are what samples of the run are drawn from: the average
 *   of the weights where there is one.
 * @throws UsageError when there is none, or an option contradicts what is known; TadpoleError when it is damaged
 */
export function openGenerator(word: string, options: OpenGeneratorOptions = {}): Promise<OpenedGenerator> {
  return openGeneratorAt(generatorPlace(word), options);
}

/** {@link openGenerator} of a place that is known. */
export async function openGeneratorAt(
  { kind, path: place }: GeneratorPlace,
  { warn = warnOnConsole, ...options }: OpenGeneratorOptions = {},
): Promise<OpenedGenerator> {
  switch (kind) {
    case 'checkpoint': {
      const root = path.dirname(path.dirname(place));
      return fromRun(root, options, (restore) => restore(wholeCheckpoint(place)));
    }
    case 'described': {
      // Loaded for this alone: every command that knows recipes would wait for it.
      const { openDescribed } = await import('../export/index.js');
      return { generator: openDescribed(place, { device: options.device }), file: place };
    }
    case 'file': {
      const around = path.dirname(path.resolve(place));
      const generator = SavedGenerator.load(place, options);
      return { generator, file: place, run: isRunFolder(around) ? around : undefined };
    }
    case 'run':
      return newestOf(place, options, warn);
  }
}

/** The newest generator of a run: its file, unless a checkpoint has come after it. */
async function newestOf(root: string, options: LoadGeneratorOptions, warn: Warn): Promise<OpenedGenerator> {
  const folder = RunFolder.open(root);
  const file = path.join(root, 'generator.pt');
  const newest = listCheckpoints(folder.checkpoints)[0];
  if (newest === undefined && !fs.existsSync(file)) {
    throw new UsageError(
      `the run ${root} has neither a generator.pt nor a checkpoint yet`,
      `resume it: npx tadpole train --resume ${shellWord(root)}`,
    );
  }
  if (fs.existsSync(file)) {
    const generator = SavedGenerator.load(file, options);
    if (newest === undefined || stepOf(newest) <= (generator.card?.step ?? Number.POSITIVE_INFINITY)) {
      return { generator, file, run: root };
    }
    generator.dispose();
  }
  return fromRun(root, options, (restore) => {
    loadLatestCheckpoint(folder.checkpoints, { restore, warn });
  });
}

/** The generator of a run whose state `load` finds and gives to `restore`. */
async function fromRun(
  root: string,
  { device, ...options }: LoadGeneratorOptions,
  load: (restore: (state: unknown) => void) => void,
): Promise<OpenedGenerator> {
  const recipe = await recipeOfRun(root);
  const folder = RunFolder.open(root);
  const { settings, data, conditional } = readConfig(folder.config);
  const classes = data.classes ?? (recipe.classes === true ? dataOfRun(recipe, root).classes : []);
  const trainer = recipe.create({ device, overrides: settings, classes, conditional });
  try {
    torch.scope(() => load((state) => trainer.loadState(trainerState(state))));
    const { step } = trainer.progress;
    const file = path.relative('', folder.checkpoint(step));
    const generator = trainer.asSaved(file, { recipe: recipe.name, step }, options);
    return { generator, file, run: root };
  } finally {
    trainer.dispose();
  }
}

/** @throws TadpoleError when it is damaged */
function wholeCheckpoint(folder: string): unknown {
  try {
    return readCheckpoint(folder);
  } catch (error) {
    throw new TadpoleError(
      `the checkpoint ${folder} cannot be used: ${(error as Error).message}`,
      'copy it again from where it was made, or name another',
      { cause: error },
    );
  }
}
