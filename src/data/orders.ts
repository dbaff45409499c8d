// The orders in which a loader returns its images, each with a cursor that can be saved and restored.
import { UsageError } from '../errors';
import { RandomIndices, type RandomState } from './random';

/**
 * - `shuffledOnce`: one random order, repeated; batches continue across its end.
 * - `sequential`: consecutive slices; when the next one would run past the end, again from 0.
 * - `sequentialClamped`: consecutive slices; the last one is moved back so that it ends with the last image,
 *   then again from 0.
 * - `shuffledEpochs`: every image once in a random order, then once more in another; batches continue across
 *   epochs.
 * - `withReplacement`: each index drawn uniformly, whatever was drawn before.
 *
 * Batches can be larger than the data: a slice then begins with image 0 and continues with it after the last one.
 */
export type OrderName =
  | 'shuffledOnce'
  | 'sequential'
  | 'sequentialClamped'
  | 'shuffledEpochs'
  | 'withReplacement';

/** Where an order stands; plain JSON. */
export interface Cursor {
  order: OrderName;
  /** Number of images. */
  count: number;
  /** Slices: where the next one starts; shuffled orders: how many of the permutation are used up. */
  position: number;
  /** State of the generator: for shuffled orders before the permutation was drawn. */
  random: RandomState;
}

/** Chooses the images of batch after batch. */
export interface Order {
  /** Writes the indices of the next batch, as many as `batch` has places. */
  next(batch: Int32Array): void;
  cursor(): Cursor;
  /** @throws UsageError when the cursor is of another order or another number of images, or damaged */
  setCursor(cursor: Cursor): void;
}

/**
 * @param count number of images
 * @param batchSize images per batch; can exceed `count`
 * @param seed of the random orders
 */
export function createOrder(name: OrderName, count: number, batchSize: number, seed: number): Order {
  switch (name) {
    case 'sequential':
    case 'sequentialClamped':
      return new Slices(name, count, batchSize);
    case 'shuffledOnce':
    case 'shuffledEpochs':
      return new Shuffled(name, count, seed);
    case 'withReplacement':
      return new WithReplacement(count, seed);
    default:
      throw new UsageError(
        `order: expected 'sequential', 'sequentialClamped', 'shuffledOnce', 'shuffledEpochs' or 'withReplacement', got '${name}'`,
      );
  }
}

/** The remedy for a damaged cursor. */
export const UNTOUCHED = 'give a state as `loader.state()` returned it';

const NO_RANDOM: RandomState = [0, 0, 0, 0];

class Slices implements Order {
  private position = 0;

  constructor(
    private readonly name: 'sequential' | 'sequentialClamped',
    private readonly count: number,
    private readonly batchSize: number,
  ) {}

  next(batch: Int32Array): void {
    const last = Math.max(this.count - this.batchSize, 0);
    const start = Math.min(this.position, last);
    for (let i = 0; i < batch.length; i++) batch[i] = (start + i) % this.count;
    this.position = start + this.batchSize;
    if (this.position > (this.name === 'sequential' ? last : this.count - 1)) this.position = 0;
  }

  cursor(): Cursor {
    return { order: this.name, count: this.count, position: this.position, random: NO_RANDOM };
  }

  setCursor(cursor: Cursor): void {
    checkCursor(cursor, this.name, this.count);
    this.position = cursor.position;
  }
}

class Shuffled implements Order {
  private readonly random: RandomIndices;
  private before: RandomState;
  private permutation: Int32Array;
  private position = 0;

  constructor(
    private readonly name: 'shuffledOnce' | 'shuffledEpochs',
    private readonly count: number,
    seed: number,
  ) {
    this.random = new RandomIndices(seed);
    this.before = this.random.state;
    this.permutation = this.random.permutation(count);
  }

  next(batch: Int32Array): void {
    for (let filled = 0; filled < batch.length; ) {
      if (this.position === this.count) this.startAgain();
      const part = this.permutation.subarray(this.position, this.position + batch.length - filled);
      batch.set(part, filled);
      filled += part.length;
      this.position += part.length;
    }
  }

  cursor(): Cursor {
    return { order: this.name, count: this.count, position: this.position, random: this.before };
  }

  setCursor(cursor: Cursor): void {
    checkCursor(cursor, this.name, this.count);
    this.random.state = cursor.random;
    this.shuffle();
    this.position = cursor.position;
  }

  private startAgain(): void {
    if (this.name === 'shuffledEpochs') this.shuffle();
    this.position = 0;
  }

  private shuffle(): void {
    this.before = this.random.state;
    this.permutation = this.random.permutation(this.count);
  }
}

class WithReplacement implements Order {
  private readonly random: RandomIndices;

  constructor(
    private readonly count: number,
    seed: number,
  ) {
    this.random = new RandomIndices(seed);
  }

  next(batch: Int32Array): void {
    for (let i = 0; i < batch.length; i++) batch[i] = this.random.below(this.count);
  }

  cursor(): Cursor {
    return { order: 'withReplacement', count: this.count, position: 0, random: this.random.state };
  }

  setCursor(cursor: Cursor): void {
    checkCursor(cursor, 'withReplacement', this.count);
    this.random.state = cursor.random;
  }
}

function checkCursor(cursor: Cursor, order: OrderName, count: number): void {
  if (cursor.order !== order || cursor.count !== count) {
    throw new UsageError(
      `cursor: expected one of order '${order}' over ${count} images, got '${cursor.order}' over ${cursor.count}`,
      'resume with the data and the order that the cursor was saved with',
    );
  }
  const { position, random } = cursor;
  const isWord = (word: number) => Number.isInteger(word) && word >= 0 && word < 2 ** 32;
  const isRandomOrder = order !== 'sequential' && order !== 'sequentialClamped';
  const intact =
    Number.isInteger(position) &&
    position >= 0 &&
    position <= count &&
    Array.isArray(random) &&
    random.length === 4 &&
    random.every(isWord) &&
    (!isRandomOrder || random.some((word) => word !== 0));
  if (!intact) {
    throw new UsageError(
      `cursor: expected a position from 0 to ${count} and four 32-bit words, got ${JSON.stringify({ position, random })}`,
      UNTOUCHED,
    );
  }
}
