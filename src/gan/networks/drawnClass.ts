// A generator that draws the class of each image itself, all of them equally often.
import { UsageError } from '../../errors';
import { Module } from '../../nn';
import { checkTensor, type Tensor, torch } from '../../torch';
import { checkLatentSpec, type LatentSpec } from '../latent';

/**
 * The class that a latent stands for: the largest of its last `classes` values wins. Since they are drawn independently of
 * each other from one distribution, all classes are equally likely.
 *
 * @param latents [batch, size], `size` at least `classes`
 * @returns int64 [batch], from 0 to `classes - 1`
 */
export function drawnClass(latents: Tensor, classes: number): Tensor {
  checkTensor('drawnClass', 'latents', latents);
  return latents.narrow(1, latents.size(1) - classes, classes).argmax(1);
}

/** The latents of {@link DrawnClassGenerator}: those of the network that it is made of, and a value per class. */
export function withDrawnClass(latent: LatentSpec, classes: number): LatentSpec {
  checkLatentSpec(latent);
  const [size = 0, ...more] = latent.shape;
  if (more.length === 0) return { ...latent, shape: [size + classes] };
  throw new UsageError(
    `latent.shape: expected one number where the generator draws the class itself, got [${latent.shape.join(', ')}]`,
    'give flat latents, and reshape them in the generator',
  );
}

/**
 * A class-conditional generator that takes latents only: their last values say which class it is (see {@link drawnClass}), the
 * others are the latents of the network. Latents [batch, size + classes]; output as the network's.
 */
export class DrawnClassGenerator extends Module {
  /** @param network (latents, labels) -> images */
  constructor(
    readonly network: Module,
    private readonly classes: number,
  ) {
    super();
  }

  forward(latents: Tensor): Tensor {
    const own = latents.narrow(1, 0, latents.size(1) - this.classes);
    return this.network.forward(
      own,
      torch.noGrad(() => drawnClass(latents, this.classes)),
    );
  }
}
