// Distances between features, some rows at a time: no table of all pairs is ever in memory.
import { UsageError } from '../errors';
import { type Tensor, torch } from '../torch';

// Distances that are in memory at once, as float64.
const DISTANCES = 2 ** 22;
// Features that are float64 at once.
const FEATURES = 2 ** 23;

// Of squared distances in float64, as a fraction of the squared lengths that they are differences of.
const ROUNDING = 1e-14;

/**
 * Calls `use` with the squared Euclidean distances of some rows of `from` at a time to all rows of `to`, in float64.
 *
 * @param from, to floats, N x D and M x D
 * @param use is given rows x M, the position of the first of these rows, and how far rounding may take the distances from the
 *   exact ones; what it makes is freed, but for what it keeps
 */
export function eachDistances(
  from: Tensor,
  to: Tensor,
  use: (squared: Tensor, start: number, rounding: number) => void,
): void {
  torch.noGrad(() =>
    torch.scope(() => {
      const [count, size] = from.shape as [number, number];
      // Distances do not depend on the origin; rounding is least where it lies among the rows.
      const origin = meanOf(to);
      const doubleOf = (rows: Tensor, start: number, length: number): Tensor =>
        rows.narrow(0, start, length).to('float64').sub(origin);
      const columns = blocks(to.size(0), Math.floor(FEATURES / size), (start, length) => {
        const double = (): Tensor => torch.scope(() => doubleOf(to, start, length));
        const norms = torch.scope(() => double().square().sum([1]));
        return { double, norms };
      });
      const largest = Math.max(...columns.map(({ norms }) => Number(norms.max().item())));
      // One copy serves for all rows where it is small.
      const only = columns.length === 1 ? columns[0]?.double() : undefined;
      blocks(count, Math.floor(DISTANCES / to.size(0)), (start, length) => {
        torch.scope(() => {
          const rows = doubleOf(from, start, length);
          const squared = columns.map(({ double, norms }) =>
            torch.scope(() =>
              rows
                .matmul((only ?? double()).t())
                .mul_(-2)
                .add_(norms),
            ),
          );
          const joined = squared.length === 1 ? (squared[0] as Tensor) : torch.cat(squared, 1);
          const own = rows.square().sum([1], true);
          // What rounding leaves of the distance between equal rows is none.
          const rounding = ROUNDING * (Number(own.max().item()) + largest);
          if (!Number.isFinite(rounding)) throw tooLarge();
          use(torch.threshold_(joined.add_(own), rounding, 0), start, rounding);
        });
      });
    }),
  );
}

/** float64, D: the mean of the rows, of which some are float64 at once. */
function meanOf(rows: Tensor): Tensor {
  const [count, size] = rows.shape as [number, number];
  return torch.scope(() => {
    const sum = torch.zeros([size], { dtype: 'float64', device: rows.device });
    blocks(count, Math.floor(FEATURES / size), (start, length) => {
      torch.scope(() => void sum.add_(rows.narrow(0, start, length).to('float64').div(count).sum([0])));
    });
    return sum;
  });
}

function tooLarge(): UsageError {
  return new UsageError(
    'the features are so large that their squared distances are not finite',
    'scale the features, or correct the network',
  );
}

/** What `make` gives for the blocks of `count` rows, each of at most `most` (and at least one). */
function blocks<T>(count: number, most: number, make: (start: number, length: number) => T): T[] {
  const length = Math.max(1, most);
  return Array.from({ length: Math.ceil(count / length) }, (_, index) =>
    make(index * length, Math.min(length, count - index * length)),
  );
}

/**
 * The squared distance of each row to its `k`-th nearest other row, and as much more as rounding may take away: that row, and
 * whatever else is as far, is within reach.
 *
 * @param features floats, N x D, N above k
 * @returns float64, N
 */
export function neighbourRadii(features: Tensor, k: number): Tensor {
  return torch.scope(() => {
    const radii = torch.empty([features.size(0)], { dtype: 'float64', device: features.device });
    eachDistances(features, features, (squared, start, rounding) => {
      const rows = squared.size(0);
      // No row is a neighbour of its own.
      squared.narrow(1, start, rows).fillDiagonal_(Number.POSITIVE_INFINITY);
      const [nearest] = torch.topk(squared, k, 1, false, true);
      radii.narrow(0, start, rows).copy_(nearest.select(1, k - 1).add(rounding));
    });
    return radii;
  });
}

/** The nearest row of `to` for each row of `from`. */
export interface Nearest {
  /** float64, N: Euclidean distances. */
  readonly distances: Tensor;
  /** int64, N: positions in `to`. */
  readonly indices: Tensor;
}

/**
 * The nearest row of `to` for each row of `from`.
 *
 * @param options.exceptItself the sets are the same one, and no row counts as its own neighbour; default false
 */
export function nearestOf(from: Tensor, to: Tensor, { exceptItself = false } = {}): Nearest {
  return torch.scope(() => {
    const { device } = from;
    const distances = torch.empty([from.size(0)], { dtype: 'float64', device });
    const indices = torch.empty([from.size(0)], { dtype: 'int64', device });
    eachDistances(from, to, (squared, start) => {
      const rows = squared.size(0);
      if (exceptItself) squared.narrow(1, start, rows).fillDiagonal_(Number.POSITIVE_INFINITY);
      const [values, positions] = squared.min(1);
      distances.narrow(0, start, rows).copy_(values.sqrt());
      indices.narrow(0, start, rows).copy_(positions);
    });
    return { distances, indices };
  });
}
