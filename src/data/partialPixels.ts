// A file of pixels while it is written, beside its final place; what an ended process wrote of it is taken up again.
import fs from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { writeFailure } from '../io';
import { native } from '../torch';
import type { Receiver, Unusable } from './shapedPictures';

/** What is in a file of pixels. */
export const contents = z.object({
  /** Identifies the state of the collection. */
  listing: z.string(),
  pixelBytes: z.int().min(0),
  crc32: z.int().min(0),
  unusable: z.array(z.tuple([z.int().min(0), z.string()])),
});

export type Contents = z.output<typeof contents>;

/** With the number of pictures that are done. */
const note = contents.extend({ done: z.int().min(0) });

type Note = z.output<typeof note>;

/** Where the files are, without their suffixes, and the lock on them, which the system releases when the process ends. */
interface Place {
  readonly path: string;
  readonly lock: number | undefined;
}

const PART = '.part';
const NOTE = '.note';

const BETWEEN_NOTES_MS = 1000;
const CHUNK_BYTES = 2 ** 24;

/** Receives the pixels of a collection. About once per second, what is there is noted, so that a kill loses no more. */
export class PartialPixels implements Receiver {
  private noted = performance.now();

  private constructor(
    private readonly target: string,
    private readonly place: Place,
    private readonly file: number,
    private readonly state: Note,
  ) {}

  /**
   * Takes up the file for `target`, from its beginning where another state of the collection was decoded into it.
   *
   * @returns the number of pictures that another process has written so far, where one is at it
   * @throws WriteError
   */
  static take(target: string, listing: string): PartialPixels | number {
    try {
      const lock = native.lockFile(`${target}${PART}`);
      if (lock === 'held') return readNote(target, listing)?.done ?? 0;
      const place = lock === 'unsupported' ? ownPlace(target) : { path: target, lock };
      const file = fs.openSync(`${place.path}${PART}`, fs.constants.O_RDWR | fs.constants.O_CREAT);
      const found = readNote(place.path, listing);
      const isWhole = found !== undefined && crcOf(file, found.pixelBytes) === found.crc32;
      const state = isWhole ? found : { listing, pixelBytes: 0, crc32: 0, unusable: [], done: 0 };
      fs.ftruncateSync(file, state.pixelBytes);
      return new PartialPixels(target, place, file, state);
    } catch (error) {
      throw writeFailure(target, error);
    }
  }

  get done(): number {
    return this.state.done;
  }

  get contents(): Contents {
    return contents.parse(this.state);
  }

  take(pixels: Uint8Array): void {
    this.append(pixels);
    this.state.crc32 = native.crc32(pixels, this.state.crc32);
    this.state.pixelBytes += pixels.length;
  }

  leaveOut([...unusable]: Unusable): void {
    this.state.unusable.push(unusable);
  }

  received(done: number): void {
    this.state.done = done;
    if (performance.now() - this.noted > BETWEEN_NOTES_MS) this.note();
  }

  /** Adds `bytes` and puts the file into its place. @throws WriteError */
  finish(bytes: Uint8Array): void {
    this.append(bytes);
    this.writing(() => {
      fs.fsyncSync(this.file);
      fs.rmSync(`${this.place.path}${NOTE}`, { force: true });
      fs.renameSync(`${this.place.path}${PART}`, this.target);
    });
    this.release();
  }

  /** Leaves what is there to the next process, where it would find it. */
  keep(): void {
    if (this.place.lock === undefined) {
      this.discard();
      return;
    }
    try {
      this.note();
    } catch {
      // Where there is no room for it, the one before it stands; what ended the decoding is told.
    }
    this.release();
  }

  /** Removes what is there. */
  discard(): void {
    for (const suffix of [PART, NOTE, `${NOTE}.new`])
      fs.rmSync(`${this.place.path}${suffix}`, { force: true });
    this.release();
  }

  private append(bytes: Uint8Array): void {
    let at = this.state.pixelBytes;
    this.writing(() => {
      for (let done = 0; done < bytes.length; ) {
        const written = fs.writeSync(this.file, bytes, done, bytes.length - done, at);
        done += written;
        at += written;
      }
    });
  }

  private note(): void {
    this.writing(() => {
      fs.fsyncSync(this.file);
      const file = `${this.place.path}${NOTE}`;
      fs.writeFileSync(`${file}.new`, JSON.stringify(this.state));
      fs.renameSync(`${file}.new`, file);
    });
    this.noted = performance.now();
  }

  private writing(write: () => void): void {
    try {
      write();
    } catch (error) {
      throw writeFailure(this.target, error);
    }
  }

  private release(): void {
    fs.closeSync(this.file);
    const { path: place, lock } = this.place;
    if (lock === undefined) fs.rmSync(path.dirname(place), { recursive: true, force: true });
    else native.unlockFile(lock);
  }
}

/** A place of this process alone, for a file system without locks. */
function ownPlace(target: string): Place {
  fs.rmSync(`${target}${PART}`, { force: true });
  const folder = fs.mkdtempSync(path.join(path.dirname(target), `.${path.basename(target)}.tmp-`));
  return { path: path.join(folder, path.basename(target)), lock: undefined };
}

/** What was noted of the pixels that are written at `place`. */
function readNote(place: string, listing: string): Note | undefined {
  try {
    const found = note.parse(JSON.parse(fs.readFileSync(`${place}${NOTE}`, 'utf8')));
    return found.listing === listing ? found : undefined;
  } catch {
    return undefined;
  }
}

/** The checksum of the first bytes; undefined where there are fewer. */
function crcOf(file: number, length: number): number | undefined {
  const chunk = Buffer.allocUnsafe(Math.min(length, CHUNK_BYTES));
  let crc32 = 0;
  for (let done = 0; done < length; ) {
    const read = fs.readSync(file, chunk, 0, Math.min(chunk.length, length - done), done);
    if (read === 0) return undefined;
    crc32 = native.crc32(chunk.subarray(0, read), crc32);
    done += read;
  }
  return crc32;
}
