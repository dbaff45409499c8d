// The description that travels inside a saved generator, so that anyone can sample from the file alone.
import type { ValueRange } from '../images/range';
import type { Module } from '../nn';
import { type Device, torch } from '../torch';
import { type LatentSpec, seededLatents } from './latent';
import type { Model } from './model';
import { inferring } from './predict';

/**
 * What is written into the file as `tadpole.json`. A file from Python has one too when it is saved with
 * `_extra_files={"tadpole.json": json.dumps({...})}`.
 */
export interface GeneratorCard {
  latentShape: readonly number[];
  distribution: LatentSpec['distribution'];
  valueRange: ValueRange;
  imageShape: readonly number[];
  /** Names of the classes; present when the generator takes labels beside latents. */
  classes?: readonly string[];
  recipe?: string;
  step?: number;
}

/** The name of the description inside a TorchScript file. */
export const CARD_NAME = 'tadpole.json';

/**
 * Writes a generator as a TorchScript file that Python's `torch.jit.load` opens, with its description inside.
 *
 * @param network the generator itself or its average
 */
export function saveGenerator(
  path: string,
  network: Module,
  { latent, image, classes }: Pick<Model, 'latent' | 'image' | 'classes'>,
  { device, ...about }: { device: Device; recipe?: string; step?: number },
): void {
  const card: GeneratorCard = {
    latentShape: latent.shape,
    distribution: latent.distribution,
    valueRange: image.range,
    imageShape: image.shape,
    ...(classes.length > 0 ? { classes } : {}),
    ...about,
  };
  torch.scope(() => {
    const example = [seededLatents(latent, 2, 0, device)];
    if (classes.length > 0) example.push(torch.zeros([2], { dtype: 'int64', device }));
    const script = inferring(network, () => torch.jit.trace(network, example));
    script.save(path, { extraFiles: { [CARD_NAME]: JSON.stringify(card) } });
    script.dispose();
  });
}
