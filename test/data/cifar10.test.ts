// CIFAR-10: batch files and the archive of them, splits, one class, and files that are damaged or hostile.
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { data, TadpoleError, torch, UsageError } from 'tadpole';
import { pictureBytes, REAL_FOLDER, recordBytes, tarGz, testWithReal } from './frogFiles';

let root: string;
let warnings: string[];

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'tadpole-cifar10-'));
  warnings = [];
});

afterEach(() => rmSync(root, { recursive: true }));

const write = (name: string, bytes: Buffer): void => writeFileSync(join(root, name), bytes);
const load = (options: data.DatasetOptions) =>
  data.load('cifar10', { warn: (line) => warnings.push(line), ...options });
const open = (options: data.DatasetOptions = {}) => load({ directory: root, ...options });

/** Which of the made-up pictures each image is. */
function picturesOf({ images }: data.Dataset): number[] {
  const bytes = Buffer.from(images.toTypedArray() as Uint8Array);
  const count = images.shape[0] as number;
  return Array.from({ length: count }, (_, i) => {
    const image = bytes.subarray(i * 3072, (i + 1) * 3072);
    return Array.from({ length: 50 }, (_, n) => n).find((n) => pictureBytes(n).equals(image)) ?? -1;
  });
}

const labelsOf = ({ labels }: data.Dataset): number[] =>
  Array.from(labels?.toTypedArray() as BigInt64Array, Number);

describe('batch files', () => {
  beforeEach(() => {
    write('data_batch_2.bin', recordBytes([6, 1], 3));
    write('data_batch_1.bin', recordBytes([0, 6, 9], 0));
    write('test_batch.bin', recordBytes([6], 5));
  });

  test('training images are those of data_batch_*.bin in the order of the names', () => {
    const dataset = open();
    expect(dataset.images.shape).toEqual([5, 3, 32, 32]);
    expect(dataset.images.dtype).toBe('uint8');
    expect(dataset.labels?.dtype).toBe('int64');
    expect(picturesOf(dataset)).toEqual([0, 1, 2, 3, 4]);
    expect(labelsOf(dataset)).toEqual([0, 6, 9, 6, 1]);
    expect(dataset.classes[6]).toBe('frog');
    expect(dataset.source).toBe(root);
  });

  test('may be compressed, whatever their names are', () => {
    write('data_batch_1.bin', gzipSync(recordBytes([0, 6, 9], 0)));
    expect(labelsOf(open())).toEqual([0, 6, 9, 6, 1]);
  });

  test('a picture is held channels first, in rows from the top', () => {
    const picture = open().images.select(0, 1);
    const [channel, row, column] = [2, 5, 17];
    expect(picture.select(0, channel).select(0, row).select(0, column).item()).toBe(
      pictureBytes(1)[channel * 1024 + row * 32 + column],
    );
  });

  test('test images are those of test_batch.bin; all has the training images first', () => {
    expect(picturesOf(open({ split: 'test' }))).toEqual([5]);
    expect(picturesOf(open({ split: 'all' }))).toEqual([0, 1, 2, 3, 4, 5]);
  });

  test('they may lie in cifar-10-batches-bin, as the archive unpacks', () => {
    const inner = join(root, 'inner', 'cifar-10-batches-bin');
    mkdirSync(inner, { recursive: true });
    writeFileSync(join(inner, 'data_batch_1.bin'), recordBytes([3], 7));
    expect(picturesOf(open({ directory: join(root, 'inner') }))).toEqual([7]);
  });

  test('one of them alone may be named', () => {
    expect(picturesOf(open({ directory: join(root, 'data_batch_2.bin') }))).toEqual([3, 4]);
    expect(picturesOf(open({ directory: join(root, 'test_batch.bin'), split: 'test' }))).toEqual([5]);
    expect(() => open({ directory: join(root, 'data_batch_2.bin'), split: 'test' })).toThrow(
      /test images were asked for, but one file does not say/,
    );
  });

  test('without the others they are read all the same, with a warning', () => {
    rmSync(join(root, 'data_batch_2.bin'));
    expect(open().images.shape[0]).toBe(3);
    expect(warnings).toEqual([
      `cifar10 is incomplete: 3 of its 50000 training images are in ${join(root, 'data_batch_1.bin')}`,
    ]);
  });

  test('a file that is named is taken whole: nothing is skipped, and nobody is warned', () => {
    const named = { directory: join(root, 'data_batch_1.bin') };
    expect(picturesOf(open({ ...named, skip: 5000 }))).toEqual([0, 1, 2]);
    expect(warnings).toEqual([]);
  });

  test('everything that reading makes is freed but the dataset', () => {
    const before = torch.memory().tensors;
    const dataset = open({ className: 'frog', split: 'all', skip: 1 });
    dataset.images.dispose();
    dataset.labels?.dispose();
    expect(torch.memory().tensors).toBe(before);
  });
});

describe('one class', () => {
  beforeEach(() => write('data_batch_1.bin', recordBytes([6, 0, 6, 2, 6])));

  test('by its name or its number, in the order of the data', () => {
    for (const className of ['frog', '6']) {
      const frogs = open({ className });
      expect(picturesOf(frogs)).toEqual([0, 2, 4]);
      expect(labelsOf(frogs)).toEqual([6, 6, 6]);
    }
  });

  test('skip counts among its images', () => {
    expect(picturesOf(open({ className: 'frog', skip: 1 }))).toEqual([2, 4]);
  });

  test('an unknown class is refused, with the nearest name', () => {
    expect(() => open({ className: 'frogs' })).toThrow(UsageError);
    expect(() => open({ className: 'frogs' })).toThrow(/no class 'frogs'; did you mean 'frog'/);
    expect(() => open({ className: '10' })).toThrow(/a number from 0 to 9/);
  });

  test('a class of which there is no image', () => {
    expect(() => open({ className: 'truck' })).toThrow(/none of the 5 images of .* is of class 'truck'/);
  });

  test('data without classes', () => {
    const dataset = { ...open(), labels: null, classes: [] };
    expect(() => data.ofClass(dataset, 'frog')).toThrow(/class 'frog' was asked for, but .* no classes/);
  });
});

describe('the archive', () => {
  const entries = {
    'cifar-10-batches-bin/batches.meta.txt': 'airplane\n',
    'cifar-10-batches-bin/data_batch_2.bin': recordBytes([1], 1),
    'cifar-10-batches-bin/data_batch_1.bin': recordBytes([0], 0),
    'cifar-10-batches-bin/test_batch.bin': recordBytes([2], 2),
  };

  test('is read as it is, from its folder or by its name; nothing is unpacked', () => {
    write('cifar-10-binary.tar.gz', tarGz(entries));
    expect(picturesOf(open())).toEqual([0, 1]);
    expect(picturesOf(open({ split: 'all' }))).toEqual([0, 1, 2]);
    expect(picturesOf(open({ directory: join(root, 'cifar-10-binary.tar.gz'), split: 'test' }))).toEqual([2]);
    expect(readdirSync(root)).toEqual(['cifar-10-binary.tar.gz']);
  });

  test('cut short, it is named as damaged', () => {
    const whole = tarGz(entries);
    write('cifar-10-binary.tar.gz', whole.subarray(0, whole.length - 100));
    expect(() => open()).toThrow(TadpoleError);
    expect(() => open()).toThrow(
      /cifar-10-binary.tar.gz: cannot be unpacked: unexpected end of file.*download it again/,
    );
  });

  test('something else under its name is no archive, compressed or not', () => {
    for (const bytes of [gzipSync(Buffer.alloc(4096, 65)), Buffer.alloc(4096, 65)]) {
      write('cifar-10-binary.tar.gz', bytes);
      expect(() => open()).toThrow(/cannot be unpacked: .*(checksum|Unrecognized)/);
    }
  });

  test('is known by its content, also when it is unpacked to a .tar', () => {
    write('mine', gunzipSync(tarGz(entries)));
    expect(picturesOf(open({ directory: join(root, 'mine') }))).toEqual([0, 1]);
  });

  test('entries that lead elsewhere, and links, are not taken', () => {
    const outside = join(root, 'outside.bin');
    writeFileSync(outside, recordBytes([0]));
    write(
      'hostile.tar.gz',
      tarGz({
        '../data_batch_1.bin': recordBytes([0]),
        '/tmp/data_batch_1.bin': recordBytes([0]),
        'cifar-10-batches-bin/../../data_batch_2.bin': recordBytes([0]),
        'cifar-10-batches-bin/data_batch_1.bin': `->${outside}`,
      }),
    );
    expect(() => open({ directory: join(root, 'hostile.tar.gz') })).toThrow(
      /expected an archive that holds cifar-10-batches-bin\/data_batch_\*\.bin/,
    );
    expect(readdirSync(root).sort()).toEqual(['hostile.tar.gz', 'outside.bin']);
  });
});

describe('files that are no CIFAR-10', () => {
  test('a length that is not a whole number of records', () => {
    write('data_batch_1.bin', recordBytes([1, 2]).subarray(0, 6000));
    expect(() => open()).toThrow(
      /data_batch_1.bin: expected a whole number of CIFAR-10 records of 3073 bytes.*got 6000/,
    );
  });

  test('an empty file', () => {
    write('data_batch_1.bin', Buffer.alloc(0));
    expect(() => open()).toThrow(/whole number of CIFAR-10 records.*got 0 bytes/);
  });

  test('a label above 9', () => {
    write('data_batch_1.bin', recordBytes([1, 200]));
    expect(() => open()).toThrow(/expected labels from 0 to 9; record 1 has 200/);
  });

  test('an empty folder: the error says what was looked for, where, and how to get it', () => {
    expect(() => open()).toThrow(data.DatasetMissing);
    expect(() => open()).toThrow(
      /no folder holds data_batch_\*\.bin, or cifar-10-binary\.tar\.gz, or pictures \(.*\); looked in .*tadpole data cifar10/,
    );
  });

  test('a place that does not exist', () => {
    expect(() => open({ directory: join(root, 'nowhere') })).toThrow(/there is no file or folder .*nowhere/);
  });
});

describe('real images', () => {
  const withRecords = testWithReal('data_batch_first4000.bin');

  withRecords('the first 4000 training images, of which 414 are frogs', () => {
    expect(load({ directory: REAL_FOLDER }).images.shape).toEqual([4000, 3, 32, 32]);
    const frogs = load({ directory: REAL_FOLDER, className: 'frog' });
    expect(frogs.images.shape).toEqual([414, 3, 32, 32]);
    const file = readFileSync(join(REAL_FOLDER, 'data_batch_first4000.bin'));
    let record = 0;
    while (file[record] !== 6) record += 3073;
    const first = Buffer.from(frogs.images.select(0, 0).contiguous().toTypedArray() as Uint8Array);
    expect(first.equals(file.subarray(record + 1, record + 3073))).toBe(true);
  });
});
