// MNIST and the data sets made in its likeness (Fashion-MNIST): two pairs of IDX files, images and labels.
import { TadpoleError } from '../errors';
import { torch } from '../torch';
import { concatenate, type Dataset } from './dataset';
import { readIdx } from './idx';
import { findFiles, type Places } from './locate';
import type { RegistryEntry } from './registry';
import type { Split } from './split';

/**
 * The images and the labels of `split` from the files of `entry`.
 *
 * @returns undefined when no folder holds the files
 * @throws TadpoleError when a file is damaged, or the two do not fit each other
 */
export function openMnistLike(entry: RegistryEntry, split: Split, places: Places): Dataset | undefined {
  return torch.scope(() => {
    const parts = prefixesOf(split).map((prefix) => findFiles(entry, pairOf(prefix), places));
    const [first, second] = parts.map((paths) => paths && readPair(entry, paths as [string, string]));
    return parts.length === 1 || first === undefined ? first : second && concatenate(first, second);
  });
}

/** The names of the files of `split`. */
export function mnistFiles(split: Split): string[] {
  return prefixesOf(split).flatMap(pairOf);
}

function prefixesOf(split: Split): readonly string[] {
  return split === 'all' ? ['train', 't10k'] : split === 'train' ? ['train'] : ['t10k'];
}

function pairOf(prefix: string): string[] {
  return [`${prefix}-images-idx3-ubyte`, `${prefix}-labels-idx1-ubyte`];
}

function readPair(entry: RegistryEntry, [imagesPath, labelsPath]: [string, string]): Dataset {
  const images = readIdx(imagesPath, 3);
  const labels = readIdx(labelsPath, 1);
  const [count, height, width] = images.shape as [number, number, number];
  if (labels.shape[0] !== count) {
    throw new TadpoleError(
      `${labelsPath}: expected ${count} labels, as many as ${imagesPath} has images, got ${labels.shape[0]}`,
      'take both files from the same source',
    );
  }
  const strange = labels.data.find((label) => label >= entry.classes.length);
  if (strange !== undefined) {
    throw new TadpoleError(
      `${labelsPath}: expected labels from 0 to ${entry.classes.length - 1}, got ${strange}`,
      'the file belongs to another data set or is damaged; fetch it again',
    );
  }
  return {
    name: entry.name,
    source: imagesPath,
    images: torch.tensor(images.data, { shape: [count, 1, height, width] }),
    labels: torch.tensor(labels.data, { dtype: 'int64' }),
    classes: entry.classes,
  };
}
