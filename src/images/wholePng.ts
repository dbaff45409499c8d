// Checks that everything that the header of a PNG file promises is there, before the file is decoded.

import { constants } from 'node:buffer';
import { deflateSync, inflateSync } from 'node:zlib';
import { chunk, chunksOf, SIGNATURE } from './pngChunks';

/** Samples of a pixel, by the colour type. */
const SAMPLES: Readonly<Record<number, number>> = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 };
/** The seven passes of an interlaced file: the first column and row of each, and the steps between them. */
const PASSES = [
  [0, 0, 8, 8],
  [4, 0, 8, 8],
  [0, 4, 4, 8],
  [2, 0, 4, 4],
  [0, 2, 2, 4],
  [1, 0, 2, 2],
  [0, 1, 1, 2],
] as const;
/** Encoders may leave spare data behind the last row; viewers pass over it. */
const MOST_SPARE_BYTES = 1 << 20;

/**
 * The same picture as a file of nothing but its chunks, with exactly the pixel data that it needs: spare bytes, which
 * viewers pass over, are gone.
 *
 * @param bytes the whole file
 * @throws Error that says what is missing or damaged
 */
export function wholePng(bytes: Uint8Array): Buffer {
  const chunks = chunksOf(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
  const header = chunks[0];
  if (header?.type !== 'IHDR' || header.data.length !== 13) throw new Error('its header is missing');
  const compressed = Buffer.concat(chunks.filter(({ type }) => type === 'IDAT').map(({ data }) => data));
  const expected = pixelBytes(header.data);
  const maxOutputLength = Math.min(expected + MOST_SPARE_BYTES, constants.MAX_LENGTH);
  const pixels = inflateSync(compressed, { maxOutputLength });
  if (pixels.length < expected) {
    throw new Error(`its pixels take ${expected} bytes, and ${pixels.length} are there`);
  }
  const before = chunks.slice(
    0,
    chunks.findIndex(({ type }) => type === 'IDAT'),
  );
  return Buffer.concat([
    SIGNATURE,
    ...before.map(({ type, data }) => chunk(type, data)),
    chunk('IDAT', deflateSync(pixels.subarray(0, expected), { level: 0 })),
    chunk('IEND'),
  ]);
}

/** Bytes of the pixels once inflated: every row has one more, which names its filter. */
function pixelBytes(header: Buffer): number {
  const [width, height] = [header.readUInt32BE(0), header.readUInt32BE(4)];
  const samples = SAMPLES[header[9] as number];
  if (width === 0 || height === 0 || samples === undefined) throw new Error('its header is damaged');
  const bits = samples * (header[8] as number);
  const rows = (columns: number, count: number): number =>
    columns === 0 ? 0 : count * (1 + Math.ceil((columns * bits) / 8));
  if (header[12] === 0) return rows(width, height);
  return PASSES.reduce((sum, [column, row, across, down]) => {
    const columns = Math.max(0, Math.ceil((width - column) / across));
    return sum + rows(columns, Math.max(0, Math.ceil((height - row) / down)));
  }, 0);
}
