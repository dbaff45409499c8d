// The picture of memorisation: samples, each above the training image that is nearest to it.
import type { Dataset } from '../data';
import { composeGrid, type Picture, toPictures } from '../images';
import { torch } from '../torch';
import { conform } from './conform';
import { type ImageSource, sourceOf } from './imageSource';
import type { NearestPair } from './memorisation';

const COLUMNS = 8;

/**
 * Rows of samples, with a row of training images below each, brought to the shape of the samples.
 *
 * @param samples, reals what the pairs are positions in
 */
export function nearestPicture(
  samples: ImageSource,
  { images: real }: Pick<Dataset, 'images'>,
  pairs: readonly NearestPair[],
): Picture {
  const shape = torch.scope(() => samples.part(0, 1).shape.slice(1));
  const training = conform(sourceOf(real), real.shape.slice(1), shape);
  const columns = Math.min(COLUMNS, pairs.length);
  const stack = torch.scope(() => {
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
  return composeGrid(stack, { columns });
}
