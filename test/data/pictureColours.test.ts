// Colours of pictures: converted to grey, composed on white, kept; and rotated JPEG files.
import { data } from 'tadpole';
import { PictureFolder, png, quarters, turned, valuesOf } from './pictureFolder';

const folder = new PictureFolder();
const { open, write } = folder;

describe('colour', () => {
  test('where one channel is wanted, colour becomes grey by ITU-R 601', () => {
    write(
      'a.png',
      png(2, 1, (x) => (x === 0 ? [255, 0, 0] : [10, 20, 30])),
    );
    // 0.299 * 255 = 76.2; 0.299 * 10 + 0.587 * 20 + 0.114 * 30 = 18.2
    expect(valuesOf(open([1, 1, 2]))).toEqual([76, 18]);
  });

  test('in the place of a grey dataset, grey becomes colour where that is wanted, and colour stays', () => {
    write(
      'a-grey.png',
      png(2, 1, (x) => [10 + x]),
    );
    write(
      'b-colour.png',
      png(2, 1, (x) => [x, 100 + x, 200 + x]),
    );
    const dataset = data.load('mnist', {
      directory: folder.root,
      imageShape: [3, 1, 2],
      warn: folder.warn,
    });
    expect(dataset.images.shape).toEqual([2, 3, 1, 2]);
    expect(valuesOf(dataset)).toEqual([10, 11, 10, 11, 10, 11, 0, 1, 100, 101, 200, 201]);
    expect(folder.warnings).toEqual([]);
  });

  test('what is transparent is laid on white', () => {
    write(
      'a.png',
      png(2, 1, (x) => (x === 0 ? [100, 0, 0, 0] : [100, 0, 50, 128])),
    );
    // 100 * 128 / 255 + 255 * 127 / 255 = 177.2, and so on
    expect(valuesOf(open([3, 1, 2]))).toEqual([255, 177, 255, 127, 255, 152]);
  });

  test('a JPEG keeps its colours', () => {
    write('a.jpg', quarters());
    const { images: picture } = open([3, 16, 32]);
    expect(colourAt(picture, 8, 4)).toBe('red');
    expect(colourAt(picture, 24, 12)).toBe('white');
  });
});

describe('a JPEG is turned as its EXIF orientation says', () => {
  // The quarters in reading order once the picture is upright, by the EXIF standard (tag 0x0112).
  test.each([
    [1, ['red', 'green', 'blue', 'white']],
    [2, ['green', 'red', 'white', 'blue']],
    [3, ['white', 'blue', 'green', 'red']],
    [4, ['blue', 'white', 'red', 'green']],
    [5, ['red', 'blue', 'green', 'white']],
    [6, ['blue', 'red', 'white', 'green']],
    [7, ['white', 'green', 'blue', 'red']],
    [8, ['green', 'white', 'red', 'blue']],
  ])('orientation %i', (orientation, colours) => {
    write('a.jpg', turned(quarters(), orientation));
    const [height, width] = orientation >= 5 ? [32, 16] : [16, 32];
    const { images: picture } = open([3, height, width]);
    const middles = [0.25, 0.75].flatMap((y) => [0.25, 0.75].map((x) => [x * width, y * height]));
    expect(middles.map(([x, y]) => colourAt(picture, x as number, y as number))).toEqual(colours);
  });
});

/** The nearest of the plain colours at a place of a 1 x 3 x H x W tensor. */
function colourAt(picture: data.Dataset['images'], x: number, y: number): string {
  const [red, green, blue] = [0, 1, 2].map(
    (channel) => (picture.select(0, 0).select(0, channel).select(0, y).select(0, x).item() as number) > 127,
  );
  if (red && green && blue) return 'white';
  return red ? 'red' : green ? 'green' : blue ? 'blue' : 'black';
}
