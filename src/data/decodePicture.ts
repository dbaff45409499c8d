// One picture from the bytes of a file: complete, upright, in sRGB, with 8 bits per channel.
import type { Picture } from '../images';
import { decodeBmp } from './bmp';
import { isOpaque, onWhite } from './opaque';
import { formatOf } from './pictureFormats';

/** In pixels, as the file holds them. */
export interface PictureSize {
  readonly width: number;
  readonly height: number;
}

/** Why a picture cannot be used, in words that follow a number. */
export class Unusable extends Error {}

/** Larger pictures are left out: one takes three bytes per pixel, and as much again while it is rotated. */
const MOST_PIXELS = 200e6;
/** Of more elongated pictures the crop at the centre would keep hardly anything. */
const MOST_ELONGATED = 50;
/** The decoder warnings that mean damage; the others (a profile, a date, spare bytes) change no pixel. */
const DAMAGE = /Corrupt JPEG data: (?!\d+ extraneous)|premature end|gifload/;

// Attempts to read a file with a warning, until one reports its text.
const LOOKS = 3;

/**
 * Decodes a picture of any format that is read (see {@link formatOf}): the first one of an animation or of several pages,
 * rotated by its EXIF orientation, converted to sRGB by its colour profile, reduced to 8 bits. Where it is transparent, it is
 * composited on white, unless opacity is kept.
 *
 * @param admit is called with the size and awaited before the pixels are decoded
 * @param keepsOpacity whether a picture with transparent pixels has a fourth channel
 * @returns 1 channel for a grey file, else 3, or 4 with opacity
 * @throws Unusable with the reason
 */
export async function decodePicture(
  bytes: Buffer,
  admit: (size: PictureSize) => Promise<void>,
  keepsOpacity: boolean,
): Promise<Picture> {
  if (bytes.length === 0) throw new Unusable('cannot be read: empty');
  const format = formatOf(bytes);
  if (format === undefined) throw new Unusable('cannot be read: no picture');
  try {
    const admitChecked = (size: PictureSize): Promise<void> => admit(checked(size));
    const { picture, isGrey } =
      format === 'bmp'
        ? { picture: await decodeBmp(bytes, admitChecked), isGrey: false }
        : await decodeWithSharp(bytes, admitChecked);
    return keepsOpacity && !isOpaque(picture) ? picture : onWhite(picture, isGrey);
  } catch (error) {
    if (error instanceof Unusable) throw error;
    throw new Unusable('cannot be read: damaged or cut short', { cause: error });
  }
}

function checked(size: PictureSize): PictureSize {
  const { width, height } = size;
  if (width * height > MOST_PIXELS) throw new Unusable(`with more than ${MOST_PIXELS / 1e6} megapixels`);
  if (Math.max(width, height) > MOST_ELONGATED * Math.min(width, height)) {
    throw new Unusable(`with one side more than ${MOST_ELONGATED} times as long as the other`);
  }
  return size;
}

/** In colour, or with three equal channels when it is grey; with opacity where the file has it. */
async function decodeWithSharp(
  bytes: Buffer,
  admit: (size: PictureSize) => Promise<void>,
): Promise<{ picture: Picture; isGrey: boolean }> {
  const sharp = loadSharp();
  // The memory of this buffer goes with it; what toUint8Array copies from is never freed (sharp 0.35.5).
  const pixels = (failOn: 'warning' | 'error') =>
    sharp(bytes, { failOn, limitInputPixels: MOST_PIXELS })
      .autoOrient()
      .raw()
      .toBuffer({ resolveWithObject: true });
  const { width, height, space } = await sharp(bytes, {
    failOn: 'error',
    limitInputPixels: false,
  }).metadata();
  await admit({ width, height });
  const { data, info } = await pixels('warning').catch(async (error: Error) => {
    // Pictures that are decoded at the same time share one place for messages, and can wipe out each other's.
    for (let look = 0; look < LOOKS; look += 1) {
      if (DAMAGE.test(error.message)) throw error;
      error = await pixels('warning').then(
        () => error,
        (again: Error) => again,
      );
    }
    return pixels('error');
  });
  const isGrey = space === 'b-w' || space === 'grey16';
  const { width: columns, height: rows, channels } = info;
  return { picture: { width: columns, height: rows, channels: channels as 3 | 4, data }, isGrey };
}

/** Loaded with the first picture: most programs never decode one. */
function loadSharp(): typeof import('sharp') {
  try {
    const sharp = require('sharp') as typeof import('sharp');
    // Each picture is read once; a cache would be of no use.
    sharp.cache(false);
    return sharp;
  } catch (error) {
    throw new Unusable('cannot be read: the library for it (npm package sharp) does not load', {
      cause: error,
    });
  }
}
