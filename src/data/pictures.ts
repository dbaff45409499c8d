// A folder of pictures (PNG, JPEG) as a dataset: found, decoded, brought to one size; what does not serve is left out.
import { readdirSync, statSync } from 'node:fs';
import { join, sep } from 'node:path';
import { TadpoleError } from '../errors';
import type { Picture } from '../images/picture';
import { decodePng } from '../images/png';
import { torch } from '../torch';
import type { Dataset } from './dataset';
import { decodeJpeg, isJpeg } from './jpeg';
import { readBytes } from './readBytes';
import { fitPicture } from './resize';

/** How a folder of pictures is read. */
export interface PictureOptions {
  /** Channels (1 or 3), height and width that every picture is brought to. */
  imageShape: readonly [channels: number, height: number, width: number];
  /** Whether grey pictures serve where colour is wanted; their channel is then copied to all. */
  copiesGrey: boolean;
  /** Told in one line which pictures were left out. */
  warn: (message: string) => void;
}

const NAMES = /\.(png|jpe?g)$/i;
const PNG_SIGNATURE = Buffer.from('\x89PNG\r\n\x1a\n', 'latin1');
/** Larger pictures count as unreadable: decoding one would take gigabytes. */
const MOST_PIXELS = 100e6;
/** How many of the pictures that are left out the warning names. */
const NAMED = 3;

/** Whether the bytes begin as a picture that is read here does. */
export function isPicture(bytes: Uint8Array): boolean {
  return isPng(bytes) || isJpeg(bytes);
}

/**
 * The pictures below a folder, by their paths in it, sorted. Hidden files and folders, and links to folders, are
 * left out.
 */
export function findPictures(folder: string): string[] {
  const found: string[] = [];
  const visit = (below: string): void => {
    for (const entry of readdirSync(join(folder, below), { withFileTypes: true })) {
      if (entry.name.startsWith('.')) continue;
      const path = join(below, entry.name);
      if (entry.isDirectory()) visit(path);
      else if (NAMES.test(entry.name) && statSync(join(folder, path), { throwIfNoEntry: false })?.isFile()) {
        found.push(path);
      }
    }
  };
  visit('');
  return found.sort();
}

/**
 * The pictures of a folder as bytes. Each is turned as its EXIF orientation says, resized so that it just covers the
 * shape (bilinear with antialiasing), and cut at the centre. A transparent one is laid on white. Where one channel is
 * wanted, colour becomes grey by ITU-R 601. When every picture lies in a subfolder, the names of the outermost subfolders
 * are the classes. Pictures that cannot be read, and grey ones that do not serve, are left out with one warning.
 *
 * @param name of the dataset
 * @param paths what {@link findPictures} found in `folder`
 * @throws TadpoleError when no picture is left
 */
export function readPictures(
  name: string,
  folder: string,
  paths: readonly string[],
  options: PictureOptions,
): Dataset {
  const { imageShape, copiesGrey, warn } = options;
  const [channels, height, width] = imageShape;
  if (channels !== 1 && channels !== 3) {
    throw new TadpoleError(
      `${folder}: pictures have 1 channel (grey) or 3 (colour); ${channels} were asked for`,
      'give data in a format of its own',
    );
  }
  const kept: { path: string; pixels: Uint8Array }[] = [];
  const unreadable: string[] = [];
  const grey: string[] = [];
  for (const path of paths) {
    const picture = decode(join(folder, path));
    if (picture === undefined) unreadable.push(path);
    else if (picture.channels < channels && !copiesGrey) grey.push(path);
    else kept.push({ path, pixels: fitPicture(channels === 1 ? toGrey(picture) : picture, height, width) });
  }
  const reasons = [
    ...reason(unreadable, 'cannot be read'),
    ...reason(grey, 'grey where colour is needed'),
  ].join('; ');
  if (kept.length === 0) {
    throw new TadpoleError(
      `${folder}: none of the ${paths.length} pictures can be used: ${reasons}`,
      `give PNG or JPEG pictures${grey.length > 0 ? ' in colour' : ''}`,
    );
  }
  if (reasons !== '') {
    warn(
      `${unreadable.length + grey.length} of ${paths.length} pictures in ${folder} are left out: ${reasons}`,
    );
  }
  const each = channels * height * width;
  const images = new Uint8Array(kept.length * each);
  for (const [index, { pixels }] of kept.entries()) {
    // The one channel of a grey picture fills them all.
    for (let at = 0; at < each; at += pixels.length) images.set(pixels, index * each + at);
  }
  const { classes, labels } = classesOf(kept.map(({ path }) => path));
  return {
    name,
    source: `${folder} (${kept.length} pictures)`,
    images: torch.tensor(images, { shape: [kept.length, channels, height, width] }),
    labels: labels && torch.tensor(labels, { dtype: 'int64' }),
    classes,
  };
}

/** The picture in 1 or 3 channels; undefined when it cannot be read. */
function decode(path: string): Picture | undefined {
  try {
    const bytes = readBytes(path);
    if (isJpeg(bytes)) return decodeJpeg(bytes, MOST_PIXELS);
    return isPng(bytes) ? decodeOpaquePng(bytes, path) : undefined;
  } catch {
    return undefined;
  }
}

function isPng(bytes: Uint8Array): boolean {
  return PNG_SIGNATURE.every((byte, i) => bytes[i] === byte);
}

/** A PNG laid on white where it is transparent; 1 channel when the file is grey (colour types 0 and 4). */
function decodeOpaquePng(bytes: Buffer, path: string): Picture | undefined {
  if (bytes.length < 33 || bytes.readUInt32BE(16) * bytes.readUInt32BE(20) > MOST_PIXELS) return undefined;
  const isColour = ((bytes[25] as number) & 2) !== 0;
  const picture = decodePng(bytes, path);
  if (picture.channels !== 4) return picture;
  const channels = isColour ? 3 : 1;
  const { width, height, data: rgba } = picture;
  const data = new Uint8Array(width * height * channels);
  for (let from = 0, to = 0; from < rgba.length; from += 4) {
    const alpha = rgba[from + 3] as number;
    for (let channel = 0; channel < channels; channel++) {
      data[to++] = Math.round(((rgba[from + channel] as number) * alpha + 255 * (255 - alpha)) / 255);
    }
  }
  return { width, height, channels, data };
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

function reason(paths: readonly string[], what: string): string[] {
  if (paths.length === 0) return [];
  const more = paths.length > NAMED ? ', ...' : '';
  return [`${paths.length} ${what} (${paths.slice(0, NAMED).join(', ')}${more})`];
}

function classesOf(paths: readonly string[]): { classes: readonly string[]; labels: number[] | null } {
  const folders = paths.map((path) => path.split(sep).slice(0, -1)[0]);
  if (folders.includes(undefined)) return { classes: [], labels: null };
  const classes = [...new Set(folders as string[])].sort();
  return { classes, labels: folders.map((folder) => classes.indexOf(folder as string)) };
}
