// The pictures below a folder, and the entries that are left out, with reasons.
import { closeSync, type Dirent, openSync, readdirSync, readSync, realpathSync, statSync } from 'node:fs';
import { sep } from 'node:path';
import { TadpoleError } from '../errors';
import { joinBytes, reasonOf, shownName } from './fileNames';
import type { LeftOut } from './leftOut';
import { endingOf, formatOf, isOtherEnding, isReadEnding, SIGNATURE_BYTES } from './pictureFormats';

/** A file that is a picture by its name or its content. */
export interface PictureFile {
  /** Its path below the folder, as the system holds it. */
  readonly path: Buffer;
  /** The path as it is printed. */
  readonly shown: string;
  /** Length of the file. */
  readonly bytes: number;
  /** Differs when the file was written again: the time of its last change in milliseconds, or a checksum. */
  readonly stamp: number;
}

/** What is below a folder. */
export interface Listing {
  /** In the order of the bytes of their paths. */
  readonly pictures: readonly PictureFile[];
  readonly leftOut: readonly LeftOut[];
  /** The number of files that are not pictures, by extension; empty for files without one. */
  readonly others: ReadonlyMap<string, number>;
}

/** The reason of pictures that only other programs read, followed by their extension. */
export const OTHER_FORMAT = 'of a format that is not read';

type Entry = Dirent<Buffer>;

/** Names of files and folders that systems and viewers put beside pictures. */
export const LITTER = /^(\..*|__MACOSX|Thumbs\.db|desktop\.ini|@eaDir)$/i;
/** A training run has its configuration and at least one of these. */
const RUN_PARTS = ['events.jsonl', 'reals.png', 'checkpoints', 'samples', 'generator.pt'];

/**
 * Everything below a folder. Links to folders are followed, each folder is read once; hidden entries and such files of the
 * system are skipped silently; training runs are left out, because their pictures are not data.
 *
 * @throws TadpoleError when the folder itself cannot be listed
 */
export function listPictures(folder: string): Listing {
  return new Lister(Buffer.from(folder)).list();
}

class Lister {
  private readonly pictures: PictureFile[] = [];
  private readonly leftOut: LeftOut[] = [];
  private readonly others = new Map<string, number>();
  private readonly visited = new Set<string>();
  private linkedFolders: Buffer[] = [];

  constructor(private readonly root: Buffer) {}

  list(): Listing {
    this.visit(Buffer.alloc(0));
    // Links come after all folders that lie here, so that a folder keeps its own name where it has one.
    while (this.linkedFolders.length > 0) {
      const linked = this.linkedFolders.sort(Buffer.compare);
      this.linkedFolders = [];
      for (const path of linked) this.follow(path);
    }
    const { others } = this;
    return {
      pictures: this.pictures.sort((a, b) => Buffer.compare(a.path, b.path)),
      leftOut: this.leftOut.sort((a, b) => (a.path < b.path ? -1 : 1)),
      others,
    };
  }

  private visit(below: Buffer): void {
    let entries: Entry[];
    try {
      const { dev, ino } = statSync(this.at(below), { bigint: true });
      this.visited.add(`${dev}:${ino}`);
      entries = readdirSync(this.at(below), { withFileTypes: true, encoding: 'buffer' });
    } catch (error) {
      if (below.length === 0) {
        throw new TadpoleError(
          `${shownName(this.root)}: the folder cannot be read: ${reasonOf(error)}`,
          'name a folder that you may read',
        );
      }
      this.leaveOut(below, `cannot be read: ${reasonOf(error)}`, 'folder');
      return;
    }
    if (below.length > 0 && isRun(entries)) {
      this.leaveOut(below, 'of a training run', 'folder');
      return;
    }
    for (const entry of entries) {
      if (LITTER.test(entry.name.toString('latin1'))) continue;
      const path = joinBytes(below, entry.name);
      if (entry.isDirectory()) this.visit(path);
      else this.visitFile(path, entry);
    }
  }

  private visitFile(path: Buffer, entry: Entry): void {
    const shown = shownName(entry.name);
    try {
      const found = statSync(this.at(path), { throwIfNoEntry: false });
      if (found?.isDirectory()) {
        this.linkedFolders.push(path);
        return;
      }
      const isPicture = this.isPicture(path, shown, found?.isFile() === true);
      if (!isPicture) this.passOver(path, shown);
      else if (found === undefined) this.leaveOut(path, 'linked to nothing');
      else if (!found.isFile()) this.leaveOut(path, 'of a pipe, socket or device');
      else {
        this.pictures.push({ path, shown: shownName(path), bytes: found.size, stamp: found.mtimeMs });
      }
    } catch (error) {
      this.leaveOut(path, `cannot be read: ${reasonOf(error)}`);
    }
  }

  /** The extension decides; where it is unknown or missing, the content does. */
  private isPicture(path: Buffer, name: string, isFile: boolean): boolean {
    const ending = endingOf(name);
    if (isReadEnding(ending)) return true;
    if (!isFile || (ending !== '' && !isOtherEnding(ending))) return false;
    const file = openSync(this.at(path), 'r');
    try {
      const start = Buffer.alloc(SIGNATURE_BYTES);
      return formatOf(start.subarray(0, readSync(file, start))) !== undefined;
    } finally {
      closeSync(file);
    }
  }

  private passOver(path: Buffer, name: string): void {
    const ending = endingOf(name);
    if (isOtherEnding(ending)) this.leaveOut(path, `${OTHER_FORMAT}: ${ending}`);
    else this.others.set(ending, (this.others.get(ending) ?? 0) + 1);
  }

  private follow(path: Buffer): void {
    try {
      const { dev, ino } = statSync(this.at(path), { bigint: true });
      if (this.visited.has(`${dev}:${ino}`)) {
        this.leaveOut(path, 'linked to a folder that is read already', 'folder');
      } else if (this.isAround(path)) this.leaveOut(path, 'linked to a folder around this one', 'folder');
      else this.visit(path);
    } catch (error) {
      this.leaveOut(path, `cannot be read: ${reasonOf(error)}`, 'folder');
    }
  }

  /** Whether a link leads to a folder that contains the root. */
  private isAround(path: Buffer): boolean {
    const [target, root] = [this.at(path), this.root].map((place) => realpathSync.native(place, 'latin1'));
    return `${root}${sep}`.startsWith(target === sep ? sep : `${target}${sep}`);
  }

  private leaveOut(path: Buffer, reason: string, kind: LeftOut['kind'] = 'picture'): void {
    this.leftOut.push({ path: shownName(path), reason, kind });
  }

  private at(below: Buffer): Buffer {
    return below.length === 0 ? this.root : joinBytes(this.root, below);
  }
}

function isRun(entries: readonly Entry[]): boolean {
  const names = entries.map((entry) => entry.name.toString('latin1'));
  return names.includes('config.json') && RUN_PARTS.some((part) => names.includes(part));
}
