// The shape of one image, [C, H, W] or flat.
import { UsageError } from '../errors';

/** Whether both shapes have the same number of values: flat rows are images, and images can be flat rows. */
export function sameSize(shape: readonly number[], other: readonly number[]): boolean {
  const size = (sides: readonly number[]): number => sides.reduce((product, side) => product * side, 1);
  return size(shape) === size(other);
}

/** @throws UsageError when no image has this shape */
export function checkImageShape(shape: readonly number[]): void {
  if (shape.length > 0 && shape.every((side) => Number.isInteger(side) && side >= 1)) return;
  throw new UsageError(
    `imageShape: expected whole numbers of at least 1, got [${shape.join(', ')}]`,
    'for example [1, 28, 28]',
  );
}
