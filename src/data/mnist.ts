// MNIST and the data sets made in its likeness (Fashion-MNIST): two pairs of IDX files, images and labels.
import { TadpoleError } from '../errors';
import { torch } from '../torch';
import { concatenate, type Dataset } from './dataset';
import { readIdx } from './idx';
import { locate, type Places } from './locate';
import type { RegistryEntry } from './registry';

/** Which images: the training images (60 000 in MNIST), the test images (10 000), or both in this order. */
export type Split = 'train' | 'test' | 'all';

/** Reads the images and the labels of `split` from the files of `entry`. */
export function loadMnistLike(entry: RegistryEntry, split: Split, places: Places): Dataset {
  return torch.scope(() => {
    if (split !== 'all') return loadPair(entry, split === 'train' ? 'train' : 't10k', places);
    return concatenate(loadPair(entry, 'train', places), loadPair(entry, 't10k', places));
  });
}

function loadPair(entry: RegistryEntry, prefix: 'train' | 't10k', places: Places): Dataset {
  const names = [`${prefix}-images-idx3-ubyte`, `${prefix}-labels-idx1-ubyte`];
  const [imagesPath, labelsPath] = locate(entry, names, places) as [string, string];
  const images = readIdx(imagesPath, 3);
  const labels = readIdx(labelsPath, 1);
  const [count, height, width] = images.shape as [number, number, number];
  if (labels.shape[0] !== count) {
    throw new TadpoleError(
      `${labelsPath}: expected ${count} labels, as many as ${imagesPath} has images; got ${labels.shape[0]}`,
      'take both files from the same source',
    );
  }
  const strange = labels.data.find((label) => label >= entry.classes.length);
  if (strange !== undefined) {
    throw new TadpoleError(
      `${labelsPath}: expected labels from 0 to ${entry.classes.length - 1}; got ${strange}`,
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
