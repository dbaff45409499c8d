// Files that appear whole or not at all: written beside their place, flushed, then renamed.

import * as fs from 'node:fs';
import * as path from 'node:path';

function temporaryBeside(target: string): string {
  const folder = path.dirname(path.resolve(target));
  let isFolder = false;
  try {
    isFolder = fs.statSync(folder).isDirectory();
  } catch {
    isFolder = false;
  }
  if (!isFolder) {
    throw new Error(`cannot write ${target}: the folder ${folder} does not exist; create it first`);
  }
  if (fs.existsSync(target) && fs.statSync(target).isDirectory()) {
    throw new Error(`cannot write ${target}: it is a folder; name a file`);
  }
  try {
    // A folder of its own, in which the file has its own name: TorchScript archives keep that name inside.
    const place = fs.mkdtempSync(path.join(folder, `.${path.basename(target)}.tmp-`));
    return path.join(place, path.basename(target));
  } catch (error) {
    throw failure(target, error);
  }
}

function publish(temporary: string, target: string): void {
  const file = fs.openSync(temporary, 'r+');
  try {
    fs.fsyncSync(file);
  } finally {
    fs.closeSync(file);
  }
  fs.renameSync(temporary, target);
}

const REMEDIES: Record<string, string> = {
  ENOSPC: 'free some space on the disk, or choose another place',
  EDQUOT: 'free some space, or choose another place',
  EACCES: 'choose a place that you may write to',
  EPERM: 'choose a place that you may write to',
  EROFS: 'choose a place that is not read-only',
};

function failure(target: string, error: unknown): Error {
  const { message, code = '' }: NodeJS.ErrnoException =
    error instanceof Error ? error : new Error(String(error));
  const remedy = REMEDIES[code];
  return new Error(`cannot write ${target}: ${message}${remedy ? `; ${remedy}` : ''}`, { cause: error });
}

/**
 * Lets `write` fill a temporary file beside `target`, flushes it to the disk and renames it into place.
 * When anything fails the temporary file is removed and `target` stays as it was.
 *
 * @throws Error naming `target` and the reason (missing folder, no permission, full disk).
 */
export function writeAtomically(target: string, write: (temporary: string) => void): void {
  const temporary = temporaryBeside(target);
  try {
    write(temporary);
    publish(temporary, target);
  } catch (error) {
    throw failure(target, error);
  } finally {
    fs.rmSync(path.dirname(temporary), { recursive: true, force: true });
  }
}

/** {@link writeAtomically} for a writer that returns a promise. */
export async function writeAtomicallyAsync(
  target: string,
  write: (temporary: string) => Promise<void>,
): Promise<void> {
  const temporary = temporaryBeside(target);
  try {
    await write(temporary);
    publish(temporary, target);
  } catch (error) {
    throw failure(target, error);
  } finally {
    fs.rmSync(path.dirname(temporary), { recursive: true, force: true });
  }
}
