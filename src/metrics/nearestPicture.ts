// The picture of memorisation: samples, each above the training image that is nearest to it.
import { composeGrid, type Picture, type PictureStack, toPictures } from '../images';
import { torch } from '../torch';
import type { ImageSource } from './imageSource';
import type { NearestPair } from './memorisation';

const COLUMNS = 8;

/**
 * Rows of samples, with a row of training images below each.
 *
 * @param samples, training the sources that the pairs were found in, with images of one size
 */
export function nearestPicture(
  samples: ImageSource,
  training: ImageSource,
  pairs: readonly NearestPair[],
): Picture {
  const columns = Math.min(COLUMNS, pairs.length);
  const images = torch.scope(() => {
    const rows = Array.from({ length: Math.ceil(pairs.length / columns) }, (_, row) => {
      const some = pairs.slice(row * columns, (row + 1) * columns);
      const upper = some.map(({ sample }) => samples.part(sample, sample + 1));
      const lower = some.map(({ training: at }) => training.part(at, at + 1));
      const empty = Array.from({ length: columns - some.length }, () =>
        torch.fullLike(lower[0] as never, 255),
      );
      return [...upper, ...empty, ...lower, ...empty];
    });
    return toPictures(torch.cat(rows.flat()));
  });
  return composeGrid(images satisfies PictureStack, { columns });
}
