// Reads a whole file, or throws an error of this package with the reason.
import { readFileSync } from 'node:fs';
import { TadpoleError } from '../errors';

/** @throws TadpoleError when the file cannot be read */
export function readBytes(path: string): Buffer {
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
