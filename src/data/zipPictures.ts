// The pictures in a zip archive, read one by one from where they lie in it.
import { isUtf8 } from 'node:buffer';
import { sep } from 'node:path';
import { TadpoleError } from '../errors';
import { type ZipEntry, ZipFile } from '../io';
import { native } from '../torch';
import type { Collection } from './collection';
import { shownName } from './fileNames';
import { DAMAGED } from './gzip';
import { LITTER, type Listing, OTHER_FORMAT, type PictureFile } from './listing';
import type { PictureBytes } from './pictureDecoder';
import { endingOf, isOtherEnding, isReadEnding } from './pictureFormats';

/** Larger files are left out: one is in memory as a whole. */
const MOST_BYTES = 2 ** 28;

/**
 * The pictures of an archive by the endings of their names. A folder around all of them is no class: archives of a folder have one.
 */
export class ZipPictures implements Collection {
  readonly listing: Listing;
  private readonly archive: ZipFile;
  private readonly entries = new Map<PictureFile, ZipEntry>();

  /** @throws TadpoleError when the archive is damaged */
  constructor(readonly place: string) {
    try {
      this.archive = new ZipFile(place, { keepsProblems: true });
    } catch (error) {
      throw new TadpoleError(`${place}: cannot be unpacked: ${(error as Error).message}`, DAMAGED);
    }
    this.listing = this.list();
  }

  bytesOf(file: PictureFile): PictureBytes {
    const entry = this.entries.get(file) as ZipEntry;
    if (entry.problem !== null) return { reason: `cannot be read: it ${entry.problem}` };
    if (Math.max(entry.bytes, entry.storedBytes) > MOST_BYTES)
      return { reason: `larger than ${MOST_BYTES / 2 ** 20} MiB` };
    try {
      const bytes = this.archive.read(entry);
      const isWhole = entry.crc32 === null || native.crc32(bytes, 0) === entry.crc32;
      return isWhole ? { bytes } : { reason: 'cannot be read: damaged in the archive' };
    } catch {
      return { reason: 'cannot be read: damaged in the archive' };
    }
  }

  close(): void {
    this.archive.close();
  }

  private list(): Listing {
    const files = this.archive.all
      .filter(({ name }) => !name.endsWith('/'))
      .map((entry) => ({ entry, parts: partsOf(entry) }))
      .filter(({ parts }) => !parts.some((part) => LITTER.test(part)))
      .map(({ entry, parts }) => ({ entry, name: parts.join('/') }));
    const isPicture = ({ name }: { name: string }): boolean => isReadEnding(endingOf(name));
    const found = files.filter(isPicture);
    const around = commonFolder(found.map(({ name }) => name)).length;
    for (const { entry, name } of found) {
      const path = Buffer.from(name.slice(around).replaceAll('/', sep), 'latin1');
      const { bytes, crc32 } = entry;
      this.entries.set({ path, shown: shownName(path), bytes, stamp: crc32 ?? 0 }, entry);
    }
    const others = new Map<string, number>();
    const rest = files.filter((file) => !isPicture(file)).map(({ name }) => name);
    for (const name of rest) {
      const ending = endingOf(name);
      if (!isOtherEnding(ending)) others.set(ending, (others.get(ending) ?? 0) + 1);
    }
    return {
      pictures: [...this.entries.keys()].sort((a, b) => Buffer.compare(a.path, b.path)),
      leftOut: rest
        .filter((name) => isOtherEnding(endingOf(name)))
        .map((name) => ({
          path: shownName(Buffer.from(name, 'latin1')),
          reason: `${OTHER_FORMAT}: ${endingOf(name)}`,
          kind: 'picture',
        })),
      others,
    };
  }
}

/**
 * The folders and the name of an entry, each byte one character: names need not be UTF-8. Parts that only lead elsewhere are dropped.
 * Where there is no slash, backslashes separate: some programs on Windows write them.
 */
function partsOf({ name, nameBytes }: ZipEntry): string[] {
  const separator = name.includes('/') || !isUtf8(nameBytes) ? '/' : '\\';
  return nameBytes
    .toString('latin1')
    .split(separator)
    .filter((part) => !/^\.{0,2}$/.test(part));
}

/** The folders that all names begin with, with a slash at the end; empty when there are none. */
function commonFolder(names: readonly string[]): string {
  const [first = ''] = names;
  const parts = first.split('/').slice(0, -1);
  let common = '';
  for (const part of parts) {
    const longer = `${common}${part}/`;
    if (!names.every((name) => name.startsWith(longer))) break;
    common = longer;
  }
  return common;
}
