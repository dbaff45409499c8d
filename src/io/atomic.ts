// Atomic writing of files: under a temporary name in the same folder, flushed, then renamed.

import { randomBytes } from 'node:crypto';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { TadpoleError } from '../errors';
import { describeValue } from '../options';

/** The system refused to write a file: a full disk, a missing permission, a folder that is gone. */
export class WriteError extends TadpoleError {
  override readonly name: string = 'WriteError';

  /**
   * @param file the file that was to be written
   * @param code the system's name of the reason, such as `ENOSPC`
   * @param words problem and hint in place of the general ones
   */
  constructor(
    readonly file: string,
    readonly code: string,
    words: { problem?: string; hint?: string } = {},
    options?: ErrorOptions,
  ) {
    const [reason, remedy] = REASONS[code] ?? ['the system refuses it', 'choose another place'];
    const { problem = `cannot write ${file}: ${reason} (${code})`, hint = remedy } = words;
    super(problem, hint, options);
  }
}

const FREE_SPACE = 'free some space, or choose another place';
const NOT_MINE = 'choose a place that you may write to';

const REASONS: Record<string, readonly [reason: string, remedy: string]> = {
  ENOSPC: ['no space is left on the disk', FREE_SPACE],
  EDQUOT: ['your quota of disk space is used up', FREE_SPACE],
  EFBIG: [
    'the file is larger than the limit on files',
    'raise the limit (ulimit -f), or choose another place',
  ],
  EIO: ['the disk fails', 'check the disk, or choose another place'],
  EROFS: ['the disk is read-only', 'choose a place that is not read-only'],
  EACCES: ['there is no permission', NOT_MINE],
  EPERM: ['it is not permitted', NOT_MINE],
  ENOENT: ['its folder is gone', 'create the folder again, or choose another place'],
  ENOTDIR: ['a part of its path is not a folder', 'choose another place'],
  EBUSY: [
    'it is in use, as the current folder or a mounted disk is',
    'name a new folder in it, or choose another place',
  ],
  EISDIR: ['a folder is in its place', 'remove the folder, or choose another place'],
  ENAMETOOLONG: ['the name is too long', 'choose a shorter one'],
  EMFILE: ['too many files are open', 'close some, or raise the limit (ulimit -n)'],
};

// libtorch and the addon give only the system's message as the reason.
const WORDS: readonly [RegExp, string][] = [
  [/No space left on device/i, 'ENOSPC'],
  [/Disk quota exceeded/i, 'EDQUOT'],
  [/File too large/i, 'EFBIG'],
  [/Read-only file system/i, 'EROFS'],
  [/Input\/output error/i, 'EIO'],
  [/Permission denied/i, 'EACCES'],
];

// A disk with less space than this is full for any file that libtorch writes.
const NO_ROOM = 64 * 1024;

/** The system's name of the reason why writing into `folder` failed; undefined when the reason was another. */
function reasonOf(error: unknown, folder: string): string | undefined {
  if (error instanceof WriteError) return error.code;
  const { code, message = '' } = error as NodeJS.ErrnoException;
  if (code !== undefined) return /^E[A-Z0-9]+$/.test(code) ? code : undefined;
  const known = WORDS.find(([words]) => words.test(message))?.[1];
  return known ?? (error instanceof TypeError || !isFull(folder) ? undefined : 'ENOSPC');
}

function isFull(folder: string): boolean {
  try {
    const { bavail, bsize } = fs.statfsSync(folder);
    return bavail * bsize < NO_ROOM;
  } catch {
    return false;
  }
}

/** @throws TypeError for what cannot be the name of a file or folder */
function checkTarget(target: unknown): void {
  if (typeof target === 'string' && target !== '' && !target.includes('\0')) return;
  throw new TypeError(`cannot write a file: its path must be a name, got ${describeValue(target)}`);
}

/** What to throw when `target` could not be written: a {@link WriteError} that names it, or what was wrong with the content. */
export function writeFailure(target: string, error: unknown): Error {
  const code = reasonOf(error, path.dirname(path.resolve(target)));
  if (code !== undefined) return new WriteError(target, code, {}, { cause: error });
  const { message } = error instanceof Error ? error : new Error(String(error));
  return new Error(`cannot write ${target}: ${message}`, { cause: error });
}

function temporaryBeside(target: string): string {
  checkTarget(target);
  // `x/.` and `x/..` name a folder, which must not become a part of the path of what is removed afterwards.
  const whole = path.resolve(target);
  const { dir: folder, base: name } = path.parse(whole);
  if (!fs.statSync(folder, { throwIfNoEntry: false })?.isDirectory()) {
    throw new Error(`cannot write ${target}: the folder ${folder} does not exist; create it first`);
  }
  if (fs.statSync(whole, { throwIfNoEntry: false })?.isDirectory()) {
    throw new Error(`cannot write ${target}: it is a folder; name a file`);
  }
  try {
    // A separate folder, in which the file has its final name: TorchScript archives contain that name.
    return path.join(fs.mkdtempSync(path.join(folder, `.${name}.tmp-`)), name);
  } catch (error) {
    throw writeFailure(target, error);
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

/**
 * Lets `write` fill a temporary file beside `target`, flushes it to the disk and renames it into place.
 * If anything fails, the temporary file is removed and `target` stays as it was.
 *
 * @throws WriteError naming `target` and the reason (no permission, full disk); Error for a missing folder.
 */
export function writeAtomically(target: string, write: (temporary: string) => void): void {
  const temporary = temporaryBeside(target);
  try {
    write(temporary);
    publish(temporary, target);
  } catch (error) {
    throw writeFailure(target, error);
  } finally {
    fs.rmSync(path.dirname(temporary), { recursive: true, force: true });
  }
}

/** Copies a file, whole or not at all. @throws as {@link writeAtomically} */
export function copyFile(source: string, target: string): void {
  writeAtomically(target, (temporary) => fs.copyFileSync(source, temporary));
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
    throw writeFailure(target, error);
  } finally {
    fs.rmSync(path.dirname(temporary), { recursive: true, force: true });
  }
}

/**
 * {@link writeAtomically} for a folder of files: `write` fills a temporary folder beside `target`, which then takes the place
 * of an earlier one. After a crash in between, the earlier one is beside it as `.<name>.old-...`.
 */
export function writeFolderAtomically(target: string, write: (temporary: string) => void): void {
  checkTarget(target);
  const { dir, base } = path.parse(path.resolve(target));
  const beside = path.join(dir, `.${base}`);
  let temporary: string | undefined;
  try {
    const tag = randomBytes(3).toString('hex');
    temporary = `${beside}.tmp-${tag}`;
    fs.mkdirSync(temporary);
    write(temporary);
    const old = fs.existsSync(target) ? `${beside}.old-${tag}` : undefined;
    // A folder can only replace an empty one.
    if (old !== undefined) fs.renameSync(target, old);
    fs.renameSync(temporary, target);
    if (old !== undefined) fs.rmSync(old, { recursive: true, force: true });
  } catch (error) {
    throw writeFailure(target, error);
  } finally {
    if (temporary !== undefined) fs.rmSync(temporary, { recursive: true, force: true });
  }
}

/** The final name of a temporary or earlier file or folder; undefined for any other name. */
export function standsFor(name: string): { target: string; kind: 'tmp' | 'old' } | undefined {
  const [, target, kind] = /^\.(.+)\.(tmp|old)-[A-Za-z0-9]{6}$/.exec(name) ?? [];
  return target === undefined ? undefined : { target, kind: kind === 'old' ? 'old' : 'tmp' };
}
