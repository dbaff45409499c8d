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
  write('empty.zip', makeZip({}));
  expect(() => open('empty.zip')).toThrow(/empty\.zip holds no pictures/);
});

describe('one entry that cannot be read', () => {
  /** An archive of a.png and b.png; in the two headers of b.png, the 16-bit field of flags (0) or method (2) has another value. */
  const withField = (field: 0 | 2, value: number): Buffer => {
    const zip = makeZip({ 'a.png': red, 'b.png': green, 'notes.txt': 'text' });
    zip.writeUInt16LE(value, zip.indexOf('b.png') - 24 + field);
    zip.writeUInt16LE(value, zip.lastIndexOf('b.png') - 38 + field);
    return zip;
  };

  test.each([
    ['encrypted', withField(0, 1), 'it is encrypted'],
    ['compressed by a method of its own', withField(2, 14), 'it uses compression method 14'],
  ])('is left out: %s', (_, zip, reason) => {
    write('some.zip', zip);
    expect(valuesOf(open('some.zip'))).toEqual([255, 0, 0]);
    expect(folder.warnings).toEqual([
      expect.stringContaining(
        `1 of 2 pictures in ${join(folder.root, 'some.zip')} are left out: 1 cannot be read: ${reason} (b.png)`,
      ),
    ]);
  });

  test('when all are encrypted, the remedy says so', () => {
    const zip = makeZip({ 'a.png': red });
    zip.writeUInt16LE(1, zip.indexOf('a.png') - 24);
    zip.writeUInt16LE(1, zip.lastIndexOf('a.png') - 38);
    write('all.zip', zip);
    expect(() => open('all.zip')).toThrow(
      /none of the 1 pictures .*encrypted.*unpack the archive with its password/s,
    );
  });

  test('with a header of another name is left out', () => {
    const zip = makeZip({ 'a.png': red, 'b.png': green });
    zip.write('c', zip.indexOf('b.png'));
    write('some.zip', zip);
    expect(valuesOf(open('some.zip'))).toEqual([255, 0, 0]);
    expect(folder.warnings[0]).toContain('it has a damaged header (b.png)');
  });

  test('of two of one name, the last is read, as when they are unpacked', () => {
    const zip = makeZip({ 'a.png': red, 'b.png': green });
    zip.write('b', zip.indexOf('a.png'));
    zip.write('b', zip.lastIndexOf('a.png'));
    write('some.zip', zip);
    expect(valuesOf(open('some.zip'))).toEqual([0, 255, 0]);
    expect(folder.warnings[0]).toContain('it is followed by another of its name (b.png)');
  });

  test('matters no more where it is no picture', () => {
    const zip = makeZip({ 'a.png': red, 'notes.txt': 'text' });
    zip.writeUInt16LE(14, zip.lastIndexOf('notes.txt') - 36);
    write('some.zip', zip);
    expect(valuesOf(open('some.zip'))).toEqual([255, 0, 0]);
    expect(folder.warnings).toEqual([]);
  });
});

describe('names', () => {
  test('that are not UTF-8 are told apart, and shown as those of folders are', () => {
    const zip = makeZip({ 'caf1/1.png': red, 'caf2/1.png': green });
    for (const [ascii, byte] of [
      ['caf1', 0xe8],
      ['caf2', 0xe9],
    ] as const) {
      zip[zip.indexOf(ascii) + 3] = byte;
      zip[zip.lastIndexOf(ascii) + 3] = byte;
    }
    write('some.zip', zip);
    const dataset = open('some.zip');
    expect(dataset.classes).toEqual(['caf\\xe8', 'caf\\xe9']);
    expect(valuesOf(dataset)).toEqual([255, 0, 0, 0, 255, 0]);
  });

  test('that lead here or elsewhere, or have backslashes, are those of the pictures', () => {
    write('some.zip', makeZip({ './cat/1.png': red, '../../dog/1.png': green, 'dog\\2.png': blue }));
    const dataset = open('some.zip');
    expect(dataset.classes).toEqual(['cat', 'dog']);
    expect(valuesOf(dataset)).toEqual([255, 0, 0, 0, 255, 0, 0, 0, 255]);
  });
});

test('more entries than the 16 bits of their count are all read', () => {
  const zip = makeZip({ 'a.png': red, 'b.png': green });
  zip.writeUInt16LE(1, zip.length - 12);
  write('some.zip', zip);
  expect(valuesOf(open('some.zip'))).toEqual([255, 0, 0, 0, 255, 0]);
});
