// Mean and covariance of features in float64: what the Frechet distance compares.
import { type Tensor, torch } from '../torch';
import { checkFeatures } from './checkFeatures';

/** A Gaussian that stands for the features of many images. */
export interface Statistics {
  /** Images that it was taken from. */
  readonly count: number;
  /** float64, D. */
  readonly mean: Tensor;
  /** float64, D x D, divided by count - 1. */
  readonly covariance: Tensor;
}

// Rows that are float64 at once.
const ROWS = 4096;

/**
 * Mean and covariance of the rows, in float64. Both passes take some thousand rows at a time, so that there is never a second
 * copy of all features.
 *
 * @param features floats, N x D, N at least 2
 * @throws UsageError for another tensor, or one row alone
 */
export function statisticsOf(features: Tensor): Statistics {
  checkFeatures('statisticsOf', 'features', features, 2);
  return torch.noGrad(() =>
    torch.scope(() => {
      const [count, size] = features.shape as [number, number];
      const mean = torch.zeros([size], { dtype: 'float64', device: features.device });
      for (const rows of parts(features)) torch.scope(() => void mean.add_(rows().sum([0])));
      mean.div_(count);
      const covariance = torch.zeros([size, size], { dtype: 'float64', device: features.device });
      for (const rows of parts(features)) {
        torch.scope(() => {
          const centred = rows().sub(mean);
          covariance.add_(centred.t().matmul(centred));
        });
      }
      return { count, mean, covariance: covariance.div_(count - 1) };
    }),
  );
}

/** The rows some thousand at a time, made float64 when they are asked for. */
function* parts(features: Tensor): Generator<() => Tensor> {
  const count = features.size(0);
  for (let start = 0; start < count; start += ROWS) {
    yield () => features.narrow(0, start, Math.min(ROWS, count - start)).to('float64');
  }
}
