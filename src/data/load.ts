// Loads a dataset by its name.
import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import { TadpoleError, UsageError } from '../errors';
import { torch } from '../torch';
import { cifar10Files, openCifar10 } from './cifar10';
import { ofClass } from './classes';
import { type Dataset, slice } from './dataset';
import { frogsMissing, frogsOf, openFrogs } from './frogs';
import { filesMissing, type Places } from './locate';
import { DatasetMissing } from './missing';
import { mnistFiles, openMnistLike } from './mnist';
import { readNamedFile } from './namedFile';
import { findPictures, readPictures } from './pictures';
import { find, type RegistryEntry } from './registry';
import type { Split } from './split';

/** Which images of a dataset, and where its files are. */
export interface LoadOptions extends Places {
  /** Default `train`. Pictures of a folder and raw files have no `test`. */
  split?: Split;
  /**
   * How many images to leave out from the beginning (default 0), as loaders do that keep those for
   * validation. Counted among those of `className`.
   */
  skip?: number;
  /**
   * Only the images of this class, by its name (`frog`) or its number, in their order. Default: all classes. A folder of
   * pictures without that class stands for the dataset's images of it: all its pictures are taken.
   */
  className?: string;
  /**
   * Channels, height and width that pictures of a folder are brought to (default: those of the dataset's own images); data
   * of a fixed size is left as it is.
   */
  imageShape?: readonly [channels: number, height: number, width: number];
  /** Told, in one line, about pictures of a folder that are left out. Default: `console.warn`. */
  warn?: (message: string) => void;
}

/**
 * Loads a dataset of the registry (`data.list()` names them) as bytes. `directory` may also be one file or a folder of
 * PNG and JPEG pictures, which then stand in for the dataset.
 *
 * @example
 * const digits = data.load('mnist');
 * digits.images.shape; // [60000, 1, 28, 28]
 * const frogs = data.load('cifar10', { className: 'frog' });
 * const mine = data.load('frogs', { directory: 'my-pictures', imageShape: [3, 32, 32] });
 * @throws UsageError for an unknown name, split or class; DatasetMissing when no files are found; TadpoleError when they
 * are damaged or not usable
 */
export function load(name: string, options: LoadOptions = {}): Dataset {
  const { split = 'train', skip = 0 } = options;
  const entry = find(name);
  if (split !== 'train' && split !== 'test' && split !== 'all') {
    throw new UsageError(`split: expected 'train', 'test' or 'all'; got '${split}'`);
  }
  return torch.scope(() => {
    const dataset = open(entry, split, options);
    const count = dataset.images.shape[0] as number;
    if (!(Number.isInteger(skip) && skip >= 0 && skip < count)) {
      throw new TadpoleError(
        `skip: expected a whole number from 0 to ${count - 1}, because ${dataset.source} gives ${count} images; got ${skip}`,
        'skip fewer, or give more images',
      );
    }
    return skip === 0 ? dataset : slice(dataset, skip);
  });
}

function open(entry: RegistryEntry, split: Split, options: LoadOptions): Dataset {
  const { directory, className } = options;
  const chosen = (dataset: Dataset) => (className === undefined ? dataset : ofClass(dataset, className));
  const named = directory === undefined ? undefined : statSync(directory, { throwIfNoEntry: false });
  if (directory !== undefined && named === undefined) {
    throw new DatasetMissing(`there is no file or folder ${directory}`, 'check the path given as --data');
  }
  if (directory !== undefined && named?.isFile()) {
    const dataset = readNamedFile(resolve(directory), split);
    return chosen(entry.format === 'frogs' && dataset.name === 'cifar10' ? frogsOf(dataset) : dataset);
  }
  const own = openOwn(entry, split, options);
  if (own !== undefined) return chosen(own);
  if (directory !== undefined) {
    const paths = findPictures(directory);
    if (paths.length > 0) return openPictures(entry, split, resolve(directory), paths, options);
  }
  throw missing(entry, split, options);
}

/** The dataset from files in its own format. */
function openOwn(entry: RegistryEntry, split: Split, places: Places): Dataset | undefined {
  switch (entry.format) {
    case 'idx':
      return openMnistLike(entry, split, places);
    case 'cifar10':
      return openCifar10(split, places);
    case 'frogs':
      return openFrogs(split, places);
  }
}

function openPictures(
  entry: RegistryEntry,
  split: Split,
  folder: string,
  paths: readonly string[],
  options: LoadOptions,
): Dataset {
  if (split === 'test') {
    throw new DatasetMissing(
      `${folder}: test images were asked for, but a folder of pictures does not say which those are`,
      "ask for split 'train'",
    );
  }
  const { imageShape = entry.imageShape, className, warn = console.warn } = options;
  const pictures = readPictures(entry.name, folder, paths, { imageShape, warn });
  if (className === undefined) return pictures;
  if (pictures.classes.includes(className) || !entry.classes.includes(className)) {
    return ofClass(pictures, className);
  }
  if (pictures.classes.length > 0) {
    warn(`${folder} has no subfolder '${className}': the pictures of all subfolders are taken`);
  }
  return pictures;
}

function missing(entry: RegistryEntry, split: Split, places: Places): DatasetMissing {
  switch (entry.format) {
    case 'idx':
      return filesMissing(entry, `${mnistFiles(split).join(', ')} (plain or .gz)`, places);
    case 'cifar10':
      return filesMissing(entry, cifar10Files(split), places);
    case 'frogs':
      return frogsMissing(split, places);
  }
}
