// The frogs: the raw file of floats, the zip of it, and the frogs of CIFAR-10.
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { data, torch } from 'tadpole';
import { makeZip } from '../setup/zipFile';
import { floatBytes, pictureBytes, REAL_FOLDER, recordBytes, testWithReal } from './frogFiles';

const RAW = 'x_channels_first_8_5.bin';
let root: string;
let warnings: string[];

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'tadpole-frogs-'));
  warnings = [];
});

afterEach(() => rmSync(root, { recursive: true }));

const write = (name: string, bytes: Buffer): void => writeFileSync(join(root, name), bytes);
const load = (options: data.DatasetOptions) =>
  data.load('frogs', { warn: (line) => warnings.push(line), ...options });
const open = (name = '', options: data.DatasetOptions = {}) =>
  load({ directory: join(root, name), ...options });
const bytesOf = ({ images }: data.Dataset) => Buffer.from(images.toTypedArray() as Uint8Array);
const pictures = (...indices: number[]) => Buffer.concat(indices.map(pictureBytes));

describe('the raw file', () => {
  test('holds floats that become the bytes they were', () => {
    write(RAW, floatBytes(3));
    const frogs = open();
    expect(frogs.images.shape).toEqual([3, 3, 32, 32]);
    expect(frogs.images.dtype).toBe('uint8');
    expect(bytesOf(frogs).equals(pictures(0, 1, 2))).toBe(true);
    expect(frogs.classes).toEqual(['frog']);
    expect(frogs.source).toBe(join(root, RAW));
  });

  test('every byte survives the way to a float and back', () => {
    const images = torch.arange(256, { dtype: 'uint8' }).repeat([12]).reshape([1, 3, 32, 32]);
    data.writeRawFloats(join(root, RAW), { images, source: 'here' });
    expect(bytesOf(open()).equals(bytesOf({ images } as data.Dataset))).toBe(true);
  });

  test('written from a dataset it has the same bytes as one made by hand', () => {
    write('frogs_u8.bin', pictures(0, 1));
    data.writeRawFloats(join(root, 'written.bin'), open('frogs_u8.bin'));
    expect(readFileSync(join(root, 'written.bin')).equals(floatBytes(2))).toBe(true);
    expect(readdirSync(root).sort()).toEqual(['frogs_u8.bin', 'written.bin']);
  });

  test('images of another size are not written', () => {
    const images = torch.zeros([1, 1, 28, 28], { dtype: 'uint8' });
    expect(() => data.writeRawFloats(join(root, RAW), { images, source: 'MNIST' })).toThrow(
      /MNIST are 1 x 28 x 28; the raw file holds 3 x 32 x 32/,
    );
    expect(readdirSync(root)).toEqual([]);
  });

  test('a length that is not a whole number of pictures says what was expected and what came', () => {
    write(RAW, floatBytes(2).subarray(0, 20_000));
    expect(() => open()).toThrow(
      /num_images \* 3 channels \* 32 height \* 32 width \* 4 bytes, a multiple of 12288 \(61440000 for 5000 pictures\), got 20000, which is 1 pictures and 7712 bytes/,
    );
    write(RAW, Buffer.alloc(0));
    expect(() => open()).toThrow(/got 0/);
  });

  test('may be compressed, whatever its name is', () => {
    write(RAW, gzipSync(floatBytes(2)));
    expect(open().images.shape).toEqual([2, 3, 32, 32]);
  });

  test.each([
    ['above 1', 1.5],
    ['below 0', -0.25],
    ['NaN', Number.NaN],
    ['infinite', Number.POSITIVE_INFINITY],
    // 0.5, its bytes in the other order.
    ['of the other byte order', 63 * 2 ** -149],
  ])('a value that is %s is refused', (_, value) => {
    const bytes = floatBytes(2);
    bytes.writeFloatLE(value, 12288 + 40);
    write(RAW, bytes);
    expect(() => open()).toThrow(`expected 32-bit floats from 0 to 1; value 3082, in picture 1, is ${value}`);
  });

  test('has no test images', () => {
    write(RAW, floatBytes(1));
    expect(() => open('', { split: 'test' })).toThrow(/no folder holds CIFAR-10/);
    expect(open('', { split: 'all' }).images.shape[0]).toBe(1);
  });
});

describe('frog_pictures.zip', () => {
  test('is unpacked beside itself when the raw file is missing', () => {
    write('frog_pictures.zip', makeZip({ 'frogs/readme.txt': 'frogs', [`frogs/${RAW}`]: floatBytes(2) }));
    const frogs = open();
    expect(bytesOf(frogs).equals(pictures(0, 1))).toBe(true);
    expect(frogs.source).toBe(join(root, RAW));
    expect(readFileSync(join(root, RAW)).equals(floatBytes(2))).toBe(true);
    expect(readdirSync(root).sort()).toEqual(['frog_pictures.zip', RAW]);
  });

  test('where nothing can be written beside it, it is read as it is', () => {
    const zip = join(root, 'frog_pictures.zip');
    writeFileSync(zip, makeZip({ [RAW]: floatBytes(2) }));
    // A folder in the place of the raw file stands for a folder that cannot be written, which root may always write.
    mkdirSync(join(root, RAW));
    const frogs = open('frog_pictures.zip');
    expect(bytesOf(frogs).equals(pictures(0, 1))).toBe(true);
    expect(frogs.source).toBe(`${zip} (${RAW})`);
  });

  test('a name that leads outside decides nothing: the file appears beside the zip', () => {
    mkdirSync(join(root, 'inner'));
    write('inner/frog_pictures.zip', makeZip({ [`../${RAW}`]: floatBytes(1) }));
    expect(open('inner').images.shape[0]).toBe(1);
    expect(readdirSync(root)).toEqual(['inner']);
    expect(readdirSync(join(root, 'inner')).sort()).toEqual(['frog_pictures.zip', RAW]);
  });

  test('without the raw file, with a wrong checksum, cut short: named, and nothing is unpacked', () => {
    write('frog_pictures.zip', makeZip({ 'other.txt': 'nothing' }));
    expect(() => open()).toThrow(
      /expected a zip archive that holds x_channels_first_8_5.bin; it holds other.txt/,
    );
    write('frog_pictures.zip', makeZip({ [RAW]: floatBytes(1) }, RAW));
    expect(() => open()).toThrow(/checksum of its entry x_channels_first_8_5.bin does not match/);
    const whole = makeZip({ [RAW]: floatBytes(1) });
    write('frog_pictures.zip', whole.subarray(0, whole.length - 30));
    expect(() => open()).toThrow(/frog_pictures.zip: cannot be unpacked: .*cut short/);
    write('frog_pictures.zip', makeZip({ [RAW]: floatBytes(1).subarray(0, 5000) }));
    expect(() => open()).toThrow(/a multiple of 12288/);
    expect(readdirSync(root)).toEqual(['frog_pictures.zip']);
  });
});

describe('without a file of their own', () => {
  test('they are those of CIFAR-10', () => {
    write('data_batch_1.bin', recordBytes([6, 0, 6]));
    const frogs = open();
    expect(bytesOf(frogs).equals(pictures(0, 2))).toBe(true);
    expect(frogs).toMatchObject({ name: 'frogs', classes: ['frog'] });
    expect(Array.from(frogs.labels?.toTypedArray() as BigInt64Array)).toEqual([0n, 0n]);
    expect(bytesOf(open('data_batch_1.bin')).equals(pictures(0, 2))).toBe(true);
  });

  test('fewer than there are in all of CIFAR-10 are taken with a warning', () => {
    write('data_batch_1.bin', recordBytes([6, 0, 6]));
    open();
    const file = join(root, 'data_batch_1.bin');
    expect(warnings).toEqual([
      `frogs is incomplete: 2 of its 5000 training images are in ${file} (class frog)`,
    ]);
  });

  test('their own file wins over CIFAR-10', () => {
    write('data_batch_1.bin', recordBytes([6], 4));
    write(RAW, floatBytes(1));
    expect(bytesOf(open()).equals(pictures(0))).toBe(true);
  });

  test('CIFAR-10 is found in data/cifar10 of the current folder, too', () => {
    mkdirSync(join(root, 'data', 'cifar10'), { recursive: true });
    write('data/cifar10/data_batch_1.bin', recordBytes([6], 4));
    const frogs = load({ workingDirectory: root, environment: '' });
    expect(bytesOf(frogs).equals(pictures(4))).toBe(true);
  });

  test('the error names every way of getting them', () => {
    const missing = () => load({ workingDirectory: root, environment: '' });
    for (const way of [
      'tadpole data cifar10',
      `tadpole data export-bin --out ${join('data', 'frogs', RAW)}`,
      'frog_pictures.zip into data/frogs by hand',
      '--data',
      join(root, 'data', 'cifar10'),
    ]) {
      expect(missing).toThrow(way);
    }
  });
});

describe('real frogs', () => {
  testWithReal('frogs_u8.bin')('frogs_u8.bin holds 5000, with the means that are known of it', () => {
    const { images } = load({ directory: join(REAL_FOLDER, 'frogs_u8.bin') });
    expect(images.shape).toEqual([5000, 3, 32, 32]);
    const means = images.to('float32').mean([0, 2, 3]).toTypedArray() as Float32Array;
    expect(Array.from(means, (mean) => mean.toFixed(1))).toEqual(['119.8', '111.8', '88.1']);
  });

  testWithReal('data_batch_first4000.bin')('exported from CIFAR-10 and read back they are the same', () => {
    const frogs = data.load('cifar10', { directory: REAL_FOLDER, className: 'frog', warn: () => {} });
    data.writeRawFloats(join(root, RAW), frogs);
    const back = open();
    expect(back.images.shape).toEqual([414, 3, 32, 32]);
    expect(bytesOf(back).equals(bytesOf(frogs))).toBe(true);
  });
});
