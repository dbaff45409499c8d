// The diversity of images: the measure that shows mode collapse.
import { type Tensor, torch } from '../torch';

// libtorch's code for distances by subtraction; those by matrix product are imprecise for images that are nearly alike.
const BY_SUBTRACTION = 2;

/**
 * The distance of an image to the nearest of the others: root mean square over its values, median over the images.
 *
 * @param images N x ..., N at least 2
 */
export function nearestDistance(images: Tensor): number {
  return torch.scope(() => {
    const rows = images
      .detach()
      .to('float32')
      .reshape([images.size(0), -1]);
    const distances = torch.cdist(rows, rows, 2, BY_SUBTRACTION);
    const [nearest] = distances.fillDiagonal_(Number.POSITIVE_INFINITY).min(1);
    return Number(nearest.median().item()) / Math.sqrt(rows.size(1));
  });
}
