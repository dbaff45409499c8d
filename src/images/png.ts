// PNG files: a picture to bytes and back.
import { readFileSync, writeFileSync } from 'node:fs';
import { TadpoleError } from '../errors';
import { writeAtomically } from '../io';
import { checkBytes } from '../options';
import { checkPath } from '../torch';
import { checkPicture, type Picture } from './picture';
import { wholePng } from './wholePng';

// Loaded with the first picture, because most programs that import this package never write one.
function pngjs(): typeof import('pngjs') {
  return require('pngjs');
}

const COLOR_TYPE = { 1: 0, 3: 2, 4: 6 } as const;

// One filter for all rows of a picture, up or Paeth: files are up to 3 % larger than with the best filter of each row, and are
// written in half of the time. For grey pictures, up is as small as Paeth, and quicker.
const FILTER_TYPE = { 1: 2, 3: 4, 4: 4 } as const;

/**
 * The bytes of a PNG file (8 bits per channel; grey, colour or colour with alpha, by `picture.channels`).
 */
export function encodePng(picture: Picture): Buffer {
  checkPicture(picture);
  const { PNG } = pngjs();
  const { width, height, channels, data } = picture;
  const png = new PNG({ width, height });
  png.data = Buffer.from(data.buffer, data.byteOffset, data.byteLength);
  const colorType = COLOR_TYPE[channels];
  return PNG.sync.write(png, {
    colorType,
    inputColorType: colorType,
    inputHasAlpha: channels === 4,
    bitDepth: 8,
    filterType: FILTER_TYPE[channels],
  });
}

/**
 * The picture in a PNG file: grey files give 1 channel, colour (with or without palette) 3, anything with
 * transparency 4. Sixteen-bit files are reduced to 8 bits.
 *
 * @param bytes the whole file
 * @param source named in errors
 * @throws TadpoleError when the bytes are not a PNG file, or a damaged or incomplete one
 */
export function decodePng(bytes: Uint8Array, source = 'PNG data'): Picture {
  checkBytes('decodePng', 'bytes', bytes);
  const { PNG } = pngjs();
  let png: import('pngjs').PNGWithMetadata;
  try {
    png = PNG.sync.read(wholePng(bytes));
  } catch (error) {
    throw new TadpoleError(
      `${source}: expected a PNG picture, got something that cannot be decoded: ${(error as Error).message}`,
      'the file is damaged or of another format',
      { cause: error },
    );
  }
  const { width, height, data: rgba } = png;
  const channels = hasTransparency(rgba) ? 4 : png.color ? 3 : 1;
  return {
    width,
    height,
    channels,
    data: channels === 4 ? new Uint8Array(rgba) : takeChannels(rgba, channels),
  };
}

/**
 * Writes `picture` as a PNG file beside `path`, then renames it: the file is there as a whole or not at all.
 */
export function writePng(path: string, picture: Picture): void {
  writeAtomically(path, (temporary) => writeFileSync(temporary, encodePng(picture)));
}

/** Reads a PNG file. See {@link decodePng}. */
export function readPng(path: string): Picture {
  checkPath('readPng', path);
  return decodePng(readFileSync(path), path);
}

function hasTransparency(rgba: Uint8Array): boolean {
  for (let i = 3; i < rgba.length; i += 4) if (rgba[i] !== 255) return true;
  return false;
}

function takeChannels(rgba: Uint8Array, channels: 1 | 3): Uint8Array {
  const data = new Uint8Array((rgba.length / 4) * channels);
  for (let from = 0, to = 0; from < rgba.length; from += 4) {
    for (let channel = 0; channel < channels; channel++) data[to++] = rgba[from + channel] as number;
  }
  return data;
}
