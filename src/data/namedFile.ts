// A single file given as the data: its format, from its content, its name and its length.
import { closeSync, openSync, readSync } from 'node:fs';
import { basename } from 'node:path';
import { TadpoleError } from '../errors';
import { isTar, tarNames, zipNames } from './archive';
import { parseCifar10, readCifar10Archive } from './cifar10';
import type { Dataset } from './dataset';
import { readFrogZip } from './frogs';
import { isIdx } from './idx';
import { DatasetMissing } from './missing';
import { endingOf, formatOf, isReadEnding } from './pictureFormats';
import { parseRawBytes, parseRawFloats, RAW_FILE } from './raw';
import { rawFormat } from './rawFormat';
import { readUnpacked } from './readUnpacked';
import type { Split } from './split';

/**
 * The images of one file that is no zip archive of pictures: an archive of CIFAR-10 (tar), a zip of the raw file of frogs, records of CIFAR-10, or raw
 * pictures of 32-bit floats or of bytes; compressed with gzip or not. Except for the archive, a file is used completely, whatever
 * part of a dataset it is.
 *
 * @throws TadpoleError when it is none of these, or damaged
 */
export function readNamedFile(path: string, split: Split): Dataset {
  if (isZip(path)) return readZip(path, split);
  const bytes = readUnpacked(path);
  if (isTar(bytes)) return readTarOfCifar10(path, bytes, split);
  if (isIdx(bytes)) {
    throw new TadpoleError(
      `${path}: images and labels are in two IDX files`,
      'name the folder that has both',
    );
  }
  if (split === 'test' && !basename(path).startsWith('test_batch')) throw withoutTest(path);
  if (formatOf(bytes) !== undefined) {
    throw new TadpoleError(`${path}: a single picture is not a dataset`, 'name the folder of pictures');
  }
  switch (rawFormat(path, bytes)) {
    case 'records':
      return parseCifar10(bytes, path);
    case 'floats':
      return parseRawFloats(bytes, path);
    case 'bytes':
      return parseRawBytes(bytes, path);
  }
}

function withoutTest(path: string): DatasetMissing {
  return new DatasetMissing(
    `${path}: test images were asked for, but one file does not say which of its images those are`,
    "name the folder of a dataset, or ask for split 'train'",
  );
}

/** A zip archive may be too large to be read as a whole. */
export function isZip(path: string): boolean {
  const start = Buffer.alloc(4);
  try {
    const file = openSync(path, 'r');
    try {
      readSync(file, start);
    } finally {
      closeSync(file);
    }
  } catch {
    // Reading the whole file gives the reason.
    return false;
  }
  // An entry, or the end of an archive without any.
  return ['PK\x03\x04', 'PK\x05\x06'].includes(start.toString('latin1'));
}

function readZip(path: string, split: Split): Dataset {
  if (split === 'test') throw withoutTest(path);
  return readFrogZip(path);
}

function readTarOfCifar10(path: string, archive: Buffer, split: Split): Dataset {
  try {
    return readCifar10Archive(path, archive, split);
  } catch (error) {
    if (error instanceof DatasetMissing) refusePictures(path, tarNames(archive, path));
    throw error;
  }
}

/** @throws TadpoleError when an archive holds pictures */
function refusePictures(path: string, names: readonly string[]): void {
  const pictures = names.filter((name) => isReadEnding(endingOf(name)));
  if (pictures.length === 0) return;
  throw new TadpoleError(
    `${path}: an archive of pictures (${pictures.length}, for example ${pictures[0]}) is not read as it is`,
    'unpack it, and name the folder with the pictures',
  );
}

/** Whether a file is a zip archive of pictures. @throws TadpoleError when it is a damaged archive */
export function isPictureZip(path: string): boolean {
  if (!isZip(path)) return false;
  const names = zipNames(path);
  return (
    names.some((name) => isReadEnding(endingOf(name))) && !names.some((name) => basename(name) === RAW_FILE)
  );
}
