// The result of every reader: images as bytes, their classes, and their source.
import { UsageError } from '../errors';
import { checkFields, describeNumber } from '../options';
import type { Tensor } from '../torch';
import { checkTensor, torch } from '../torch';

/** Images in memory. */
export interface Dataset {
  /** Name in the registry, for example `mnist`. */
  readonly name: string;
  /** A description of where the files were found, for logs and run folders. */
  readonly source: string;
  /** uint8, N x C x H x W, 0 to 255, C = 1 (grey), 3 (colour) or 4 (colour and opacity, not premultiplied). */
  readonly images: Tensor;
  /** int64, N: the position of each image's class in `classes`; null when the data has no classes. */
  readonly labels: Tensor | null;
  /** Names of the classes; empty when the data has none. */
  readonly classes: readonly string[];
  /** Present where the images are mapped from a file, so that they may be more than the memory holds: the CRC-32 of their bytes. */
  readonly mapped?: { readonly crc32: number };
}

/** @throws TypeError unless `dataset` is one */
export function checkDataset(owner: string, argument: string, dataset: Dataset): void {
  const expected = 'a dataset, as data.load gives it';
  checkFields(owner, argument, dataset, ['images', 'labels', 'classes'], expected);
  checkTensor(owner, `${argument}.images`, dataset.images);
}

/**
 * The images `start` to `end` (exclusive) of a dataset, without copying them.
 *
 * @throws UsageError when the part would be empty or reach outside
 */
export function slice(dataset: Dataset, start: number, end?: number): Dataset {
  checkDataset('slice', 'dataset', dataset);
  const count = dataset.images.shape[0] ?? 0;
  const to = end ?? count;
  if (!(Number.isInteger(start) && Number.isInteger(to) && 0 <= start && start < to && to <= count)) {
    throw new UsageError(
      `start, end: expected whole numbers with 0 <= start < end <= ${count}, got ${describeNumber(start)} and ${describeNumber(to)}`,
      `the dataset has ${count} images`,
    );
  }
  return {
    ...dataset,
    mapped: undefined,
    images: dataset.images.narrow(0, start, to - start),
    labels: dataset.labels?.narrow(0, start, to - start) ?? null,
  };
}

/**
 * Both datasets one after the other; they must have images of one size, and the classes of one must be the first classes of the
 * other. Without labels in one there are none. The name and the source are those of the first.
 */
export function concatenate(first: Dataset, second: Dataset): Dataset {
  checkDataset('concatenate', 'first', first);
  checkDataset('concatenate', 'second', second);
  const labels = first.labels && second.labels ? torch.cat([first.labels, second.labels]) : null;
  const [shorter, longer] = [first.classes, second.classes].toSorted((a, b) => a.length - b.length) as [
    readonly string[],
    readonly string[],
  ];
  if (labels !== null && shorter.some((name, index) => name !== longer[index])) {
    throw new UsageError(
      `concatenate: expected the same classes in the same order, got ${first.classes.join(', ')} and ${second.classes.join(', ')}`,
      'read both from one folder whose subfolders are the classes, or leave the labels out: { ...dataset, labels: null, classes: [] }',
    );
  }
  const images = torch.cat([first.images, second.images]);
  return { ...first, mapped: undefined, images, labels, classes: labels === null ? [] : longer };
}
