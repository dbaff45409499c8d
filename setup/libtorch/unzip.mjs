// Unpacks selected entries of a zip file (archives and wheels), each verified by its size and CRC-32.
import { createWriteStream, mkdirSync } from 'node:fs';
import { dirname, relative, resolve } from 'node:path';
import { Transform } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import * as zlib from 'node:zlib';
import { messageOf, SetupError } from '../errors.mjs';

/** @typedef {import('yauzl').Entry} Entry */

/**
 * A zip file whose directory has been read. A file with names that lead outside the target folder is refused.
 * @param {string} path
 * @returns {Promise<{ names: string[], extract: typeof extract, readText: (name: string) => Promise<string>, close: () => void }>}
 * @throws {SetupError} when it is not a zip file, or a truncated one
 */
export async function openZip(path) {
  // Imported late: set-up starts before any package is installed.
  const yauzl = (await import('yauzl')).default;
  const damaged = (/** @type {unknown} */ error) =>
    new SetupError(`${path} is damaged: ${messageOf(error)}`, `remove it and run this again`, {
      cause: error,
    });

  /** @type {import('yauzl').ZipFile} */
  let zip;
  /** @type {Map<string, Entry>} */
  const entries = new Map();
  try {
    zip = await yauzl.openPromise(path, { lazyEntries: true, autoClose: false });
    await new Promise((done, fail) => {
      zip.on('error', fail);
      zip.on('end', done);
      zip.on('entry', (/** @type {Entry} */ entry) => {
        entries.set(entry.fileName, entry);
        zip.readEntry();
      });
      zip.readEntry();
    });
  } catch (error) {
    throw damaged(error);
  }

  /**
   * Writes the entries that `place` gives a path, below `folder`.
   * @param {string} folder
   * @param {(name: string) => string | null} place the path below `folder`, null to leave the entry out
   * @param {(bytes: number) => void} [onBytes] called with the total number of bytes written so far
   * @returns {Promise<number>} how many files were written
   */
  async function extract(folder, place, onBytes = () => {}) {
    let files = 0;
    let written = 0;
    for (const entry of entries.values()) {
      const name = entry.fileName.endsWith('/') ? null : place(entry.fileName);
      if (name === null) continue;
      const target = resolve(folder, name);
      if (relative(folder, target).startsWith('..')) {
        throw new SetupError(
          `${path} has an entry outside its folder: ${name}`,
          'do not use this file; remove it and run this again',
        );
      }
      mkdirSync(dirname(target), { recursive: true });
      try {
        await pipeline(
          await zip.openReadStreamPromise(entry),
          checkedAgainst(entry),
          createWriteStream(target),
        );
      } catch (error) {
        throw damaged(error);
      }
      files += 1;
      written += entry.uncompressedSize;
      onBytes(written);
    }
    return files;
  }

  return {
    names: [...entries.keys()],
    extract,
    async readText(name) {
      const entry = entries.get(name);
      if (entry === undefined) throw damaged(new Error(`it has no ${name}`));
      return (await buffer(await zip.openReadStreamPromise(entry))).toString('utf8');
    },
    close: () => zip.close(),
  };
}

/**
 * Lets the entry's bytes through and fails at the end when their CRC-32 is not the recorded one.
 * @param {Entry} entry
 */
function checkedAgainst(entry) {
  let crc = 0;
  return new Transform({
    transform(chunk, _encoding, done) {
      crc = crc32(chunk, crc);
      done(null, chunk);
    },
    flush(done) {
      done(crc === entry.crc32 ? null : new Error(`the checksum of ${entry.fileName} is wrong`));
    },
  });
}

/** Node has its own since 20.15. @type {(data: Uint8Array, value: number) => number} */
const crc32 = zlib.crc32 ?? tableCrc32;

const TABLE = Uint32Array.from({ length: 256 }, (_, index) => {
  let value = index;
  for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
  return value;
});

/**
 * The CRC-32 of ISO 3309, continued from `value`.
 * @param {Uint8Array} data
 * @param {number} value
 */
export function tableCrc32(data, value) {
  let crc = ~value;
  for (const byte of data) crc = (TABLE[(crc ^ byte) & 0xff] ?? 0) ^ (crc >>> 8);
  return ~crc >>> 0;
}
