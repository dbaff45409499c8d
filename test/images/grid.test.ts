// Grids of pictures, pixel by pixel.
import { images, UsageError } from 'tadpole';

const stack = (count: number, data: number[], channels: 1 | 3 | 4 = 1) => ({
  count,
  channels,
  width: 2,
  height: 1,
  data: Uint8Array.from(data),
});

test.each([
  [1, {}, 1, 1],
  [5, {}, 2, 3],
  [64, {}, 8, 8],
  [225, {}, 15, 15],
  [10, { columns: 10 }, 1, 10],
  [10, { rows: 3 }, 3, 4],
  [5, { rows: 2, columns: 4 }, 2, 4],
])('%i pictures with %j lie in %i rows of %i', (count, layout, rows, columns) => {
  expect(images.gridShape(count, layout)).toEqual({ rows, columns });
});

test('three grey pictures of 2 x 1 in two columns, a border of one pixel, an empty cell at the end', () => {
  const grid = images.composeGrid(stack(3, [1, 2, 3, 4, 5, 6]), { columns: 2, padding: 1, background: 9 });
  expect([grid.width, grid.height, grid.channels]).toEqual([7, 5, 1]);
  // biome-ignore format: one line per row of pixels
  expect(Array.from(grid.data)).toEqual([
    9, 9, 9, 9, 9, 9, 9,
    9, 1, 2, 9, 3, 4, 9,
    9, 9, 9, 9, 9, 9, 9,
    9, 5, 6, 9, 9, 9, 9,
    9, 9, 9, 9, 9, 9, 9,
  ]);
});

test('colour pictures without padding', () => {
  const grid = images.composeGrid(stack(2, [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12], 3), {
    rows: 1,
    padding: 0,
  });
  expect([grid.width, grid.height, grid.channels]).toEqual([4, 1, 3]);
  expect(Array.from(grid.data)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);
});

test('a grid of a single cell is the picture itself, unless a padding is asked for', () => {
  expect(images.composeGrid(stack(1, [1, 2]))).toMatchObject({
    width: 2,
    height: 1,
    data: new Uint8Array([1, 2]),
  });
  expect(images.composeGrid(stack(1, [1, 2]), { padding: 1 })).toMatchObject({ width: 4, height: 3 });
  expect(images.composeGrid(stack(1, [1, 2]), { columns: 2 })).toMatchObject({ width: 10, height: 5 });
});

test('scale makes a square of every pixel', () => {
  const grid = images.composeGrid(stack(1, [1, 2]), { scale: 2 });
  expect([grid.width, grid.height]).toEqual([4, 2]);
  expect(Array.from(grid.data)).toEqual([1, 1, 2, 2, 1, 1, 2, 2]);
});

test.each([
  [{ rows: 1, columns: 2 }, /room for 3 pictures, got 1 x 2 = 2 cells/],
  [{ columns: 0 }, /columns: expected a whole number of at least 1, got 0/],
  [{ padding: -1 }, /padding: expected a whole number of at least 0, got -1/],
  [{ scale: 1.5 }, /scale: expected a whole number of at least 1, got 1.5/],
])('%j is refused', (layout, message) => {
  const compose = () => images.composeGrid(stack(3, [1, 2, 3, 4, 5, 6]), layout);
  expect(compose).toThrow(UsageError);
  expect(compose).toThrow(message);
});

test('the size of a grid is known before it is composed', () => {
  const pictures = stack(3, [1, 2, 3, 4, 5, 6]);
  for (const layout of [{}, { columns: 3, padding: 0 }, { rows: 1, padding: 1, scale: 3 }]) {
    const { width, height } = images.composeGrid(pictures, layout);
    expect(images.gridSize(pictures, layout)).toEqual({ width, height });
  }
});

test('pictures with opacity lie on nothing: padding and empty cells are transparent', () => {
  const pixels = [1, 2, 3, 4, 5, 6, 7, 8];
  const grid = images.composeGrid(stack(1, pixels, 4), { columns: 2, padding: 0 });
  expect(Array.from(grid.data)).toEqual([...pixels, 0, 0, 0, 0, 0, 0, 0, 0]);
  const beside = images.sideBySide(
    images.composeGrid(stack(1, pixels, 4)),
    images.composeGrid(stack(1, [9, 9])),
    1,
  );
  expect(Array.from(beside.data)).toEqual([...pixels, 0, 0, 0, 0, 9, 9, 9, 255, 9, 9, 9, 255]);
});
