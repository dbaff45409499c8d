// Opens a collection of pictures by its path.
import { type Stats, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { TadpoleError } from '../errors';
import type { Collection } from './collection';
import { joinBytes, reasonOf } from './fileNames';
import { listPictures } from './listing';
import { DatasetMissing } from './missing';
import { isZip } from './namedFile';
import { ZipPictures } from './zipPictures';

/** The pictures below a folder (see {@link listPictures}). @throws TadpoleError when it cannot be read */
export function openFolder(folder: string): Collection {
  const root = Buffer.from(folder);
  return {
    place: folder,
    listing: listPictures(folder),
    bytesOf: ({ path }) => ({ path: joinBytes(root, path) }),
    close: () => {},
  };
}

/** The pictures of a folder or a zip archive. @throws TadpoleError when it is neither; DatasetMissing when nothing is there */
export function openCollection(directory: string): Collection {
  const place = resolve(directory);
  if (statNamed(directory).isDirectory()) return openFolder(place);
  if (isZip(place)) return new ZipPictures(place);
  throw new TadpoleError(
    `${directory} is neither a folder nor a zip archive`,
    'name the folder of the pictures, or a zip archive of them',
  );
}

/** What is at the path that the user named. @throws TadpoleError when it cannot be read; DatasetMissing when nothing is there */
export function statNamed(directory: string): Stats {
  let found: Stats | undefined;
  try {
    found = statSync(directory, { throwIfNoEntry: false });
  } catch (error) {
    throw new TadpoleError(
      `${directory}: cannot be read: ${reasonOf(error)}`,
      'name a file or a folder that you may read',
    );
  }
  if (found !== undefined) return found;
  throw new DatasetMissing(`there is no file or folder ${directory}`, 'check the path given as --data');
}
