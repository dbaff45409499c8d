// Generators that draw noise inside: their images still depend on the latents only.
import { createHash } from 'node:crypto';
import { type Generator, type Tensor, torch } from '../torch';

// A seed must be a safe integer of JavaScript.
const SEED_BYTES = 6;

/** Runs `draw` and leaves the default generators of the CPU and of `device` as they were. */
export function keepRandomness<T>(device: string, draw: () => T): T {
  return torch.scope(() => {
    const before = generatorsOf(device).map((generator) => ({ generator, state: generator.getState() }));
    try {
      return draw();
    } finally {
      for (const { generator, state } of before) generator.setState(state);
    }
  });
}

/** Whether `draw` takes random numbers from the default generators, which it leaves as they were. */
export function drawsNoise(device: string, draw: () => unknown): boolean {
  return keepRandomness(device, () => {
    const before = statesOf(device);
    draw();
    return !areStates(device, before);
  });
}

/** A batch of latents and, for a generator with classes, as many labels. */
export interface GeneratorInputs {
  readonly latents: Tensor;
  readonly labels?: Tensor;
}

/**
 * The images of latents. When `infer` draws random numbers from the default generators, each image is made by itself
 * with these generators seeded from its latent, so that the same latent gives the same image, whatever batch it is in.
 * Must be called inside of {@link keepRandomness}.
 *
 * @param infer the images of a batch
 */
export function imagesOf(
  { latents, labels }: GeneratorInputs,
  device: string,
  infer: (latents: Tensor, labels?: Tensor) => Tensor,
): Tensor {
  return torch.scope(() => {
    const before = statesOf(device);
    const together = infer(latents, labels);
    if (areStates(device, before)) return together;
    const images = Array.from({ length: latents.size(0) }, (_, index) => {
      const latent = latents.narrow(0, index, 1);
      for (const generator of generatorsOf(device)) generator.manualSeed(seedOf(latent));
      return infer(latent, labels?.narrow(0, index, 1));
    });
    return torch.cat(images, 0);
  });
}

function generatorsOf(device: string): Generator[] {
  return [...new Set(['cpu', device])].map((name) => torch.defaultGenerator(name));
}

function statesOf(device: string): Tensor[] {
  return generatorsOf(device).map((generator) => generator.getState());
}

function areStates(device: string, states: readonly Tensor[]): boolean {
  return statesOf(device).every((state, index) => state.equal(states[index] as Tensor));
}

function seedOf(latent: Tensor): number {
  const values = latent.to('float32').toTypedArray();
  return createHash('sha256').update(values).digest().readUIntBE(0, SEED_BYTES);
}
