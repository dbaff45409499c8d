// Windows bitmaps (BMP): the size in the header, whether all rows are present, the pixels.
import type { Picture } from '../images';
import type { PictureSize } from './decodePicture';

/** Offsets in the header, and the lengths of the headers of OS/2 and Windows. */
const PIXELS_AT = 10;
const HEADER_AT = 14;
const OS2_HEADER_BYTES = 12;
const LEAST_BYTES = 26;
/** Compressions by run lengths, whose rows have no fixed length. */
const RUN_LENGTHS = [1, 2];

/**
 * The picture in the bytes of a bitmap, with opacity.
 *
 * @param admit is called with the size and awaited before the pixels are decoded
 * @throws Error when the file is damaged or cut short
 */
export async function decodeBmp(
  bytes: Buffer,
  admit: (size: PictureSize) => Promise<void>,
): Promise<Picture> {
  const { width, height, end } = readHeader(bytes);
  await admit({ width, height });
  if (bytes.length < end) throw new Error(`expected ${end} bytes, got ${bytes.length}`);
  const { createCanvas, loadImage } = require('@napi-rs/canvas') as typeof import('@napi-rs/canvas');
  const image = await loadImage(bytes);
  if (image.width !== width || image.height !== height) throw new Error('it cannot be decoded');
  const context = createCanvas(width, height).getContext('2d');
  context.drawImage(image, 0, 0);
  const { data } = context.getImageData(0, 0, width, height);
  return { width, height, channels: 4, data: new Uint8Array(data.buffer) };
}

function readHeader(bytes: Buffer): PictureSize & { end: number } {
  if (bytes.length < LEAST_BYTES) throw new Error('its header is cut short');
  const isOs2 = bytes.readUInt32LE(HEADER_AT) === OS2_HEADER_BYTES;
  if (!isOs2 && bytes.length < HEADER_AT + 40) throw new Error('its header is cut short');
  const width = isOs2 ? bytes.readUInt16LE(18) : bytes.readInt32LE(18);
  // A negative height stands for rows from the top.
  const height = isOs2 ? bytes.readUInt16LE(20) : Math.abs(bytes.readInt32LE(22));
  const bits = bytes.readUInt16LE(isOs2 ? 24 : 28);
  const compression = isOs2 ? 0 : bytes.readUInt32LE(30);
  if (width < 1 || height < 1) throw new Error(`it has ${width} x ${height} pixels`);
  const rowBytes = RUN_LENGTHS.includes(compression) ? 0 : 4 * Math.ceil((width * bits) / 32);
  return { width, height, end: bytes.readUInt32LE(PIXELS_AT) + rowBytes * height };
}
