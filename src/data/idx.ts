// IDX files, the format of MNIST and Fashion-MNIST: a header of sizes, then the values; plain or compressed
// with gzip.
import { TadpoleError } from '../errors';
import { checkBytes } from '../options';
import { checkPath } from '../torch';
import { unpacked } from './gzip';
import { readUnpacked } from './readUnpacked';

/** An array as an IDX file holds it, the last index running fastest. */
export interface IdxArray {
  /** Sizes from the outermost dimension inwards, for example `[60000, 28, 28]`. */
  readonly shape: readonly number[];
  readonly data: Uint8Array;
}

const UNSIGNED_BYTE = 0x08;
const INT = 0x0c;
const TYPE_NAMES: Readonly<Record<number, string>> = {
  8: 'unsigned bytes',
  9: 'signed bytes',
  11: '16-bit integers',
  12: '32-bit integers',
  13: '32-bit floats',
  14: '64-bit floats',
};
const DAMAGED = 'the file is damaged or was not transferred completely; download it again';

/**
 * Reads an IDX file of unsigned bytes. Compression is detected from its content, not from its name.
 *
 * @param path the file
 * @param dimensions how many dimensions the array must have: 3 for images, 1 for labels
 * @throws TadpoleError when the file cannot be read or is not what was expected
 */
export function readIdx(path: string, dimensions: number): IdxArray {
  checkPath('readIdx', path);
  return parseIdx(readUnpacked(path), dimensions, path);
}

/**
 * The labels in an IDX file: bytes, or whole numbers of 32 bits; of several numbers for each image, as in QMNIST, the first.
 *
 * @throws TadpoleError when the file cannot be read, is not what was expected, or has a negative label
 */
export function readLabels(path: string): Int32Array {
  const plain = readUnpacked(path);
  const [, , type, dimensions] = plain;
  if (type !== INT || (dimensions !== 1 && dimensions !== 2)) {
    return Int32Array.from(parseIdx(plain, 1, path).data);
  }
  const { shape, data } = arrayOf(plain, dimensions, path, 4);
  const [count, each = 1] = shape as [number, number?];
  const view = new DataView(data.buffer, data.byteOffset, data.length);
  const labels = Int32Array.from({ length: count }, (_, i) => view.getInt32(4 * i * each));
  const negative = labels.find((label) => label < 0);
  if (negative === undefined) return labels;
  throw new TadpoleError(`${path}: expected labels of at least 0, got ${negative}`, DAMAGED);
}

/** Whether uncompressed bytes are an IDX file of images or of labels: their length is the one in the header. */
export function isIdx(bytes: Uint8Array): boolean {
  const [zero, alsoZero, type, dimensions] = bytes;
  if (zero !== 0 || alsoZero !== 0 || type !== UNSIGNED_BYTE) return false;
  if (dimensions !== 1 && dimensions !== 3) return false;
  const headerLength = 4 + 4 * dimensions;
  return bytes.length > headerLength && bytes.length === headerLength + sizeOf(shapeOf(bytes, dimensions));
}

/**
 * The array in the bytes of an IDX file: two zero bytes, the type of the values, the number of dimensions,
 * each size as a 32-bit big-endian integer, the values (format as on the MNIST page of Y. LeCun, C. Cortes
 * and C. Burges).
 *
 * @param bytes the whole file, plain or compressed with gzip
 * @param dimensions how many dimensions the array must have
 * @param source named in errors
 */
export function parseIdx(bytes: Uint8Array, dimensions: number, source = 'IDX data'): IdxArray {
  checkBytes('parseIdx', 'bytes', bytes);
  const plain = unpacked(bytes, source);
  if (plain.length < 4) {
    throw new TadpoleError(`${source}: expected an IDX file; it has only ${plain.length} bytes`, DAMAGED);
  }
  const [zero, alsoZero, type, found] = plain as unknown as [number, number, number, number];
  if (zero !== 0 || alsoZero !== 0 || TYPE_NAMES[type] === undefined) {
    const magic = Buffer.from(plain.subarray(0, 4)).toString('hex');
    throw new TadpoleError(
      `${source}: expected an IDX file, which begins with 0000080${dimensions}; this one begins with ${magic}`,
      'this is another format; give the original IDX file, plain or as .gz',
    );
  }
  if (type !== UNSIGNED_BYTE) {
    throw new TadpoleError(
      `${source}: expected unsigned bytes (type 8); the file holds ${TYPE_NAMES[type]} (type ${type})`,
      'convert the values to bytes of 0 to 255',
    );
  }
  if (found !== dimensions) {
    throw new TadpoleError(
      `${source}: expected ${dimensions} dimension(s)${meaning(dimensions)}; the file has ${found}${meaning(found)}`,
      'check that the files of images and labels are not swapped',
    );
  }
  return arrayOf(plain, dimensions, source, 1);
}

/** @param valueBytes bytes of each value */
function arrayOf(plain: Buffer, dimensions: number, source: string, valueBytes: number): IdxArray {
  const headerLength = 4 + 4 * dimensions;
  if (plain.length < headerLength) {
    throw new TadpoleError(
      `${source}: expected a header of ${headerLength} bytes; the file ends after ${plain.length}`,
      DAMAGED,
    );
  }
  const shape = shapeOf(plain, dimensions);
  const size = sizeOf(shape) * valueBytes;
  if (size === 0) {
    throw new TadpoleError(
      `${source}: expected at least one value; the sizes are ${shape.join(' x ')}`,
      DAMAGED,
    );
  }
  const length = plain.length - headerLength;
  if (length !== size) {
    throw new TadpoleError(
      `${source}: expected ${size} bytes of values for sizes ${shape.join(' x ')}, got ${length}`,
      DAMAGED,
    );
  }
  return { shape, data: plain.subarray(headerLength) };
}

function shapeOf(bytes: Uint8Array, dimensions: number): number[] {
  const header = new DataView(bytes.buffer, bytes.byteOffset, 4 + 4 * dimensions);
  return Array.from({ length: dimensions }, (_, i) => header.getUint32(4 + 4 * i));
}

function sizeOf(shape: readonly number[]): number {
  return shape.reduce((product, length) => product * length, 1);
}

function meaning(dimensions: number): string {
  return dimensions === 3 ? ' (images)' : dimensions === 1 ? ' (labels)' : '';
}
