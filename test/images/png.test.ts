// PNG files: what is written is read back, and image tensors become the bytes that their value range defines.
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deflateSync, inflateSync } from 'node:zlib';
import { images, torch } from 'tadpole';
import { chunk, chunksOf, SIGNATURE } from '../../dist/images/pngChunks';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tadpole-png-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

describe('encoding and decoding', () => {
  test.each([
    ['grey', 1, [0, 50, 100, 150, 200, 255]],
    ['colour', 3, Array.from({ length: 18 }, (_, i) => i * 14)],
    ['colour with alpha', 4, Array.from({ length: 24 }, (_, i) => i * 10)],
  ] as const)('%s', (_, channels, values) => {
    const picture = { width: 3, height: 2, channels, data: Uint8Array.from(values) };
    expect(images.decodePng(images.encodePng(picture))).toEqual(picture);
  });

  test('a picture whose bytes do not fit its size is refused', () => {
    const picture = { width: 3, height: 2, channels: 1, data: new Uint8Array(5) } as const;
    expect(() => images.encodePng(picture)).toThrow(
      'expected 6 bytes for 3 x 2 pixels of 1 channel(s), got 5',
    );
    expect(() => images.encodePng({ ...picture, width: 0 })).toThrow('at least 1 pixel, got 0 x 2');
  });

  test('what is no PNG, or is cut off, is refused by its path', () => {
    const path = join(folder, 'bad.png');
    writeFileSync(path, 'not a picture');
    expect(() => images.readPng(path)).toThrow(/bad\.png: expected a PNG picture/);
    const whole = images.encodePng({ width: 2, height: 2, channels: 1, data: new Uint8Array(4) });
    expect(() => images.decodePng(whole.subarray(0, 45))).toThrow(/PNG data: expected a PNG picture/);
  });
});

describe('a file of which not everything is there, or more', () => {
  const values = Uint8Array.from({ length: 11 * 9 * 3 }, (_, i) => (i * 37) % 256);
  const picture = { width: 11, height: 9, channels: 3, data: values } as const;
  const whole = chunksOf(images.encodePng(picture));
  const pixels = inflateSync(
    Buffer.concat(whole.filter(({ type }) => type === 'IDAT').map(({ data }) => data)),
  );
  const header = (change: (bytes: Buffer) => void): Buffer => {
    const bytes = Buffer.from(whole[0]?.data as Buffer);
    change(bytes);
    return bytes;
  };
  const file = (ihdr: Buffer, ...data: Buffer[]): Buffer =>
    Buffer.concat([
      SIGNATURE,
      chunk('IHDR', ihdr),
      ...data.map((part) => chunk('IDAT', part)),
      chunk('IEND'),
    ]);
  const plain = header(() => {});
  const interlaced = header((bytes) => bytes.writeUInt8(1, 12));

  test.each([
    ['rows are missing, in a stream that is whole', file(plain, deflateSync(pixels.subarray(0, 4 * 34)))],
    ['the last byte is missing', file(plain, deflateSync(pixels.subarray(0, -1)))],
    ['no pixels at all', file(plain)],
    [
      'a small body under the header of a large picture',
      file(
        header((bytes) => {
          bytes.writeUInt32BE(9990, 0);
          bytes.writeUInt32BE(9990, 4);
        }),
        deflateSync(pixels),
      ),
    ],
    [
      'an interlaced file whose last passes are missing',
      file(interlaced, deflateSync(pixels.subarray(0, 200))),
    ],
    ['a stream that is cut', file(plain, deflateSync(pixels).subarray(0, -20))],
    ['a stream that is garbage', file(plain, Buffer.alloc(300, 77))],
    ['no end', file(plain, deflateSync(pixels)).subarray(0, -12)],
  ])('%s: refused', (_, bytes) => {
    expect(() => images.decodePng(bytes)).toThrow(
      /expected a PNG picture, got something that cannot be decoded/,
    );
  });

  test('a checksum that does not match is named', () => {
    const bytes = images.encodePng(picture);
    bytes.writeUInt8((bytes[50] as number) ^ 1, 50);
    expect(() => images.decodePng(bytes)).toThrow(/the checksum of its chunk IDAT does not match/);
  });

  test.each([
    ['bytes after its end', Buffer.concat([images.encodePng(picture), Buffer.alloc(100, 3)])],
    [
      'bytes behind the stream of its pixels',
      file(plain, Buffer.concat([deflateSync(pixels), Buffer.alloc(9)])),
    ],
    ['more rows than its header says', file(plain, deflateSync(Buffer.concat([pixels, Buffer.alloc(68)])))],
    ['pixels in many chunks', file(plain, ...[...deflateSync(pixels)].map((byte) => Buffer.from([byte])))],
  ])('%s change nothing', (_, bytes) => {
    expect(images.decodePng(bytes)).toEqual(picture);
  });
});

describe('image tensors', () => {
  test('values are mapped from their range, rounded, and clipped; NaN is black', () => {
    const values = torch.tensor([-2, -1, 0, 0.5, 1, 3, Number.NaN], { shape: [1, 1, 1, 7] });
    images.saveImage(join(folder, 'a.png'), values, { range: [-1, 1] });
    expect(Array.from(images.readPng(join(folder, 'a.png')).data)).toEqual([0, 0, 128, 191, 255, 255, 0]);
    images.saveImage(join(folder, 'b.png'), values);
    expect(Array.from(images.readPng(join(folder, 'b.png')).data)).toEqual([0, 0, 0, 128, 255, 255, 0]);
  });

  test('bytes stay as they are, and channels come together', () => {
    const planes = torch.tensor(new Uint8Array([1, 2, 3, 4, 5, 6]), { shape: [3, 1, 2] });
    images.saveImage(join(folder, 'c.png'), planes);
    expect(images.readPng(join(folder, 'c.png'))).toMatchObject({ width: 2, height: 1, channels: 3 });
    expect(Array.from(images.readPng(join(folder, 'c.png')).data)).toEqual([1, 3, 5, 2, 4, 6]);
  });

  test('bytes survive the way into a range and back', () => {
    const bytes = torch.tensor(Uint8Array.from({ length: 256 }, (_, i) => i));
    for (const range of [
      [0, 1],
      [-1, 1],
      [-0.3, 7],
    ] as const) {
      expect(images.rangeToBytes(images.bytesToRange(bytes, range), range).equal(bytes)).toBe(true);
    }
  });

  test('a grid is written as one file, with nothing left beside it', () => {
    images.saveGrid(join(folder, 'grid.png'), torch.zeros([4, 3, 8, 8]), { padding: 1 });
    expect(images.readPng(join(folder, 'grid.png'))).toMatchObject({ width: 19, height: 19, channels: 3 });
    expect(readdirSync(folder)).toEqual(['grid.png']);
  });

  test('a tensor that requires gradients, or is not contiguous, is drawn all the same', () => {
    const leaf = torch.tensor([0, 1], { shape: [1, 1, 1, 2], requiresGrad: true });
    expect(Array.from(images.makeGrid(leaf.mul(1), { padding: 0 }).data)).toEqual([0, 255]);
    const transposed = torch.tensor([0, 1, 0, 1], { shape: [1, 1, 2, 2] }).transpose(2, 3);
    expect(Array.from(images.makeGrid(transposed, { padding: 0 }).data)).toEqual([0, 0, 255, 255]);
  });

  test('other shapes are refused with a remedy', () => {
    expect(() => images.saveGrid(join(folder, 'x.png'), torch.zeros([4, 784]))).toThrow(
      expect.objectContaining({
        name: 'UsageError',
        problem: expect.stringMatching(/^images: expected a tensor N x C x H x W .*, got \[4, 784\]$/),
        hint: 'reshape it, for example images.reshape([-1, 1, 28, 28])',
      }),
    );
    expect(() => images.saveGrid(join(folder, 'x.png'), torch.zeros([1, 2, 4, 4]))).toThrow(
      /C = 1 \(grey\), 3 \(colour\) or 4/,
    );
    expect(() => images.saveImage(join(folder, 'x.png'), torch.zeros([2, 1, 4, 4]))).toThrow(
      /one image.*got 2/,
    );
    expect(() => images.saveImage(join(folder, 'x.png'), torch.zeros([1, 4, 4]), { range: [1, 0] })).toThrow(
      /low < high/,
    );
    expect(readdirSync(folder)).toEqual([]);
  });

  test('no tensor is left behind', () => {
    const batch = torch.zeros([4, 1, 8, 8]);
    const before = torch.memory().tensors;
    images.makeGrid(batch);
    images.saveImage(join(folder, 'y.png'), batch.select(0, 0).reshape([1, 8, 8]));
    expect(torch.memory().tensors - before).toBeLessThanOrEqual(2);
  });
});
