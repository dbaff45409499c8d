// What an evaluation will compare, known before any network is opened: its counts, and all of its protocol but the features.
import { checksum, type Dataset } from '../data';
import { UsageError } from '../errors';
import { torch } from '../torch';
import type { ImageSource } from './imageSource';
import { usualSubset } from './kid';
import { chooseMetrics, type MetricName } from './names';
import type { Protocol } from './protocol';
import { CONSTANTS, type Counts, requireEnough } from './requirements';

/** The options of an evaluation that a plan follows from. */
export interface PlanOptions {
  samples: ImageSource;
  reals: Dataset;
  heldOut?: Dataset | undefined;
  metrics?: readonly MetricName[] | undefined;
  realCount?: number | undefined;
  control?: ImageSource | undefined;
  seed?: number | undefined;
}

/** @throws UsageError when more real images are asked for than there are */
export function planOf(options: PlanOptions): Omit<Protocol, 'features'> {
  const { samples, reals, heldOut, metrics, realCount, control, seed = 0 } = options;
  const { total, reals: compared } = imageCounts(options);
  if (realCount !== undefined && !(Number.isInteger(realCount) && realCount >= 1 && realCount <= total)) {
    throw new UsageError(
      `realCount: expected a whole number from 1 to ${total}, got ${realCount}`,
      `there are ${total} real images; take at most so many, or leave their number out`,
    );
  }
  const isSearching = metrics === undefined || metrics.includes('memorisation');
  return {
    samples: samples.count,
    reals: {
      name: reals.name,
      source: reals.source,
      crc32: torch.scope(() => checksum(reals)),
      compared,
      searched: isSearching ? (realCount ?? total) : 0,
      heldOut: isSearching && heldOut !== undefined ? Math.min(heldOut.images.size(0), samples.count) : 0,
      shape: torch.scope(() => samples.part(0, 1).shape.slice(1)),
    },
    constants: {
      ...CONSTANTS,
      kidSubsetSize: usualSubset(Math.min(compared, samples.count)),
      control: control ? 'given' : 'noise',
    },
    seed,
  };
}

/** The numbers of images that are compared. */
export function imageCounts({ samples, reals, realCount, control }: PlanOptions): Counts {
  const total = reals.images.size(0);
  return {
    samples: samples.count,
    reals: realCount ?? Math.min(samples.count, total),
    total,
    control: control?.count,
  };
}

/**
 * Checks, before a classifier is trained, that there are enough images for its features.
 *
 * @param size its features per image
 * @throws UsageError when a metric needs more images
 */
export function requireEnoughForClassifier(options: PlanOptions, size: number): void {
  requireEnough(chooseMetrics(options.metrics, true, true), size, imageCounts(options));
}
