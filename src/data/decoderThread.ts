// The caller's side of the thread that decodes pictures: starts it, sends requests, waits, keeps it for the next list, ends it.
import { join } from 'node:path';
import { MessageChannel, type MessagePort, receiveMessageOnPort, Worker } from 'node:worker_threads';
import { TadpoleError } from '../errors';
import type { Decoded, DecodeRequest, WorkerData } from './pictureDecoder';

/** The thread sends a heartbeat every second while it works. */
const LISTENING_MS = 2000;
/** Without any, so often in turn, it has ended. A process that was stopped meanwhile, or a computer that slept, counts once. */
const MOST_SILENCES = 60;
const KEPT_IDLE_MS = 1000;

let idle: { thread: DecoderThread; end: NodeJS.Timeout } | undefined;

/** A thread that decodes one list of pictures at a time. */
export class DecoderThread {
  private readonly port: MessagePort;
  private readonly news = new Int32Array(new SharedArrayBuffer(4));
  private count = 0;

  private constructor() {
    const { port1, port2 } = new MessageChannel();
    this.port = port1;
    const workerData: WorkerData = { port: port2, news: this.news };
    const worker = new Worker(join(__dirname, 'pictureWorker.js'), { workerData, transferList: [port2] });
    worker.unref();
    // A failure of the thread shows as a missing heartbeat, not as an error in the middle of other work.
    worker.on('error', () => {});
  }

  /** An idle thread, or a new one. */
  static take(): DecoderThread {
    if (idle === undefined) return new DecoderThread();
    const { thread, end } = idle;
    clearTimeout(end);
    idle = undefined;
    return thread;
  }

  /** How many pictures were requested so far. */
  get asked(): number {
    return this.count;
  }

  /** Asks for the next pictures. */
  ask(request: DecodeRequest): void {
    this.count += request.pictures.length;
    this.port.postMessage(request);
  }

  /** Waits for the next answer, whichever it is. */
  nextAnswer(): { index: number; decoded: Decoded } {
    for (let silences = 0; ; ) {
      const heard = Atomics.load(this.news, 0);
      const received = receiveMessageOnPort(this.port);
      if (received !== undefined) return received.message;
      silences = Atomics.wait(this.news, 0, heard, LISTENING_MS) === 'timed-out' ? silences + 1 : 0;
      if (silences > MOST_SILENCES) {
        throw new TadpoleError(
          'the thread that decodes pictures has ended unexpectedly',
          'it may have run out of memory: free some, or give smaller pictures',
        );
      }
    }
  }

  /** All requests are answered: the thread is free for the next list, and ends if none comes soon. */
  giveBack(): void {
    this.ask({ pictures: [], keepsOpacity: false, fetched: this.count });
    if (idle !== undefined) {
      this.end();
      return;
    }
    const end = setTimeout(() => {
      idle = undefined;
      this.end();
    }, KEPT_IDLE_MS).unref();
    idle = { thread: this, end };
  }

  /** It ends when it has nothing more to do. */
  end(): void {
    this.port.close();
  }
}
