// Reads a whole file, decompressed if it is gzip, or throws an error of this package with the reason.
import { readFileSync } from 'node:fs';
import { TadpoleError } from '../errors';
import { unpacked } from './gzip';

/** @throws TadpoleError when the file cannot be read or unpacked */
export function readUnpacked(path: string): Buffer {
  return unpacked(bytesOf(path), path);
}

function bytesOf(path: string): Buffer {
  try {
    return readFileSync(path);
  } catch (error) {
    throw new TadpoleError(
      `${path}: cannot be read: ${(error as Error).message}`,
      'name a file that you may read',
      { cause: error },
    );
  }
}
