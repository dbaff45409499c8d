// Values that change while training: a number, or a function of how far training has come.

import { UsageError } from '../errors';
import { describeNumber } from '../options';
import { isThenable } from '../synchronous';

/** How far training has come when a step begins. */
export interface Moment {
  /** Steps done before this one. */
  readonly step: number;
  /** Real images shown to the discriminator before this step. */
  readonly images: number;
  /** Real images in this step's batch. */
  readonly batchSize: number;
}

/** A value, or the value at a moment: `({ images }) => 1e-3 * 0.5 ** (images / 1e5)`. It has no state to save. */
export type Scheduled<T = number> = T | ((moment: Moment) => T);

/**
 * The value at a moment.
 *
 * @param name of the value, for errors
 * @throws UsageError when it is no finite number, list of them, or boolean
 */
export function valueAt<T extends number | boolean | readonly number[]>(
  scheduled: Scheduled<T>,
  moment: Moment,
  name = 'schedule',
): T {
  const value: unknown = typeof scheduled === 'function' ? scheduled(moment) : scheduled;
  const fits = Array.isArray(value) ? value.every(Number.isFinite) : Number.isFinite(value);
  if (fits || typeof value === 'boolean') return value as T;
  throw new UsageError(
    `${name}: expected a finite number at step ${moment.step}, got ${describeNumber(value)}`,
    isThenable(value) ? 'a schedule must not be asynchronous' : 'for example gan.cosine(1e-3, 1e-4, 1e6)',
  );
}

/** From `start` to `end`, changing evenly over the first `images` real images, then `end`. */
export function linear(start: number, end: number, images: number): Scheduled {
  return (moment) => start + (end - start) * Math.min(moment.images / images, 1);
}

/** From `start` to `end` along half a cosine over the first `images` real images, then `end` (R3GAN's schedule). */
export function cosine(start: number, end: number, images: number): Scheduled {
  return (moment) => {
    const done = Math.min(moment.images / images, 1);
    return end + (start - end) * 0.5 * (1 + Math.cos(Math.PI * done));
  };
}

/**
 * The decay of a moving average that keeps half of its weight for so many images, whatever the batch size.
 *
 * @param images half-life, above 0
 * @param rampUp the half-life is at most this fraction of the images shown so far, so that the average follows the first,
 *   large changes quickly; default 0.05 (Karras et al. 2020, "Training generative adversarial networks with limited data")
 */
export function halfLife(images: number, rampUp = 0.05): Scheduled {
  return (moment) => {
    const life = Math.min(images, rampUp * moment.images);
    return life > 0 ? 0.5 ** (moment.batchSize / life) : 0;
  };
}
