// Whether features tell images apart: where all are the same, every metric of them is that of equal sets, whatever the samples are.
import type { Dataset } from '../data';
import { TadpoleError, UsageError } from '../errors';
import { type Tensor, torch } from '../torch';
import type { FeatureSet } from './extract';
import type { FeatureNetwork } from './featureNetwork';
import { METRICS, type MetricName } from './names';

// What rounding in float32 makes of equal numbers, as a fraction of them.
const ROUNDING = 1e-6;

/** Whether all rows are the same, but for `rounding` as a fraction of the largest number of a column. */
function areSame(rows: Tensor, rounding: number): boolean {
  return torch.noGrad(() =>
    torch.scope(() => {
      const spread = rows.amax([0]).sub(rows.amin([0]));
      const most = rows.abs().amax([0]).mul(rounding);
      return spread.le(most).all().item() === true;
    }),
  );
}

/** @throws UsageError when every row of both sets is the same */
export function requireDifferent(metric: string, first: Tensor, second: Tensor): void {
  const isOne = torch.scope(() => {
    const both = [first, second].every((rows) => areSame(rows, 0));
    return both && first.at(0).to('float64').equal(second.at(0).to('float64'));
  });
  if (isOne) throw oneForAll(metric);
}

/** The error of a metric of sets that are a single point. */
export function oneForAll(metric: string): UsageError {
  return new UsageError(
    `${metric}: all images of both sets have the same features, which say nothing about them`,
    'take other images, or the features of another network',
  );
}

/**
 * Makes sure that a network tells real images apart.
 *
 * @throws TadpoleError when it gives all of them the same features, or images of several classes the same probabilities, where metrics
 *   are taken of these
 */
export function requireTold(
  names: readonly MetricName[],
  { name }: FeatureNetwork,
  { features, probabilities }: FeatureSet,
  { labels }: Pick<Dataset, 'labels'>,
): void {
  const ofClasses = names.filter((metric) => 'classifier' in METRICS[metric]);
  const count = features.size(0);
  if (ofClasses.length < names.length && areSame(features, ROUNDING)) {
    throw new TadpoleError(
      `all ${count} real images have the same features (${name}), which say nothing about samples`,
      'the images may all be the same; else correct the network, or the range of its input, or take other features',
    );
  }
  if (ofClasses.length === 0 || probabilities === null || labels === null) return;
  if (!areSame(probabilities, ROUNDING) || areSame(labels.unsqueeze(1), 0)) return;
  throw new TadpoleError(
    `real images of different classes have the same probabilities (${name}), which say nothing about samples`,
    `correct the network, or the range of its input, or leave out ${ofClasses.join(' and ')}`,
  );
}
