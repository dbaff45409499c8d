// A folder of pictures as a dataset: decoded and resized to one size; unusable ones are left out.
import { TadpoleError } from '../errors';
import type { Picture } from '../images';
import { torch } from '../torch';
import type { Dataset } from './dataset';
import { joinBytes, outermostFolder } from './fileNames';
import { summaryOf, warningOf } from './leftOut';
import type { Listing, PictureFile } from './listing';
import { type Decoded, decodePictures } from './pictureDecoder';
import { FORMATS_READ } from './pictureFormats';
import { fitPicture } from './resize';

const GREY = 'grey where colour is needed';

/** Called with the number of pictures that are read, before the first and after each one. */
export type ReadingProgress = (done: number, total: number) => void;

/** How a folder of pictures is read. */
export interface PictureOptions {
  /** Channels (1 or 3), height and width that every picture is resized to. */
  imageShape: readonly [channels: number, height: number, width: number];
  /** Whether grey pictures are used where colour is wanted; their channel is then copied to all. */
  copiesGrey: boolean;
  /** Called with one line about the pictures that were left out. */
  warn: (message: string) => void;
  progress: ReadingProgress;
}

/**
 * The pictures of a folder as bytes. Each is rotated by its EXIF orientation, converted to sRGB, resized so that it
 * just covers the shape (bilinear with antialiasing), and cropped at the centre. A transparent one is composited on white. Where one
 * channel is wanted, colour becomes grey by ITU-R 601. When every picture lies in a subfolder, the names of the outermost
 * subfolders are the classes. Pictures that cannot be read, and grey ones where colour is needed, are left out; one warning
 * counts them, together with what the listing left out.
 *
 * @param name of the dataset
 * @param listing of `folder`
 * @throws TadpoleError when no picture is left
 */
export function readPictures(
  name: string,
  folder: string,
  listing: Listing,
  options: PictureOptions,
): Dataset {
  const { imageShape, copiesGrey, warn, progress } = options;
  const [channels, height, width] = imageShape;
  if (channels !== 1 && channels !== 3) {
    throw new TadpoleError(
      `${folder}: pictures have 1 channel (grey) or 3 (colour); ${channels} were asked for`,
      'give data in a format of its own',
    );
  }
  const each = channels * height * width;
  const images = new Uint8Array(listing.pictures.length * each);
  const kept: PictureFile[] = [];
  const leftOut = [...listing.leftOut];
  for (const [file, decoded] of decodeAll(folder, listing.pictures, progress)) {
    const picture = usable(decoded, channels === 1 || copiesGrey);
    if ('reason' in picture) {
      leftOut.push({ path: file.shown, reason: picture.reason, kind: 'picture' });
      continue;
    }
    const pixels = fitPicture(channels === 1 ? toGrey(picture) : picture, height, width);
    // The one channel of a grey picture fills them all.
    for (let at = 0; at < each; at += pixels.length) images.set(pixels, kept.length * each + at);
    kept.push(file);
  }
  if (kept.length === 0) {
    throw new TadpoleError(
      `${folder}: none of the ${leftOut.length} pictures can be used: ${summaryOf(leftOut)}`,
      `give pictures (${FORMATS_READ})${leftOut.some(({ reason }) => reason === GREY) ? ' in colour' : ''}`,
    );
  }
  const warning = warningOf(folder, kept.length, leftOut);
  if (warning !== undefined) warn(warning);
  const { classes, labels } = classesOf(kept);
  return {
    name,
    source: `${folder} (${kept.length} pictures)`,
    images: torch.tensor(images.subarray(0, kept.length * each), {
      shape: [kept.length, channels, height, width],
    }),
    labels: labels && torch.tensor(labels, { dtype: 'int64' }),
    classes,
  };
}

function* decodeAll(
  folder: string,
  files: readonly PictureFile[],
  progress: ReadingProgress,
): Generator<[PictureFile, Decoded]> {
  const root = Buffer.from(folder);
  let done = 0;
  progress(done, files.length);
  for (const decoded of decodePictures(files.map(({ path }) => joinBytes(root, path)))) {
    yield [files[done] as PictureFile, decoded];
    progress(++done, files.length);
  }
}

function usable(decoded: Decoded, greyServes: boolean): Decoded {
  return 'reason' in decoded || greyServes || decoded.channels !== 1 ? decoded : { reason: GREY };
}

/** Luma of ITU-R Recommendation BT.601: 0.299 red + 0.587 green + 0.114 blue. */
function toGrey(picture: Picture): Picture {
  if (picture.channels === 1) return picture;
  const { data: rgb } = picture;
  const data = new Uint8Array(rgb.length / 3);
  for (let i = 0; i < data.length; i++) {
    const [red, green, blue] = [rgb[3 * i], rgb[3 * i + 1], rgb[3 * i + 2]] as [number, number, number];
    data[i] = Math.round(0.299 * red + 0.587 * green + 0.114 * blue);
  }
  return { ...picture, channels: 1, data };
}

function classesOf(files: readonly PictureFile[]): { classes: readonly string[]; labels: number[] | null } {
  const folders = files.map(({ path }) => outermostFolder(path));
  if (folders.includes(undefined)) return { classes: [], labels: null };
  const classes = [...new Set(folders as string[])].sort();
  const numbers = new Map(classes.map((name, number) => [name, number]));
  return { classes, labels: folders.map((folder) => numbers.get(folder as string) as number) };
}
