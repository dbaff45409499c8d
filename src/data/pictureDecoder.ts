// Decodes the pictures of a list one after the other, while the caller waits; a thread of its own works ahead.
import { join } from 'node:path';
import { MessageChannel, type MessagePort, receiveMessageOnPort, Worker } from 'node:worker_threads';
import { TadpoleError } from '../errors';
import type { Picture } from '../images/picture';

/** A picture of 1 or 3 channels, or why there is none, in words that follow a number. */
export type Decoded = Picture | { readonly reason: string };

/** What the thread starts with. */
export interface WorkerData {
  readonly port: MessagePort;
  /** Counts what the thread has to say. */
  readonly news: Int32Array<SharedArrayBuffer>;
}

/** What the thread is told: the next pictures, which it numbers from 0 on, and how many it has given that are done with. */
export interface DecodeRequest {
  readonly paths: readonly Uint8Array[];
  readonly fetched: number;
}

/** How many pictures the thread may be ahead. */
const AHEAD = 4;
const LONGEST_SILENCE_MS = 120_000;

/**
 * The pictures in the files, in their order. Decoders give their memory back between two turns of their thread's event loop,
 * which the caller's thread does not make while it loops over pictures.
 *
 * @param paths as the system holds them
 * @throws TadpoleError when the thread has ended
 */
export function* decodePictures(paths: readonly Buffer[]): Generator<Decoded, void, void> {
  const thread = new DecoderThread();
  try {
    const early = new Map<number, Decoded>();
    let asked = 0;
    for (let index = 0; index < paths.length; index++) {
      thread.ask({ paths: paths.slice(asked, index + AHEAD), fetched: index });
      asked = index + AHEAD;
      while (!early.has(index)) {
        const answer = thread.nextAnswer();
        early.set(answer.index, answer.decoded);
      }
      yield early.get(index) as Decoded;
      early.delete(index);
    }
  } finally {
    thread.end();
  }
}

class DecoderThread {
  private readonly port: MessagePort;
  private readonly news = new Int32Array(new SharedArrayBuffer(4));

  constructor() {
    const { port1, port2 } = new MessageChannel();
    this.port = port1;
    const data: WorkerData = { port: port2, news: this.news };
    const worker = new Worker(join(__dirname, 'pictureWorker.js'), {
      workerData: data,
      transferList: [port2],
    });
    worker.unref();
    // What goes wrong in the thread is told by its silence, not by an error in the middle of other work.
    worker.on('error', () => {});
  }

  ask(request: DecodeRequest): void {
    this.port.postMessage(request);
  }

  /** Waits for the next answer, whichever it is. */
  nextAnswer(): { index: number; decoded: Decoded } {
    for (;;) {
      const heard = Atomics.load(this.news, 0);
      const received = receiveMessageOnPort(this.port);
      if (received !== undefined) return received.message;
      if (Atomics.wait(this.news, 0, heard, LONGEST_SILENCE_MS) === 'timed-out') {
        throw new TadpoleError('the thread that decodes pictures has ended', 'read fewer pictures at once');
      }
    }
  }

  /** The thread ends when it has nothing more to do. */
  end(): void {
    this.port.close();
  }
}
