// Grids: many pictures of one size composed into one.
import { UsageError } from '../errors';
import type { Picture } from './picture';

/** How a grid is laid out. */
export interface GridLayout {
  /** Rows; default: as many as the pictures need. */
  rows?: number;
  /** Columns; default: near-square, or as many as the pictures need when `rows` is given. */
  columns?: number;
  /** Pixels between pictures and around them, before scaling (default 2; 0 for a single cell, which needs no frame). */
  padding?: number;
  /** Byte that fills the padding and empty cells (default 255, white); beside pictures with opacity they are transparent. */
  background?: number;
  /** Whole factor by which every pixel is enlarged (default 1). */
  scale?: number;
}

/** Pictures of one size in one array: `count` pictures after each other, each as {@link Picture} holds it. */
export interface PictureStack extends Picture {
  readonly count: number;
}

/** Rows and columns for `count` pictures; cells may stay empty, but no picture may be left over. */
export function gridShape(count: number, layout: GridLayout = {}): { rows: number; columns: number } {
  checkWhole('rows', layout.rows, 1);
  checkWhole('columns', layout.columns, 1);
  if (!(Number.isInteger(count) && count >= 1)) {
    throw new UsageError(`images: expected at least one picture for a grid, got ${count}`);
  }
  const columns = layout.columns ?? Math.ceil(layout.rows ? count / layout.rows : Math.sqrt(count));
  const rows = layout.rows ?? Math.ceil(count / columns);
  if (rows * columns < count) {
    throw new UsageError(
      `rows, columns: expected a grid with room for ${count} pictures, got ${rows} x ${columns} = ${rows * columns} cells`,
      'leave one of the two out, or pass fewer pictures',
    );
  }
  return { rows, columns };
}

/** Width and height, in pixels, of the grid of `stack.count` pictures. */
export function gridSize(
  { count, width, height }: Pick<PictureStack, 'count' | 'width' | 'height'>,
  layout: GridLayout = {},
): { width: number; height: number } {
  const { scale = 1 } = layout;
  const { rows, columns } = gridShape(count, layout);
  const padding = paddingOf(count, layout);
  return {
    width: (columns * (width + padding) + padding) * scale,
    height: (rows * (height + padding) + padding) * scale,
  };
}

function paddingOf(count: number, layout: GridLayout): number {
  const { rows, columns } = gridShape(count, layout);
  return layout.padding ?? (rows * columns === 1 ? 0 : 2);
}

/** One picture of all pictures in the stack, row by row from the top left. */
export function composeGrid(stack: PictureStack, layout: GridLayout = {}): Picture {
  const { background = 255, scale = 1 } = layout;
  checkWhole('padding', layout.padding, 0);
  checkWhole('scale', scale, 1);
  const { columns } = gridShape(stack.count, layout);
  const padding = paddingOf(stack.count, layout);
  const { width, height, channels } = stack;
  const { width: gridWidth, height: gridHeight } = gridSize(stack, { ...layout, scale: 1 });
  const cellWidth = width + padding;
  const cellHeight = height + padding;
  const data = new Uint8Array(gridWidth * gridHeight * channels);
  // Of pictures with opacity, it stays transparent.
  if (channels !== 4) data.fill(background);
  for (let index = 0; index < stack.count; index++) {
    const top = padding + Math.floor(index / columns) * cellHeight;
    const left = padding + (index % columns) * cellWidth;
    for (let row = 0; row < height; row++) {
      const from = (index * height + row) * width * channels;
      data.set(
        stack.data.subarray(from, from + width * channels),
        ((top + row) * gridWidth + left) * channels,
      );
    }
  }
  return enlarge({ width: gridWidth, height: gridHeight, channels, data }, scale);
}

/**
 * Two pictures beside each other, tops aligned, with white between and below the shorter one, or transparency where one of them
 * has opacity. Grey beside colour becomes colour.
 *
 * @param gap pixels between them (default 8)
 */
export function sideBySide(left: Picture, right: Picture, gap = 8): Picture {
  checkWhole('gap', gap, 0);
  const channels = Math.max(left.channels, right.channels) as Picture['channels'];
  const width = left.width + gap + right.width;
  const height = Math.max(left.height, right.height);
  const data = new Uint8Array(width * height * channels);
  if (channels !== 4) data.fill(255);
  for (const [picture, x] of [
    [left, 0],
    [right, left.width + gap],
  ] as const) {
    const pixels = picture.channels === channels ? picture.data : spreadGrey(picture, channels);
    const rowBytes = picture.width * channels;
    for (let y = 0; y < picture.height; y++) {
      data.set(pixels.subarray(y * rowBytes, (y + 1) * rowBytes), (y * width + x) * channels);
    }
  }
  return { width, height, channels, data };
}

/** Every pixel becomes a square of `factor` x `factor` pixels. */
export function enlarge(picture: Picture, factor: number): Picture {
  if (factor === 1) return picture;
  const { width, height, channels, data } = picture;
  const rowBytes = width * factor * channels;
  const enlarged = new Uint8Array(rowBytes * height * factor);
  for (let y = 0; y < height; y++) {
    const top = y * factor * rowBytes;
    for (let x = 0; x < width; x++) {
      const from = (y * width + x) * channels;
      const pixel = data.subarray(from, from + channels);
      for (let copy = 0; copy < factor; copy++) enlarged.set(pixel, top + (x * factor + copy) * channels);
    }
    for (let copy = 1; copy < factor; copy++) {
      enlarged.copyWithin(top + copy * rowBytes, top, top + rowBytes);
    }
  }
  return { width: width * factor, height: height * factor, channels, data: enlarged };
}

/** The pixels of a picture with more channels: grey is copied to the colours, alpha is opaque. */
function spreadGrey({ channels: from, data }: Picture, to: Picture['channels']): Uint8Array {
  const pixels = data.length / from;
  const spread = new Uint8Array(pixels * to).fill(255);
  for (let pixel = 0; pixel < pixels; pixel++) {
    for (let channel = 0; channel < Math.min(to, 3); channel++) {
      spread[pixel * to + channel] = data[pixel * from + (from === 1 ? 0 : channel)] as number;
    }
  }
  return spread;
}

function checkWhole(name: string, value: number | undefined, least: number): void {
  if (value === undefined || (Number.isInteger(value) && value >= least)) return;
  throw new UsageError(`${name}: expected a whole number of at least ${least}, got ${value}`);
}
