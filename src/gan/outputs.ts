// What the networks of a step give back, checked before it is used.
import { UsageError } from '../errors';
import { describeValue } from '../options';
import { isThenable } from '../synchronous';
import { type Tensor, torch } from '../torch';

/** What a generator makes of latents. @throws UsageError when it is no tensor */
export function generatedOf(output: unknown): Tensor {
  return tensorOf('generator', output);
}

/**
 * The images that a generator made of `count` latents.
 *
 * @throws UsageError when they are no tensor, or not as many as the latents
 */
export function imagesOf(output: unknown, count: number, shape: readonly number[]): Tensor {
  const images = generatedOf(output);
  const size = shape.reduce((product, side) => product * side, count);
  if (images.numel() === size) return images.reshape([-1, ...shape]);
  throw new UsageError(
    `the generator: expected images of shape [${[count, ...shape].join(', ')}], one per latent, got shape [${images.shape.join(', ')}]`,
    'image.shape and what the generator ends in must fit together',
  );
}

/** What a discriminator says of images. @throws UsageError when it is no tensor */
export function answersOf(output: unknown): Tensor {
  return tensorOf('discriminator', output);
}

function tensorOf(network: string, output: unknown): Tensor {
  if (output instanceof torch.Tensor) return output;
  throw new UsageError(
    `the ${network}: expected its forward() to return a tensor, got ${describeValue(output)}`,
    isThenable(output)
      ? 'forward() must not be asynchronous'
      : "forward() must end in 'return' and one tensor; a function with braces returns nothing by itself",
  );
}
