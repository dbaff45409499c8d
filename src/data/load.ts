// Loads a dataset by its name.
import { resolve } from 'node:path';
import { TadpoleError, UsageError } from '../errors';
import { checkOptions } from '../options';
import { torch } from '../torch';
import { openCifar10 } from './cifar10';
import { ofClass } from './classes';
import type { Collection } from './collection';
import { type Dataset, slice } from './dataset';
import { frogsOf, openFrogs } from './frogs';
import type { Places } from './locate';
import { DatasetMissing } from './missing';
import { openMnistLike } from './mnist';
import { isPictureZip, readNamedFile } from './namedFile';
import { missing, noPictures } from './nothingFound';
import { openCollection, statNamed } from './openCollection';
import { readPictures } from './pictures';
import { find, type RegistryEntry } from './registry';
import type { Fit } from './resize';
import type { ReadingProgress } from './shapedPictures';
import type { Split } from './split';

/** Which images of a dataset, and where its files are. */
export interface DatasetOptions extends Places {
  /** Default `train`. Pictures of a folder and raw files have no `test`. */
  split?: Split;
  /**
   * How many images of the dataset's own files to leave out from the beginning (default 0), as loaders do that keep those
   * for validation. Counted among those of `className`. Data that replaces the dataset, pictures of a folder or a single file
   * that `directory` names, is used completely.
   */
  skip?: number;
  /**
   * Only the images of this class, by its name (`frog`) or its number, in their order. Default: all classes. A folder of
   * pictures without that class replaces the dataset's images of it: all its pictures are used.
   */
  className?: string;
  /**
   * Channels, height and width that pictures of a folder are resized to (default: those of the dataset's own images); data
   * of a fixed size stays as it is. Grey pictures become colour only where the dataset's own images are grey.
   */
  imageShape?: readonly [channels: number, height: number, width: number];
  /** What becomes of pictures of other proportions (see `Fit`); default `crop`. */
  fit?: Fit;
  /**
   * Called with one line about pictures of a folder that are left out, or about files with fewer images than the dataset
   * has. Default: `console.warn`, with `warning: ` before it.
   */
  warn?: Warn;
  /** Called with the number of pictures that are read, before the first picture of a folder and after each one. Default: nothing. */
  progress?: ReadingProgress;
}

type Warn = (message: string) => void;

/**
 * Loads a dataset of the registry (`data.list()` names them) as bytes. `directory` may also be one file, or a folder or zip archive
 * of pictures (PNG, JPEG, WebP, GIF, TIFF, AVIF, BMP), which then stand in for the dataset. Large collections of pictures are kept
 * decoded in the cache (`~/.cache/tadpole`, or `TADPOLE_CACHE`) and mapped into memory.
 *
 * @example
 * const digits = data.load('mnist');
 * digits.images.shape; // [60000, 1, 28, 28]
 * const frogs = data.load('cifar10', { className: 'frog' });
 * const mine = data.load('pictures', { directory: 'my-pictures', imageShape: [4, 64, 64], fit: 'pad' });
 * @throws UsageError for an unknown name, split or class; DatasetMissing when no files are found; TadpoleError when they
 * are damaged or not usable
 */
export function load(name: string, options: DatasetOptions = {}): Dataset {
  const known = [
    'directory',
    'environment',
    'workingDirectory',
    'split',
    'skip',
    'className',
    'imageShape',
    'fit',
    'warn',
    'progress',
  ] as const;
  checkOptions('data.load', options, known);
  const { split = 'train', skip = 0 } = options;
  const entry = find(name);
  if (split !== 'train' && split !== 'test' && split !== 'all') {
    throw new UsageError(`split: expected 'train', 'test' or 'all', got '${split}'`);
  }
  if (!(Number.isInteger(skip) && skip >= 0)) {
    throw new UsageError(`skip: expected a whole number of at least 0, got ${skip}`);
  }
  return torch.scope(() => {
    const dataset =
      openNamedFile(entry, split, options) ??
      openOwn(entry, split, options) ??
      openPictures(entry, split, options);
    if (dataset === undefined) throw missing(entry, split, options);
    return dataset;
  });
}

/** The file that the user named, if it is a file other than an archive of pictures. */
function openNamedFile(
  entry: RegistryEntry,
  split: Split,
  { directory, className }: DatasetOptions,
): Dataset | undefined {
  if (directory === undefined) return undefined;
  const named = statNamed(directory);
  if (named.isDirectory() || entry.format === 'pictures') return undefined;
  if (!named.isFile()) {
    throw new TadpoleError(`${directory} is neither a file nor a folder`, 'name a folder of pictures');
  }
  const file = resolve(directory);
  if (isPictureZip(file)) return undefined;
  const dataset = readNamedFile(file, split);
  const isPartOfCifar10 = entry.format === 'frogs' && dataset.name === 'cifar10';
  return ofClassIfNamed(isPartOfCifar10 ? frogsOf(dataset) : dataset, className);
}

/** The dataset from its own files, without the images to skip; undefined where they are not, or an archive was named. */
function openOwn(entry: RegistryEntry, split: Split, options: DatasetOptions): Dataset | undefined {
  const { directory, className, skip = 0, warn = warnOnConsole } = options;
  if (directory !== undefined && !statNamed(directory).isDirectory()) return undefined;
  const whole = readOwn(entry, split, options, warn);
  if (whole === undefined) return undefined;
  warnWhenIncomplete(whole, entry, split, warn);
  const dataset = ofClassIfNamed(whole, className);
  const count = countOf(dataset);
  if (skip >= count) {
    throw new TadpoleError(
      `${dataset.source}: the first ${skip} images are to be skipped, but there are only ${count}`,
      `name a folder with all of '${entry.name}' with --data, or a folder of pictures, which are all used`,
    );
  }
  return skip === 0 ? dataset : slice(dataset, skip);
}

function readOwn(entry: RegistryEntry, split: Split, places: Places, warn: Warn): Dataset | undefined {
  switch (entry.format) {
    case 'idx':
      return openMnistLike(entry, split, places, warn);
    case 'cifar10':
      return openCifar10(split, places);
    case 'frogs':
      return openFrogs(split, places);
    case 'pictures':
      return undefined;
  }
}

function warnWhenIncomplete(dataset: Dataset, entry: RegistryEntry, split: Split, warn: Warn): void {
  const { train, test } = entry.imageCounts;
  const expected = { train, test, all: train + test }[split];
  const count = countOf(dataset);
  if (count >= expected) return;
  const images = { train: 'training images', test: 'test images', all: 'images' }[split];
  warn(`${entry.name} is incomplete: ${count} of its ${expected} ${images} are in ${dataset.source}`);
}

/** The pictures of the folder or archive that the user named. */
function openPictures(entry: RegistryEntry, split: Split, options: DatasetOptions): Dataset | undefined {
  if (options.directory === undefined) return undefined;
  const collection = openCollection(options.directory);
  try {
    return picturesOf(collection, entry, split, options);
  } finally {
    collection.close();
  }
}

function picturesOf(
  collection: Collection,
  entry: RegistryEntry,
  split: Split,
  options: DatasetOptions,
): Dataset {
  const { imageShape = entry.imageShape, className, fit = 'crop' } = options;
  const { place, listing } = collection;
  if (listing.pictures.length === 0) throw noPictures(entry, split, options, listing);
  if (split === 'test') {
    throw new DatasetMissing(
      `${place}: test images were asked for, but a folder of pictures does not say which those are`,
      "ask for split 'train'",
    );
  }
  const { warn = warnOnConsole, progress = () => {} } = options;
  const isOwn = entry.format === 'pictures';
  const copiesGrey = isOwn || entry.imageShape[0] === 1;
  const reading = { imageShape, copiesGrey, fit, dropsOneClass: isOwn, warn, progress };
  // Whatever they stand in for, they are not its images.
  const pictures = readPictures('pictures', collection, reading);
  if (className === undefined) return pictures;
  if (pictures.classes.includes(className) || !entry.classes.includes(className)) {
    return ofClass(pictures, className);
  }
  if (pictures.classes.length > 0) {
    warn(`${place} has no subfolder '${className}': the pictures of all subfolders are used`);
  }
  return pictures;
}

function ofClassIfNamed(dataset: Dataset, className: string | undefined): Dataset {
  return className === undefined ? dataset : ofClass(dataset, className);
}

function countOf({ images }: Dataset): number {
  return images.size(0);
}

function warnOnConsole(message: string): void {
  console.warn(`warning: ${message}`);
}
