// A batch: real or generated images and, where the data has classes, the class of each.
import { currentGroup, type Share, shareOf } from '../dist';
import { UsageError } from '../errors';
import { bytesToRange, type ValueRange } from '../images';
import { isThenable } from '../synchronous';
import { type Device, type DType, type Tensor, torch } from '../torch';

/** Images and their classes. */
export interface Batch {
  /** N x C x H x W in the value range of the model. */
  readonly images: Tensor;
  /** int64, N: the class of each image, counted from 0; absent where there are no classes. */
  readonly labels?: Tensor;
  /** Images of the whole batch, where these are one rank's share of it (see `data.Loader`); default: it is the whole one. */
  readonly whole?: number;
}

/** Shape of one image and the values of its pixels. */
export interface ImageSpec {
  /** As the networks take it: [C, H, W], or flat. */
  readonly shape: readonly number[];
  /** The values that stand for black and full brightness; default [-1, 1]. */
  readonly range?: ValueRange;
}

/** The required form of batches. */
export interface BatchSpec {
  readonly image: Required<ImageSpec>;
  /** Number of classes; 0 for a model without. */
  readonly classes: number;
  readonly device: Device;
  /** That of the networks, which images may have beside float32 and uint8; default float32. */
  readonly dtype?: DType;
}

/**
 * Converts the batch of a data source into the input of networks: on the device, in the shape of the images, bytes scaled into
 * the value range. Labels are dropped where the model has no classes.
 *
 * @throws UsageError when images have another size or dtype, or labels are needed but missing or of another number
 */
export function toBatch(
  given: Tensor | Batch,
  { image, classes, device, dtype = 'float32' }: BatchSpec,
): Batch {
  const { images, labels } = checkBatch('batch', given);
  const [count = 0, ...shape] = images.shape;
  if (count === 0 || !sameSize(shape, image.shape)) {
    throw new UsageError(
      `images: expected shape [N, ${image.shape.join(', ')}], got [${images.shape.join(', ')}]`,
      'resize the images before the step',
    );
  }
  if (![dtype, 'float32', 'uint8'].includes(images.dtype)) {
    throw new UsageError(
      `images: expected dtype ${dtype}, or uint8 of bytes, got ${images.dtype}`,
      images.isFloatingPoint()
        ? `convert them with to('${dtype}')`
        : `convert them with to('uint8') where they are bytes, else with to('${dtype}')`,
    );
  }
  const there = images.to(device);
  const values = there.dtype === 'uint8' ? bytesToRange(there, image.range) : there;
  const shaped = values.reshape([count, ...image.shape]);
  if (classes === 0) return { images: shaped };
  if (!labels) {
    throw new UsageError(
      `labels: expected a class for each of ${count} images, got none`,
      'the model has classes: give batches { images, labels }, as a data.Loader over labelled data does',
    );
  }
  if (labels.dim() !== 1 || labels.shape[0] !== count || labels.dtype !== 'int64') {
    throw new UsageError(
      `labels: expected int64 of shape [${count}], got ${labels.dtype} [${labels.shape.join(', ')}]`,
      'give the number of its class for every image, counted from 0',
    );
  }
  return { images: shaped, labels: labels.to(device) };
}

/**
 * The share of this rank in a batch.
 *
 * @param batch what {@link toBatch} made of `given`, which is the whole batch, the same on all ranks, or the share already
 * @throws UsageError when it is a share of another size
 */
export function shareBatch(batch: Batch, given: Tensor | Batch): { reals: Batch; share: Share } {
  const count = batch.images.size(0);
  const whole = given instanceof torch.Tensor ? undefined : given.whole;
  const share = shareOf(whole ?? count, currentGroup() ?? { rank: 0, size: 1 });
  if (whole === undefined) {
    const reals = share.count === count ? batch : narrowBatch(batch, share.start, share.count);
    return { reals, share };
  }
  if (share.count === count) return { reals: batch, share };
  throw new UsageError(
    `batch: expected ${share.count} images, this rank's share of ${whole}, got ${count}`,
    'give data.Loader the group as `share`, or give whole batches',
  );
}

/** The images `start` to `start + count` of a batch, without copying them. */
export function narrowBatch({ images, labels }: Batch, start: number, count: number): Batch {
  return { images: images.narrow(0, start, count), labels: labels?.narrow(0, start, count) };
}

/** Whether both shapes have the same number of values: flat rows are images, and images can be flat rows. */
export function sameSize(shape: readonly number[], other: readonly number[]): boolean {
  const size = (sides: readonly number[]): number => sides.reduce((product, side) => product * side, 1);
  return size(shape) === size(other);
}

/** A batch, of images alone or with their classes. @throws UsageError, which begins with `name`, when it is none */
export function checkBatch(name: string, given: unknown): Batch {
  if (given instanceof torch.Tensor) return { images: given };
  const { images, labels } = (given ?? {}) as Partial<Batch>;
  const fits =
    images instanceof torch.Tensor &&
    (labels === undefined || labels === null || labels instanceof torch.Tensor);
  if (fits) return { images, labels: labels ?? undefined };
  // Nobody will see what becomes of it; unhandled, its failure would end the process.
  if (isThenable(given)) given.then(undefined, () => {});
  const got = isThenable(given) ? 'a promise' : given === null ? 'null' : typeof given;
  throw new UsageError(
    `${name}: expected a tensor of images or { images, labels }, got ${got}`,
    'have the images ready when next() is called; data.Loader does',
  );
}
