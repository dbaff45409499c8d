// MNIST and datasets in its format (Fashion-MNIST, EMNIST, QMNIST): IDX files of images and of their labels.
import { existsSync } from 'node:fs';
import { basename } from 'node:path';
import { TadpoleError } from '../errors';
import { torch } from '../torch';
import { concatenate, type Dataset } from './dataset';
import { readIdx, readLabels } from './idx';
import { filesIn, findFiles, foldersOf, type Places } from './locate';
import type { RegistryEntry } from './registry';
import type { Split } from './split';

/** Higher numbers of classes are a sign of damage. */
const HIGHEST_LABEL = 0xffff;

type Warn = (message: string) => void;

/**
 * The images and the labels of `split` from the files of `entry`. In a folder that the user named the labels may be missing
 * (the images have no classes then), and the names of the files may begin with that of another data set.
 *
 * @param warn is called with differences from the dataset of that name
 * @returns undefined when no folder holds the files
 * @throws TadpoleError when a file is damaged, or the two do not fit each other
 */
export function openMnistLike(
  entry: RegistryEntry,
  split: Split,
  places: Places,
  warn: Warn,
): Dataset | undefined {
  return torch.scope(() => {
    const parts = prefixesOf(split).map((prefix) => openPart(entry, prefix, places, warn));
    const [first, second] = parts;
    return parts.length === 1 || first === undefined ? first : second && concatenate(first, second);
  });
}

/** The names of the files of `split`. */
export function mnistFiles(split: Split): string[] {
  return prefixesOf(split).flatMap((prefix) => [imagesOf(prefix), labelsOf(prefix)]);
}

function prefixesOf(split: Split): readonly string[] {
  return split === 'all' ? ['train', 't10k'] : split === 'train' ? ['train'] : ['t10k'];
}

const imagesOf = (prefix: string): string => `${prefix}-images-idx3-ubyte`;
const labelsOf = (prefix: string): string => `${prefix}-labels-idx1-ubyte`;

function openPart(entry: RegistryEntry, prefix: string, places: Places, warn: Warn): Dataset | undefined {
  const pair = findFiles(entry, [imagesOf(prefix), labelsOf(prefix)], places);
  if (pair !== undefined) return readPart(entry, pair[0] as string, pair[1], warn);
  if (places.directory === undefined) return undefined;
  for (const folder of foldersOf(entry, places)) {
    const images = findImages(folder, prefix);
    if (images !== undefined) return readPart(entry, images, findLabels(images), warn);
  }
  return undefined;
}

/** The one file of images in a folder, also where its name begins with that of a data set: `emnist-letters-train-...`. */
function findImages(folder: string, prefix: string): string | undefined {
  const part = prefix === 't10k' ? '(t10k|test)' : prefix;
  const found = filesIn(folder, new RegExp(`^(.+-)?${part}-images[-.]idx3-ubyte(\\.gz)?$`));
  const plain = [...new Set(found.map((path) => basename(path).replace(/\.gz$/, '')))];
  if (plain.length <= 1) return found[0];
  throw new TadpoleError(
    `${folder} holds images of several data sets: ${plain.join(', ')}`,
    'put the files of the data set that you mean into a separate folder',
  );
}

function findLabels(images: string): string | undefined {
  const start = images.slice(0, images.lastIndexOf('images'));
  const ends = ['-idx1-ubyte', '.idx1-ubyte', '-idx2-int', '.idx2-int'];
  return ends
    .flatMap((end) => [`${start}labels${end}`, `${start}labels${end}.gz`])
    .find((path) => existsSync(path));
}

function readPart(
  entry: RegistryEntry,
  imagesPath: string,
  labelsPath: string | undefined,
  warn: Warn,
): Dataset {
  const images = readIdx(imagesPath, 3);
  const [count, height, width] = images.shape as [number, number, number];
  const whatIsSeen = {
    name: entry.name,
    source: imagesPath,
    images: torch.tensor(images.data, { shape: [count, 1, height, width] }),
  };
  if (labelsPath === undefined) {
    warn(`${imagesPath} has no file of labels beside it: its images have no classes`);
    return { ...whatIsSeen, labels: null, classes: [] };
  }
  const labels = readLabels(labelsPath);
  if (labels.length !== count) {
    throw new TadpoleError(
      `${labelsPath}: expected ${count} labels, as many as ${imagesPath} has images, got ${labels.length}`,
      'take both files from the same source',
    );
  }
  return {
    ...whatIsSeen,
    labels: torch.tensor(labels, { dtype: 'int64' }),
    classes: classesOf(entry, labels, labelsPath, warn),
  };
}

/** Those of the data set; where labels go beyond them, as in EMNIST, the classes are numbers. */
function classesOf(
  { name, classes }: RegistryEntry,
  labels: Int32Array,
  path: string,
  warn: Warn,
): readonly string[] {
  const highest = labels.reduce((most, label) => Math.max(most, label), 0);
  if (highest < classes.length) return classes;
  if (highest > HIGHEST_LABEL) {
    throw new TadpoleError(
      `${path}: expected labels from 0 to ${HIGHEST_LABEL}, got ${highest}`,
      'the file is damaged; download it again',
    );
  }
  warn(`${path} has labels up to ${highest}, ${name} up to ${classes.length - 1}: the classes are numbers`);
  return Array.from({ length: highest + 1 }, (_, label) => String(label));
}
