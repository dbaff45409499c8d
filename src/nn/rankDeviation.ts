// Standard deviations over groups of a batch whose images several processes share.
import * as dist from '../dist';
import { type Tensor, torch } from '../torch';

/**
 * The deviation of each channel and pixel over the images of a group, for the groups of the images at hand: as without other
 * processes, where image i of B belongs to group i modulo B / groupSize. Differentiable to any order.
 *
 * @param x the share [n, channels, height, width] of this rank, or several shares one after another (fakes beside reals)
 * @param groupSizeOf gives the images per group, for so many in all
 * @returns per group [groups, channels, height, width], and the group of each image, int64 [n]
 */
export function deviationOverRanks(
  x: Tensor,
  { start, count, total }: dist.Share,
  groupSizeOf: (batch: number) => number,
  eps: number,
): { deviation: Tensor; groupOf: Tensor } {
  const images = x.size(0);
  const whole = (images / count) * total;
  const groupSize = groupSizeOf(whole);
  const groups = whole / groupSize;
  const numbers = Int32Array.from({ length: images }, (_, index) => {
    const [part, row] = [Math.floor(index / count), index % count];
    return (part * total + start + row) % groups;
  });
  const groupOf = torch.tensor(numbers, { dtype: 'int64', device: x.device });
  const none = torch.zeros([groups, ...x.shape.slice(1)], { dtype: x.dtype, device: x.device });
  const meanOf = (values: Tensor): Tensor => dist.sum(none.indexAdd(0, groupOf, values)).div(groupSize);
  const centred = x.sub(meanOf(x).indexSelect(0, groupOf));
  return { deviation: meanOf(centred.square()).add(eps).sqrt(), groupOf };
}
