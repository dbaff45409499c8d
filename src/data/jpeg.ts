// JPEG files: the header, and the picture upright, as its EXIF orientation says.
import type { Picture } from '../images/picture';
import { torch } from '../torch';

/** What a JPEG file says about itself. */
interface JpegHeader {
  readonly width: number;
  readonly height: number;
  /** 1 grey, 3 colour, 4 for printing. */
  readonly components: number;
  /** EXIF orientation, 1 (upright) to 8. */
  readonly orientation: number;
}

const SEGMENT = 0xff;
const START_OF_SCAN = 0xda;
const END_OF_IMAGE = Buffer.from([0xff, 0xd9]);
const EXIF_SEGMENT = 0xe1;
const ORIENTATION_TAG = 0x0112;

/** Whether the bytes begin as a JPEG file does. */
export function isJpeg(bytes: Uint8Array): boolean {
  return bytes[0] === SEGMENT && bytes[1] === 0xd8 && bytes[2] === SEGMENT;
}

/**
 * The picture in a JPEG file: 1 channel for a grey file, else 3.
 *
 * @param mostPixels larger pictures are refused
 * @throws Error when the file is damaged or cut short
 */
export function decodeJpeg(bytes: Buffer, mostPixels: number): Picture {
  const { width, height, components, orientation } = readHeader(bytes);
  if (width * height > mostPixels) throw new Error(`it has ${width} x ${height} pixels`);
  // Loaded at the first picture: most programs never decode one.
  const { createCanvas, Image } = require('@napi-rs/canvas') as typeof import('@napi-rs/canvas');
  const image = new Image();
  image.src = withoutExif(bytes);
  if (image.width !== width || image.height !== height) throw new Error('it cannot be decoded');
  const context = createCanvas(width, height).getContext('2d');
  context.drawImage(image, 0, 0);
  const rgba = context.getImageData(0, 0, width, height).data;
  if (rgba[3] !== 255) throw new Error('it cannot be decoded');
  const channels = components === 1 ? 1 : 3;
  const isTurned = orientation >= 5;
  return {
    width: isTurned ? height : width,
    height: isTurned ? width : height,
    channels,
    data: upright(new Uint8Array(rgba.buffer), [height, width, 4], channels, orientation),
  };
}

/** The first channels of an RGBA picture, turned as the EXIF orientation says (tag 0x0112 of the EXIF standard). */
function upright(rgba: Uint8Array, shape: number[], channels: number, orientation: number): Uint8Array {
  return torch.scope(() => {
    let image = torch.tensor(rgba, { shape }).narrow(2, 0, channels);
    if (orientation >= 5) image = image.transpose(0, 1);
    if ([3, 4, 7, 8].includes(orientation)) image = image.flip([0]);
    if ([2, 3, 6, 7].includes(orientation)) image = image.flip([1]);
    return image.contiguous().toTypedArray() as Uint8Array;
  });
}

/** Walks the segments up to the first scan (JPEG, ITU-T T.81, annex B). */
function readHeader(bytes: Buffer): JpegHeader {
  let size: { width: number; height: number; components: number } | undefined;
  let orientation = 1;
  for (const { marker, start, end } of segments(bytes)) {
    if (marker === START_OF_SCAN) {
      if (size === undefined) break;
      if (bytes.lastIndexOf(END_OF_IMAGE) < end) throw new Error('it was cut short');
      return { ...size, orientation };
    }
    if (isFrame(marker) && end - start >= 6) {
      size = {
        height: bytes.readUInt16BE(start + 1),
        width: bytes.readUInt16BE(start + 3),
        components: bytes[start + 5] as number,
      };
    }
    if (marker === EXIF_SEGMENT) orientation = readOrientation(bytes.subarray(start, end)) ?? orientation;
  }
  throw new Error('it was cut short or is damaged');
}

function* segments(bytes: Buffer): Generator<{ marker: number; start: number; end: number }> {
  let at = 2;
  while (at + 4 <= bytes.length && bytes[at] === SEGMENT) {
    const marker = bytes[at + 1] as number;
    if (marker === SEGMENT) {
      at++;
      continue;
    }
    const end = at + 2 + bytes.readUInt16BE(at + 2);
    if (end > bytes.length) return;
    yield { marker, start: at + 4, end };
    if (marker === START_OF_SCAN) return;
    at = end;
  }
}

/** Start of frame, of any coding; 0xc4, 0xc8 and 0xcc between them are others. */
function isFrame(marker: number): boolean {
  return marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
}

function readOrientation(segment: Buffer): number | undefined {
  if (segment.length < 14 || segment.toString('latin1', 0, 6) !== 'Exif\0\0') return undefined;
  const tiff = segment.subarray(6);
  const little = tiff.toString('latin1', 0, 2) === 'II';
  const word = (at: number) => (little ? tiff.readUInt16LE(at) : tiff.readUInt16BE(at));
  const directory = little ? tiff.readUInt32LE(4) : tiff.readUInt32BE(4);
  if (directory + 2 > tiff.length) return undefined;
  for (let i = 0, at = directory + 2; i < word(directory) && at + 12 <= tiff.length; i++, at += 12) {
    if (word(at) !== ORIENTATION_TAG) continue;
    const orientation = word(at + 8);
    return orientation >= 1 && orientation <= 8 ? orientation : undefined;
  }
  return undefined;
}

/** The file without its EXIF data: the decoder would turn the picture on a canvas of the unturned size. */
function withoutExif(bytes: Buffer): Buffer {
  const kept: Buffer[] = [bytes.subarray(0, 2)];
  let rest = 2;
  for (const { marker, end } of segments(bytes)) {
    if (marker !== EXIF_SEGMENT) kept.push(bytes.subarray(rest, end));
    rest = end;
  }
  return Buffer.concat([...kept, bytes.subarray(rest)]);
}
