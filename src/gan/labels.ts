// The classes of generated images.
import { positionOfClass } from '../className';
import { UsageError } from '../errors';
import { checkList, checkWhole, describeValue } from '../options';
import { didYouMean } from '../suggest';
import { type Device, type Tensor, torch } from '../torch';

/** A class by its name or its number, counted from 0; or one for each image, repeated where there are fewer. */
export type ClassChoice = number | string | readonly (number | string)[];

/**
 * The class of each of `count` images, as a tensor int64 of that length. See {@link classesOf}.
 */
export function labelsOf(
  names: readonly string[],
  count: number,
  choice: ClassChoice | undefined,
  device: Device,
): Tensor | undefined {
  const labels = classesOf(names, count, choice);
  return labels && torch.tensor(labels, { dtype: 'int64', device });
}

/**
 * The number of the class of each of `count` images.
 *
 * @param names of the model's classes; none for a model without
 * @param choice default: all classes in turn
 * @returns undefined for a model without classes
 * @throws UsageError for an unknown class, or a choice where there are no classes
 */
export function classesOf(
  names: readonly string[],
  count: number,
  choice: ClassChoice | undefined,
): number[] | undefined {
  checkList('classes', 'names', names);
  checkWhole('classes', 'count', count, 0);
  if (names.length === 0) {
    if (choice === undefined) return undefined;
    throw new UsageError(
      'classes: the model has none, so its images cannot be chosen by class',
      'leave classes out, or train a class-conditional generator (`tadpole train digits --classes`)',
    );
  }
  const chosen = choice === undefined ? names.map((_, index) => index) : [choice].flat();
  if (chosen.length === 0)
    throw new UsageError('classes: expected at least one', 'leave it out for all in turn');
  const numbers = chosen.map((one) => classNumber(names, one));
  return Array.from({ length: count }, (_, index) => numbers[index % numbers.length] as number);
}

/** The number of a class by its name or number. @throws UsageError when there is no such class */
export function classNumber(names: readonly string[], chosen: number | string): number {
  if (typeof chosen !== 'number' && typeof chosen !== 'string') {
    throw new UsageError(
      `classes: expected names or numbers of classes, got ${describeValue(chosen)}`,
      `they are ${names.join(', ')}`,
    );
  }
  const byName = positionOfClass(names, String(chosen));
  const isNumber = typeof chosen === 'number' || /^\d+$/.test(chosen);
  const number = typeof chosen === 'number' || (byName < 0 && isNumber) ? Number(chosen) : byName;
  if (Number.isInteger(number) && number >= 0 && number < names.length) return number;
  throw isNumber
    ? new UsageError(
        `classes: there is no class ${typeof chosen === 'string' ? `'${chosen}'` : chosen}`,
        `they are counted from 0 to ${names.length - 1}`,
      )
    : new UsageError(
        `classes: there is no class '${chosen}'${didYouMean(chosen, names)}`,
        `they are ${names.join(', ')}`,
      );
}
