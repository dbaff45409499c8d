// What a recipe draws of a step's own batch: the files, and the size of each picture.
import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { images, type run, torch } from 'tadpole';

/** @param count real and generated images of the batch. Returns `[file, width x height]` of every picture, by name. */
export function batchPictures(
  recipe: run.Recipe,
  step: number,
  count: number,
): [file: string, size: string][] {
  const folder = mkdtempSync(join(tmpdir(), 'tadpole-pictures-'));
  const batch = () => ({ images: torch.zeros([count, ...recipe.imageShape]) });
  const file = (name: string): string => {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    return join(folder, name);
  };
  try {
    recipe.output.batch?.({ reals: batch(), fakes: batch() }, { step, range: recipe.valueRange, file });
    return readdirSync(join(folder, 'images')).map((name) => {
      const { width, height } = images.readPng(join(folder, 'images', name));
      return [`images/${name}`, `${width} x ${height}`];
    });
  } finally {
    rmSync(folder, { recursive: true });
  }
}
