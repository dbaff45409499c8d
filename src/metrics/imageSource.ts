// Images that are had in parts, as bytes: real ones, those of a generator, noise.
import { types } from 'node:util';
import { UsageError } from '../errors';
import { type ImageSampler, seededLatents } from '../gan';
import { rangeToBytes, type ValueRange } from '../images';
import { checkFields, checkList, checkOptions, checkWhole, describeNumber } from '../options';
import { checkTensor, type Tensor, torch } from '../torch';

/** Any number of images of one size. The same part is the same images each time. */
export interface ImageSource {
  readonly count: number;
  /** uint8, N x C x H x W: the images from position `start` up to `end` (exclusive). The caller owns them. */
  part(start: number, end: number): Tensor;
  /** int64, N: the class of each image, or the one that it was asked to be of; null where there are no classes. */
  readonly labels: Tensor | null;
  /** Frees what the source itself holds: latents, labels that it chose; not the images that it was made of. */
  dispose(): void;
}

/** @throws TypeError unless `source` is a source of images */
export function checkSource(owner: string, argument: string, source: ImageSource): void {
  const expected = 'a source of images, as metrics.sourceOf and metrics.samplesOf give it';
  checkFields(owner, argument, source, ['count', 'part', 'labels'], expected);
  checkWhole(owner, `${argument}.count`, source.count, 1);
}

/** Some images of a source. @throws UsageError when it gives others than were asked for, or no bytes */
export function partOf(source: ImageSource, start: number, end: number): Tensor {
  const images = source.part(start, end);
  checkTensor('images', 'part', images);
  if (images.dtype === 'uint8' && images.dim() === 4 && images.size(0) === end - start) return images;
  throw new UsageError(
    `images: expected ${end - start} of them as uint8 N x C x H x W, got ${images.dtype} [${images.shape.join(', ')}]`,
    'part(start, end) of a source gives the images from start up to end; images.rangeToBytes makes bytes of floats',
  );
}

/** @throws UsageError unless they are images as bytes, with a label each where there are labels */
export function checkImages(owner: string, images: Tensor, labels: Tensor | null): void {
  checkTensor(owner, 'images', images);
  if (images.dtype !== 'uint8' || images.dim() !== 4 || images.numel() === 0) {
    throw new UsageError(
      `${owner}: images: expected a uint8 tensor N x C x H x W, got ${images.dtype} [${images.shape.join(', ')}]`,
      'images.rangeToBytes makes bytes of floats',
    );
  }
  if (labels !== null) checkLabels(owner, labels, images.size(0));
}

/**
 * Images in memory: uint8, N x C x H x W, and the class of each where there are classes.
 *
 * @param positions which of them, in this order; default: all
 */
export function sourceOf(
  images: Tensor,
  labels: Tensor | null = null,
  positions?: Int32Array | readonly number[],
): ImageSource {
  checkImages('sourceOf', images, labels);
  if (positions === undefined) {
    return {
      count: images.size(0),
      labels,
      part: (start, end) => images.narrow(0, start, end - start),
      dispose: () => {},
    };
  }
  const wanted = positionsIn(images.size(0), positions);
  const at = (from: number, to: number): Tensor =>
    torch.tensor(wanted.subarray(from, to), { device: images.device });
  const chosen = labels && torch.keep(torch.scope(() => labels.indexSelect(0, at(0, wanted.length))));
  return {
    count: wanted.length,
    labels: chosen,
    part: (start, end) => torch.scope(() => images.indexSelect(0, at(start, end))),
    dispose: () => chosen?.dispose(),
  };
}

function checkLabels(owner: string, labels: Tensor, count: number): void {
  checkTensor(owner, 'labels', labels);
  if (labels.dtype === 'int64' && labels.dim() === 1 && labels.size(0) === count) return;
  throw new UsageError(
    `${owner}: labels: expected int64 of shape [${count}], got ${labels.dtype} [${labels.shape.join(', ')}]`,
    'give the number of the class of each image, or null',
  );
}

function positionsIn(count: number, positions: Int32Array | readonly number[]): Int32Array {
  if (!types.isInt32Array(positions)) checkList('sourceOf', 'positions', positions);
  const wrong = positions.find(
    (position) => !(Number.isInteger(position) && position >= 0 && position < count),
  );
  if (wrong === undefined) return Int32Array.from(positions);
  throw new UsageError(
    `sourceOf: positions: expected whole numbers from 0 to ${count - 1}, got ${describeNumber(wrong)}`,
  );
}

/** @throws UsageError unless `shape` is channels, height and width */
export function checkImageShape(owner: string, shape: readonly number[]): void {
  const isShape = Array.isArray(shape) && shape.length === 3;
  if (isShape && shape.every((side) => Number.isInteger(side) && side > 0)) return;
  throw new UsageError(
    `${owner}: shape: expected [channels, height, width], got ${describeNumber(shape)}`,
    'it is that of one image: dataset.images.shape.slice(1)',
  );
}

/** Which images a generator draws. */
export interface SamplesOptions {
  count: number;
  /** The values of black and full brightness in the generator's images. */
  range: ValueRange;
  /** Default 0. The images are those of `generator.sample(count, { seed })`. */
  seed?: number;
  /** See `gan.SampleOptions`; default: no bound. */
  truncation?: number;
}

/**
 * Images of a generator, drawn when they are asked for, of all its classes in turn; rounded to bytes, as files of them would be.
 */
export function samplesOf(generator: ImageSampler, options: SamplesOptions): ImageSource {
  checkOptions('samplesOf', options, ['count', 'range', 'seed', 'truncation']);
  const { count, range, seed = 0, truncation } = options;
  if (!Number.isInteger(count) || count < 1) {
    throw new UsageError(`count: expected a whole number of at least 1, got ${count}`);
  }
  const { latent, device, classes } = generator;
  const latents = torch.keep(seededLatents(latent, count, seed, device, truncation));
  const numbers =
    classes.length > 0 ? Array.from({ length: count }, (_, index) => index % classes.length) : null;
  const labels = numbers && torch.keep(torch.tensor(numbers, { dtype: 'int64' }));
  return {
    count,
    labels,
    part: (start, end) =>
      torch.scope(() => {
        const chosen = numbers?.slice(start, end);
        const drawn = generator.generate(latents.narrow(0, start, end - start), { classes: chosen });
        return rangeToBytes(drawn, range);
      }),
    dispose: () => {
      latents.dispose();
      labels?.dispose();
    },
  };
}

/**
 * Uniform noise: every byte of every image is equally likely to have any value.
 *
 * @throws UsageError for no images, and for no shape of an image
 */
export function noise(
  count: number,
  shape: readonly [channels: number, height: number, width: number],
  seed = 0,
): ImageSource {
  checkWhole('noise', 'count', count, 1);
  checkImageShape('noise', shape);
  return {
    count,
    labels: null,
    part: (start, end) =>
      torch.scope(() => {
        // Seeded by its position, so that a part is the same whatever was drawn before.
        const parts = Array.from({ length: end - start }, (_, index) => {
          const generator = new torch.Generator({ seed: seed * 1_000_003 + start + index });
          return torch.randint(256, [1, ...shape], { generator, dtype: 'uint8' });
        });
        return torch.cat(parts);
      }),
    dispose: () => {},
  };
}

/** `count` different positions below `total`, chosen by the seed; those of a smaller count are the beginning of them. */
export function choosePositions(total: number, count: number, seed: number): Int32Array {
  return torch.scope(() => {
    const order = torch.randperm(total, { generator: new torch.Generator({ seed }), dtype: 'int32' });
    return (order.toTypedArray() as Int32Array).subarray(0, count);
  });
}
