// Where the cells of a sample grid are: grids of the same latents are cut apart without being told their layout twice.

// Pixels between the pictures of a grid and around them, as sample grids are written (see src/images/grid.ts).
const PADDING = 2;

/** The layout of a grid in pixels. */
export interface Cells {
  rows: number;
  columns: number;
  /** Of one cell. */
  width: number;
  height: number;
  /** Between cells, and around them. */
  padding: number;
}

/** A part of a picture in pixels. */
export interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}

/**
 * The layout of a grid of such a size.
 *
 * @param rows as the run's settings say
 * @param columns likewise
 * @param known that of another grid of the run: where the settings do not fit, as after a resume with another `--grid`, its
 *   cells decide
 */
export function cellsOf(width: number, height: number, rows: number, columns: number, known?: Cells): Cells {
  const padding = rows * columns === 1 ? 0 : PADDING;
  const cell = { width: (width - padding) / columns - padding, height: (height - padding) / rows - padding };
  const fits = (size: number): boolean => Number.isInteger(size) && size >= 1;
  const agrees = !known || (known.width === cell.width && known.height === cell.height);
  if (fits(cell.width) && fits(cell.height) && agrees) return { rows, columns, ...cell, padding };
  if (known) {
    const across = (width - PADDING) / (known.width + PADDING);
    const down = (height - PADDING) / (known.height + PADDING);
    if (fits(across) && fits(down)) return { ...known, rows: down, columns: across, padding: PADDING };
  }
  return { rows: 1, columns: 1, width, height, padding: 0 };
}

/** The place of a cell; they are counted row by row from the top left. */
export function boxOf({ columns, width, height, padding }: Cells, index: number): Box {
  return {
    x: padding + (index % columns) * (width + padding),
    y: padding + Math.floor(index / columns) * (height + padding),
    width,
    height,
  };
}

/** The cell at a place in the picture; undefined between and beyond cells. */
export function cellAt(cells: Cells, x: number, y: number): number | undefined {
  const { rows, columns, width, height, padding } = cells;
  const [column, row] = [Math.floor(x / (width + padding)), Math.floor(y / (height + padding))];
  if (column < 0 || row < 0 || column >= columns || row >= rows) return undefined;
  return row * columns + column;
}
