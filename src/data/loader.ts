// The loader: batch after batch of scaled images, from images that stay in memory as bytes.

import { type Group, type Share, shareOf } from '../dist';
import { UsageError } from '../errors';
import { BilinearResize, bytesToRange, checkRange, type ValueRange } from '../images';
import { checkOptions } from '../options';
import { checkTensor, handOver, operator, type Tensor, torch } from '../torch';
import type { Dataset } from './dataset';
import { checkCoin, Mirror, mirrored } from './mirror';
import { type Cursor, createOrder, type Order, type OrderName, UNTOUCHED } from './orders';
import type { RandomState } from './random';

/** How a loader makes its batches. */
export interface LoaderOptions {
  /** Images per batch, at least 1; with `share`, of the whole batch. */
  batchSize: number;
  /**
   * The group of processes that share each batch: every one gets its own rows of it (see `dist.join`). The trainer takes them as such.
   * Default: whole batches.
   */
  share?: Pick<Group, 'rank' | 'size'>;
  /**
   * Channels, height and width of the batches (default: those of the images). Images of another height or width are
   * resized as bytes, as OpenCV does it bilinearly (see `images.resizeBilinear`); a single channel is copied to all.
   */
  imageShape?: readonly [channels: number, height: number, width: number];
  /** The values that bytes 0 and 255 become, for example `[-1, 1]`. */
  range: ValueRange;
  /** Default `shuffledEpochs`. */
  order?: OrderName;
  /** Seed of the random orders, a whole number from 0 (default 0). */
  seed?: number;
  /** Whether each image is mirrored left to right half of the time, by the seed. Default false. */
  mirror?: boolean;
  /** The device of the batches, and of images that are not mapped (default: that of the images). */
  device?: string;
  /** dtype of the batches (default `float32`). */
  dtype?: 'float32' | 'bfloat16';
}

/** Where a loader stands; plain JSON. */
export interface LoaderState extends Cursor {
  /** Images returned since the loader was created. */
  drawn: number;
  /** State of the generator that decides on mirroring; absent without mirroring. */
  mirror?: RandomState;
}

/** Like `split`, but to autograd the parts are independent tensors: one can be changed in place while it holds another. */
const unsafeSplit = operator<(tensor: Tensor, size: number) => Tensor[]>('unsafe_split');

/** A batch of a loader. */
export interface LoadedBatch {
  /** batchSize x C x H x W, scaled. */
  readonly images: Tensor;
  /** int64, batchSize: the class of each image; absent where the data has none. */
  readonly labels?: Tensor;
  /** Images of the whole batch, where the batch is shared out. */
  readonly whole?: number;
}

/** A batch that was prepared, and the state of the order after it. */
interface PreparedBatch extends LoadedBatch {
  cursor: MirroredCursor;
}

/** The states of the order and of mirroring. */
type MirroredCursor = Omit<LoaderState, 'drawn'>;

/**
 * The most values of batches that are prepared at a time. Native calls between two training steps start with cold caches and
 * take tens of microseconds each, whatever their size, so small batches share them.
 */
const PREPARED_VALUES = 2 ** 20;
const PREPARED_BATCHES = 16;

/**
 * Returns batches of a dataset without end. The images stay bytes, copied to the device once, unless they are mapped from a file; there
 * batches are gathered, resized if requested, and scaled: `v / 255` for range `[0, 1]`, `v / 127.5 - 1` for `[-1, 1]`. From the second one on, small
 * batches are prepared ahead, up to 16 and 4 MiB of float32 at a time, and then share one storage; saved cursors do not count
 * those not yet returned.
 *
 * @example
 * const loader = new data.Loader(data.load('mnist'), { batchSize: 64, range: [-1, 1] });
 * const { images, labels } = loader.next(); // 64 x 1 x 28 x 28, and 64 classes
 */
export class Loader {
  readonly batchSize: number;
  private readonly share: Share;
  private readonly images: Tensor;
  private readonly labels: Tensor | null;
  private readonly device: string;
  private readonly ownsImages: boolean;
  private readonly ownsLabels: boolean;
  private readonly order: Order;
  private readonly mirror: Mirror | null;
  private readonly imageShape: ImageShape;
  private readonly resize: BilinearResize | null;
  private readonly range: ValueRange;
  private readonly dtype: 'float32' | 'bfloat16';
  private readonly ahead: number;
  private prepared: PreparedBatch[] = [];
  private cursor: MirroredCursor;
  private drawn = 0;

  /** @throws UsageError when the images are not uint8 N x C x H x W, or an option cannot be */
  constructor(
    dataset: Pick<Dataset, 'images'> & Partial<Pick<Dataset, 'labels' | 'mapped'>>,
    options: LoaderOptions,
  ) {
    checkOptions('Loader', options, [
      'batchSize',
      'share',
      'imageShape',
      'range',
      'order',
      'seed',
      'mirror',
      'device',
      'dtype',
    ]);
    const { batchSize, range, order = 'shuffledEpochs', seed = 0, dtype = 'float32' } = options;
    checkTensor('Loader', 'dataset.images', dataset?.images);
    const { images, labels = null, mapped } = dataset;
    if (images.dtype !== 'uint8' || images.dim() !== 4 || images.numel() === 0) {
      throw new UsageError(
        'dataset.images: expected a uint8 tensor N x C x H x W with at least one image, ' +
          `got ${images.dtype} [${images.shape.join(', ')}]`,
        'give bytes; the loader scales them to the range',
      );
    }
    if (labels && (labels.dtype !== 'int64' || labels.dim() !== 1 || labels.shape[0] !== images.shape[0])) {
      throw new UsageError(
        `dataset.labels: expected int64 of shape [${images.shape[0]}], got ${labels.dtype} [${labels.shape.join(', ')}]`,
        'give the number of its class for every image, or null',
      );
    }
    if (!(Number.isInteger(batchSize) && batchSize >= 1)) {
      throw new UsageError(`batchSize: expected a whole number of at least 1, got ${batchSize}`);
    }
    const [count, ...own] = images.shape as [number, ...ImageShape];
    const [channels, height, width] = checkImageShape(options.imageShape ?? own, own);
    this.imageShape = [channels, height, width];
    this.batchSize = batchSize;
    this.share = shareOf(batchSize, options.share ?? { rank: 0, size: 1 });
    this.range = checkRange(range);
    this.dtype = dtype;
    this.order = createOrder(order, count, batchSize, seed);
    this.mirror = options.mirror ? new Mirror(seed) : null;
    this.cursor = this.standing();
    const batchValues = this.share.count * channels * height * width;
    this.ahead = Math.min(Math.max(Math.floor(PREPARED_VALUES / batchValues), 1), PREPARED_BATCHES);
    const device = options.device ?? images.device;
    const [, ownHeight, ownWidth] = own;
    const sameSize = height === ownHeight && width === ownWidth;
    this.resize = sameSize ? null : new BilinearResize([ownHeight, ownWidth], [height, width], device);
    this.device = device;
    // Mapped images may be more than the device holds.
    this.ownsImages = device !== images.device && !mapped;
    this.ownsLabels = labels !== null && device !== labels.device;
    this.images = torch.keep(this.ownsImages ? images.to(device) : images);
    this.labels = labels && torch.keep(this.ownsLabels ? labels.to(device) : labels);
  }

  /** How many complete epochs of images were returned. */
  get epoch(): number {
    return Math.floor(this.drawn / this.images.size(0));
  }

  /** The next batch. The caller owns its tensors. */
  next(): LoadedBatch {
    if (this.prepared.length === 0) this.prepared = this.prepare();
    const { images, labels, cursor } = this.prepared.shift() as PreparedBatch;
    this.cursor = cursor;
    this.drawn += this.batchSize;
    return {
      images: handOver(images),
      ...(labels && { labels: handOver(labels) }),
      ...(this.share.count < this.batchSize && { whole: this.batchSize }),
    };
  }

  /** The cursor: a loader with the same data and options continues from it with the same batches. */
  state(): LoaderState {
    return { ...this.cursor, drawn: this.drawn };
  }

  /**
   * Continues from the cursor of another loader.
   *
   * @throws UsageError when `state` is of another order or number of images, or damaged
   */
  loadState(state: LoaderState): void {
    if (!(Number.isSafeInteger(state.drawn) && state.drawn >= 0)) {
      throw new UsageError(
        `state.drawn: expected a whole number of at least 0, got ${state.drawn}`,
        UNTOUCHED,
      );
    }
    if (!this.mirror && state.mirror !== undefined) {
      throw new UsageError(
        'state.mirror: expected none, as the loader does not mirror images',
        'make the loader with mirror: true, as the one that was saved',
      );
    }
    const coin = this.mirror && checkCoin(state.mirror);
    this.order.setCursor(state);
    if (this.mirror && coin) this.mirror.state = coin;
    this.discardPrepared();
    this.cursor = this.standing();
    this.drawn = state.drawn;
  }

  /** Frees the loader's tensors on the device; the dataset's own images and returned batches stay. */
  dispose(): void {
    this.discardPrepared();
    this.resize?.dispose();
    if (this.ownsImages) this.images.dispose();
    if (this.ownsLabels) this.labels?.dispose();
  }

  [Symbol.dispose](): void {
    this.dispose();
  }

  private discardPrepared(): void {
    for (const { images, labels } of this.prepared) {
      images.dispose();
      labels?.dispose();
    }
    this.prepared = [];
  }

  private prepare(): PreparedBatch[] {
    const { batchSize } = this;
    const { start, count } = this.share;
    // A caller that needs a single batch gets it without the others.
    const batches = this.drawn === 0 ? 1 : this.ahead;
    const [whole, tossed] = [new Int32Array(batchSize), new Uint8Array(batchSize)];
    const indices = new Int32Array(batches * count);
    const sides = new Uint8Array(indices.length);
    const cursors = Array.from({ length: batches }, (_, i) => {
      // Every rank draws for the whole batch, so that the orders of all stay the same.
      this.order.next(whole);
      this.mirror?.toss(tossed);
      indices.set(whole.subarray(start, start + count), i * count);
      sides.set(tossed.subarray(start, start + count), i * count);
      return this.standing();
    });
    return torch.scope(() => {
      const at = torch.tensor(indices, { device: this.images.device });
      const split = (values: Tensor): Tensor[] => unsafeSplit(values, count).map(torch.keep);
      const images = split(this.imagesAt(at, sides));
      const labels = this.labels && split(this.labels.indexSelect(0, at.to(this.device)));
      return images.map((part, i) => ({
        images: part,
        labels: labels?.[i],
        cursor: cursors[i] as MirroredCursor,
      }));
    });
  }

  private standing(): MirroredCursor {
    const cursor = this.order.cursor();
    return this.mirror ? { ...cursor, mirror: this.mirror.state } : cursor;
  }

  private imagesAt(indices: Tensor, sides: Uint8Array): Tensor {
    const [channels, height, width] = this.imageShape;
    const upright = this.images.indexSelect(0, indices).to(this.device);
    const chosen = this.mirror ? mirrored(upright, sides) : upright;
    const resized = this.resize ? this.resize.apply(chosen) : chosen;
    const scaled = bytesToRange(resized, this.range, this.dtype);
    return scaled.expand([indices.size(0), channels, height, width]).contiguous();
  }
}

/** Channels, height, width. */
type ImageShape = readonly [number, number, number];

function checkImageShape(wanted: ImageShape, own: ImageShape): ImageShape {
  if (!wanted.every((side) => Number.isInteger(side) && side >= 1) || wanted.length !== 3) {
    throw new UsageError(
      `imageShape: expected channels, height and width, whole numbers of at least 1, got [${wanted.join(', ')}]`,
      'for example [3, 64, 64]',
    );
  }
  if (own[0] !== 1 && own[0] !== wanted[0]) {
    throw new UsageError(
      `imageShape: expected ${own[0]} channels, as many as the images have, got [${wanted.join(', ')}]`,
      'only images of one channel can be copied to several',
    );
  }
  return wanted;
}
