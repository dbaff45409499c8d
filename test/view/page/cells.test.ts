// The positions of the cells of a grid.
import { boxOf, cellAt, cellsOf } from '../../../src/view/page/cells';

// 3 rows and 5 columns of 28 x 28 pixels, 2 between and around them, as images.saveGrid writes them.
const cells = cellsOf(5 * 30 + 2, 3 * 30 + 2, 3, 5);

test('follow from the settings and the size of the picture', () => {
  expect(cells).toEqual({ rows: 3, columns: 5, width: 28, height: 28, padding: 2 });
  expect(boxOf(cells, 7)).toEqual({ x: 2 + 2 * 30, y: 2 + 30, width: 28, height: 28 });
});

test('are found under a point', () => {
  expect(cellAt(cells, 65, 35)).toBe(7);
  expect(cellAt(cells, 1000, 5)).toBeUndefined();
  expect(cellAt(cells, 5, -1)).toBeUndefined();
});

test('a single cell has no frame', () => {
  expect(cellsOf(28, 28, 1, 1)).toEqual({ rows: 1, columns: 1, width: 28, height: 28, padding: 0 });
});

test('a grid of another layout, as before a resume with another --grid, has cells of the same size', () => {
  expect(cellsOf(2 * 30 + 2, 4 * 30 + 2, 3, 5, cells)).toMatchObject({ rows: 4, columns: 2, width: 28 });
});

test('a picture that is no grid is one cell', () => {
  expect(cellsOf(31, 17, 3, 5)).toEqual({ rows: 1, columns: 1, width: 31, height: 17, padding: 0 });
});
