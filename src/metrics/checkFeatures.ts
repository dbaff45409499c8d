// The requirements of every metric on its features.
import { UsageError } from '../errors';
import { checkFields } from '../options';
import { checkTensor, type Tensor, torch } from '../torch';
import type { Statistics } from './statistics';

/**
 * Makes sure that `features` are rows of finite numbers, and enough of them.
 *
 * @param metric whose argument `name` they are, for errors
 * @param least the smallest number of rows that the metric can work with
 * @throws UsageError for another shape, values that are not finite, or too few rows
 */
export function checkFeatures(metric: string, name: string, features: Tensor, least: number): void {
  checkTensor(metric, name, features);
  const [count, size] = features.shape;
  if (features.dim() !== 2 || !/float/.test(features.dtype) || !size) {
    throw new UsageError(
      `${metric}: ${name}: expected floats of shape [images, features], got ${features.dtype} [${features.shape.join(', ')}]`,
      'one row per image, as metrics.extract gives them',
    );
  }
  requireImages(metric, name, count as number, least);
  if (torch.scope(() => features.isfinite().all().item())) return;
  throw new UsageError(
    `${metric}: ${name}: some features are not finite`,
    'the images or the feature network hold values that are not finite',
  );
}

/** @throws UsageError for anything but finite moments of features in float64 */
export function checkStatistics(metric: string, name: string, statistics: Statistics): void {
  const expected = 'mean and covariance, as metrics.statisticsOf gives them';
  checkFields(metric, name, statistics, ['count', 'mean', 'covariance'], expected);
  const { mean, covariance } = statistics;
  checkTensor(metric, `${name}.mean`, mean);
  checkTensor(metric, `${name}.covariance`, covariance);
  const size = mean.numel();
  const isFitting =
    [mean, covariance].every(({ dtype }) => dtype === 'float64') && `${mean.shape}` === `${size}`;
  if (!isFitting || `${covariance.shape}` !== `${size},${size}`) {
    const [first, second] = [mean, covariance].map(({ dtype, shape }) => `${dtype} [${shape.join(', ')}]`);
    throw new UsageError(
      `${metric}: ${name}: expected float64 of shapes [features] and [features, features], got ${first} and ${second}`,
      'take them with metrics.statisticsOf',
    );
  }
  if ([mean, covariance].every((tensor) => torch.scope(() => tensor.isfinite().all().item()))) return;
  throw new UsageError(
    `${metric}: ${name}: mean or covariance is not finite`,
    'the features are not finite, or so large that their squares are not',
  );
}

/** @throws UsageError when there are fewer images than the metric can work with */
export function requireImages(metric: string, name: string, count: number, least: number, why = ''): void {
  if (count >= least) return;
  throw new UsageError(
    `${metric}: ${name}: ${count} images are too few, at least ${least} are needed${why && `: ${why}`}`,
    'take more images, or leave this metric out',
  );
}

/** @throws UsageError when two sets have features of different length */
export function requireSameSize(metric: string, first: number, second: number): void {
  if (first === second) return;
  throw new UsageError(
    `${metric}: the sets have ${first} and ${second} features per image`,
    'take both from the same feature network',
  );
}
