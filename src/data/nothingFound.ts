// The errors of data that was not found, with what was found instead.
import { cifar10Files } from './cifar10';
import { frogsMissing } from './frogs';
import { summaryOf } from './leftOut';
import { type Listing, OTHER_FORMAT } from './listing';
import { filesMissing, type Places } from './locate';
import { DatasetMissing } from './missing';
import { mnistFiles } from './mnist';
import { FORMATS_READ } from './pictureFormats';
import type { RegistryEntry } from './registry';
import type { Split } from './split';

const ARCHIVES = /^(zip|tar|t?gz|tgz|t?bz2?|t?xz|7z|rar|zst)$/;

/** The error of a dataset whose files were not found. */
export function missing(entry: RegistryEntry, split: Split, places: Places): DatasetMissing {
  switch (entry.format) {
    case 'idx':
      return filesMissing(entry, `${mnistFiles(split).join(', ')} (plain or .gz)`, places);
    case 'cifar10':
      return filesMissing(entry, cifar10Files(split), places);
    case 'frogs':
      return frogsMissing(split, places);
    case 'pictures':
      return picturesMissing(places);
  }
}

function picturesMissing({ directory }: Places): DatasetMissing {
  return directory === undefined
    ? new DatasetMissing(
        "'pictures' are your own, and nobody says where they are",
        'name their folder, or a zip archive of them, with --data',
      )
    : new DatasetMissing(
        `${directory} holds no pictures (${FORMATS_READ})`,
        'name the folder of the pictures, or a zip archive of them, with --data',
      );
}

/** The error of a given folder without usable files: what it contains instead, and what to do with that. */
export function noPictures(
  entry: RegistryEntry,
  split: Split,
  places: Places,
  listing: Listing,
): DatasetMissing {
  const error = missing(entry, split, places);
  const found = foundIn(listing);
  if (found === '') return error;
  return new DatasetMissing(`${error.problem}; found there: ${found}`, remedyFor(listing));
}

/** For example `5 .heic, 1 .txt`. */
function foundIn({ leftOut, others }: Listing): string {
  const files = [...others].map(
    ([ending, count]) => `${count} ${ending === '' ? 'without an ending' : `.${ending}`}`,
  );
  return [...(leftOut.length > 0 ? [summaryOf(leftOut)] : []), ...files].join(', ');
}

function remedyFor({ leftOut, others }: Listing): string {
  if ([...others.keys()].some((ending) => ARCHIVES.test(ending))) {
    return 'unpack the archive, and name the folder with its pictures';
  }
  if (leftOut.some(({ reason }) => reason.startsWith(OTHER_FORMAT)))
    return 'convert the pictures to PNG or JPEG';
  return 'name the folder with the pictures, or with the files of the dataset, as --data';
}
