// Random values for the images at hand, which several processes draw for the whole batch, so that they are those of one alone.
import type { Share } from '../dist';
import { type Generator, type Tensor, torch } from '../torch';

/**
 * Draws values for `count` images, which are all of the batch at hand, or a whole number of times as many.
 *
 * @param make draws for so many images
 * @param dimension of the result that counts images; default 0
 */
export type Draw = (
  count: number,
  make: (count: number, generator: Generator | undefined) => Tensor,
  dimension?: number,
) => Tensor;

/** For a process that has the whole batch. */
export function drawAll(random: Generator | undefined): Draw {
  return (count, make) => make(count, random);
}

/**
 * For one that has a share of it: draws for all and takes its own. Images that are several times the batch are fakes beside reals,
 * and the like, each of which is shared out in the same way.
 *
 * @param shared in the same state on all ranks
 */
export function drawShare({ start, count: own, total }: Share, shared: Generator | undefined): Draw {
  return (count, make, dimension = 0) => {
    const times = count / own;
    if (!Number.isInteger(times)) return make(count, undefined);
    const all = make(times * total, shared);
    const parts = Array.from({ length: times }, (_, index) =>
      all.narrow(dimension, index * total + start, own),
    );
    return parts.length === 1 ? (parts[0] as Tensor) : torch.cat(parts, dimension);
  };
}
