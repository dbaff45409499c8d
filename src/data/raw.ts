// Raw files of 3 x 32 x 32 pictures without a header: floats as the frog assignment ships them, or bytes.

import { writeFileSync } from 'node:fs';
import { endianness } from 'node:os';
import { TadpoleError } from '../errors';
import { writeAtomically } from '../io';
import { checkFields } from '../options';
import { checkTensor, torch } from '../torch';
import { PICTURE_BYTES } from './cifar10';
import type { Dataset } from './dataset';
import { find } from './registry';

/** The name under which the frog assignment ships its pictures. */
export const RAW_FILE = 'x_channels_first_8_5.bin';
/** Bytes of one picture of floats: channels, height, width, and 4 bytes per value. */
export const FLOAT_PICTURE_BYTES = PICTURE_BYTES * 4;
/** Smaller ones are no brightness: of values whose bytes are in the other order, most are. */
const LEAST = 1e-30;

/**
 * Pictures of float32 values, little-endian, 0 to 1, channels first, one after another ({@link RAW_FILE}).
 * They are stored as bytes, `round(v * 255)`, which is exact for values that were bytes.
 *
 * @throws TadpoleError when the length is not a whole number of pictures, or a value is outside [0, 1], NaN, or next to 0
 */
export function parseRawFloats(bytes: Uint8Array, source: string): Dataset {
  checkLength(bytes, source, FLOAT_PICTURE_BYTES, 'num_images * 3 channels * 32 height * 32 width * 4');
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const images = new Uint8Array(bytes.length / 4);
  for (let i = 0; i < images.length; i++) {
    const value = view.getFloat32(4 * i, true);
    if (!(value === 0 || (value >= LEAST && value <= 1))) {
      throw new TadpoleError(
        `${source}: expected 32-bit floats from 0 to 1; value ${i}, in picture ${Math.floor(i / PICTURE_BYTES)}, is ${value}`,
        'the file is damaged, of another format or byte order, or scaled differently; write it again with `tadpole data export-bin`',
      );
    }
    images[i] = Math.round(value * 255);
  }
  return frogs(images, source);
}

/**
 * Pictures of unsigned bytes, channels first, one after the other.
 *
 * @throws TadpoleError when the length is not a whole number of pictures
 */
export function parseRawBytes(bytes: Uint8Array, source: string): Dataset {
  checkLength(bytes, source, PICTURE_BYTES, 'num_images * 3 channels * 32 height * 32 width');
  return frogs(bytes, source);
}

/**
 * Writes the images of a dataset as {@link parseRawFloats} reads them: `v / 255` as float32. The file is written completely
 * or not at all.
 *
 * @param dataset images of 3 x 32 x 32
 */
export function writeRawFloats(path: string, dataset: Pick<Dataset, 'images' | 'source'>): void {
  checkFields('writeRawFloats', 'dataset', dataset, ['images']);
  const { images, source } = dataset;
  checkTensor('writeRawFloats', 'dataset.images', images);
  if (images.shape.slice(1).join() !== '3,32,32') {
    throw new TadpoleError(
      `the images of ${source} are ${images.shape.slice(1).join(' x ')}; the raw file holds 3 x 32 x 32`,
      'export CIFAR-10 or a part of it',
    );
  }
  const values = Float32Array.from(images.toTypedArray() as Uint8Array, (byte) => byte / 255);
  const bytes = Buffer.from(values.buffer);
  if (endianness() === 'BE') bytes.swap32();
  writeAtomically(path, (temporary) => writeFileSync(temporary, bytes));
}

function checkLength(bytes: Uint8Array, source: string, each: number, formula: string): void {
  if (bytes.length > 0 && bytes.length % each === 0) return;
  const whole = Math.floor(bytes.length / each);
  throw new TadpoleError(
    `${source}: expected ${formula} bytes, a multiple of ${each} (${5000 * each} for 5000 pictures), ` +
      `got ${bytes.length}, which is ${whole} pictures and ${bytes.length - whole * each} bytes`,
    'the file is of another format, damaged or was not transferred completely; download it again',
  );
}

function frogs(images: Uint8Array, source: string): Dataset {
  const { name, classes } = find('frogs');
  const count = images.length / PICTURE_BYTES;
  return {
    name,
    source,
    images: torch.tensor(images, { shape: [count, 3, 32, 32] }),
    labels: torch.zeros([count], { dtype: 'int64' }),
    classes,
  };
}
