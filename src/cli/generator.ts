// The generator that a command is given: a file, an exported folder, a run, or a checkpoint of a run.
import fs from 'node:fs';
import path from 'node:path';
import type { LoadGeneratorOptions, SavedGenerator } from '../gan';

/** The TorchScript file that `word` names: itself, or the one in a folder that is nothing but its place; undefined for the rest. */
export function plainFile(word: string): string | undefined {
  const inside = path.join(word, 'generator.pt');
  const isRun = fs.existsSync(path.join(word, 'config.json'));
  if (!isRun && fs.existsSync(inside)) return inside;
  const isCheckpoint = /(^|[\\/])step-\d+([\\/]|$)/.test(word) && !/\.pt$/i.test(word);
  return isRun || isCheckpoint || isExported(word) ? undefined : word;
}

/** Whether `word` is a folder that `tadpole export --safetensors` made. */
export function isExported(word: string): boolean {
  return fs.existsSync(path.join(word, 'generator.json'));
}

/**
 * Opens the generator. What runs and checkpoints need is loaded for these alone: the command should be quick with a file.
 *
 * @throws as `SavedGenerator.load` and `openGenerator` do
 */
export async function openNamed(
  word: string,
  options: LoadGeneratorOptions,
): Promise<{ generator: SavedGenerator; file: string }> {
  const file = plainFile(word);
  if (file === undefined) return (await import('../recipes/index.js')).openGenerator(word, options);
  const { SavedGenerator } = await import('../gan/index.js');
  return { generator: SavedGenerator.load(file, options), file };
}
