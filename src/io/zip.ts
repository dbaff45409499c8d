// The directory of a zip archive, read with every offset checked: the container of TorchScript files and of torch.save.

import { isUtf8 } from 'node:buffer';
import * as fs from 'node:fs';
import * as zlib from 'node:zlib';

/** One file of an archive. */
export interface ZipEntry {
  /** As text; bytes that are not UTF-8 are read as Latin-1, which tells them apart. */
  readonly name: string;
  readonly nameBytes: Buffer;
  /** Where the (possibly deflated) content starts in the archive. */
  readonly offset: number;
  /** Bytes that the content takes in the archive. */
  readonly storedBytes: number;
  /** Bytes of the inflated content; equal to `storedBytes` when it is not compressed. */
  readonly bytes: number;
  readonly deflated: boolean;
  /** Checksum of the content; null where the writer left it out. */
  readonly crc32: number | null;
  /** Why the content cannot be read, in words that follow "it"; null where it can. */
  readonly problem: string | null;
}

/** What becomes of an archive in which single entries cannot be read. */
export interface ZipOptions {
  /** Whether such entries are listed with their problem; else (the default) the archive is refused. */
  readonly keepsProblems?: boolean;
}

const END_OF_DIRECTORY = 0x06054b50;
const END_OF_DIRECTORY_BYTES = 22;
const END_LOCATOR_64 = 0x07064b50;
const END_LOCATOR_64_BYTES = 20;
const END_OF_DIRECTORY_64 = 0x06064b50;
const END_OF_DIRECTORY_64_BYTES = 56;
const DIRECTORY_ENTRY = 0x02014b50;
const DIRECTORY_ENTRY_BYTES = 46;
const LOCAL_HEADER = 0x04034b50;
const LOCAL_HEADER_BYTES = 30;
const LONGEST_COMMENT = 0xffff;
const MOVED_TO_64_BITS = 0xffffffff;
const ENCRYPTED = 1;
/** The problem of an entry with that flag. */
export const NEEDS_PASSWORD = 'is encrypted';
const CHUNK_BYTES = 1 << 22;

/** Why one entry cannot be read. */
class EntryProblem extends Error {}

/** An open zip archive; `close` it when done. */
export class ZipFile {
  /** In the order of the directory. */
  readonly all: readonly ZipEntry[];
  /** By their names; of entries of one name, the last, as programs that unpack keep it. */
  readonly entries: ReadonlyMap<string, ZipEntry>;
  private readonly file: number;
  private readonly size: number;

  /** @throws Error that describes the damage; the caller adds the file's name. */
  constructor(path: string, { keepsProblems = false }: ZipOptions = {}) {
    this.file = fs.openSync(path, 'r');
    try {
      this.size = fs.fstatSync(this.file).size;
      const entries = this.readDirectory();
      this.entries = new Map(entries.map((entry) => [entry.name, entry]));
      this.all = entries.map((entry) =>
        this.entries.get(entry.name) === entry
          ? entry
          : { ...entry, problem: 'is followed by another of its name' },
      );
      const bad = this.all.find(({ problem }) => problem !== null);
      if (bad !== undefined && !keepsProblems) throw problemOf(bad);
    } catch (error) {
      fs.closeSync(this.file);
      throw error;
    }
  }

  close(): void {
    fs.closeSync(this.file);
  }

  /** The inflated content of a small entry. */
  read(entry: ZipEntry): Buffer {
    if (entry.problem !== null) throw problemOf(entry);
    const stored = this.bytes(entry.offset, entry.storedBytes);
    if (!entry.deflated) return stored;
    let content: Buffer;
    try {
      content = zlib.inflateRawSync(stored, { maxOutputLength: Math.max(entry.bytes, 1) });
    } catch (error) {
      throw new Error(`its entry ${entry.name} does not inflate (${(error as Error).message})`);
    }
    if (content.length !== entry.bytes) {
      throw new Error(`its entry ${entry.name} inflates to ${content.length} bytes, not ${entry.bytes}`);
    }
    return content;
  }

  /**
   * Reads every entry and compares its checksum with the directory's.
   *
   * @param crc32 the zip checksum of `bytes`, continued from `start`
   */
  verify(crc32: (bytes: Uint8Array, start: number) => number): void {
    for (const entry of this.entries.values()) {
      if (entry.crc32 === null) continue;
      let sum = 0;
      if (entry.deflated) {
        sum = crc32(this.read(entry), 0);
      } else {
        for (let done = 0; done < entry.bytes; done += CHUNK_BYTES) {
          sum = crc32(this.bytes(entry.offset + done, Math.min(CHUNK_BYTES, entry.bytes - done)), sum);
        }
      }
      if (sum !== entry.crc32) throw new Error(`the checksum of its entry ${entry.name} does not match`);
    }
  }

  private bytes(offset: number, count: number): Buffer {
    if (!(offset >= 0 && count >= 0 && offset + count <= this.size)) {
      throw new Error(`it points to bytes ${offset} to ${offset + count}, but the file has ${this.size}`);
    }
    const buffer = Buffer.alloc(count);
    let done = 0;
    while (done < count) {
      const got = fs.readSync(this.file, buffer, done, count - done, offset + done);
      if (got === 0) throw new Error('it became shorter while it was read');
      done += got;
    }
    return buffer;
  }

  private findDirectory(): { offset: number; bytes: number; count: number } {
    const tailBytes = Math.min(this.size, LONGEST_COMMENT + END_OF_DIRECTORY_BYTES);
    const tailStart = this.size - tailBytes;
    const tail = this.bytes(tailStart, tailBytes);
    for (let at = tail.length - END_OF_DIRECTORY_BYTES; at >= 0; at--) {
      if (tail.readUInt32LE(at) !== END_OF_DIRECTORY) continue;
      const locatorAt = tailStart + at - END_LOCATOR_64_BYTES;
      if (locatorAt >= 0) {
        const locator = this.bytes(locatorAt, END_LOCATOR_64_BYTES);
        if (locator.readUInt32LE(0) === END_LOCATOR_64) return this.readEnd64(locator);
      }
      return {
        count: tail.readUInt16LE(at + 10),
        bytes: tail.readUInt32LE(at + 12),
        offset: tail.readUInt32LE(at + 16),
      };
    }
    throw new Error('its zip directory is missing: it was cut short, or not written completely');
  }

  private readEnd64(locator: Buffer): { offset: number; bytes: number; count: number } {
    const end = this.bytes(Number(locator.readBigUInt64LE(8)), END_OF_DIRECTORY_64_BYTES);
    if (end.readUInt32LE(0) !== END_OF_DIRECTORY_64) throw new Error('its 64-bit zip directory is damaged');
    return {
      count: Number(end.readBigUInt64LE(32)),
      bytes: Number(end.readBigUInt64LE(40)),
      offset: Number(end.readBigUInt64LE(48)),
    };
  }

  private readDirectory(): ZipEntry[] {
    const { offset, bytes, count } = this.findDirectory();
    const directory = this.bytes(offset, bytes);
    const entries: ZipEntry[] = [];
    let at = 0;
    // The count has 16 bits, and some writers let it wrap around: entries that follow belong to the archive, too.
    while (entries.length < count || isEntry(directory, at)) {
      const damaged = `entry ${entries.length} of its zip directory is damaged`;
      if (!isEntry(directory, at)) throw new Error(damaged);
      const nameEnd = at + DIRECTORY_ENTRY_BYTES + directory.readUInt16LE(at + 28);
      const extraEnd = nameEnd + directory.readUInt16LE(at + 30);
      const next = extraEnd + directory.readUInt16LE(at + 32);
      if (next > directory.length) throw new Error(damaged);
      const nameBytes = directory.subarray(at + DIRECTORY_ENTRY_BYTES, nameEnd);
      entries.push(
        this.readEntry(directory.subarray(at, next), nameBytes, directory.subarray(nameEnd, extraEnd)),
      );
      at = next;
    }
    return entries;
  }

  private readEntry(header: Buffer, nameBytes: Buffer, extra: Buffer): ZipEntry {
    const crc32 = header.readUInt32LE(16);
    const named = {
      name: nameBytes.toString(isUtf8(nameBytes) ? 'utf8' : 'latin1'),
      nameBytes,
      deflated: header.readUInt16LE(10) === 8,
      crc32: crc32 === 0 ? null : crc32,
    };
    try {
      return { ...named, ...this.placeOf(header, nameBytes, extra), problem: null };
    } catch (error) {
      if (!(error instanceof EntryProblem)) throw error;
      return { ...named, offset: 0, storedBytes: 0, bytes: 0, problem: error.message };
    }
  }

  private placeOf(
    header: Buffer,
    nameBytes: Buffer,
    extra: Buffer,
  ): Pick<ZipEntry, 'offset' | 'storedBytes' | 'bytes'> {
    const [bytes, storedBytes, headerAt] = widen(extra, [
      header.readUInt32LE(24),
      header.readUInt32LE(20),
      header.readUInt32LE(42),
    ]);
    const method = header.readUInt16LE(10);
    if ((header.readUInt16LE(8) & ENCRYPTED) !== 0) throw new EntryProblem(NEEDS_PASSWORD);
    if (method !== 0 && method !== 8) throw new EntryProblem(`uses compression method ${method}`);
    if (method === 0 && bytes !== storedBytes) throw new EntryProblem('has two different sizes');
    const nameAt = headerAt + LOCAL_HEADER_BYTES;
    if (nameAt + nameBytes.length > this.size) throw new EntryProblem('lies behind the end of the file');
    const local = this.bytes(headerAt, LOCAL_HEADER_BYTES);
    const isSame =
      local.readUInt32LE(0) === LOCAL_HEADER &&
      local.readUInt16LE(8) === method &&
      local.readUInt16LE(26) === nameBytes.length &&
      this.bytes(nameAt, nameBytes.length).equals(nameBytes);
    if (!isSame) throw new EntryProblem('has a damaged header');
    const offset = nameAt + nameBytes.length + local.readUInt16LE(28);
    if (offset + storedBytes > this.size) {
      throw new EntryProblem(`ends at byte ${offset + storedBytes}, but the file has ${this.size}`);
    }
    return { offset, storedBytes, bytes };
  }
}

function problemOf({ name, problem }: ZipEntry): Error {
  return new Error(`its entry ${name} ${problem}`);
}

/** Whether an entry of the directory begins at a place. */
function isEntry(directory: Buffer, at: number): boolean {
  return at + DIRECTORY_ENTRY_BYTES <= directory.length && directory.readUInt32LE(at) === DIRECTORY_ENTRY;
}

/** Replaces sizes that did not fit 32 bits by those in the zip64 extra field, which lists them in this order. */
function widen(extra: Buffer, values: [number, number, number]): [number, number, number] {
  if (!values.includes(MOVED_TO_64_BITS)) return values;
  for (let at = 0; at + 4 <= extra.length; ) {
    const end = at + 4 + extra.readUInt16LE(at + 2);
    if (extra.readUInt16LE(at) === 1 && end <= extra.length) {
      let from = at + 4;
      return values.map((value) => {
        if (value !== MOVED_TO_64_BITS || from + 8 > end) return value;
        from += 8;
        return Number(extra.readBigUInt64LE(from - 8));
      }) as [number, number, number];
    }
    at = end;
  }
  throw new EntryProblem('lacks its 64-bit sizes');
}
