// Folders of pictures: found, resized, cropped, in classes, or left out with a warning.
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { data, torch } from 'tadpole';
import { recordBytes } from './frogFiles';
import { PictureFolder, plain, png, quarters, turned, valuesOf } from './pictureFolder';

const folder = new PictureFolder();
const { open, write } = folder;

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
    expect(dataset.source).toBe(`${folder.root} (3 pictures)`);
    expect(folder.warnings).toEqual([]);
  });

  test('the content decides the format, not the name', () => {
    write('a.jpg', plain(7, 8, 9));
    expect(valuesOf(open([3, 1, 1]))).toEqual([7, 8, 9]);
  });

  test('without an imageShape they become as large as the images of the dataset', () => {
    write('a.png', plain(1, 2, 3));
    expect(data.load('frogs', { directory: folder.root }).images.shape).toEqual([1, 3, 32, 32]);
    expect(data.load('mnist', { directory: folder.root }).images.shape).toEqual([1, 1, 28, 28]);
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

  test('only one, three or four channels can be had', () => {
    write('a.png', plain(1, 2, 3));
    expect(() => open([2, 4, 4])).toThrow(
      /pictures have 1 channel \(grey\), 3 \(colour\) or 4 .*; 2 were asked for/,
    );
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
    expect(folder.warnings).toEqual([
      `6 of 7 pictures in ${folder.root} are left out: ` +
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
    expect(folder.warnings).toEqual([
      `3 of 4 pictures in ${folder.root} are left out: 3 grey where colour is needed (grey-and-clear.png, grey.jpg, grey.png)`,
    ]);
    // Grey on white: 100 * 128 / 255 + 255 * 127 / 255 = 177.2
    expect(valuesOf(open([1, 1, 1]))).toEqual([2, 177, 100, 9]);
  });

  test('by default the warning is a line of console.warn that begins with "warning: "', () => {
    write('bad.png', Buffer.from('bad'));
    const warn = jest.spyOn(console, 'warn').mockImplementation(() => {});
    data.load('frogs', { directory: folder.root });
    expect(warn.mock.calls).toEqual([[expect.stringMatching(/^warning: 1 of 2 pictures in .*bad\.png\)$/)]]);
    warn.mockRestore();
  });

  test('when none is left, that is an error', () => {
    rmSync(join(folder.root, 'good.png'));
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
    rmSync(join(folder.root, 'good.png'));
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

  test('a few pictures beside the subfolders are probably there by mistake, which a warning says', () => {
    for (let one = 0; one < 10; one++) write(`${one % 2 === 0 ? 'frog' : 'newt'}/${one}.png`, plain(1, 0, 0));
    expect(open([3, 1, 1]).classes).toEqual(['frog', 'newt']);
    write('cover.png', plain(1, 0, 0));
    expect(folder.warnings).toEqual([]);
    expect(open([3, 1, 1]).classes).toEqual([]);
    expect(folder.warnings).toEqual([
      `the 2 subfolders of ${folder.root} are no classes, because of pictures that lie in none of them: cover.png`,
    ]);
  });

  test("pictures without a class of the dataset's stand for its images of that class", () => {
    write('a.png', plain(3, 0, 0));
    const cifar10 = () =>
      data.load('cifar10', { directory: folder.root, className: 'frog', warn: folder.warn });
    expect(cifar10().images.shape).toEqual([1, 3, 32, 32]);
    expect(folder.warnings).toEqual([]);
    rmSync(join(folder.root, 'a.png'));
    write('summer/a.png', plain(3, 0, 0));
    expect(cifar10().images.shape).toEqual([1, 3, 32, 32]);
    expect(folder.warnings).toEqual([
      `${folder.root} has no subfolder 'frog': the pictures of all subfolders are used`,
    ]);
  });
});

test('a process that was stopped for minutes goes on reading', () => {
  write('a.png', plain(1, 2, 3));
  // What a wait returns that began before and ended after.
  const wait = jest.spyOn(Atomics, 'wait').mockReturnValueOnce('timed-out');
  expect(open([3, 1, 1]).images.shape).toEqual([1, 3, 1, 1]);
  expect(wait).toHaveBeenCalled();
  wait.mockRestore();
});

/** A PNG of 1 x 1 pixels, colour type 4 (grey with alpha): value 100, alpha 128. */
const GREY_WITH_ALPHA =
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR4nGNIaQAAAUsA5Wb0my8AAAAASUVORK5CYII=';

/** A JPEG of 2 x 2 pixels and one component: value 100. */
const GREY_JPEG =
  '/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAAMCAgMCAgMDAwMEAwMEBQgFBQQEBQoHBwYIDAoMDAsKCwsNDhIQDQ4RDgsLEBYQERMUFRUVDA8XGBYUGBIUFRT/wAALCAACAAIBAREA/8QAFAABAAAAAAAAAAAAAAAAAAAAB//EABQQAQAAAAAAAAAAAAAAAAAAAAD/2gAIAQEAAD8ANH//2Q==';
