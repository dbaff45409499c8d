// IDX files: their contents, and the error for each kind of damage.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { data } from 'tadpole';
import { idxBytes } from './idxFiles';

const images = idxBytes([2, 2, 3], [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 255]);

describe('an intact file', () => {
  test('gives its sizes and its values', () => {
    const { shape, data: values } = data.parseIdx(images, 3);
    expect(shape).toEqual([2, 2, 3]);
    expect(Array.from(values)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 255]);
  });

  test('is read plain or compressed, whatever its name is', () => {
    const folder = mkdtempSync(join(tmpdir(), 'tadpole-idx-'));
    try {
      writeFileSync(join(folder, 'plain.gz'), images);
      writeFileSync(join(folder, 'compressed'), gzipSync(images));
      expect(data.readIdx(join(folder, 'plain.gz'), 3)).toEqual(data.parseIdx(images, 3));
      expect(data.readIdx(join(folder, 'compressed'), 3)).toEqual(data.parseIdx(images, 3));
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  test('may be a view into a larger buffer', () => {
    const padded = Buffer.concat([Buffer.from([9, 9, 9]), images]);
    expect(data.parseIdx(padded.subarray(3), 3).shape).toEqual([2, 2, 3]);
  });
});

describe('a damaged or foreign file is refused', () => {
  const damagedGzip = gzipSync(images);
  damagedGzip.writeUInt32LE(0, damagedGzip.length - 8);
  const floats = Buffer.from(images);
  floats[2] = 0x0d;

  test.each([
    ['an empty file', Buffer.alloc(0), 'expected an IDX file; it has only 0 bytes'],
    ['a header cut off', images.subarray(0, 10), 'expected a header of 16 bytes; the file ends after 10'],
    ['values cut off', images.subarray(0, 20), 'expected 12 bytes of values for sizes 2 x 2 x 3, got 4'],
    [
      'bytes too many',
      Buffer.concat([images, images]),
      'expected 12 bytes of values for sizes 2 x 2 x 3, got 40',
    ],
    [
      'another format',
      Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
      'begins with 00000803; this one begins with 89504e47',
    ],
    ['floats', floats, 'expected unsigned bytes (type 8); the file holds 32-bit floats (type 13)'],
    ['labels', idxBytes([3], [0, 1, 2]), 'expected 3 dimension(s) (images); the file has 1 (labels)'],
    ['no images', idxBytes([0, 28, 28], []), 'expected at least one value; the sizes are 0 x 28 x 28'],
    ['a wrong gzip checksum', damagedGzip, 'cannot be unpacked'],
    ['compressed twice', gzipSync(gzipSync(images)), 'compressed with gzip twice'],
    ['a gzip cut off', gzipSync(images).subarray(0, 20), 'cannot be unpacked'],
  ])('%s', (_, bytes, message) => {
    expect(() => data.parseIdx(bytes, 3, 'file.idx')).toThrow(`file.idx: `);
    expect(() => data.parseIdx(bytes, 3, 'file.idx')).toThrow(message);
  });

  test('with a remedy', () => {
    expect(() => data.parseIdx(images.subarray(0, 20), 3)).toThrow(
      expect.objectContaining({
        hint: 'the file is damaged or was not transferred completely; download it again',
      }),
    );
  });

  test('when it is not there, by its path', () => {
    expect(() => data.readIdx(join(tmpdir(), 'tadpole-no-such-file'), 3)).toThrow(
      /tadpole-no-such-file: cannot be read/,
    );
  });
});
