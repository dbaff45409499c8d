// A collection of pictures as a dataset: decoded and brought to one shape; unusable ones are left out.
import { TadpoleError } from '../errors';
import { NEEDS_PASSWORD } from '../io';
import { torch } from '../torch';
import type { Collection } from './collection';
import type { Dataset } from './dataset';
import { outermostFolder } from './fileNames';
import { type LeftOut, someOf, summaryOf, warningOf } from './leftOut';
import type { PictureFile } from './listing';
import { openCached } from './pictureCache';
import { FORMATS_READ } from './pictureFormats';
import { decodeAll, GREY, type PictureOptions, type PicturePixels, type Unusable } from './shapedPictures';

/**
 * The pictures of a collection as bytes. Each is rotated by its EXIF orientation, converted to sRGB, and brought to the shape (see
 * `fitPicture`). Where no opacity is wanted, a transparent one is composited on white. Where one channel is wanted, colour becomes grey
 * by ITU-R 601. When every picture lies in a subfolder, the names of the outermost subfolders are the classes. Pictures that cannot
 * be read, and grey ones where colour is needed, are left out; one warning counts them, together with what the listing left out.
 *
 * Large collections are decoded once, into a file of the cache that is mapped into memory (see `openCached`).
 *
 * @param name of the dataset
 * @throws TadpoleError when no picture is left
 */
export function readPictures(
  name: string,
  collection: Collection,
  options: PictureOptions & {
    /** Whether a single class counts as none. */
    dropsOneClass: boolean;
  },
): Dataset {
  const { place, listing } = collection;
  const [channels, height, width] = options.imageShape;
  if (![1, 3, 4].includes(channels)) {
    throw new TadpoleError(
      `${place}: pictures have 1 channel (grey), 3 (colour) or 4 (colour and opacity); ${channels} were asked for`,
      'give data in a format of its own',
    );
  }
  const { images, unusable, mapped } = openCached(collection, options) ?? readIntoMemory(collection, options);
  const without = new Set(unusable.map(([position]) => position));
  const kept = listing.pictures.filter((_, position) => !without.has(position));
  const leftOut: LeftOut[] = [
    ...listing.leftOut,
    ...unusable.map(([position, reason]): LeftOut => {
      return { path: listing.pictures[position]?.shown ?? '', reason, kind: 'picture' };
    }),
  ];
  if (kept.length === 0) {
    throw new TadpoleError(
      `${place}: none of the ${leftOut.length} pictures can be used: ${summaryOf(leftOut)}`,
      remedyFor(leftOut),
    );
  }
  const warning = warningOf(place, kept.length, leftOut);
  if (warning !== undefined) options.warn(warning);
  const astray = warningOfStrays(place, kept);
  if (astray !== undefined) options.warn(astray);
  const { classes, labels } = classesOf(kept, options.dropsOneClass);
  return {
    name,
    source: `${place} (${kept.length} pictures)`,
    images: images.reshape([kept.length, channels, height, width]),
    labels: labels && torch.tensor(labels, { dtype: 'int64' }),
    classes,
    mapped,
  };
}

function readIntoMemory(collection: Collection, options: PictureOptions): PicturePixels {
  const [channels, height, width] = options.imageShape;
  const images = new Uint8Array(collection.listing.pictures.length * channels * height * width);
  const unusable: Unusable[] = [];
  let bytes = 0;
  decodeAll(collection, options, {
    done: 0,
    take: (pixels) => {
      images.set(pixels, bytes);
      bytes += pixels.length;
    },
    leaveOut: (one) => unusable.push(one),
  });
  return { images: torch.tensor(images.subarray(0, bytes)), unusable };
}

/** The classes that the folders of pictures stand for, and the number of each picture's class. */
export function classesOf(
  files: readonly PictureFile[],
  dropsOneClass: boolean,
): { classes: readonly string[]; labels: number[] | null } {
  const folders = files.map(({ path }) => outermostFolder(path));
  const classes = folders.includes(undefined) ? [] : [...new Set(folders as string[])].sort();
  if (classes.length === 0 || (classes.length === 1 && dropsOneClass)) return { classes: [], labels: null };
  const numbers = new Map(classes.map((name, number) => [name, number]));
  return { classes, labels: folders.map((folder) => numbers.get(folder as string) as number) };
}

/** Where so few pictures, as a fraction, lie in no subfolder, the subfolders are probably meant to be classes. */
const FEW = 0.1;

/** The warning that subfolders are no classes because of some pictures; undefined where there is no doubt. */
function warningOfStrays(place: string, files: readonly PictureFile[]): string | undefined {
  const strays = files.filter(({ path }) => outermostFolder(path) === undefined);
  const folders = new Set(files.flatMap(({ path }) => outermostFolder(path) ?? []));
  if (strays.length === 0 || strays.length > FEW * files.length || folders.size < 2) return undefined;
  const names = someOf(strays.map(({ shown }) => shown));
  return `the ${folders.size} subfolders of ${place} are no classes, because of pictures that lie in none of them: ${names}`;
}

/** What to do when none of the pictures can be used. */
function remedyFor(leftOut: readonly LeftOut[]): string {
  if (leftOut.every(({ reason }) => reason.endsWith(NEEDS_PASSWORD)))
    return 'unpack the archive with its password, and name the folder with its pictures';
  return `give pictures (${FORMATS_READ})${leftOut.some(({ reason }) => reason === GREY) ? ' in colour' : ''}`;
}
