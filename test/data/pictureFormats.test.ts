// Every readable picture format: the same pixels, complete files only, sRGB, 8 bits, and flat memory.
import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deflateSync } from 'node:zlib';
import sharp, { type Sharp } from 'sharp';
import { data, images, type Tensor, torch } from 'tadpole';
import { chunk, SIGNATURE } from '../../dist/images/pngChunks';

let root: string;
let warnings: string[];

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'tadpole-formats-'));
  warnings = [];
});

afterEach(() => rmSync(root, { recursive: true }));

const write = (name: string, bytes: Uint8Array): void => writeFileSync(join(root, name), bytes);
const open = (height: number, width: number, channels: 1 | 3 = 3, more: data.DatasetOptions = {}) =>
  data.load(channels === 3 ? 'frogs' : 'mnist', {
    directory: root,
    imageShape: [channels, height, width],
    warn: (line) => warnings.push(line.replaceAll(root, '<root>')),
    ...more,
  });
const valuesOf = ({ images: read }: data.Dataset): number[] => Array.from(read.toTypedArray() as Uint8Array);

const [WIDTH, HEIGHT] = [24, 16];
/** Soft colours, which survive lossy formats. */
const pixels = Buffer.from(
  Array.from({ length: WIDTH * HEIGHT }, (_, i) => {
    const [x, y] = [i % WIDTH, Math.floor(i / WIDTH)];
    return [60 + 6 * x, 40 + 8 * y, 200 - 4 * x];
  }).flat(),
);
const picture = (): Sharp => sharp(pixels, { raw: { width: WIDTH, height: HEIGHT, channels: 3 } });
/** The pixels as a dataset holds them, channels first. */
const planes = [0, 1, 2].flatMap((channel) => Array.from(pixels).filter((_, i) => i % 3 === channel));

const ENCODERS: Record<string, () => Promise<Buffer>> = {
  png: () => picture().png().toBuffer(),
  'interlaced.png': () => picture().png({ progressive: true }).toBuffer(),
  jpg: () => picture().jpeg({ quality: 100, chromaSubsampling: '4:4:4' }).toBuffer(),
  'progressive.jfif': () =>
    picture().jpeg({ quality: 100, chromaSubsampling: '4:4:4', progressive: true }).toBuffer(),
  webp: () => picture().webp({ quality: 100 }).toBuffer(),
  'lossless.webp': () => picture().webp({ lossless: true }).toBuffer(),
  gif: () => picture().gif({ colours: 256 }).toBuffer(),
  tif: () => picture().tiff({ compression: 'lzw' }).toBuffer(),
  avif: () => picture().avif({ quality: 100, chromaSubsampling: '4:4:4' }).toBuffer(),
  bmp: async () => bmp(),
};

/** A bitmap of Windows: a header of 54 bytes, rows from the bottom, blue before green before red. */
function bmp(): Buffer {
  const header = Buffer.alloc(54);
  header.write('BM');
  header.writeUInt32LE(54 + pixels.length, 2);
  header.writeUInt32LE(54, 10);
  header.writeUInt32LE(40, 14);
  header.writeInt32LE(WIDTH, 18);
  header.writeInt32LE(HEIGHT, 22);
  header.writeUInt16LE(1, 26);
  header.writeUInt16LE(24, 28);
  const rows = Array.from({ length: HEIGHT }, (_, row) =>
    Buffer.from(pixels.subarray(row * WIDTH * 3, (row + 1) * WIDTH * 3)).reverse(),
  );
  // A row that is turned around has its pixels in the wrong order, and their channels in the right one.
  const turned = rows.map((row) =>
    Buffer.concat(Array.from({ length: WIDTH }, (_, x) => pixelFromEnd(row, x))),
  );
  return Buffer.concat([header, ...turned.reverse()]);
}

function pixelFromEnd(row: Buffer, x: number): Buffer {
  const at = 3 * (WIDTH - 1 - x);
  return row.subarray(at, at + 3);
}

describe.each(Object.keys(ENCODERS))('%s', (ending) => {
  const encode = ENCODERS[ending] as () => Promise<Buffer>;

  test('has the pixels that were written', async () => {
    write(`a.${ending}`, await encode());
    const differences = valuesOf(open(HEIGHT, WIDTH)).map((value, i) =>
      Math.abs(value - (planes[i] as number)),
    );
    expect(Math.max(...differences)).toBeLessThanOrEqual(/png|tif|bmp|lossless/.test(ending) ? 0 : 12);
    expect(warnings).toEqual([]);
  });

  test('cut anywhere is left out, and spare bytes at the end change nothing', async () => {
    const whole = await encode();
    write('whole.png', await picture().png().toBuffer());
    for (const part of [0.2, 0.5, 0.8, 0.95]) {
      write(`cut-${part}.${ending}`, whole.subarray(0, Math.floor(whole.length * part)));
    }
    write(`spare.${ending}`, Buffer.concat([whole, Buffer.alloc(1000)]));
    expect(open(HEIGHT, WIDTH).images.shape[0]).toBe(2);
    expect(warnings).toEqual([
      '4 of 6 pictures in <root> are left out: 4 cannot be read: damaged or cut short ' +
        `(cut-0.2.${ending}, cut-0.5.${ending}, cut-0.8.${ending}, ...)`,
    ]);
  });
});

describe('a PNG file that is well-formed, but not whole', () => {
  const header = (width: number, height: number, isInterlaced = false): Buffer => {
    const bytes = Buffer.alloc(13);
    bytes.writeUInt32BE(width, 0);
    bytes.writeUInt32BE(height, 4);
    bytes.set([8, 2, 0, 0, isInterlaced ? 1 : 0], 8);
    return bytes;
  };
  const png = (ihdr: Buffer, data: Buffer): Buffer =>
    Buffer.concat([SIGNATURE, chunk('IHDR', ihdr), chunk('IDAT', data), chunk('IEND')]);

  test.each([
    ['rows missing', png(header(8, 8), deflateSync(Buffer.alloc(4 * 25, 1)))],
    [
      'a small body under the header of a large picture',
      png(header(9990, 9990), deflateSync(Buffer.alloc(500))),
    ],
    ['passes missing', png(header(8, 8, true), deflateSync(Buffer.alloc(30)))],
  ])('%s: left out', (_, bytes) => {
    write('bad.png', bytes);
    write('good.png', images.encodePng({ width: 1, height: 1, channels: 3, data: Uint8Array.of(1, 2, 3) }));
    expect(valuesOf(open(1, 1))).toEqual([1, 2, 3]);
    expect(warnings).toEqual([expect.stringContaining('1 cannot be read: damaged or cut short (bad.png)')]);
  });

  test('more pixels than can be read are not tried', () => {
    write('huge.png', png(header(100_000, 100_000), deflateSync(Buffer.alloc(500))));
    write('good.png', images.encodePng({ width: 1, height: 1, channels: 3, data: Uint8Array.of(1, 2, 3) }));
    open(1, 1);
    expect(warnings).toEqual([expect.stringContaining('1 with more than 200 megapixels (huge.png)')]);
  });
});

test('a JPEG with damaged pixel data is left out', async () => {
  const bytes = await sharp(pixels, { raw: { width: WIDTH, height: HEIGHT, channels: 3 } })
    .resize(400, 300)
    .jpeg()
    .toBuffer();
  bytes.fill(0x5a, Math.floor(bytes.length * 0.6), Math.floor(bytes.length * 0.7));
  write('bad.jpg', bytes);
  write('good.png', await picture().png().toBuffer());
  expect(open(HEIGHT, WIDTH).images.shape[0]).toBe(1);
});

describe('the same pixels in PNG and JPEG are the same picture', () => {
  const RED = [220, 40, 30];
  const plain = (channels: readonly number[]) =>
    sharp({ create: { width: 16, height: 8, channels: 3, background: { r: 0, g: 0, b: 0 } } }).composite([
      {
        input: Buffer.from(Array.from({ length: 128 }, () => channels).flat()),
        raw: { width: 16, height: 8, channels: 3 },
      },
    ]);

  test('under a colour profile: it is converted to sRGB', async () => {
    const withProfile = () => plain(RED).withIccProfile('p3');
    write('a.png', await withProfile().png().toBuffer());
    write('b.jpg', await withProfile().jpeg({ quality: 100, chromaSubsampling: '4:4:4' }).toBuffer());
    write('c.webp', await withProfile().webp({ lossless: true }).toBuffer());
    const read = valuesOf(open(1, 1));
    // Each file holds values of Display P3, which stand for the red that sRGB calls (220, 40, 30).
    for (const [i, value] of read.entries()) expect(Math.abs(value - (RED[i % 3] as number))).toBeLessThan(4);
  });

  test('under an orientation: it is turned', async () => {
    for (const format of ['png', 'jpeg', 'webp', 'tiff'] as const) {
      write(`a.${format}`, await picture().withMetadata({ orientation: 6 }).toFormat(format).toBuffer());
    }
    const turned = open(WIDTH, HEIGHT);
    expect(turned.images.shape).toEqual([4, 3, WIDTH, HEIGHT]);
    // A quarter turn to the right: what was at the bottom left is at the top left.
    for (let i = 0; i < 4; i++) {
      const [red, green] = [0, 1].map((channel) =>
        turned.images.select(0, i).select(0, channel).select(0, 0).select(0, 0).item(),
      );
      expect(Math.abs((red as number) - 60)).toBeLessThan(12);
      expect(Math.abs((green as number) - 160)).toBeLessThan(12);
    }
  });
});

test('sixteen bits a channel become eight, in grey and in colour', async () => {
  const grey = new Uint16Array([0, 0x1280, 0x8000, 0xffff]);
  const options = { raw: { width: 4, height: 1, channels: 1 } } as const;
  write('a.png', await sharp(grey, options).toColourspace('grey16').png().toBuffer());
  expect(valuesOf(open(1, 4, 1))).toEqual([0, 0x12, 0x80, 0xff]);
});

test('a picture for print (CMYK) becomes red, green and blue', async () => {
  write('a.jpg', await picture().toColourspace('cmyk').jpeg({ quality: 100 }).toBuffer());
  const differences = valuesOf(open(HEIGHT, WIDTH)).map((value, i) =>
    Math.abs(value - (planes[i] as number)),
  );
  expect(differences.reduce((sum, value) => sum + value) / differences.length).toBeLessThan(25);
});

describe('shapes', () => {
  const strip = (width: number, height: number) =>
    sharp({ create: { width, height, channels: 3, background: '#646464' } })
      .png()
      .toBuffer();

  test.each([
    [1_000_000, 1],
    [1, 30_000],
    [5100, 100],
  ])('a strip of %i x %i is left out', async (width, height) => {
    write('strip.png', await strip(width, height));
    write('good.png', await strip(50, 1));
    expect(open(32, 32).images.shape[0]).toBe(1);
    expect(warnings).toEqual([
      '1 of 2 pictures in <root> are left out: 1 with one side more than 50 times as long as the other (strip.png)',
    ]);
  });

  test('a large picture, which is resized in bands of rows, gives what it gives as a whole', async () => {
    const [width, height] = [1200, 2400];
    const bytes = Uint8Array.from({ length: width * height * 3 }, (_, i) => (i * 7 + (i >> 12) * 13) % 256);
    write(
      'large.png',
      await sharp(bytes, { raw: { width, height, channels: 3 } })
        .png({ compressionLevel: 1 })
        .toBuffer(),
    );
    const whole = torch
      .tensor(bytes, { shape: [1, height, width, 3] })
      .permute([0, 3, 1, 2])
      .to('float32');
    const resized = torch.ops.aten._upsample_bilinear2d_aa?.default?.(
      whole.contiguous(),
      [40, 20],
      false,
    ) as Tensor;
    expect(open(40, 20).images.equal(resized.round().to('uint8'))).toBe(true);
  });
});

test('memory stays flat over many pictures', async () => {
  const [width, height, count] = [1000, 800, 160];
  const noise = Buffer.from(Array.from({ length: width * height * 3 }, (_, i) => (i * 31) % 251));
  write(
    '0.jpg',
    await sharp(noise, { raw: { width, height, channels: 3 } })
      .jpeg()
      .toBuffer(),
  );
  for (let i = 1; i < count; i++) copyFileSync(join(root, '0.jpg'), join(root, `${i}.jpg`));
  const resident: number[] = [];
  open(8, 8, 3, { progress: () => resident.push(process.memoryUsage.rss()) });
  expect(resident.length).toBe(count + 1);
  const half = count / 2;
  const growth = (resident[count] as number) - (resident[half] as number);
  expect(growth).toBeLessThan((half * noise.length) / 4);
});
