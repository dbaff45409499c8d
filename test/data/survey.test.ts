// The survey of a collection of pictures, by which a recipe chooses its settings.
import { join } from 'node:path';
import { data } from 'tadpole';
import { makeZip } from '../setup/zipFile';
import { writeTinyMnist } from './idxFiles';
import { PictureFolder, plain, png } from './pictureFolder';

const folder = new PictureFolder();
const { write } = folder;
const survey = (): data.Survey => data.survey('pictures', { directory: folder.root });

test('counts pictures and classes, and takes the median of the shorter sides', () => {
  write(
    'cat/a.png',
    png(30, 10, () => [1, 2, 3]),
  );
  write(
    'cat/b.png',
    png(20, 50, () => [1, 2, 3]),
  );
  write(
    'dog/c.png',
    png(90, 90, () => [1, 2, 3]),
  );
  expect(survey()).toEqual({ images: 3, classes: ['cat', 'dog'], channels: 3, side: 20 });
});

test('grey where all are grey', () => {
  write(
    'a.png',
    png(2, 2, () => [5]),
  );
  expect(survey().channels).toBe(1);
  write('b.png', plain(1, 2, 3));
  expect(survey()).toMatchObject({ images: 2, classes: [], channels: 3 });
});

test('with opacity where a quarter has transparent pixels; an opaque fourth channel does not count', () => {
  for (const name of 'abc')
    write(
      `${name}.png`,
      png(2, 2, () => [1, 2, 3, 255]),
    );
  expect(survey().channels).toBe(3);
  write(
    'd.png',
    png(2, 2, (x) => [1, 2, 3, 255 * x]),
  );
  expect(survey().channels).toBe(4);
});

test('of an archive, and of a dataset of a fixed size', () => {
  write('some.zip', makeZip({ 'a.png': plain(1, 2, 3) }));
  expect(data.survey('pictures', { directory: join(folder.root, 'some.zip') })).toMatchObject({
    images: 1,
    side: 2,
  });
  writeTinyMnist(folder.root, 5, 3);
  expect(data.survey('mnist', { directory: folder.root })).toMatchObject({ images: 5, channels: 1, side: 2 });
});
