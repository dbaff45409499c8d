// Resizing of images as OpenCV does it, byte for byte.
import { UsageError } from '../errors';
import { describeNumber } from '../options';
import type { Tensor } from '../torch';
import { checkTensor, torch } from '../torch';

/** Height and width in pixels. */
export type PictureSize = readonly [height: number, width: number];

/** For each new pixel along one axis: its two neighbours among the old ones, and their weights in 1/2048. */
interface Taps {
  near: Tensor;
  far: Tensor;
  nearWeights: Tensor;
  farWeights: Tensor;
}

/**
 * `cv2.resize(image, (width, height), interpolation=cv2.INTER_LINEAR)` for uint8 images, bit for bit, with indices and
 * weights that are computed once: bilinear between the centres of pixels (a new pixel `i` lies at
 * `(i + 0.5) * oldSize / newSize - 0.5`; the outermost pixels continue beyond the border), without anti-aliasing when
 * images get smaller. OpenCV calculates with whole numbers, and so does this: weights are rounded to 1/2048 (half to even);
 * along a row `h = (v0 * w0 + v1 * w1) >> 4`, then between rows
 * `(((h0 * w0) >> 16) + ((h1 * w1) >> 16) + 2) >> 2`.
 *
 * Source: OpenCV, modules/imgproc/src/resize.cpp (HResizeLinear, VResizeLinear for uchar).
 */
export class BilinearResize {
  private readonly rows: Taps;
  private readonly columns: Taps;

  /**
   * @param from size of the images that come
   * @param to size that they get, each side at least 1
   * @param device where the images lie (default `cpu`)
   * @throws UsageError when a side is not a whole number of at least 1
   */
  constructor(
    readonly from: PictureSize,
    readonly to: PictureSize,
    device = 'cpu',
  ) {
    for (const [what, sides] of [['from', from] as const, ['to', to] as const]) {
      if (sides.every((side) => Number.isInteger(side) && side >= 1)) continue;
      throw new UsageError(
        `${what}: expected height and width, whole numbers of at least 1, got ${describeNumber(sides)}`,
      );
    }
    this.rows = taps(from[0], to[0], [to[0], 1], device);
    this.columns = taps(from[1], to[1], [to[1]], device);
  }

  /**
   * The images in the new size.
   *
   * @param bytes uint8 N x C x H x W, H x W being `from`
   * @returns uint8 N x C x `to`
   * @throws UsageError for any other tensor
   */
  apply(bytes: Tensor): Tensor {
    const [height, width] = bytes.shape.slice(2);
    if (bytes.dtype !== 'uint8' || bytes.dim() !== 4 || height !== this.from[0] || width !== this.from[1]) {
      throw new UsageError(
        `bytes: expected a uint8 tensor N x C x ${this.from.join(' x ')}, got ${bytes.dtype} [${bytes.shape.join(', ')}]`,
        'images.rangeToBytes makes bytes of floats',
      );
    }
    return torch.scope(() => {
      const { rows, columns } = this;
      // uint8 times int32 is int32; no sum or product here exceeds 255 * 2^18.
      const left = bytes.indexSelect(3, columns.near).mul(columns.nearWeights);
      const right = bytes.indexSelect(3, columns.far).mul(columns.farWeights);
      const across = left.add_(right).bitwiseRightShift_(4);
      const upper = across.indexSelect(2, rows.near).mul_(rows.nearWeights).bitwiseRightShift_(16);
      const lower = across.indexSelect(2, rows.far).mul_(rows.farWeights).bitwiseRightShift_(16);
      return upper.add_(lower).add_(2).bitwiseRightShift_(2).to('uint8');
    });
  }

  /** Frees indices and weights. */
  dispose(): void {
    for (const tensors of [this.rows, this.columns]) {
      for (const tensor of Object.values(tensors) as Tensor[]) tensor.dispose();
    }
  }

  [Symbol.dispose](): void {
    this.dispose();
  }
}

/**
 * Images in another size, as {@link BilinearResize} does it; make one of those to resize many batches of a size.
 *
 * @param bytes uint8 N x C x H x W, on any device
 * @returns uint8 N x C x `height` x `width`
 * @throws UsageError when `bytes` is another tensor, or a side is not a whole number of at least 1
 *
 * @example
 * const larger = images.resizeBilinear(digits.images, 64, 64); // N x 1 x 28 x 28 -> N x 1 x 64 x 64
 */
export function resizeBilinear(bytes: Tensor, height: number, width: number): Tensor {
  checkTensor('resizeBilinear', 'bytes', bytes);
  if (bytes.dim() !== 4) {
    throw new UsageError(
      `bytes: expected a uint8 tensor N x C x H x W, got ${bytes.dtype} [${bytes.shape.join(', ')}]`,
      'one image becomes a batch of one with unsqueeze(0)',
    );
  }
  const [, , oldHeight, oldWidth] = bytes.shape as [number, number, number, number];
  const resize = new BilinearResize([oldHeight, oldWidth], [height, width], bytes.device);
  try {
    return resize.apply(bytes);
  } finally {
    resize.dispose();
  }
}

/** @param shape of the weights, so that they broadcast along their axis */
function taps(oldSize: number, newSize: number, shape: readonly number[], device: string): Taps {
  const near = new Int32Array(newSize);
  const far = new Int32Array(newSize);
  const nearWeights = new Int32Array(newSize);
  const farWeights = new Int32Array(newSize);
  const step = 1 / (newSize / oldSize);
  const last = oldSize - 1;
  for (let i = 0; i < newSize; i++) {
    const position = Math.fround((i + 0.5) * step - 0.5);
    const whole = Math.floor(position);
    const fraction = Math.fround(position - whole);
    near[i] = Math.max(whole, 0);
    far[i] = Math.min(whole + 1, last);
    nearWeights[i] = roundHalfToEven(Math.fround(1 - fraction) * 2048);
    farWeights[i] = roundHalfToEven(fraction * 2048);
  }
  const constant = (values: Int32Array, ofShape: readonly number[]) =>
    torch.keep(torch.tensor(values, { shape: ofShape, device }));
  return {
    near: constant(near, [newSize]),
    far: constant(far, [newSize]),
    nearWeights: constant(nearWeights, shape),
    farWeights: constant(farWeights, shape),
  };
}

function roundHalfToEven(value: number): number {
  const floor = Math.floor(value);
  if (value - floor !== 0.5) return Math.round(value);
  return floor % 2 === 0 ? floor : floor + 1;
}
