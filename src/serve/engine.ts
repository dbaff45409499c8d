// The network in a thread of its own, as the server sees it: requests go in, bytes come out, in bounded time and number.
import path from 'node:path';
import { Worker } from 'node:worker_threads';
import { TadpoleError, UsageError } from '../errors';
import type { LoadGeneratorOptions } from '../gan';
import { RequestError } from './failure';
import {
  clock,
  countOf,
  type Facts,
  type Failure,
  type FromNetwork,
  type Order,
  type ThreadData,
  type ToNetwork,
} from './messages';
import type { Limits } from './options';

/** Why a request was given up. */
export type GivenUp = 'client gone' | 'deadline' | 'queue full' | 'closing';

/** Called with what happens, for metrics. */
export interface Observer {
  batch(images: number, seconds: number): void;
  givenUp(reason: GivenUp): void;
}

/** A request that is waited for. */
interface Pending {
  images: number;
  resolve(body: Uint8Array<ArrayBuffer>): void;
  reject(error: Error): void;
}

/** Draws images in another thread. */
export class Engine {
  /** Settled when the generator is open. @throws TadpoleError as `openGenerator` does */
  readonly opened: Promise<Facts>;
  /** Whether requests are taken. */
  state: 'opening' | 'open' | 'closing' | 'failed' = 'opening';
  private readonly worker: Worker;
  private readonly exited: Promise<unknown>;
  private readonly pending = new Map<number, Pending>();
  private next = 0;
  private waiting = 0;
  private failure: Error | undefined;
  /** Seconds per image, of late; 0 before the first batch. */
  private pace = 0;
  private lastBatch = 0;
  private whenIdle: (() => void) | undefined;

  constructor(
    generator: string,
    options: LoadGeneratorOptions,
    private readonly limits: Limits,
    private readonly observer: Observer,
  ) {
    const { batchSize, maxWait } = limits;
    const workerData: ThreadData = { generator, options, batchSize, maxWait };
    this.worker = new Worker(path.join(__dirname, 'network.js'), { workerData });
    this.exited = new Promise((resolve) => this.worker.once('exit', resolve));
    this.opened = new Promise((resolve, reject) => {
      const fail = (error: Error): void => {
        this.become('failed');
        this.failure = error;
        reject(error);
        for (const id of [...this.pending.keys()]) this.settle(id)?.reject(error);
      };
      this.worker.on('message', (message: FromNetwork) => {
        if (message.kind === 'open') {
          this.become('open');
          resolve(message.facts);
        } else if (message.kind === 'closed') fail(errorOf(message.failure));
        else this.receive(message);
      });
      this.worker.on('error', fail);
      this.worker.on('exit', () =>
        fail(new TadpoleError('the thread of the network ended', 'start it again')),
      );
    });
    // Whoever asks for it is told; nobody has to.
    this.opened.catch(() => {});
  }

  /** Images that are waited for. */
  get queued(): number {
    return this.waiting;
  }

  /**
   * Draws what a request asks for.
   *
   * @param signal aborted when nobody waits for it any longer
   * @throws RequestError when there is no room (503), no time (504), or nobody to answer (499); UsageError for what does not fit
   *   the generator
   */
  async draw(order: Order, signal: AbortSignal): Promise<Uint8Array<ArrayBuffer>> {
    const images = countOf(order.latents);
    this.requireRoom(images);
    const id = this.next++;
    return new Promise((resolve, reject) => {
      const giveUp = (reason: GivenUp, error: Error): void => {
        this.post({ kind: 'drop', id });
        this.observer.givenUp(reason);
        this.settle(id)?.reject(error);
      };
      const { deadline } = this.limits;
      const late = (): void =>
        giveUp('deadline', new RequestError(504, `not drawn within ${deadline} ms`, 'ask for fewer images'));
      const gone = (): void => giveUp('client gone', new RequestError(499, 'the client is gone'));
      const timer = setTimeout(late, deadline);
      signal.addEventListener('abort', gone);
      const end = (): void => {
        clearTimeout(timer);
        signal.removeEventListener('abort', gone);
      };
      this.pending.set(id, {
        images,
        resolve: (body) => {
          end();
          resolve(body);
        },
        reject: (error) => {
          end();
          reject(error);
        },
      });
      this.waiting += images;
      this.worker.ref();
      const values = 'values' in order.latents ? [order.latents.values.buffer as ArrayBuffer] : [];
      this.post({ kind: 'draw', order: { ...order, id, arrived: clock() } }, values);
      if (signal.aborted) gone();
    });
  }

  /** Takes nothing more, answers what it has taken, and ends the thread. */
  async close(): Promise<void> {
    if (this.state !== 'failed') this.state = 'closing';
    if (this.pending.size > 0) {
      await new Promise<void>((resolve) => {
        this.whenIdle = resolve;
      });
    }
    // It ends by itself, when it has nothing to do. Terminating it would be safe as well, but would leave a call of the network running.
    this.worker.ref();
    this.post({ kind: 'end' });
    await this.exited;
  }

  /** @throws RequestError when a request for so many images cannot be taken; what ended the thread, when it has ended */
  private requireRoom(images: number): void {
    if (this.state === 'failed') throw this.failure;
    if (this.state === 'closing') {
      this.observer.givenUp('closing');
      throw new RequestError(503, 'the server is ending', 'ask again when it is back', {
        'Retry-After': '5',
      });
    }
    if (this.waiting + images <= this.limits.maxQueue) return;
    this.observer.givenUp('queue full');
    const seconds = this.pace > 0 ? Math.ceil(this.waiting * this.pace) : 1;
    throw new RequestError(503, `${this.waiting} images are waited for already`, 'ask again later', {
      'Retry-After': String(Math.min(Math.max(seconds, 1), 60)),
    });
  }

  /** From then on an idle thread does not keep a program alive; one that is being closed does, so that its end is waited for. */
  private become(state: 'open' | 'failed'): void {
    if (this.state === 'closing') return;
    this.state = state;
    this.worker.unref();
  }

  private receive(message: Exclude<FromNetwork, { kind: 'open' | 'closed' }>): void {
    if (message.kind === 'batch') {
      const { images, seconds } = message;
      const now = performance.now();
      // Batches are drawn at the same time.
      const pace = Math.min(seconds, (now - this.lastBatch) / 1000) / images;
      this.lastBatch = now;
      this.pace = this.pace === 0 ? pace : 0.9 * this.pace + 0.1 * pace;
      this.observer.batch(images, seconds);
      for (const { id, body } of message.done) this.settle(id)?.resolve(body);
    } else this.settle(message.id)?.reject(errorOf(message.failure));
  }

  private settle(id: number): Pending | undefined {
    const pending = this.pending.get(id);
    if (!pending) return undefined;
    this.pending.delete(id);
    this.waiting -= pending.images;
    if (this.pending.size === 0) {
      this.worker.unref();
      this.whenIdle?.();
    }
    return pending;
  }

  private post(message: ToNetwork, transfer: ArrayBuffer[] = []): void {
    this.worker.postMessage(message, transfer);
  }
}

function errorOf({ error, hint, misused }: Failure): Error {
  return misused ? new UsageError(error, hint) : new TadpoleError(error, hint);
}
