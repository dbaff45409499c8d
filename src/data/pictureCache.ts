// The cache of decoded pictures: a file of pixels that is mapped into memory, so that a collection may be larger than it.
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { TadpoleError } from '../errors';
import { cacheFolder, makeFolder, standsFor, WriteError, writeAtomically } from '../io';
import { native, torch } from '../torch';
import type { Collection } from './collection';
import { decodeAll, type PictureOptions, type PicturePixels, type PictureShape } from './shapedPictures';

/** Changes whenever other pixels would be made of the same files. */
const VERSION = 1;
// Smaller collections are decoded in a few seconds.
const LEAST_PICTURES = 1000;
const LEAST_BYTES = 2 ** 25;

/** At the end of the file: the length of the description before it as a 32-bit number, and this. */
const MAGIC = Buffer.from('tadpole pictures');
const TAIL_BYTES = 4 + MAGIC.length;
const ABANDONED_MS = 3_600_000;

const description = z.object({
  listing: z.string(),
  pixelBytes: z.int().min(0),
  crc32: z.int().min(0),
  unusable: z.array(z.tuple([z.int().min(0), z.string()])),
});

type Description = z.output<typeof description>;

/**
 * The pixels of a large collection, mapped from a file below `cacheFolder('pictures')`, which is made where it is missing, or
 * where files of the collection have changed since: the listing's paths, lengths and times are compared. A collection, shape and fit
 * have one file. It is written beside and renamed, and its length is checked when it is opened.
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
    write(file, listing, collection, options);
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
  const found = fs.existsSync(file) ? describe(file) : undefined;
  if (found === undefined || found.listing !== listing) return undefined;
  const { pixelBytes, crc32, unusable } = found;
  // Nothing can be mapped of no bytes.
  const images =
    pixelBytes === 0
      ? torch.empty([0], { dtype: 'uint8' })
      : torch.fromFile(file, false, pixelBytes, { dtype: 'uint8' });
  return { images, unusable, mapped: { crc32 } };
}

function describe(file: string): Description | undefined {
  const opened = fs.openSync(file, 'r');
  try {
    const { size } = fs.fstatSync(opened);
    const tail = readAt(opened, size - TAIL_BYTES, TAIL_BYTES);
    if (!tail.subarray(4).equals(MAGIC)) return undefined;
    const length = tail.readUInt32LE();
    const json = readAt(opened, size - TAIL_BYTES - length, length);
    const { success, data } = description.safeParse(JSON.parse(json.toString()));
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

function write(file: string, listing: string, collection: Collection, options: PictureOptions): void {
  writeAtomically(file, (temporary) => {
    const opened = fs.openSync(temporary, 'w');
    try {
      let pixelBytes = 0;
      let crc32 = 0;
      const unusable = decodeAll(collection, options, options.progress, (pixels) => {
        writeAll(opened, pixels);
        crc32 = native.crc32(pixels, crc32);
        pixelBytes += pixels.length;
      });
      const found: Description = { listing, pixelBytes, crc32, unusable: unusable.map(([...both]) => both) };
      const json = Buffer.from(JSON.stringify(found));
      const length = Buffer.alloc(4);
      length.writeUInt32LE(json.length);
      writeAll(opened, Buffer.concat([json, length, MAGIC]));
    } finally {
      fs.closeSync(opened);
    }
  });
}

function writeAll(file: number, bytes: Uint8Array): void {
  for (let done = 0; done < bytes.length; ) done += fs.writeSync(file, bytes, done);
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
