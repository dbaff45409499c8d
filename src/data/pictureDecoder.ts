// Decodes the pictures of a list one after another while the caller waits; a separate thread works ahead.
import type { MessagePort } from 'node:worker_threads';
import type { Picture } from '../images';
import { DecoderThread } from './decoderThread';

/** A picture of 1 or 3 channels, or why there is none, in words that follow a number. */
export type Decoded = Picture | { readonly reason: string };

/** What the thread starts with. */
export interface WorkerData {
  readonly port: MessagePort;
  /** Counts the messages of the thread. */
  readonly news: Int32Array<SharedArrayBuffer>;
}

/** Messages to the thread. */
export interface DecodeRequest {
  /** The next pictures; the thread numbers all that it ever gets, from 0 on. */
  readonly paths: readonly Uint8Array[];
  /** The pictures before this number are done with. */
  readonly fetched: number;
}

/** How many pictures the thread may be ahead. */
const AHEAD = 4;

/**
 * The pictures in the files, in their order. Decoders give their memory back between two turns of their thread's event loop,
 * which the caller's thread does not make while it loops over pictures.
 *
 * @param paths as the system holds them
 * @throws TadpoleError when the thread has ended unexpectedly
 */
export function* decodePictures(paths: readonly Buffer[]): Generator<Decoded, void, void> {
  const thread = DecoderThread.take();
  let isDone = false;
  try {
    const early = new Map<number, Decoded>();
    const first = thread.asked;
    for (let done = 0; done < paths.length; done++) {
      const index = first + done;
      thread.ask(paths.slice(thread.asked - first, done + AHEAD), index);
      while (!early.has(index)) {
        const answer = thread.nextAnswer();
        early.set(answer.index, answer.decoded);
      }
      yield early.get(index) as Decoded;
      early.delete(index);
    }
    isDone = true;
  } finally {
    // A thread with requested pictures that are never fetched is of no use to the next list.
    if (isDone) thread.giveBack();
    else thread.end();
  }
}
