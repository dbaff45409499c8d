// Relative FID: a Frechet distance between what real images reach and what a bad generator would.
import { UsageError } from '../errors';
import { checkOptions, describeNumber } from '../options';

/** Three Frechet distances to the same real images, with the same features and counts. */
export interface RelativeFidParts {
  /** Of the samples. */
  samples: number;
  /** Of other real images: two disjoint sets of them are this far apart. */
  floor: number;
  /** Of images that have nothing to do with the real ones: uniform noise, or other classes. */
  control: number;
}

/**
 * `(samples - floor) / (control - floor)`: 0 for samples as good as real images, 1 for samples as bad as the control. FID alone
 * has the scale of its features and a bias that grows as there are fewer images; this has neither, so results of different
 * feature networks can be set beside each other. A little below 0 is possible: samples may lie nearer than the other reals.
 *
 * @throws UsageError for values that are no distances, and when the control is not farther from the real images than other real images are
 */
export function relativeFid(parts: RelativeFidParts): number {
  checkOptions('relative FID', parts, ['samples', 'floor', 'control']);
  const { samples, floor, control } = parts;
  for (const [name, value] of Object.entries({ samples, floor, control })) {
    if (Number.isFinite(value) && value >= 0) continue;
    throw new UsageError(
      `relative FID: ${name}: expected a finite number of at least 0, got ${describeNumber(value)}`,
      'metrics.frechetDistance gives it',
    );
  }
  if (control > floor) return (samples - floor) / (control - floor);
  throw new UsageError(
    `relative FID: the control (${control}) is as near to the real images as other real images are (${floor})`,
    'these features do not distinguish such images; use others',
  );
}
