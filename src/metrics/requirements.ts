// The constants of the metrics in an evaluation, and how many images each metric needs.
import { UsageError } from '../errors';
import type { MetricName } from './names';

/** The constants that a result lists in its protocol. */
export const CONSTANTS = {
  kidSubsets: 100,
  precisionK: 3,
  coverageK: 5,
  splits: 10,
  confidence: 0.9,
} as const;

/** The numbers of images of an evaluation. */
export interface Counts {
  readonly samples: number;
  /** Real images to compare with. */
  readonly reals: number;
  /** All real images: relative FID compares two halves of them where there are no others. */
  readonly total: number;
  /** Images of a control that was given. */
  readonly control?: number | undefined;
}

/** The fewest samples, and the fewest real images, that a metric can be taken of with so many features per image. */
export function leastImages(name: MetricName, size: number): number {
  const least: Partial<Record<MetricName, number>> = {
    fid: size + 1,
    rfid: size + 1,
    kid: 4,
    precision: CONSTANTS.precisionK + 1,
    recall: CONSTANTS.precisionK + 1,
    density: CONSTANTS.coverageK + 1,
    coverage: CONSTANTS.coverageK + 1,
    is: CONSTANTS.splits,
  };
  return least[name] ?? 2;
}

/**
 * Checks the numbers of images before any work.
 *
 * @param size features per image
 * @throws UsageError when a metric needs more images
 */
export function requireEnough(
  names: readonly MetricName[],
  size: number,
  { samples, reals, total, control }: Counts,
): void {
  for (const name of names) {
    const needed = leastImages(name, size);
    const counts: [what: string, count: number][] = [
      ['samples', samples],
      ['real images', reals],
    ];
    if (name === 'rfid') counts.push(['real images in each half', Math.floor(total / 2)]);
    if (name === 'rfid' && control !== undefined) counts.push(['control images', control]);
    const few = counts.find(([, count]) => count < needed);
    if (few === undefined) continue;
    const why = name === 'fid' || name === 'rfid' ? `: more than the ${size} features` : '';
    throw new UsageError(
      `${name}: ${few[1]} ${few[0]} are too few, at least ${needed} are needed${why}`,
      `use more images, or leave ${name} out of the metrics`,
    );
  }
}
