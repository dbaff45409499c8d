// The rows of a PNG file: pixels, each row behind the number of its filter (PNG specification, third edition, clause 9).
import type { Picture } from './picture';

const NONE = 0;
const PAETH = 4;
// Rows of which one is looked at to choose the filter.
const SAMPLED = 8;
// Repeated bytes take hardly any space, which their entropy does not tell, and pixels as they are repeat more often.
const WORTHWHILE = 0.95;

/**
 * Rows that compress well. Smooth pictures do so as differences from what their neighbours predict, drawings as they are: the filter whose
 * bytes take fewer bits in some of the rows is taken for all. The choice per row that encoders often make takes five times as long, and
 * makes files of generated pictures no smaller.
 */
export function filteredRows(picture: Picture): Buffer {
  const filter = bitsOfSample(picture, PAETH) < WORTHWHILE * bitsOfSample(picture, NONE) ? PAETH : NONE;
  const { height } = picture;
  const width = picture.width * picture.channels;
  const rows = Buffer.allocUnsafe((width + 1) * height);
  for (let y = 0; y < height; y++) {
    rows[y * (width + 1)] = filter;
    filterRow(picture, y, filter, rows, y * (width + 1) + 1);
  }
  return rows;
}

function filterRow(
  { width: pixels, channels, data }: Picture,
  y: number,
  filter: number,
  to: Uint8Array,
  at: number,
): void {
  const width = pixels * channels;
  const row = y * width;
  if (filter === NONE) {
    to.set(data.subarray(row, row + width), at);
    return;
  }
  for (let x = 0; x < width; x++) {
    const left = x >= channels ? (data[row + x - channels] as number) : 0;
    const above = y > 0 ? (data[row + x - width] as number) : 0;
    const corner = y > 0 && x >= channels ? (data[row + x - width - channels] as number) : 0;
    to[at + x] = (data[row + x] as number) - paeth(left, above, corner);
  }
}

/** The neighbour that is nearest to left + above - corner. */
function paeth(left: number, above: number, corner: number): number {
  const toLeft = Math.abs(above - corner);
  const toAbove = Math.abs(left - corner);
  const toCorner = Math.abs(left + above - 2 * corner);
  if (toLeft <= toAbove && toLeft <= toCorner) return left;
  return toAbove <= toCorner ? above : corner;
}

/** The entropy of the filtered bytes of some of the rows, in bits. */
function bitsOfSample(picture: Picture, filter: number): number {
  const counts = new Float64Array(256);
  const row = new Uint8Array(picture.width * picture.channels);
  let total = 0;
  for (let y = (picture.height >> 1) % SAMPLED; y < picture.height; y += SAMPLED) {
    filterRow(picture, y, filter, row, 0);
    for (const byte of row) counts[byte] = (counts[byte] as number) + 1;
    total += row.length;
  }
  return counts.reduce((bits, count) => (count > 0 ? bits - count * Math.log2(count / total) : bits), 0);
}
