// What lies in a place, told by its files: quickly, and without libtorch.
import fs from 'node:fs';
import path from 'node:path';

/** The file of a folder that `tadpole export --safetensors` made, from which the generator is opened. */
export const DESCRIPTION = 'generator.json';

/** Whether a folder is that of a run. */
export function isRunFolder(folder: string): boolean {
  return fs.existsSync(path.join(folder, 'config.json'));
}

/** Whether a folder holds a generator with its description, as `tadpole export --safetensors` writes it. */
export function isDescribed(folder: string): boolean {
  return fs.existsSync(path.join(folder, DESCRIPTION));
}

/** Where a generator lies: in a TorchScript file, in a folder with its description, in a run, or in a checkpoint of a run. */
export interface GeneratorPlace {
  readonly kind: 'file' | 'described' | 'run' | 'checkpoint';
  readonly path: string;
}

/**
 * The place that a word names: a folder that is nothing but the place of a `generator.pt` stands for that file, a file of a
 * checkpoint for the checkpoint. Everything else is taken for a file, which need not exist.
 */
export function generatorPlace(word: string): GeneratorPlace {
  const full = path.resolve(word);
  const checkpoint = [full, path.dirname(full)].find(isCheckpoint);
  if (checkpoint !== undefined) return { kind: 'checkpoint', path: checkpoint };
  if (isDescribed(word)) return { kind: 'described', path: word };
  if (isRunFolder(word)) return { kind: 'run', path: word };
  const inside = path.join(word, 'generator.pt');
  return { kind: 'file', path: fs.existsSync(inside) ? inside : word };
}

function isCheckpoint(folder: string): boolean {
  return /^step-\d+$/.test(path.basename(folder)) && fs.existsSync(path.join(folder, 'state.json'));
}
