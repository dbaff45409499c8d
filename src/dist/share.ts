// How a batch is shared out among the ranks: consecutive rows, as many for each, or one more for the last ones.
import { UsageError } from '../errors';
import { type Tensor, torch } from '../torch';
import { allReduce } from './collectives';
import { currentGroup, type Group } from './group';

/** The rows of a batch that one rank has. */
export interface Share {
  readonly start: number;
  readonly count: number;
  /** Rows of the whole batch. */
  readonly total: number;
}

/**
 * The share of one rank.
 *
 * @throws UsageError when there are fewer rows than ranks
 */
export function shareOf(total: number, { rank, size }: Pick<Group, 'rank' | 'size'>): Share {
  if (total < size) {
    throw new UsageError(
      `a batch of ${total} cannot be shared out among ${size} processes`,
      'take a larger batch, or fewer processes',
    );
  }
  const start = Math.floor((total * rank) / size);
  return { start, count: Math.floor((total * (rank + 1)) / size) - start, total };
}

/** The rows of all ranks together, in their order. A process that is alone gets its own. */
export function joinShares(rows: Tensor, { start, count, total }: Share): Tensor {
  if (!currentGroup()) return rows;
  return torch.noGrad(() => {
    const whole = torch.zeros([total, ...rows.shape.slice(1)], { dtype: rows.dtype, device: rows.device });
    whole.narrow(0, start, count).copy_(rows);
    return allReduce(whole);
  });
}
