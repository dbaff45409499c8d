// Inception score: how sure a classifier is of each sample, and how different its answers are.
import { UsageError } from '../errors';
import { checkOptions, checkWhole } from '../options';
import { type Tensor, torch } from '../torch';
import { checkFeatures } from './checkFeatures';
import { type Spread, spreadOf } from './spread';

/** How the score is taken. */
export interface InceptionScoreOptions {
  /** Parts of the samples that are scored by themselves; default 10. */
  splits?: number;
}

/**
 * `exp(mean KL(p(y|x) || p(y)))` of each of the parts, in their order: the mean and the standard deviation over the parts. From 1
 * to the number of classes. It depends on the samples only: a generator that draws one perfect image per class gets the highest.
 *
 * T. Salimans et al., "Improved techniques for training GANs", 2016 (section 4).
 *
 * @param probabilities floats, N x classes, each row with the sum 1
 * @throws UsageError for fewer samples than parts, and for rows that are no probabilities
 */
export function inceptionScore(probabilities: Tensor, options: InceptionScoreOptions = {}): Spread {
  checkOptions('inception score', options, ['splits']);
  const { splits = 10 } = options;
  checkWhole('inception score', 'splits', splits, 1);
  checkProbabilities('inception score', probabilities, splits);
  const count = probabilities.size(0);
  const scores = Array.from({ length: splits }, (_, part) => {
    const start = Math.floor((part * count) / splits);
    const end = Math.floor(((part + 1) * count) / splits);
    return torch.noGrad(() =>
      torch.scope(() => {
        const rows = probabilities.narrow(0, start, end - start).to('float64');
        const mean = rows.mean([0], true);
        // 0 log 0 is 0.
        const divergence = torch.xlogy(rows, rows).sub(torch.xlogy(rows, mean)).sum([1]);
        return Math.exp(Number(divergence.mean().item()));
      }),
    );
  });
  return spreadOf(scores);
}

/** @throws UsageError unless every row has values of at least 0 with the sum 1 */
export function checkProbabilities(metric: string, probabilities: Tensor, least: number): void {
  checkFeatures(metric, 'probabilities', probabilities, least);
  const fits = torch.scope(() => {
    const sums = probabilities.to('float64').sum([1]);
    const away = Number(sums.sub(1).abs().max().item());
    return Number(probabilities.min().item()) >= 0 && away < 1e-3;
  });
  if (fits) return;
  throw new UsageError(
    `${metric}: probabilities: expected rows of values of at least 0 with the sum 1`,
    'give the softmax of logits',
  );
}
