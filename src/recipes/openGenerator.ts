// Opens a generator: from a TorchScript file, a run, or a checkpoint of a run, even one that was killed.
import fs from 'node:fs';
import path from 'node:path';
import { TadpoleError, UsageError } from '../errors';
import { type LoadGeneratorOptions, SavedGenerator } from '../gan';
import {
  dataOfRun,
  isRunFolder,
  listCheckpoints,
  loadLatestCheckpoint,
  RunFolder,
  readCheckpoint,
  readConfig,
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
export async function openGenerator(
  word: string,
  { warn = warnOnConsole, ...options }: OpenGeneratorOptions = {},
): Promise<OpenedGenerator> {
  const checkpoint = checkpointOf(word);
  if (checkpoint !== undefined) {
    const root = path.dirname(path.dirname(checkpoint));
    return fromRun(root, options, (restore) => restore(wholeCheckpoint(checkpoint)));
  }
  // Loaded for this alone: every command that knows recipes would wait for it.
  const { isDescribed, openDescribed } = await import('../export/index.js');
  if (isDescribed(word)) {
    return { generator: openDescribed(word, { device: options.device }), file: word, run: undefined };
  }
  const file = path.join(word, 'generator.pt');
  if (!isRunFolder(word)) {
    const around = path.dirname(path.resolve(word));
    const alone = fs.existsSync(file) ? file : word;
    const generator = SavedGenerator.load(alone, options);
    return { generator, file: alone, run: isRunFolder(around) ? around : undefined };
  }
  const folder = RunFolder.open(word);
  const newest = listCheckpoints(folder.checkpoints)[0];
  if (newest === undefined && !fs.existsSync(file)) {
    throw new UsageError(
      `the run ${word} has neither a generator.pt nor a checkpoint yet`,
      `resume it: npx tadpole train --resume ${shellWord(word)}`,
    );
  }
  if (fs.existsSync(file)) {
    const generator = SavedGenerator.load(file, options);
    if (newest === undefined || stepOf(newest) <= (generator.card?.step ?? Number.POSITIVE_INFINITY)) {
      return { generator, file, run: word };
    }
    generator.dispose();
  }
  return fromRun(word, options, (restore) => {
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

/** The folder of a checkpoint, from its path or that of a file in it; undefined when it is none. */
function checkpointOf(word: string): string | undefined {
  const full = path.resolve(word);
  const folder = [full, path.dirname(full)].find((place) => /^step-\d+$/.test(path.basename(place)));
  return folder !== undefined && fs.existsSync(path.join(folder, 'state.json')) ? folder : undefined;
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

function stepOf(checkpoint: string): number {
  return Number(path.basename(path.resolve(checkpoint)).slice('step-'.length));
}
