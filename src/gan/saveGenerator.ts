// A generator as a TorchScript file with its description inside, read back before it replaces an earlier one.

import { writeAtomically } from '../io';
import type { Module } from '../nn';
import { type Device, type ScriptModule, type Tensor, torch } from '../torch';
import { CARD_NAME, type GeneratorCard } from './card';
import { checkSaved } from './checkSaved';
import { labelsOf } from './labels';
import { seededLatents } from './latent';
import type { Model } from './model';
import { inferring } from './predict';

/** The description of a generator in its file. */
export type SavedModel = Pick<Model, 'latent' | 'image' | 'classes'>;

/**
 * Writes a generator as a TorchScript file that Python's `torch.jit.load` opens, with the description that sampling needs
 * inside. An earlier file is replaced only after the new one was read back and gave the same images as the network.
 *
 * @param network the generator itself or its average
 * @throws UsageError or TadpoleError when the generator cannot be traced (see `torch.jit.trace`); Error when the file cannot
 *   be written
 */
export function saveGenerator(
  path: string,
  network: Module,
  model: SavedModel,
  { device, ...about }: { device: Device; recipe?: string; step?: number },
): void {
  const card = cardOf(model, about);
  torch.scope(() => {
    using script = traceGenerator(network, model, device);
    writeAtomically(path, (temporary) => {
      script.save(temporary, { extraFiles: { [CARD_NAME]: JSON.stringify(card) } });
      inferring(network, () => {
        checkSaved(temporary, network, (count, seed) => exampleOf(model, count, seed, device), device);
      });
    });
  });
}

/** The description of a generator. */
export function cardOf(
  { latent, image, classes }: SavedModel,
  about: { recipe?: string; step?: number },
): GeneratorCard {
  return {
    latentShape: latent.shape,
    distribution: latent.distribution,
    valueRange: image.range,
    imageShape: image.shape,
    ...(classes.length > 0 ? { classes } : {}),
    ...about,
  };
}

/** The traced generator in inference mode. @throws UsageError or TadpoleError when it cannot be traced */
export function traceGenerator(network: Module, model: SavedModel, device: Device): ScriptModule {
  return inferring(network, () => torch.jit.trace(network, exampleOf(model, 2, 0, device)));
}

/** The inputs of a generator for so many images. */
export function exampleOf(
  { latent, classes }: SavedModel,
  count: number,
  seed: number,
  device: Device,
): Tensor[] {
  const labels = labelsOf(classes, count, undefined, device);
  const latents = seededLatents(latent, count, seed, device);
  return labels === undefined ? [latents] : [latents, labels];
}
