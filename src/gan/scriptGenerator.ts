// Calling a TorchScript generator of any origin: the latents, dtype and batch size that it takes, and its images in one layout.
import { TadpoleError } from '../errors';
import { type DType, forwardOnThreads, type ScriptModule, type Tensor, torch } from '../torch';
import { callFailure, firstLine } from './scriptFailure';

/** What a generator takes. */
export interface Calling {
  /** Shape of one latent. */
  readonly shape: readonly number[];
  readonly dtype: DType;
  /** The only batch size that it takes; null when it takes any. */
  readonly batch: number | null;
}

/** Latents and, for a generator with classes, as many labels. */
export type ScriptInputs = readonly [latents: Tensor, labels?: Tensor];

/** A generator that takes the latents but gives no images. */
class NoImagesError extends TadpoleError {}

const DTYPES: readonly DType[] = ['float32', 'float16', 'float64', 'bfloat16'];
// Two sizes, since one of them may be the size that a module was traced for.
const TRIED_BATCHES = [2, 3];
const LARGEST_BATCH = 4096;
// Batch sizes that modules are usually traced for, where the error does not name the size.
const COMMON_BATCHES = [
  1, 4, 5, 6, 8, 9, 10, 12, 16, 20, 24, 25, 32, 36, 48, 49, 50, 64, 80, 96, 100, 128, 256, 512,
];

/**
 * Finds out by trial how to call `script`.
 *
 * @param shapes the shapes of one latent that it may take, likeliest first
 * @param draw draws latents of such a shape (and labels, for a generator with classes)
 * @throws TadpoleError naming `path` when no way of calling it gives images
 */
export function findCalling(
  path: string,
  script: ScriptModule,
  shapes: readonly (readonly number[])[],
  draw: (shape: readonly number[], count: number) => ScriptInputs,
): Calling {
  const errors = new Map<readonly number[], unknown>();
  const fixed: Calling[] = [];
  for (const shape of shapes) {
    for (const dtype of dtypesOf(script)) {
      const calling = { shape, dtype, batch: null };
      const error = failureOf(script, calling, draw, TRIED_BATCHES);
      if (error === null) return calling;
      if (!errors.has(shape)) errors.set(shape, error);
      fixed.push(...batchesIn(error).map((batch) => ({ ...calling, batch })));
    }
  }
  const found = fixed.find((calling) => failureOf(script, calling, draw, [calling.batch as number]) === null);
  if (found !== undefined) return found;
  const noImages = [...errors.values()].find((error) => error instanceof NoImagesError);
  throw noImages ?? callFailure(path, script, [...errors]);
}

/** Why the generator gives no images for batches of these sizes; null when it does for all. */
function failureOf(
  script: ScriptModule,
  calling: Calling,
  draw: (shape: readonly number[], count: number) => ScriptInputs,
  counts: readonly number[],
): unknown {
  try {
    for (const count of counts)
      torch.scope(() => callOnce(script, draw(calling.shape, count), calling.dtype));
    return null;
  } catch (error) {
    return error;
  }
}

/**
 * Candidates for the batch size that a module was traced for, when its error is about sizes: the numbers in it, then
 * others.
 */
function batchesIn(error: unknown): number[] {
  const line = firstLine(error);
  const isOfSizes =
    /size|shape|dim|batch|range|match|elements|channels/i.test(line) && !/dtype|scalar type/.test(line);
  if (!isOfSizes && !(error instanceof NoImagesError)) return [];
  const numbers = (line.match(/\d+/g) ?? []).map(Number);
  const sizes = numbers.filter((size) => size >= 1 && size <= LARGEST_BATCH);
  return [...new Set([...TRIED_BATCHES, ...sizes, ...COMMON_BATCHES])];
}

/** The dtype of the parameters, if there are any, then the others. */
function dtypesOf(script: ScriptModule): DType[] {
  const own = [...script.parameters(), ...script.buffers()].find(({ dtype }) => /float/.test(dtype));
  return [...new Set([...(own ? [own.dtype] : []), ...DTYPES])];
}

/**
 * Images N x C x H x W in float32 for N latents, in batches of the size that the generator takes; the last is padded
 * with latents whose images are dropped.
 */
export function callGenerator(script: ScriptModule, inputs: ScriptInputs, { dtype, batch }: Calling): Tensor {
  if (batch === null) return callOnce(script, inputs, dtype);
  return torch.scope(() => {
    const [latents, labels] = inputs;
    const count = latents.size(0);
    const parts: Tensor[] = [];
    for (let start = 0; start < count; start += batch) {
      const given = Math.min(batch, count - start);
      const filled = (tensor: Tensor): Tensor => {
        const part = tensor.narrow(0, start, given);
        return torch.cat([part, ...Array(batch - given).fill(part.narrow(0, 0, 1))], 0);
      };
      const part: ScriptInputs = labels ? [filled(latents), filled(labels)] : [filled(latents)];
      parts.push(callOnce(script, part, dtype).narrow(0, 0, given));
    }
    return torch.cat(parts, 0);
  });
}

function callOnce(script: ScriptModule, [latents, labels]: ScriptInputs, dtype: DType): Tensor {
  const inputs = [latents.to(dtype), ...(labels ? [labels] : [])];
  const images = torch.noGrad(() => script.forward<Tensor | Tensor[]>(...inputs));
  return imagesFrom(images, latents.size(0));
}

/**
 * One call of a generator that takes any batch size, in another thread.
 *
 * @param threads that libtorch computes with
 * @returns N x C x H x W in float32; the caller disposes of it
 */
export async function callElsewhere(
  script: ScriptModule,
  [latents, labels]: ScriptInputs,
  { dtype }: Calling,
  threads: number,
): Promise<Tensor> {
  const typed = latents.to(dtype);
  const inputs = labels ? [typed, labels] : [typed];
  const call = torch.noGrad(() => forwardOnThreads<Tensor | Tensor[]>(script, inputs, threads));
  // The call holds what it needs.
  if (typed !== latents) typed.dispose();
  const given = await call;
  const images = torch.scope(() => imagesFrom(given, latents.size(0)));
  for (const tensor of [given].flat()) if (tensor !== images) tensor.dispose();
  return images;
}

function imagesFrom(images: Tensor | Tensor[], count: number): Tensor {
  if (!(images instanceof torch.Tensor)) {
    const given = Array.isArray(images) ? `${images.length} values` : `${typeof images}`;
    throw new NoImagesError(
      `the generator gives ${given}, not one tensor of images`,
      'save a module that returns the images only',
    );
  }
  return channelsFirst(images.to('float32'), count);
}

function channelsFirst(images: Tensor, count: number): Tensor {
  const [given, ...sizes] = images.shape;
  const isChannels = (size: number | undefined): boolean => size === 1 || size === 3;
  if (given === count) {
    if (sizes.length === 3 && isChannels(sizes[0])) return images;
    if (sizes.length === 3 && isChannels(sizes[2])) return images.permute([0, 3, 1, 2]);
    if (sizes.length === 3 && sizes[0] === 4) return images;
    if (sizes.length === 2) return images.unsqueeze(1);
    for (const channels of sizes.length === 1 ? [1, 3] : []) {
      const side = Math.sqrt((sizes[0] as number) / channels);
      if (Number.isInteger(side)) return images.reshape([count, channels, side, side]);
    }
  }
  throw new NoImagesError(
    `the generator gives a tensor of shape [${images.shape.join(', ')}] for ${count} latents, which is no batch of images`,
    'it must be N x C x H x W with 1, 3 or 4 channels, N x H x W x C with 1 or 3, N x H x W, or flat rows of square pictures',
  );
}
