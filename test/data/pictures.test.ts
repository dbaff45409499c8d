// Folders of pictures: found, decoded, turned, resized, cropped, brought to grey or laid on white, or left out with a warning.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createCanvas } from '@napi-rs/canvas';
import { data, images, torch } from 'tadpole';
import { recordBytes } from './frogFiles';

let root: string;
let warnings: string[];

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'tadpole-pictures-'));
  warnings = [];
});

afterEach(() => rmSync(root, { recursive: true }));

type Shape = readonly [number, number, number];

const open = (imageShape: Shape, options: data.LoadOptions = {}) =>
  data.load('frogs', { directory: root, imageShape, warn: (line) => warnings.push(line), ...options });
const valuesOf = (dataset: data.Dataset): number[] => Array.from(dataset.images.toTypedArray() as Uint8Array);

function write(name: string, bytes: Uint8Array): void {
  mkdirSync(dirname(join(root, name)), { recursive: true });
  writeFileSync(join(root, name), bytes);
}

/** A PNG file; `pixel` gives the channels at a place. */
function png(width: number, height: number, pixel: (x: number, y: number) => number[]): Buffer {
  const pixels = Array.from({ length: width * height }, (_, i) => pixel(i % width, Math.floor(i / width)));
  const data = new Uint8Array(pixels.flat());
  return images.encodePng({ width, height, channels: pixel(0, 0).length as 1 | 3 | 4, data });
}

const plain = (red: number, green: number, blue: number) => png(2, 2, () => [red, green, blue]);

/** A JPEG file of four plain quarters of 16 x 8 pixels: red, green, blue, white in reading order. */
function quarters(): Buffer {
  const canvas = createCanvas(32, 16);
  const context = canvas.getContext('2d');
  for (const [i, colour] of ['#ff0000', '#00ff00', '#0000ff', '#ffffff'].entries()) {
    context.fillStyle = colour;
    context.fillRect((i % 2) * 16, Math.floor(i / 2) * 8, 16, 8);
  }
  return canvas.toBuffer('image/jpeg', 100);
}

/** The JPEG file with an EXIF segment that says how it is to be turned. */
function turned(jpeg: Buffer, orientation: number): Buffer {
  const exif = Buffer.alloc(36);
  exif.set([0xff, 0xe1, 0, 34]);
  exif.write('Exif\0\0MM\0*\0\0\0\x08\0\x01', 4, 'latin1');
  exif.set([0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, orientation, 0, 0], 20);
  return Buffer.concat([jpeg.subarray(0, 2), exif, jpeg.subarray(2)]);
}

describe('finding', () => {
  test('PNG and JPEG files at any depth, sorted by path, hidden ones and other files left out', () => {
    write('b.png', plain(2, 0, 0));
    write('a/deep/z.PNG', plain(1, 0, 0));
    write('c.jpeg', quarters());
    write('.hidden.png', plain(9, 0, 0));
    write('.cache/x.png', plain(9, 0, 0));
    write('notes.txt', Buffer.from('notes'));
    const dataset = open([3, 2, 2]);
    expect(dataset.images.shape).toEqual([3, 3, 2, 2]);
    expect(dataset.images.dtype).toBe('uint8');
    expect([valuesOf(dataset)[0], valuesOf(dataset)[12]]).toEqual([1, 2]);
    expect(dataset.source).toBe(`${root} (3 pictures)`);
    expect(warnings).toEqual([]);
  });

  test('the content decides the format, not the name', () => {
    write('a.jpg', plain(7, 8, 9));
    expect(valuesOf(open([3, 1, 1]))).toEqual([7, 8, 9]);
  });

  test('without an imageShape they become as large as the images of the dataset', () => {
    write('a.png', plain(1, 2, 3));
    expect(data.load('frogs', { directory: root }).images.shape).toEqual([1, 3, 32, 32]);
    expect(data.load('mnist', { directory: root }).images.shape).toEqual([1, 1, 28, 28]);
  });

  test("files of the dataset's own win over pictures beside them", () => {
    write('a.png', plain(1, 2, 3));
    write('data_batch_1.bin', recordBytes([6, 6]));
    expect(open([3, 2, 2]).images.shape).toEqual([2, 3, 32, 32]);
  });

  test('all are taken: what is skipped of a dataset is about its own files', () => {
    write('a.png', plain(1, 2, 3));
    write('b.png', plain(4, 5, 6));
    expect(open([3, 2, 2], { skip: 1 }).images.shape[0]).toBe(2);
    expect(open([3, 2, 2], { skip: 5000 }).images.shape[0]).toBe(2);
  });

  test('a folder of pictures has no test images', () => {
    write('a.png', plain(1, 2, 3));
    expect(() => open([3, 2, 2], { split: 'test' })).toThrow(/does not say which those are/);
    expect(open([3, 2, 2], { split: 'all' }).images.shape[0]).toBe(1);
  });
});

describe('size', () => {
  test('the shorter side is fitted and the longer one cut at the centre', () => {
    // Columns of value 10 x; a wide picture keeps the columns in the middle.
    write(
      'wide.png',
      png(8, 4, (x) => [10 * x, 0, 255]),
    );
    expect(valuesOf(open([3, 4, 4])).slice(0, 4)).toEqual([20, 30, 40, 50]);
  });

  test('a tall picture keeps the rows in the middle', () => {
    write(
      'tall.png',
      png(2, 6, (_, y) => [10 * y, 0, 255]),
    );
    expect(valuesOf(open([3, 2, 2])).slice(0, 4)).toEqual([20, 20, 30, 30]);
  });

  test('of an odd rest, half is cut as torchvision rounds it: to the even one', () => {
    write(
      'odd.png',
      png(5, 2, (x) => [10 * x, 0, 255]),
    );
    // (5 - 2) / 2 = 1.5 becomes 2.
    expect(valuesOf(open([3, 2, 2])).slice(0, 2)).toEqual([20, 30]);
  });

  test('reducing averages as torch.nn.functional.interpolate with antialias does', () => {
    write(
      'grey.png',
      png(8, 6, (x, y) => [5 * (8 * y + x)]),
    );
    // Python: interpolate(arange(48).reshape(1, 1, 6, 8) * 5., size=(3, 4), mode='bilinear', antialias=True).round()
    expect(valuesOf(open([1, 3, 4]))).toEqual([32, 41, 51, 60, 104, 112, 122, 131, 175, 184, 194, 203]);
  });

  test('small pictures are enlarged', () => {
    write('small.png', plain(10, 20, 30));
    expect(new Set(valuesOf(open([3, 16, 16])))).toEqual(new Set([10, 20, 30]));
  });

  test('shapes that are not square are covered, too', () => {
    write(
      'a.png',
      png(30, 10, (x) => [x, 0, 255]),
    );
    expect(open([3, 8, 4]).images.shape).toEqual([1, 3, 8, 4]);
    expect(open([3, 4, 20]).images.shape).toEqual([1, 3, 4, 20]);
  });

  test('only one or three channels can be had', () => {
    write('a.png', plain(1, 2, 3));
    expect(() => open([2, 4, 4])).toThrow(
      /pictures have 1 channel \(grey\) or 3 \(colour\); 2 were asked for/,
    );
  });
});

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
      directory: root,
      imageShape: [3, 1, 2],
      warn: (line) => warnings.push(line),
    });
    expect(dataset.images.shape).toEqual([2, 3, 1, 2]);
    expect(valuesOf(dataset)).toEqual([10, 11, 10, 11, 10, 11, 0, 1, 100, 101, 200, 201]);
    expect(warnings).toEqual([]);
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

describe('pictures that do not serve are left out with one warning', () => {
  beforeEach(() => {
    write('good.png', plain(1, 2, 3));
  });

  test('what cannot be read: cut short, damaged, or something else under that name', () => {
    const [jpeg, whole] = [quarters(), plain(1, 2, 3)];
    write('a-cut.jpg', jpeg.subarray(0, jpeg.length - 40));
    write('b-cut.jpg', jpeg.subarray(0, 60));
    write('c-cut.png', whole.subarray(0, whole.length - 20));
    write('d-damaged.png', Buffer.concat([whole.subarray(0, 45), Buffer.alloc(8, 77), whole.subarray(53)]));
    write('e-text.png', Buffer.from('no picture'));
    write('f-empty.jpg', Buffer.alloc(0));
    expect(open([3, 2, 2]).images.shape[0]).toBe(1);
    expect(warnings).toEqual([
      `6 of 7 pictures in ${root} are left out: ` +
        '4 cannot be read: damaged or cut short (a-cut.jpg, b-cut.jpg, c-cut.png, ...); ' +
        '1 cannot be read: no picture (e-text.png); 1 cannot be read: empty (f-empty.jpg)',
    ]);
  });

  test('grey ones in the place of a dataset in colour', () => {
    write(
      'grey.png',
      png(2, 2, () => [9]),
    );
    write('grey-and-clear.png', Buffer.from(GREY_WITH_ALPHA, 'base64'));
    write('grey.jpg', Buffer.from(GREY_JPEG, 'base64'));
    expect(open([3, 2, 2]).images.shape[0]).toBe(1);
    expect(warnings).toEqual([
      `3 of 4 pictures in ${root} are left out: 3 grey where colour is needed (grey-and-clear.png, grey.jpg, grey.png)`,
    ]);
    // Grey on white: 100 * 128 / 255 + 255 * 127 / 255 = 177.2
    expect(valuesOf(open([1, 1, 1]))).toEqual([2, 177, 100, 9]);
  });

  test('by default the warning is a line of console.warn that begins with "warning: "', () => {
    write('bad.png', Buffer.from('bad'));
    const warn = jest.spyOn(console, 'warn').mockImplementation(() => {});
    data.load('frogs', { directory: root });
    expect(warn.mock.calls).toEqual([[expect.stringMatching(/^warning: 1 of 2 pictures in .*bad\.png\)$/)]]);
    warn.mockRestore();
  });

  test('when none is left, that is an error', () => {
    rmSync(join(root, 'good.png'));
    write(
      'grey.png',
      png(2, 2, () => [9]),
    );
    write('bad.png', Buffer.from('bad'));
    expect(() => open([3, 2, 2])).toThrow(
      /none of the 2 pictures can be used: 1 cannot be read: no picture \(bad.png\); 1 grey where colour is needed \(grey.png\)/,
    );
  });

  test('a folder without pictures is an error', () => {
    rmSync(join(root, 'good.png'));
    expect(() => open([3, 2, 2])).toThrow(
      /no folder holds x_channels_first.*, or pictures \(PNG, JPEG, WebP, .*\); looked in/,
    );
  });

  test('what was made on the way is freed', () => {
    write('bad.png', Buffer.from('bad'));
    write('a.jpg', turned(quarters(), 6));
    const before = torch.memory().tensors;
    open([3, 4, 4]).images.dispose();
    expect(torch.memory().tensors).toBe(before);
  });
});

describe('classes', () => {
  const labelsOf = ({ labels }: data.Dataset) =>
    labels && Array.from(labels.toTypedArray() as BigInt64Array, Number);

  test('are the subfolders, when every picture lies in one', () => {
    write('newt/deep/a.png', plain(1, 0, 0));
    write('frog/b.png', plain(2, 0, 0));
    write('frog/a.png', plain(3, 0, 0));
    const all = open([3, 1, 1]);
    expect(all.classes).toEqual(['frog', 'newt']);
    expect(labelsOf(all)).toEqual([0, 0, 1]);
    expect(valuesOf(open([3, 1, 1], { className: 'newt' }))).toEqual([1, 0, 0]);
    expect(() => open([3, 1, 1], { className: 'newts' })).toThrow(/did you mean 'newt'/);
  });

  test('there are none otherwise', () => {
    write('frog/b.png', plain(2, 0, 0));
    write('a.png', plain(3, 0, 0));
    expect(open([3, 1, 1])).toMatchObject({ classes: [], labels: null });
    expect(() => open([3, 1, 1], { className: 'newt' })).toThrow(/have no classes/);
  });

  test("pictures without a class of the dataset's stand for its images of that class", () => {
    write('a.png', plain(3, 0, 0));
    const cifar10 = () =>
      data.load('cifar10', { directory: root, className: 'frog', warn: (line) => warnings.push(line) });
    expect(cifar10().images.shape).toEqual([1, 3, 32, 32]);
    expect(warnings).toEqual([]);
    rmSync(join(root, 'a.png'));
    write('summer/a.png', plain(3, 0, 0));
    expect(cifar10().images.shape).toEqual([1, 3, 32, 32]);
    expect(warnings).toEqual([`${root} has no subfolder 'frog': the pictures of all subfolders are taken`]);
  });
});

/** A PNG of 1 x 1 pixels, colour type 4 (grey with alpha): value 100, alpha 128. */
const GREY_WITH_ALPHA =
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR4nGNIaQAAAUsA5Wb0my8AAAAASUVORK5CYII=';

/** A JPEG of 2 x 2 pixels and one component: value 100. */
const GREY_JPEG =
  '/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAAMCAgMCAgMDAwMEAwMEBQgFBQQEBQoHBwYIDAoMDAsKCwsNDhIQDQ4RDgsLEBYQERMUFRUVDA8XGBYUGBIUFRT/wAALCAACAAIBAREA/8QAFAABAAAAAAAAAAAAAAAAAAAAB//EABQQAQAAAAAAAAAAAAAAAAAAAAD/2gAIAQEAAD8ANH//2Q==';

/** The nearest of the plain colours at a place of a 1 x 3 x H x W tensor. */
function colourAt(picture: data.Dataset['images'], x: number, y: number): string {
  const [red, green, blue] = [0, 1, 2].map(
    (channel) => (picture.select(0, 0).select(0, channel).select(0, y).select(0, x).item() as number) > 127,
  );
  if (red && green && blue) return 'white';
  return red ? 'red' : green ? 'green' : blue ? 'blue' : 'black';
}
