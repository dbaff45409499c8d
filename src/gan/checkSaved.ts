// Whether the file of a generator gives the same images as its network.
import { TadpoleError } from '../errors';
import type { Module } from '../nn';
import { type Tensor, torch } from '../torch';
import { keepRandomness } from './innerNoise';

// Other latents and another batch than those that a generator is traced with.
const SEED = 1;
const COUNT = 3;
// Kernels may sum in different orders.
const TOLERANCE = 1e-3;

/**
 * Reads the TorchScript file back and compares its images with the network's.
 *
 * @param network in the mode in which it was traced
 * @param draw draws the inputs of a generator for so many images
 * @throws TadpoleError when the file cannot be opened or gives other images
 */
export function checkSaved(
  file: string,
  network: Module,
  draw: (count: number, seed: number) => Tensor[],
  device: string,
): void {
  torch.scope(() => {
    using script = torch.jit.load(file, { device });
    const inputs = draw(COUNT, SEED);
    const imagesOf = (forward: (...inputs: Tensor[]) => Tensor) =>
      keepRandomness(device, () => torch.noGrad(() => forward(...inputs).to('float64')));
    const saved = imagesOf((...given) => script.forward(...given));
    const own = imagesOf((...given) => network.forward(...given));
    const largest = Number(own.abs().nanToNum(0, 0, 0).max().item());
    const agree =
      saved.shape.join() === own.shape.join() &&
      torch.allclose(saved, own, TOLERANCE, TOLERANCE * largest, true);
    if (agree) return;
    throw new TadpoleError(
      'the file gives other images than the network',
      'the disk or the memory may be faulty; an earlier file was left as it is',
    );
  });
}
