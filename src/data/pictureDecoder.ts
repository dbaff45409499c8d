// Decodes the pictures of a list one after another while the caller waits; a separate thread works ahead.
import type { MessagePort } from 'node:worker_threads';
import type { Picture } from '../images';
import { DecoderThread } from './decoderThread';

/** A picture of 1, 3 or 4 channels, or why there is none, in words that follow a number. */
export type Decoded = Picture | { readonly reason: string };

/** What the thread starts with. */
export interface WorkerData {
  readonly port: MessagePort;
  /** Counts the messages of the thread. */
  readonly news: Int32Array<SharedArrayBuffer>;
}

/** Where the bytes of a picture are: in a file, by its path as the system holds it; in memory; or why they are nowhere. */
export type PictureBytes =
  | { readonly path: Uint8Array }
  | { readonly bytes: Uint8Array }
  | { readonly reason: string };

/** Messages to the thread. */
export interface DecodeRequest {
  /** The next pictures; the thread numbers all that it ever gets, from 0 on. */
  readonly pictures: readonly PictureBytes[];
  /** See `decodePicture`. */
  readonly keepsOpacity: boolean;
  /** The pictures before this number are done with. */
  readonly fetched: number;
}

/** How many pictures the thread may be ahead. */
const AHEAD = 4;

/**
 * The pictures in their order. Decoders give their memory back between two turns of their thread's event loop,
 * which the caller's thread does not make while it loops over pictures.
 *
 * @param count how many there are
 * @param at gives one, in their order, shortly before it is decoded
 * @param keepsOpacity see `decodePicture`
 * @throws TadpoleError when the thread has ended unexpectedly
 */
export function* decodePictures(
  count: number,
  at: (index: number) => PictureBytes,
  keepsOpacity: boolean,
): Generator<Decoded, void, void> {
  const thread = DecoderThread.take();
  let isDone = false;
  try {
    const early = new Map<number, Decoded>();
    const first = thread.asked;
    for (let done = 0; done < count; done++) {
      const index = first + done;
      const pictures: PictureBytes[] = [];
      for (let next = thread.asked - first; next < Math.min(done + AHEAD, count); next++)
        pictures.push(at(next));
      thread.ask({ pictures, keepsOpacity, fetched: index });
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
