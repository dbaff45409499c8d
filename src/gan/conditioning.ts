// How the networks of a model are told the classes: labels that are given, classes that the generator draws, or none.
import type { Tensor } from '../torch';
import type { Model } from './model';
import { drawnClass } from './networks';

type Conditioned = Pick<Model, 'classes' | 'drawnClasses'>;

/** How many classes the discriminator distinguishes, so that batches need labels; 0 for a model without. */
export function labelledClasses({ classes, drawnClasses }: Conditioned): number {
  return drawnClasses > 0 ? drawnClasses : classes.length;
}

/** What the generator is called with. @param labels of the images that are wanted; ignored where it draws the class itself */
export function generatorInputs({ classes }: Conditioned, latents: Tensor, labels?: Tensor): Tensor[] {
  return classes.length === 0 || labels === undefined ? [latents] : [latents, labels];
}

/** The classes of the images of these latents. @param labels that the generator was given; ignored where it draws the class itself */
export function fakeLabels(
  { drawnClasses }: Conditioned,
  latents: Tensor,
  labels?: Tensor,
): Tensor | undefined {
  return drawnClasses > 0 ? drawnClass(latents, drawnClasses) : labels;
}
