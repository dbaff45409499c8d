// The cache of decoded pictures: a file of pixels that is mapped into memory, so that a collection may be larger than it.
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { TadpoleError } from '../errors';
import { cacheFolder, makeFolder, standsFor, WriteError } from '../io';
import { torch } from '../torch';
import type { Collection } from './collection';
import { type Contents, contents, PartialPixels } from './partialPixels';
import {
  decodeAll,
  type PictureOptions,
  type PicturePixels,
  type PictureShape,
  type ReadingProgress,
} from './shapedPictures';

/** Changes whenever other pixels would be made of the same files. */
const VERSION = 1;
// Smaller collections are decoded in a few seconds.
const LEAST_PICTURES = 1000;
const LEAST_BYTES = 2 ** 25;

/** At the end of the file: the length of the description before it as a 32-bit number, and this. */
const MAGIC = Buffer.from('tadpole pictures');
const TAIL_BYTES = 4 + MAGIC.length;
const ABANDONED_MS = 3_600_000;
const BETWEEN_LOOKS_MS = 500;

/**
 * The pixels of a large collection, mapped from a file below `cacheFolder('pictures')`, which is made where it is missing, or
 * where files of the collection have changed since: the listing's paths, lengths and times are compared. A collection, shape and fit
 * have one file. It is written beside and renamed, and its length is checked when it is opened. Where another process writes it,
 * this one waits. An interruption, or a kill, keeps what was decoded for the next time.
 *
 * @returns undefined for a small collection, which is not cached, and where no cache can be written
 */
export function openCached(collection: Collection, options: PictureOptions): PicturePixels | undefined {
  const { pictures } = collection.listing;
  const bytes = pictures.reduce((sum, file) => sum + file.bytes, 0);
  if (pictures.length < LEAST_PICTURES && bytes < LEAST_BYTES) return undefined;
  const file = path.join(cacheFolder('pictures'), nameOf(collection, options));
  const listing = stateOf(collection);
  const found = open(file, listing);
  if (found !== undefined) return found;
  try {
    makeFolder(path.dirname(file));
    removeAbandoned(file);
    const partial = takeOrAwait(file, listing, pictures.length, options.progress);
    if (partial !== undefined) write(partial, collection, options);
  } catch (error) {
    if (!(error instanceof WriteError)) throw error;
    options.warn(`decoded pictures are not kept for the next time: ${error.problem}`);
    return undefined;
  }
  const written = open(file, listing);
  if (written !== undefined) return written;
  throw new TadpoleError(`${file} was changed while it was read`, 'try again');
}

/** What identifies the state of a collection: the paths, lengths and times of its pictures. */
export function stateOf({ listing: { pictures } }: Collection): string {
  const hash = createHash('sha256').update(`${VERSION}\n`);
  for (const { path: name, bytes, stamp } of pictures) hash.update(name).update(`\n${bytes} ${stamp}\n`);
  return hash.digest('hex');
}

function nameOf({ place }: Collection, { imageShape, copiesGrey, fit }: PictureShape): string {
  const which = JSON.stringify([place, imageShape, copiesGrey, fit]);
  const tag = createHash('sha256').update(which).digest('hex').slice(0, 16);
  return `${path.basename(place).replace(/[^\w-]/g, '_')}-${tag}.pixels`;
}

/** The mapped pixels; undefined where there is no file, it is of another state of the collection, or not whole. */
function open(file: string, listing: string): PicturePixels | undefined {
  const found = describe(file);
  if (found === undefined || found.listing !== listing) return undefined;
  const { pixelBytes, crc32, unusable } = found;
  // Nothing can be mapped of no bytes.
  const images =
    pixelBytes === 0
      ? torch.empty([0], { dtype: 'uint8' })
      : torch.fromFile(file, false, pixelBytes, { dtype: 'uint8' });
  return { images, unusable, mapped: { crc32 } };
}

function describe(file: string): Contents | undefined {
  if (!fs.existsSync(file)) return undefined;
  const opened = fs.openSync(file, 'r');
  try {
    const { size } = fs.fstatSync(opened);
    const tail = readAt(opened, size - TAIL_BYTES, TAIL_BYTES);
    if (!tail.subarray(4).equals(MAGIC)) return undefined;
    const length = tail.readUInt32LE();
    const json = readAt(opened, size - TAIL_BYTES - length, length);
    const { success, data } = contents.safeParse(JSON.parse(json.toString()));
    return success && data.pixelBytes === size - TAIL_BYTES - length ? data : undefined;
  } catch {
    return undefined;
  } finally {
    fs.closeSync(opened);
  }
}

function readAt(file: number, position: number, length: number): Buffer {
  const bytes = Buffer.alloc(length);
  fs.readSync(file, bytes, 0, length, position);
  return bytes;
}

/** What is to be written; undefined once another process has written it. */
function takeOrAwait(
  file: string,
  listing: string,
  total: number,
  progress: ReadingProgress,
): PartialPixels | undefined {
  for (let waited = false; ; waited = true) {
    const taken = PartialPixels.take(file, listing);
    if (typeof taken !== 'number') {
      // Another process may have finished since this one looked.
      if (describe(file)?.listing !== listing) return taken;
      taken.discard();
      if (waited) progress(total, total);
      return undefined;
    }
    progress(taken, total);
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, BETWEEN_LOOKS_MS);
  }
}

function write(partial: PartialPixels, collection: Collection, options: PictureOptions): void {
  try {
    decodeAll(collection, options, partial);
    const json = Buffer.from(JSON.stringify(partial.contents));
    const length = Buffer.alloc(4);
    length.writeUInt32LE(json.length);
    partial.finish(Buffer.concat([json, length, MAGIC]));
  } catch (error) {
    if (error instanceof WriteError) partial.discard();
    else partial.keep();
    throw error;
  }
}

/** Removes what a process left that was ended while it wrote this file. */
function removeAbandoned(file: string): void {
  const folder = path.dirname(file);
  for (const name of fs.readdirSync(folder)) {
    if (standsFor(name)?.target !== path.basename(file)) continue;
    const place = path.join(folder, name);
    const changed = [place, path.join(place, path.basename(file))].map(
      (one) => fs.statSync(one, { throwIfNoEntry: false })?.mtimeMs ?? 0,
    );
    if (Date.now() - Math.max(...changed) > ABANDONED_MS) fs.rmSync(place, { recursive: true, force: true });
  }
}
