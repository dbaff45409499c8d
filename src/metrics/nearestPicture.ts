// The picture of memorisation: samples, each above the training image that is nearest to it.
import type { Dataset } from '../data';
import { UsageError } from '../errors';
import { composeGrid, type Picture, toPictures } from '../images';
import { checkFields, checkList, describeNumber } from '../options';
import { checkTensor, torch } from '../torch';
import { conform } from './conform';
import { checkSource, type ImageSource, sourceOf } from './imageSource';
import type { NearestPair } from './memorisation';

const COLUMNS = 8;

/**
 * Rows of samples, with a row of training images below each, brought to the shape of the samples.
 *
 * @param samples, reals what the pairs are positions in
 * @throws UsageError for no pairs, and for positions that no image has
 */
export function nearestPicture(
  samples: ImageSource,
  reals: Pick<Dataset, 'images'>,
  pairs: readonly NearestPair[],
): Picture {
  checkSource('nearestPicture', 'samples', samples);
  checkFields('nearestPicture', 'reals', reals, ['images']);
  const { images: real } = reals;
  checkTensor('nearestPicture', 'reals.images', real);
  checkList('nearestPicture', 'pairs', pairs);
  checkPairs(pairs, samples.count, real.size(0));
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

function checkPairs(pairs: readonly NearestPair[], samples: number, training: number): void {
  if (pairs.length === 0) {
    throw new UsageError('nearestPicture: pairs: there are none to draw', 'metrics.memorisation gives them');
  }
  const counts = { sample: samples, training };
  for (const pair of pairs) {
    checkFields('nearestPicture', 'pairs', pair, ['sample', 'training']);
    for (const name of ['sample', 'training'] as const) {
      const position = pair[name];
      if (Number.isInteger(position) && position >= 0 && position < counts[name]) continue;
      throw new UsageError(
        `nearestPicture: pairs: ${name}: expected a whole number from 0 to ${counts[name] - 1}, got ${describeNumber(position)}`,
        'give the images that the pairs were found among',
      );
    }
  }
}
