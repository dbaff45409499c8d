// The images of one class of a dataset.
import { positionOfClass } from '../className';
import { TadpoleError, UsageError } from '../errors';
import { didYouMean } from '../suggest';
import { torch } from '../torch';
import { checkDataset, type Dataset } from './dataset';

/**
 * The images of the class `className`, in the dataset's order, with their labels.
 *
 * @param className a name in `dataset.classes`, or, where no class has that name, a position there
 * @throws UsageError for an unknown class; TadpoleError when the data has no labels or no image of that class
 */
export function ofClass(dataset: Dataset, className: string): Dataset {
  checkDataset('ofClass', 'dataset', dataset);
  const { labels, classes, images, source } = dataset;
  if (labels === null) {
    throw new TadpoleError(
      `class '${className}' was asked for, but the images of ${source} have no classes`,
      'leave the class out, or put the pictures of each class into a folder of its name',
    );
  }
  const number = positionOf(className, classes);
  const chosen = Array.from(labels.toTypedArray() as BigInt64Array, Number).flatMap((label, position) =>
    label === number ? [position] : [],
  );
  if (chosen.length === 0) {
    throw new TadpoleError(
      `none of the ${images.shape[0]} images of ${source} is of class '${classes[number]}'`,
      'name another class, or give data that has it',
    );
  }
  return torch.scope(() => {
    const indices = torch.tensor(chosen, { dtype: 'int64' });
    return {
      ...dataset,
      mapped: undefined,
      images: images.indexSelect(0, indices),
      labels: labels.indexSelect(0, indices),
    };
  });
}

function positionOf(className: string, classes: readonly string[]): number {
  const named = positionOfClass(classes, className);
  if (named >= 0) return named;
  if (/^\d+$/.test(className) && Number(className) < classes.length) return Number(className);
  throw new UsageError(
    `there is no class '${className}'${didYouMean(className, classes)}`,
    `classes: ${classes.join(', ')}; or a number from 0 to ${classes.length - 1}`,
  );
}
