// Zip archives of pictures, in the place of a folder.
import { join } from 'node:path';
import { data } from 'tadpole';
import { makeZip } from '../setup/zipFile';
import { PictureFolder, plain, valuesOf } from './pictureFolder';

const folder = new PictureFolder();
const { write } = folder;

const open = (name: string, options: data.DatasetOptions = {}): data.Dataset =>
  data.load('pictures', {
    directory: join(folder.root, name),
    imageShape: [3, 1, 1],
    warn: folder.warn,
    ...options,
  });

const [red, green, blue] = [plain(255, 0, 0), plain(0, 255, 0), plain(0, 0, 255)];

test('its folders are the classes, whatever folder is around them', () => {
  for (const around of ['', 'mine/', 'a/b/']) {
    write(
      'some.zip',
      makeZip({
        [`${around}dog/2.png`]: blue,
        [`${around}cat/1.png`]: red,
        [`${around}cat/2.png`]: green,
        '__MACOSX/cat/._1.png': Buffer.from('litter'),
        'readme.txt': 'text',
      }),
    );
    const dataset = open('some.zip');
    expect(dataset.classes).toEqual(['cat', 'dog']);
    expect(dataset.labels?.tolist()).toEqual([0, 0, 1]);
    expect(valuesOf(dataset)).toEqual([255, 0, 0, 0, 255, 0, 0, 0, 255]);
    expect(dataset.source).toBe(`${join(folder.root, 'some.zip')} (3 pictures)`);
  }
});

test('every recipe takes one for a folder of pictures', () => {
  write('some.zip', makeZip({ 'a.png': red }));
  const place = { directory: join(folder.root, 'some.zip'), imageShape: [3, 1, 1] as const };
  expect(valuesOf(data.load('frogs', place))).toEqual([255, 0, 0]);
});

test('damaged entries are left out with a warning, as are formats that are not read', () => {
  write(
    'some.zip',
    makeZip({ 'a.png': red, 'b.png': green, 'c.png': Buffer.from('x'), 'd.heic': 'x' }, 'b.png'),
  );
  expect(valuesOf(open('some.zip'))).toEqual([255, 0, 0]);
  expect(folder.warnings).toEqual([
    expect.stringMatching(
      /3 of 4 pictures in .*some\.zip are left out: .*damaged in the archive \(b\.png\); .*c\.png.*/,
    ),
  ]);
  expect(folder.warnings[0]).toContain('heic (d.heic)');
});

test('an archive that is cut short, or holds no pictures, is an error in words', () => {
  write('short.zip', makeZip({ 'a.png': red }).subarray(0, 60));
  expect(() => open('short.zip')).toThrow(/short\.zip: cannot be unpacked: its zip directory is missing/);
  write('texts.zip', makeZip({ 'a.txt': 'text' }));
  expect(() => open('texts.zip')).toThrow(/texts\.zip holds no pictures .*; found there: 1 \.txt/);
});
