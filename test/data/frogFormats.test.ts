// A file named as the frogs' data is recognized by its name, its length and its values, or refused with the reason.
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { data } from 'tadpole';
import { floatBytes, pictureBytes, recordBytes, tarGz } from './frogFiles';
import { idxBytes } from './idxFiles';
import { PictureFolder } from './pictureFolder';

const folder = new PictureFolder();
const { write } = folder;
const open = (name: string) => data.load('frogs', { directory: join(folder.root, name), warn: folder.warn });
const pictures = (...indices: number[]) => Buffer.concat(indices.map(pictureBytes));

describe('a file with the name of the data is recognized', () => {
  const IMAGES = idxBytes([3, 32, 32], new Array(3072).fill(1));
  const shapes = (name: string) => open(name).images.shape[0];

  test('by its name', () => {
    write('data_batch_mine.bin', recordBytes([6, 6]));
    write('x_channels_first_mine.bin', floatBytes(1));
    write('frogs_u8.bin', pictures(0, 1, 2, 3));
    expect([
      shapes('data_batch_mine.bin'),
      shapes('x_channels_first_mine.bin'),
      shapes('frogs_u8.bin'),
    ]).toEqual([2, 1, 4]);
  });

  test('compressed or not', () => {
    write('data_batch_mine.bin.gz', gzipSync(recordBytes([6, 6])));
    write('frogs_u8.bin.gz', gzipSync(pictures(0, 1, 2, 3)));
    write('floats.gz', gzipSync(floatBytes(1)));
    expect([shapes('data_batch_mine.bin.gz'), shapes('frogs_u8.bin.gz'), shapes('floats.gz')]).toEqual([
      2, 4, 1,
    ]);
  });

  test('by its length, where only one format fits', () => {
    write('records.bin', recordBytes([6, 6, 6]));
    write('bytes.bin', pictures(0, 1));
    expect([shapes('records.bin'), shapes('bytes.bin')]).toEqual([3, 2]);
  });

  test('by its values, where floats and bytes have the same length', () => {
    write('a.bin', floatBytes(1));
    write('b.bin', pictures(0, 1, 2, 3));
    expect([shapes('a.bin'), shapes('b.bin')]).toEqual([1, 4]);
  });

  test('floats on another scale are not read as bytes', () => {
    const bytes = floatBytes(1);
    for (let at = 0; at < bytes.length; at += 4) bytes.writeFloatLE(bytes.readFloatLE(at) * 2 - 1, at);
    write('scaled.bin', bytes);
    expect(() => open('scaled.bin')).toThrow(
      /expected 32-bit floats from 0 to 1; value 0, in picture 0, is -1/,
    );
  });

  test('where nothing decides, the error says how a name would', () => {
    write('black.bin', Buffer.alloc(12288));
    expect(() => open('black.bin')).toThrow(
      /12288 bytes may be 1 pictures of floats or 4 pictures of bytes.*rename the file:.*x_channels_first\*\.bin as 32-bit floats/,
    );
  });

  test.each([
    ['a table', 'table.csv', Buffer.from('1,2,3,4\n'.repeat(768))],
    ['a text under the name of raw data', 'table.bin', Buffer.from('1,2,3,4\n'.repeat(768))],
    ['a database', 'pics.db', Buffer.concat([Buffer.from('SQLite format 3\0'), Buffer.alloc(6128)])],
    ['a database as .bin', 'pics.bin', Buffer.concat([Buffer.from('SQLite format 3\0'), Buffer.alloc(6128)])],
    [
      'an array of NumPy',
      'x.raw',
      Buffer.concat([Buffer.from('\x93NUMPY', 'latin1'), pictures(0).subarray(6)]),
    ],
    ['a film', 'film.mp4', pictures(0, 1)],
    ['compressed', 'log.txt.gz', gzipSync(pictures(0, 1))],
  ])('%s is no picture data, however long it is', (_, name, bytes) => {
    write(name, bytes);
    expect(() => open(name)).toThrow(
      /the file is in no format that Tadpole knows .*data_batch_\*\.bin is read/,
    );
  });

  test('what is as long as pictures but does not look like any is refused, unless its name says what it is', () => {
    const noise = Buffer.from(
      Array.from({ length: 6144 }, (_, i) => Math.floor(Math.abs(Math.sin(i) * 1e6)) % 256),
    );
    write('firmware.bin', noise);
    expect(() => open('firmware.bin')).toThrow(
      /6144 bytes are as long as 2 pictures of bytes, but do not look like pictures \(if they are, rename/,
    );
    write('firmware_u8.bin', noise);
    expect(shapes('firmware_u8.bin')).toBe(2);
  });

  test('a tar archive of pictures is to be unpacked', () => {
    const picture = Buffer.from('\x89PNG\r\n\x1a\n', 'latin1');
    write('b.tgz', tarGz({ 'cats/1.png': picture, 'cats/2.jpg': picture }));
    expect(() => open('b.tgz')).toThrow(
      /an archive of pictures \(2, for example cats\/1\.png\) is not read as it is \(unpack it, and name the folder/,
    );
  });

  test.each([
    [
      'of no known length',
      'odd.bin',
      Buffer.alloc(1000),
      /multiple of 3073 .*, 3072 .* or 12288 .*got 1000 bytes/,
    ],
    ['that is empty', 'empty.bin', Buffer.alloc(0), /got 0 bytes/],
    [
      'that is one picture',
      'one.png',
      Buffer.from('\x89PNG\r\n\x1a\n rest', 'latin1'),
      /a single picture is not a dataset/,
    ],
    [
      'of IDX images',
      'images',
      IMAGES,
      /images: images and labels are in two IDX files.*folder that has both/,
    ],
    ['of IDX labels', 'labels', idxBytes([3], [6, 6, 6]), /labels are in two IDX files/],
    ['of IDX, compressed', 'train-images-idx3-ubyte.gz', gzipSync(IMAGES), /labels are in two IDX files/],
    ['that is compressed, and damaged', 'a.gz', gzipSync(IMAGES).subarray(0, 20), /a.gz: cannot be unpacked/],
    ['of no known length, compressed', 'odd.gz', gzipSync(Buffer.alloc(1000)), /got 1000 bytes/],
  ])('a file %s is refused', (_, name, bytes, message) => {
    write(name, bytes);
    expect(() => open(name)).toThrow(message);
  });
});
