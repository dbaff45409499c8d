// CIFAR-10 in its binary version: records of a label and a picture, in batch files or in the archive of them.
import { basename, join } from 'node:path';
import { TadpoleError } from '../errors';
import { torch } from '../torch';
import { readTar } from './archive';
import type { Dataset } from './dataset';
import { filesIn, foldersOf, type Places } from './locate';
import { DatasetMissing } from './missing';
import { readUnpacked } from './readUnpacked';
import { find } from './registry';
import type { Split } from './split';

/** Bytes of one picture: 3 x 32 x 32, red, green, blue, each in rows from the top. */
export const PICTURE_BYTES = 3 * 32 * 32;
/** Bytes of one record: the label, then the picture. */
export const RECORD_BYTES = 1 + PICTURE_BYTES;

const ARCHIVE = 'cifar-10-binary.tar.gz';
const FOLDER = 'cifar-10-batches-bin';
const BATCHES = { train: /^data_batch_[^/]*\.bin$/, test: /^test_batch\.bin$/ } as const;

/** A file of records in memory. */
interface Batch {
  readonly source: string;
  readonly bytes: Uint8Array;
}

/** Whether a file of this name holds records of CIFAR-10. */
export function isBatchName(name: string): boolean {
  return BATCHES.train.test(name) || BATCHES.test.test(name);
}

/**
 * CIFAR-10 from the first of its folders that has all of `split`: `data_batch_*.bin` in the order of their names and
 * `test_batch.bin`, directly or in `cifar-10-batches-bin`, or `cifar-10-binary.tar.gz`.
 *
 * @returns undefined when no folder has them
 * @throws TadpoleError when a file is damaged
 */
export function openCifar10(split: Split, places: Places): Dataset | undefined {
  for (const folder of foldersOf(find('cifar10'), places)) {
    for (const place of [folder, join(folder, FOLDER)]) {
      const parts = partsOf(split).map((part) => filesIn(place, BATCHES[part]));
      if (parts.some((paths) => paths.length === 0)) continue;
      const paths = parts.flat();
      const batches = paths.map((path) => ({ source: path, bytes: readUnpacked(path) }));
      return decode(batches, paths.length === 1 ? (paths[0] as string) : place);
    }
    const [archive] = filesIn(folder, ARCHIVE);
    if (archive !== undefined) {
      return readCifar10Archive(archive, readUnpacked(archive), split);
    }
  }
  return undefined;
}

/**
 * CIFAR-10 from its archive. Entries are taken by their names alone, and nothing is unpacked to the disk.
 *
 * @param path named in errors, and as the source
 * @param archive the bytes of the tar archive, not compressed
 * @throws TadpoleError when the archive is damaged, cut short, or does not hold the files
 */
export function readCifar10Archive(path: string, archive: Buffer, split: Split): Dataset {
  const wanted = (name: string) => {
    const inFolder = name.startsWith(`${FOLDER}/`) ? name.slice(FOLDER.length + 1) : name;
    return partsOf(split).some((part) => BATCHES[part].test(inFolder));
  };
  const files = readTar(archive, path, wanted);
  const batches = partsOf(split).flatMap((part) => {
    const names = [...files.keys()].filter((name) => BATCHES[part].test(basename(name))).sort();
    if (names.length > 0)
      return names.map((name) => ({ source: `${path} (${name})`, bytes: files.get(name) as Buffer }));
    throw new DatasetMissing(
      `${path}: expected an archive that holds ${FOLDER}/${part === 'train' ? 'data_batch_*' : 'test_batch'}.bin`,
      `give ${ARCHIVE}, the binary version of CIFAR-10, or an unpacked folder`,
    );
  });
  return decode(batches, path);
}

/**
 * One file of records, as training or as test images.
 *
 * @throws TadpoleError when its length is not a whole number of records, or a label is above 9
 */
export function parseCifar10(bytes: Uint8Array, source: string): Dataset {
  return decode([{ source, bytes }], source);
}

/** The files that hold `split`, in words. */
export function cifar10Files(split: Split): string {
  const names = {
    train: 'data_batch_*.bin',
    test: 'test_batch.bin',
    all: 'data_batch_*.bin and test_batch.bin',
  };
  return `${names[split]}, or ${ARCHIVE}`;
}

function partsOf(split: Split): readonly ('train' | 'test')[] {
  return split === 'all' ? ['train', 'test'] : [split];
}

function decode(batches: readonly Batch[], source: string): Dataset {
  const { name, classes } = find('cifar10');
  for (const batch of batches) checkBatch(batch, classes);
  const count = batches.reduce((sum, { bytes }) => sum + bytes.length / RECORD_BYTES, 0);
  const images = new Uint8Array(count * PICTURE_BYTES);
  const labels = new Uint8Array(count);
  let index = 0;
  for (const { bytes } of batches) {
    for (let at = 0; at < bytes.length; at += RECORD_BYTES, index++) {
      labels[index] = bytes[at] as number;
      images.set(bytes.subarray(at + 1, at + RECORD_BYTES), index * PICTURE_BYTES);
    }
  }
  return {
    name,
    source,
    images: torch.tensor(images, { shape: [count, 3, 32, 32] }),
    labels: torch.tensor(labels, { dtype: 'int64' }),
    classes,
  };
}

function checkBatch({ source, bytes }: Batch, classes: readonly string[]): void {
  if (bytes.length === 0 || bytes.length % RECORD_BYTES !== 0) {
    throw new TadpoleError(
      `${source}: expected a whole number of CIFAR-10 records of ${RECORD_BYTES} bytes (a label and 3 x 32 x 32 values), got ${bytes.length} bytes`,
      'the file is of another format, damaged or was not transferred completely; download it again',
    );
  }
  for (let at = 0; at < bytes.length; at += RECORD_BYTES) {
    const label = bytes[at] as number;
    if (label < classes.length) continue;
    throw new TadpoleError(
      `${source}: expected labels from 0 to ${classes.length - 1}; record ${at / RECORD_BYTES} has ${label}`,
      'the file is of another format (CIFAR-100, raw pictures) or damaged; download it again',
    );
  }
}
