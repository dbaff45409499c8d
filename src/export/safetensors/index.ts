// A generator as a folder: weights as safetensors, a description in JSON, a model card with pictures.
import fs from 'node:fs';
import path from 'node:path';
import { type SavedGenerator, seededLatents } from '../../gan';
import { composeGrid, toPictures, writePng } from '../../images';
import { writeFolderAtomically } from '../../io';
import { checkOptions } from '../../options';
import { bitsOf, type DType, torch } from '../../torch';
import { type CardNotes, modelCard } from './card';
import { describeGenerator, jsonOf } from './describe';
import { FILES } from './rebuild';

export type { CardNotes } from './card';
export { openDescribed } from './rebuild';

const PICTURES = 64;

/**
 * Writes a generator as a folder from which {@link openDescribed} makes it again, whole or not at all.
 *
 * @returns the bytes of the weights
 * @throws TadpoleError for a generator that cannot be described (see {@link describeGenerator}); WriteError when the folder
 *   cannot be written
 */
export function saveSafetensors(generator: SavedGenerator, folder: string, notes: CardNotes = {}): number {
  checkOptions('saveSafetensors', notes, ['license', 'datasets', 'metrics', 'measured']);
  return torch.scope(() => {
    const { description, weights } = describeGenerator(generator);
    const latents = seededLatents(generator.latent, PICTURES, 0);
    const images = generator.generate(latents);
    const grid = composeGrid(toPictures(images, { range: generator.valueRange }));
    const imageShape = images.shape.slice(1);
    const complete = { ...description, imageShape };
    writeFolderAtomically(folder, (temporary) => {
      const at = (name: string): string => path.join(temporary, name);
      torch.save(weights, at(FILES.weights));
      fs.writeFileSync(at(FILES.description), `${jsonOf(complete)}\n`);
      fs.writeFileSync(at(FILES.card), modelCard(complete, notes));
      writePng(at(FILES.pictures), grid);
    });
    return Object.values(weights).reduce((sum, { dtype, shape }) => sum + bytesOf(dtype, shape), 0);
  });
}

function bytesOf(dtype: DType, shape: readonly number[]): number {
  return (shape.reduce((product, size) => product * size, 1) * bitsOf(dtype)) / 8;
}
