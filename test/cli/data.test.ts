// `tadpole data` as a process: it lists, finds and exports datasets, and says what to do when there is none.
import { execFile } from 'node:child_process';
import fs from 'node:fs';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { data, images } from 'tadpole';
import { floatBytes, pictureBytes, REAL_FOLDER, recordBytes, testWithReal } from '../data/frogFiles';
import { writeTinyMnist } from '../data/idxFiles';
import { command } from './command';
import { expectDocumented } from './documented';
import { type Ended, outcome } from './tadpole';

const RAW = 'x_channels_first_8_5.bin';
let folder: string;
beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'tadpole-cli-data-'));
});
afterEach(() => {
  fs.rmSync(folder, { recursive: true });
});

const write = (name: string, bytes: Buffer): void => {
  fs.mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
  fs.writeFileSync(path.join(folder, name), bytes);
};

describe('finding', () => {
  test('alone it lists the datasets', async () => {
    const { code, stdout } = await command(folder, 'data');
    expect(code).toBe(0);
    for (const { name, title } of data.list()) expect(stdout).toMatch(new RegExp(`^${name} +${title}$`, 'm'));
  });

  test('says where a dataset is and what it holds', async () => {
    const [train, test] = ['data_batch_1.bin', 'test_batch.bin'].map((name) =>
      path.join(folder, 'data', 'cifar10', name),
    );
    write('data/cifar10/data_batch_1.bin', recordBytes([6, 1, 6]));
    write('data/cifar10/test_batch.bin', recordBytes([6, 1]));
    expect(await command(folder, 'data', 'cifar10')).toMatchObject({
      code: 0,
      stdout:
        'cifar10: 3 training images, 2 test images, 3 x 32 x 32, ' +
        'classes airplane, automobile, bird, cat, deer, dog, frog, horse, ship, truck\n' +
        `found in ${train}\n`,
      stderr:
        `warning: cifar10 is incomplete: 3 of its 50000 training images are in ${train}\n` +
        `warning: cifar10 is incomplete: 2 of its 10000 test images are in ${test}\n`,
    });
    expect((await command(folder, 'data', 'frogs')).stdout).toContain(
      'frogs: 2 training images, 1 test images',
    );
  });

  test('of the folder or the file given with --data', async () => {
    writeTinyMnist(path.join(folder, 'digits'), 5, 3);
    expect((await command(folder, 'data', 'mnist', '--data', 'digits')).stdout).toContain(
      'mnist: 5 training images, 3 test images, 1 x 2 x 2, classes 0, 1',
    );
    write('frogs_u8.bin', Buffer.concat([pictureBytes(0), pictureBytes(1)]));
    expect((await command(folder, 'data', 'frogs', '--data', 'frogs_u8.bin')).stdout).toContain(
      'frogs: 2 training images, 3 x 32 x 32, classes frog',
    );
  });

  test('pictures that are left out are a line on the standard error output', async () => {
    write('mine/bad.png', Buffer.from('bad'));
    write('mine/good.png', GOOD_PNG);
    const { code, stdout, stderr } = await command(folder, 'data', 'frogs', '--data', 'mine');
    expect(code).toBe(0);
    expect(stdout).toContain('frogs: 1 training images, 3 x 32 x 32, no classes');
    expect(stderr).toContain(
      `warning: 1 of 2 pictures in ${path.join(folder, 'mine')} are left out: 1 cannot be read: no picture (bad.png)\n`,
    );
  });

  test('progress of reading many pictures is printed at the start and at the end', async () => {
    for (let i = 0; i < 300; i++) write(`mine/${i}.png`, GOOD_PNG);
    const { code, stdout, reading } = await command(folder, 'data', 'frogs', '--data', 'mine');
    expect({ code, stdout }).toEqual({ code: 0, stdout: expect.stringContaining('300 training images') });
    expect(reading).toMatch(
      /^reading 300 pictures\n(read \d+ of 300 pictures, [\d:]+ left\n)*read 300 of 300 pictures\n$/,
    );
  });
});

describe('getting', () => {
  test('without a network, it says what to put where by hand', async () => {
    const { download } = data.find('cifar10').files[0] as data.RegistryFile;
    const ended = await withMirror('http://127.0.0.1:9', 'data', 'cifar10');
    expect(ended.code).toBe(1);
    expect(ended.stdout).toBe('');
    expect(ended.stderr).toContain('cifar10 is not here yet');
    expect(ended.complaints).toMatch(
      /^error: .*cannot be downloaded.*\nhint: run this again, or save by hand .*\n$/,
    );
    expect(ended.stderr).toContain(download.url);
    expect(ended.stderr).toContain(download.sha256);
    expect(ended.stderr).toContain(
      path.join(fs.realpathSync(folder), 'data', 'cifar10', 'cifar-10-binary.tar.gz'),
    );
    expect(fs.readdirSync(folder)).toEqual([]);
  });

  test('a small file has no progress that would say 0.0 MB of 0.0 MB', async () => {
    const content = Buffer.from('not the published one');
    const server = http.createServer((_, response) => response.end(content));
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
    const { port } = server.address() as AddressInfo;
    write('data/fashion-mnist/train-images-idx3-ubyte.gz', content);
    const ended = await withMirror(`http://127.0.0.1:${port}`, 'data', 'fashion-mnist');
    await new Promise((closed) => server.close(closed));
    expect(ended.stderr).toMatch(/train-labels-idx1-ubyte.gz: expected 29515 bytes .*, got 21 bytes/);
    expect(ended.stderr).not.toContain(' MB of ');
  });

  test('frogs are not published by themselves: the hint names the ways to them', async () => {
    const { code, stdout, stderr } = await command(folder, 'data', 'frogs');
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toMatch(
      /^error: dataset 'frogs' was not found.*\nhint: run `tadpole data cifar10`.*export-bin.*\n$/,
    );
  });

  test('nothing is downloaded between files that are no data: they are named', async () => {
    write('mine/a.heic', Buffer.from('text'));
    write('mine/notes.txt', Buffer.from('text'));
    const { code, stdout, stderr } = await command(folder, 'data', 'cifar10', '--data', 'mine');
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toMatch(
      /^error: .*; found there: 1 of a format that is not read: heic \(a\.heic\), 1 \.txt\nhint: convert the pictures to PNG or JPEG\n$/,
    );
    expect(fs.readdirSync(path.join(folder, 'mine'))).toEqual(['a.heic', 'notes.txt']);
  });

  test('a damaged file is reported, not downloaded over', async () => {
    write('data/cifar10/data_batch_1.bin', Buffer.alloc(100));
    const { code, stdout, stderr } = await command(folder, 'data', 'cifar10');
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toMatch(/^error: .*expected a whole number of CIFAR-10 records.*got 100 bytes\nhint: /);
  });
});

describe('export-bin', () => {
  beforeEach(() => write('batches/data_batch_1.bin', recordBytes([6, 6, 1, 6])));

  test('writes the frogs as floats, in their order, under the name of the assignment', async () => {
    const ended = await command(folder, 'data', 'export-bin', '--data', 'batches');
    expect(ended.code).toBe(0);
    expect(ended.stderr).toMatch(/^warning: cifar10 is incomplete: 4 of its 50000 training images .*\n$/);
    expect(ended.stdout).toContain(`${RAW}: 3 images of class frog, 3 x 32 x 32 float32`);
    const written = fs.readFileSync(path.join(folder, RAW));
    expect(written.length).toBe(3 * 3 * 32 * 32 * 4);
    expect(written.subarray(0, 2 * 12288).equals(floatBytes(2))).toBe(true);
    expect((await command(folder, 'data', 'frogs', '--data', RAW)).stdout).toContain(
      'frogs: 3 training images',
    );
  });

  test('another class under another name, into a folder that it makes', async () => {
    const words = ['--data', 'batches', '--class', 'automobile', '--out', path.join('new', 'cars.bin')];
    expect((await command(folder, 'data', 'export-bin', ...words)).code).toBe(0);
    expect(fs.readdirSync(path.join(folder, 'new'))).toEqual(['cars.bin']);
    expect(fs.statSync(path.join(folder, 'new', 'cars.bin')).size).toBe(12288);
  });

  test('--json has the shape that the documentation shows', async () => {
    const { stdout } = await command(folder, 'data', 'export-bin', '--data', 'batches', '--json');
    expectDocumented('data export-bin --json', stdout);
  });

  test('a class by its number is named all the same', async () => {
    const { stdout } = await command(folder, 'data', 'export-bin', '--data', 'batches', '--class', '1');
    expect(stdout).toContain(`${RAW}: 1 images of class automobile, 3 x 32 x 32 float32`);
  });

  test('an unknown class writes nothing', async () => {
    const { code, stderr } = await command(
      folder,
      'data',
      'export-bin',
      '--data',
      'batches',
      '--class',
      'frogg',
    );
    expect(code).toBe(2);
    expect(stderr).toMatch(
      /\nerror: there is no class 'frogg'; did you mean 'frog'\?\nhint: classes: airplane/,
    );
    expect(fs.readdirSync(folder)).toEqual(['batches']);
  });
});

describe('misuse', () => {
  test.each([
    [['cifra10'], "there is no dataset 'cifra10'; did you mean 'cifar10'?"],
    [['export'], "there is no dataset 'export'; did you mean 'export-bin'?"],
    [['mnist', '--class', '3'], '--class belongs to `tadpole data export-bin`'],
    [['--out', 'a.bin'], '--out belongs to `tadpole data export-bin`'],
    [['mnist', '--dat', 'x'], 'there is no flag --dat; did you mean --data?'],
  ])('%j', async (words, problem) => {
    const { code, stdout, stderr } = await command(folder, 'data', ...words);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr.split('\n')[0]).toBe(`error: ${problem}`);
  });
});

testWithReal('data_batch_first4000.bin')('the real batch file exports 414 frogs', async () => {
  const { code, stdout } = await command(folder, 'data', 'export-bin', '--data', REAL_FOLDER);
  expect({ code, stdout }).toEqual({
    code: 0,
    stdout: expect.stringContaining(`${RAW}: 414 images of class frog`),
  });
  expect((await command(folder, 'data', 'frogs', '--data', RAW)).stdout).toContain(
    'frogs: 414 training images',
  );
});

/** A colour picture of 1 x 1 pixels. */
const GOOD_PNG = images.encodePng({ width: 1, height: 1, channels: 3, data: new Uint8Array([1, 2, 3]) });

/** `tadpole <words>` with a mirror to download from, which may be a server of this process. */
function withMirror(url: string, ...words: string[]): Promise<Ended> {
  const main = path.resolve(__dirname, '../../dist/cli/main.js');
  const options = { cwd: folder, env: { ...process.env, TADPOLE_DATA_URL: url } };
  return new Promise((resolve) => {
    execFile(process.execPath, [main, ...words], options, (error, stdout, stderr) =>
      resolve(outcome(error ? Number(error.code) : 0, stdout, stderr)),
    );
  });
}
