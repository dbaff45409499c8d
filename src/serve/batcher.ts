// Batches of images: what waits is drawn together, in calls of few different sizes.
import { clock } from './messages';

/** Images that wait. */
export interface Waiting {
  readonly id: number;
  readonly count: number;
  /** In a batch of its own. */
  readonly alone: boolean;
  /** Milliseconds since the epoch. */
  readonly arrived: number;
}

/** Some of the images that an item waits for. */
export interface Piece<T> {
  item: T;
  start: number;
  count: number;
}

/**
 * The sizes that batches have: powers of two, and the largest. A network prepares itself for every size that it meets, and kernels
 * may round differently from size to size, so that there should be few.
 */
export function sizesOf(batchSize: number): number[] {
  const powers = Array.from({ length: Math.ceil(Math.log2(batchSize)) }, (_, index) => 2 ** index);
  return [...powers, batchSize];
}

/** Draws a batch; it must not throw or reject. @param isBusy whether other batches are drawn at the same time, or wait to be */
export type Draw<T> = (pieces: Piece<T>[], isBusy: boolean) => Promise<void> | void;

/** Draws what waits as soon as it fills a batch or has waited long enough, first come, first served. */
export class Batcher<T extends Waiting> {
  private readonly queue: T[] = [];
  private readonly sizes: readonly number[];
  /** Images of the first in the queue that are drawn already. */
  private begun = 0;
  private timer: NodeJS.Timeout | undefined;
  private soon: NodeJS.Immediate | undefined;
  /** Batches that are drawn now. */
  private running = 0;

  /**
   * @param limits.batchSize images in a batch, at most
   * @param limits.maxWait milliseconds
   * @param limits.atOnce batches that are drawn at the same time, at most
   */
  constructor(
    private readonly draw: Draw<T>,
    private readonly limits: { batchSize: number; maxWait: number; atOnce: number },
  ) {
    this.sizes = sizesOf(limits.batchSize);
  }

  add(item: T): void {
    this.queue.push(item);
    this.plan();
  }

  /** Takes an item out, if it is still there. */
  drop(id: number): void {
    const index = this.queue.findIndex((item) => item.id === id);
    if (index < 0) return;
    if (index === 0) this.begun = 0;
    this.queue.splice(index, 1);
    this.plan();
  }

  private plan(): void {
    if (this.soon !== undefined) return;
    clearTimeout(this.timer);
    if (this.running >= this.limits.atOnce) return;
    const [head] = this.queue;
    if (head === undefined) return;
    const left = head.arrived + this.limits.maxWait - clock();
    if (head.alone || left <= 0 || this.together() >= this.limits.batchSize) {
      // Not at once: messages that have come are read between two batches.
      this.soon = setImmediate(() => {
        this.soon = undefined;
        if (this.queue.length > 0) this.begin();
        this.plan();
      });
    } else {
      this.timer = setTimeout(() => this.plan(), left);
    }
  }

  private begin(): void {
    const pieces = this.take();
    const drawn = this.draw(pieces, this.running > 0 || this.together() >= this.limits.batchSize);
    if (drawn === undefined) return;
    this.running++;
    void drawn.then(() => {
      this.running--;
      this.plan();
    });
  }

  /** Images that can be drawn in one call, up to a batch. */
  private together(): number {
    let images = -this.begun;
    for (const { alone, count } of this.queue) {
      if (alone || images >= this.limits.batchSize) break;
      images += count;
    }
    return Math.min(images, this.limits.batchSize);
  }

  /** The next batch, of one of the sizes; what is left over waits for the next one. */
  private take(): Piece<T>[] {
    const [head] = this.queue as [T];
    if (head.alone) {
      this.queue.shift();
      return [{ item: head, start: 0, count: head.count }];
    }
    const images = this.together();
    let room = this.sizes.findLast((size) => size <= images) as number;
    const pieces: Piece<T>[] = [];
    while (room > 0) {
      const item = this.queue[0] as T;
      const count = Math.min(room, item.count - this.begun);
      pieces.push({ item, start: this.begun, count });
      room -= count;
      this.begun += count;
      if (this.begun === item.count) {
        this.queue.shift();
        this.begun = 0;
      }
    }
    return pieces;
  }
}
