// Archives of data: files read from a tar (.tar.gz) or a .zip into memory, selected by name.
import { TadpoleError } from '../errors';
import { ZipFile } from '../io';
import { native } from '../torch';
import { DAMAGED } from './gzip';

/** Whether the bytes claim to be a tar archive: the name of the format lies in the header of the first entry. */
export function isTar(bytes: Buffer): boolean {
  return bytes.toString('latin1', 257, 262) === 'ustar';
}

/**
 * The regular files of a tar archive whose names `wanted` accepts. Nothing is written anywhere.
 *
 * @param archive its bytes, not compressed
 * @param path named in errors
 * @param wanted decides by the entry's path as the archive has it, but for a leading `./`
 * @throws TadpoleError when the archive is cut short or damaged
 */
export function readTar(
  archive: Buffer,
  path: string,
  wanted: (name: string) => boolean,
): Map<string, Buffer> {
  const files = new Map<string, Buffer>();
  const problems: string[] = [];
  // Loaded with the first archive: most programs open none.
  const { Parser } = require('tar') as typeof import('tar');
  const parser = new Parser({
    strict: true,
    onReadEntry: (entry) => {
      const name = entry.path.replace(/^\.\//, '');
      if ((entry.type !== 'File' && entry.type !== 'OldFile') || !wanted(name)) {
        entry.resume();
        return;
      }
      const chunks: Buffer[] = [];
      entry.on('data', (chunk) => void chunks.push(chunk));
      entry.on('end', () => void files.set(name, Buffer.concat(chunks)));
    },
  });
  parser.on('error', (error: Error) => void problems.push(error.message));
  parser.end(archive);
  if (problems[0] !== undefined) {
    throw new TadpoleError(`${path}: cannot be unpacked: ${problems[0]}`, DAMAGED);
  }
  return files;
}

/** The names of the regular files of a tar archive. See {@link readTar}. */
export function tarNames(archive: Buffer, path: string): string[] {
  const names: string[] = [];
  readTar(archive, path, (name) => {
    names.push(name);
    return false;
  });
  return names;
}

/**
 * The names of the entries of a zip archive.
 *
 * @throws TadpoleError when the archive is damaged
 */
export function zipNames(path: string): string[] {
  return withZip(path, (zip) => [...zip.entries.keys()]);
}

/**
 * The file of a zip archive whose name, without folders, is `name`; its checksum is compared.
 *
 * @throws TadpoleError when the archive is damaged or does not hold the file
 */
export function readFromZip(path: string, name: string): Buffer {
  return withZip(path, (zip) => {
    const entry = [...zip.entries.values()].find((candidate) => candidate.name.split('/').at(-1) === name);
    if (entry === undefined) {
      const held = [...zip.entries.keys()].slice(0, 5).join(', ');
      throw new TadpoleError(
        `${path}: expected a zip archive that holds ${name}; it holds ${held === '' ? 'nothing' : held}`,
        'give the archive with that file, or the unpacked file itself',
      );
    }
    const bytes = zip.read(entry);
    if (entry.crc32 !== null && native.crc32(bytes, 0) !== entry.crc32) {
      throw new Error(`the checksum of its entry ${entry.name} does not match`);
    }
    return bytes;
  });
}

function withZip<T>(path: string, use: (zip: ZipFile) => T): T {
  try {
    const zip = new ZipFile(path, { keepsProblems: true });
    try {
      return use(zip);
    } finally {
      zip.close();
    }
  } catch (error) {
    if (error instanceof TadpoleError) throw error;
    throw new TadpoleError(`${path}: cannot be unpacked: ${(error as Error).message}`, DAMAGED);
  }
}
