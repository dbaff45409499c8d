// The loader: one batch of scaled images after the other, from images that stay in memory as bytes.
import { bytesToRange, checkRange, type ValueRange } from '../images/range';
import type { Tensor } from '../torch';
import { torch } from '../torch';
import type { Dataset } from './dataset';
import { type Cursor, createOrder, type Order, type OrderName } from './orders';

/** How a loader makes its batches. */
export interface LoaderOptions {
  /** Images a batch, at least 1. */
  batchSize: number;
  /** The values that bytes 0 and 255 become, for example `[-1, 1]`. */
  range: ValueRange;
  /** Default `shuffledEpochs`. */
  order?: OrderName;
  /** Seed of the random orders, a whole number from 0 (default 0). */
  seed?: number;
  /** Where the images lie and the batches are made (default: where the images are). */
  device?: string;
  /** dtype of the batches (default `float32`). */
  dtype?: 'float32' | 'bfloat16';
}

/** Where a loader stands; plain JSON. */
export interface LoaderState extends Cursor {
  /** Images given out since the loader was made. */
  drawn: number;
}

/**
 * Gives batches of a dataset for ever. A batch is gathered by one native call from the bytes, which are
 * copied to the device once, and scaled there: `v / 255` for range `[0, 1]`, `v / 127.5 - 1` for `[-1, 1]`.
 *
 * @example
 * const loader = new data.Loader(data.load('mnist'), { batchSize: 64, range: [-1, 1] });
 * const reals = loader.next(); // 64 x 1 x 28 x 28
 */
export class Loader {
  readonly batchSize: number;
  private readonly images: Tensor;
  private readonly ownsImages: boolean;
  private readonly order: Order;
  private readonly range: ValueRange;
  private readonly dtype: 'float32' | 'bfloat16';
  private drawn = 0;

  /** @throws RangeError when the images are not uint8 N x C x H x W, or an option cannot be */
  constructor(dataset: Pick<Dataset, 'images'>, options: LoaderOptions) {
    const { batchSize, range, order = 'shuffledEpochs', seed = 0, dtype = 'float32' } = options;
    const { images } = dataset;
    if (images.dtype !== 'uint8' || images.dim() !== 4 || images.numel() === 0) {
      throw new RangeError(
        'dataset.images: expected a uint8 tensor N x C x H x W with at least one image; ' +
          `got ${images.dtype} [${images.shape.join(', ')}]`,
      );
    }
    if (!(Number.isInteger(batchSize) && batchSize >= 1)) {
      throw new RangeError(`batchSize: expected a whole number of at least 1; got ${batchSize}`);
    }
    this.batchSize = batchSize;
    this.range = checkRange(range);
    this.dtype = dtype;
    this.order = createOrder(order, images.shape[0] as number, batchSize, seed);
    const device = options.device ?? images.device;
    this.ownsImages = device !== images.device;
    this.images = torch.keep(this.ownsImages ? images.to(device) : images);
  }

  /** How many whole epochs' worth of images were given out. */
  get epoch(): number {
    return Math.floor(this.drawn / (this.images.shape[0] as number));
  }

  /** The next batch, scaled: `batchSize` x C x H x W. The caller owns it. */
  next(): Tensor {
    const selection = this.order.next();
    this.drawn += this.batchSize;
    return torch.noGrad(() =>
      torch.scope(() => {
        const bytes =
          'start' in selection
            ? this.images.narrow(0, selection.start, this.batchSize)
            : this.images.indexSelect(0, torch.tensor(selection.indices, { device: this.images.device }));
        return bytesToRange(bytes, this.range, this.dtype);
      }),
    );
  }

  /** The cursor: a loader with the same data and options that is given it goes on with the same batches. */
  state(): LoaderState {
    return { ...this.order.cursor(), drawn: this.drawn };
  }

  /**
   * Goes on where another loader stood.
   *
   * @throws RangeError when `state` is of another order or number of images, or damaged
   */
  loadState(state: LoaderState): void {
    if (!(Number.isSafeInteger(state.drawn) && state.drawn >= 0)) {
      throw new RangeError(`state.drawn: expected a whole number of at least 0; got ${state.drawn}`);
    }
    this.order.setCursor(state);
    this.drawn = state.drawn;
  }

  /** Frees the copy of the images on the device, if there is one; the dataset's own images stay. */
  dispose(): void {
    if (this.ownsImages) this.images.dispose();
  }

  [Symbol.dispose](): void {
    this.dispose();
  }
}
