// Loads a dataset by its name.
import { UsageError } from '../errors';
import { torch } from '../torch';
import { type Dataset, slice } from './dataset';
import type { Places } from './locate';
import { loadMnistLike, type Split } from './mnist';
import { find } from './registry';

/** Which images of a dataset, and where its files are. */
export interface LoadOptions extends Places {
  /** Default `train`. */
  split?: Split;
  /**
   * How many images to leave out from the beginning (default 0), as loaders do that keep those for
   * validation.
   */
  skip?: number;
}

/**
 * Loads a dataset of the registry (`data.list()` names them) as bytes.
 *
 * @example
 * const digits = data.load('mnist');
 * digits.images.shape; // [60000, 1, 28, 28]
 * @throws UsageError for an unknown name or split; TadpoleError when files are missing or damaged
 */
export function load(name: string, options: LoadOptions = {}): Dataset {
  const { split = 'train', skip = 0, ...places } = options;
  const entry = find(name);
  if (split !== 'train' && split !== 'test' && split !== 'all') {
    throw new UsageError(`split: expected 'train', 'test' or 'all'; got '${split}'`);
  }
  return torch.scope(() => {
    const dataset = loadMnistLike(entry, split, places);
    return skip === 0 ? dataset : slice(dataset, skip);
  });
}
