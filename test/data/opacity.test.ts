// Pictures with opacity, and pictures of other proportions: how they are brought to a shape.
import { data } from 'tadpole';
import { PictureFolder, plain, png, valuesOf } from './pictureFolder';

const folder = new PictureFolder();
const { write } = folder;

const open = (
  imageShape: readonly [number, number, number],
  options: data.DatasetOptions = {},
): data.Dataset =>
  data.load('pictures', { directory: folder.root, imageShape, warn: folder.warn, ...options });

describe('opacity', () => {
  test('is the fourth channel where four are asked for; opaque pictures get one of 255', () => {
    write(
      'a.png',
      png(1, 1, () => [10, 20, 30, 40]),
    );
    write('b.png', plain(1, 2, 3));
    write(
      'c.png',
      png(1, 1, () => [9]),
    );
    expect(valuesOf(open([4, 1, 1]))).toEqual([10, 20, 30, 40, 1, 2, 3, 255, 9, 9, 9, 255]);
  });

  test('is composited on white where three channels are asked for', () => {
    write(
      'a.png',
      png(1, 1, () => [0, 100, 255, 51]),
    );
    expect(valuesOf(open([3, 1, 1]))).toEqual([204, 224, 255]);
  });

  test('weighs the colours that become one pixel: those that cannot be seen leave no rim', () => {
    // Opaque orange beside a transparent blue that nobody sees.
    write(
      'edge.png',
      png(2, 2, (x) => (x === 0 ? [250, 120, 10, 255] : [0, 0, 255, 0])),
    );
    const [red, green, blue, opacity] = valuesOf(open([4, 1, 1]));
    expect([red, green, blue]).toEqual([250, 120, 10]);
    expect(opacity).toBe(128);
  });

  test('a picture that is transparent everywhere has black colours when it is resized', () => {
    write(
      'nothing.png',
      png(2, 2, () => [200, 100, 50, 0]),
    );
    expect(valuesOf(open([4, 1, 1]))).toEqual([0, 0, 0, 0]);
  });
});

describe('fit', () => {
  /** Columns of value 10 x. */
  const wide = png(6, 2, (x) => [10 * x]);

  test('crop keeps the middle, pad everything, between bands of white', () => {
    write('wide.png', wide);
    expect(valuesOf(open([1, 2, 2]))).toEqual([20, 30, 20, 30]);
    const padded = valuesOf(open([1, 6, 6], { fit: 'pad' }));
    const row = [0, 10, 20, 30, 40, 50];
    const white = Array(6).fill(255);
    expect(padded).toEqual([...white, ...white, ...row, ...row, ...white, ...white]);
  });

  test('pad shrinks what is too large in its proportions', () => {
    write(
      'tall.png',
      png(2, 8, () => [0]),
    );
    const padded = open([1, 4, 4], { fit: 'pad' });
    expect(valuesOf(padded)).toEqual(Array(4).fill([255, 255, 0, 255]).flat());
  });

  test('pictures with opacity are padded with transparency', () => {
    write(
      'wide.png',
      png(3, 1, () => [1, 2, 3, 200]),
    );
    const opacity = valuesOf(open([4, 3, 3], { fit: 'pad' })).slice(27);
    expect(opacity).toEqual([0, 0, 0, 200, 200, 200, 0, 0, 0]);
  });
});

describe('own pictures', () => {
  test('grey ones are used among colour; a single folder is no class', () => {
    write(
      'all/a.png',
      png(1, 1, () => [7]),
    );
    write('all/b.png', plain(1, 2, 3));
    const dataset = open([3, 1, 1]);
    expect(valuesOf(dataset)).toEqual([7, 7, 7, 1, 2, 3]);
    expect([dataset.classes, dataset.labels]).toEqual([[], null]);
  });

  test('what is missing is named', () => {
    expect(() => data.load('pictures')).toThrow(/nobody says where they are \(name their folder/);
    expect(() => open([3, 1, 1])).toThrow(/holds no pictures/);
    write('notes.txt', Buffer.from('notes'));
    expect(() => data.load('pictures', { directory: `${folder.root}/notes.txt` })).toThrow(
      /notes\.txt is neither a folder nor a zip archive/,
    );
    expect(() => data.load('pictures', { directory: `${folder.root}/gone` })).toThrow(/no file or folder/);
  });
});
