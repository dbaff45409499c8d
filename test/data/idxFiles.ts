// Makes IDX files by hand, byte by byte, for the tests of what reads them.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * An IDX file of unsigned bytes: two zeros, type 8, the number of dimensions, the sizes (big-endian), the
 * values.
 */
export function idxBytes(shape: readonly number[], values: readonly number[]): Buffer {
  const header = Buffer.alloc(4 + 4 * shape.length);
  header.set([0, 0, 8, shape.length]);
  shape.forEach((size, i) => {
    header.writeUInt32BE(size, 4 + 4 * i);
  });
  return Buffer.concat([header, Buffer.from(values)]);
}

/**
 * A tiny data set in the likeness of MNIST: `train` images of 2 x 2 pixels, image i filled with byte i, and
 * `test` ones.
 */
export function writeTinyMnist(folder: string, train: number, test: number): void {
  mkdirSync(folder, { recursive: true });
  for (const [prefix, count] of [
    ['train', train],
    ['t10k', test],
  ] as const) {
    const pixels = Array.from({ length: count * 4 }, (_, i) => Math.floor(i / 4));
    const labels = Array.from({ length: count }, (_, i) => i % 10);
    writeFileSync(join(folder, `${prefix}-images-idx3-ubyte`), idxBytes([count, 2, 2], pixels));
    writeFileSync(join(folder, `${prefix}-labels-idx1-ubyte`), idxBytes([count], labels));
  }
}
