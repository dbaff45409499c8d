// `tadpole sample` with a generator that was made here: grids, separate pictures, seeds, strips and animations.
import fs from 'node:fs';
import { images } from 'tadpole';
import { readAnimation } from '../images/apngFile';
import { command } from './command';
import { Generators } from './generators';
import { tadpole } from './tadpole';

const generators = new Generators();
const { folder } = generators;

const sample = (...words: string[]) => command(folder, 'sample', 'own.pt', ...words);

test('a grid of 64 images', () => {
  const ended = tadpole(folder, 'sample', 'own.pt');
  expect(ended).toMatchObject({ code: 0, stderr: '', stdout: 'grid.png: 64 images, 8 x 8, seed 0\n' });
  const { width, height, channels } = images.readPng(generators.file('grid.png'));
  expect([width, height, channels]).toEqual([8 * 30 + 2, 8 * 30 + 2, 1]);
});

test('the same seed draws the same picture, another one another', async () => {
  for (const [name, seed] of [
    ['a', 5],
    ['b', 5],
    ['c', 6],
  ]) {
    expect((await sample('--count', '4', '--seed', `${seed}`, '--out', `${name}.png`)).code).toBe(0);
  }
  expect(fs.readFileSync(generators.file('a.png')).equals(fs.readFileSync(generators.file('b.png')))).toBe(
    true,
  );
  expect(fs.readFileSync(generators.file('a.png')).equals(fs.readFileSync(generators.file('c.png')))).toBe(
    false,
  );
});

test('a run folder stands for the generator in it', async () => {
  fs.mkdirSync(generators.file('run'));
  fs.copyFileSync(generators.file('own.pt'), generators.file('run', 'generator.pt'));
  expect(await command(folder, 'sample', 'run', '--out', 'of-run.png')).toMatchObject({
    code: 0,
    stderr: '',
  });
  expect((await sample('--out', 'of-file.png')).code).toBe(0);
  expect(generators.pixels('of-run.png').equals(generators.pixels('of-file.png'))).toBe(true);
  expect((await command(folder, 'inspect', 'run')).stdout).toMatch(/^file +run\/generator.pt, /);
});

test('a generator that is missing leaves no folder for its pictures behind', async () => {
  expect((await command(folder, 'sample', 'none.pt', '--separate', 'not-made')).code).toBe(1);
  expect(fs.existsSync(generators.file('not-made'))).toBe(false);
});

test('separate pictures', async () => {
  expect((await sample('--count', '11', '--separate', 'parts')).code).toBe(0);
  expect(fs.readdirSync(generators.file('parts'))).toHaveLength(11);
  expect(fs.readdirSync(generators.file('parts'))[0]).toBe('sample-00.png');
});

test('a grid of any layout holds as many images as it has cells, or fewer', async () => {
  expect((await sample('--grid', '2x5', '--out', 'wide.png')).stdout).toBe(
    'wide.png: 10 images, 2 x 5, seed 0\n',
  );
  expect(images.readPng(generators.file('wide.png'))).toMatchObject({
    width: 5 * 30 + 2,
    height: 2 * 30 + 2,
  });
  expect((await sample('--grid', '2x2', '--count', '3', '--scale', '3', '--out', 'big.png')).stdout).toBe(
    'big.png: 3 images, 2 x 2, seed 0\n',
  );
  expect(images.readPng(generators.file('big.png'))).toMatchObject({ width: 3 * 62, height: 3 * 62 });
});

test('a list of seeds gives the image that each seed alone gives, named by its seed', async () => {
  expect(await sample('--seeds', '3,11-12', '--separate', 'seeds')).toMatchObject({
    code: 0,
    stdout: 'seeds: 3 images, seeds 3,11-12\n',
  });
  expect(fs.readdirSync(generators.file('seeds'))).toEqual([
    'seed-0003.png',
    'seed-0011.png',
    'seed-0012.png',
  ]);
  await sample('--seed', '11', '--count', '1', '--separate', 'alone');
  expect(generators.pixels('seeds/seed-0011.png').equals(generators.pixels('alone/sample-0.png'))).toBe(true);
  expect(generators.pixels('seeds/seed-0012.png').equals(generators.pixels('alone/sample-0.png'))).toBe(
    false,
  );
  expect((await sample('--seeds', '1-6', '--out', 'six.png')).stdout).toBe(
    'six.png: 6 images, 2 x 3, seeds 1-6\n',
  );
});

test('truncation changes the images, and repeats', async () => {
  for (const [name, ...flags] of [
    ['free.png'],
    ['half.png', '--truncation', '0.5'],
    ['again.png', '--truncation', '0.5'],
  ]) {
    const words = ['--count', '4', '--out', name as string, ...flags];
    expect(await sample(...words)).toMatchObject({ code: 0, stderr: '' });
  }
  expect(generators.pixels('half.png').equals(generators.pixels('free.png'))).toBe(false);
  expect(generators.pixels('half.png').equals(generators.pixels('again.png'))).toBe(true);
});

describe('on the way from image to image', () => {
  test('a strip begins, passes and ends at the images of the seeds', async () => {
    const words = ['--seeds', '3,11,12', '--interpolate', '4'];
    expect((await sample(...words, '--out', 'strip.png')).stdout).toBe(
      'strip.png: 11 images, 1 x 11, seeds 3,11,12\n',
    );
    expect(images.readPng(generators.file('strip.png'))).toMatchObject({ width: 11 * 30 + 2, height: 32 });
    await sample(...words, '--separate', 'frames');
    await sample('--seeds', '3,11,12', '--separate', 'stops');
    expect(fs.readdirSync(generators.file('frames'))).toHaveLength(11);
    for (const [frame, stop] of [
      ['frame-00', 'seed-0003'],
      ['frame-05', 'seed-0011'],
      ['frame-10', 'seed-0012'],
    ]) {
      expect(generators.pixels(`frames/${frame}.png`).equals(generators.pixels(`stops/${stop}.png`))).toBe(
        true,
      );
    }
    expect(generators.pixels('frames/frame-03.png').equals(generators.pixels('stops/seed-0003.png'))).toBe(
      false,
    );
  });

  test('a strip can be broken into rows', async () => {
    const words = ['--seeds', '1,2', '--interpolate', '4', '--grid', '2x3', '--out', 'rows.png'];
    expect((await sample(...words)).stdout).toBe('rows.png: 6 images, 2 x 3, seeds 1,2\n');
  });

  test('an animation continues from the last image to the first', async () => {
    const words = ['--seeds', '3,11,12', '--interpolate', '4'];
    const ended = await sample(...words, '--animate', 'walk.png', '--fps', '10');
    expect(ended).toMatchObject({
      code: 0,
      stderr: '',
      stdout: 'walk.png: 15 frames, 1.5 seconds at 10 per second, seeds 3,11,12\n',
    });
    const { frames, plays, sequence } = readAnimation(fs.readFileSync(generators.file('walk.png')));
    expect(plays).toBe(0);
    expect(sequence).toEqual(sequence.map((_, index) => index));
    expect(frames.map(({ seconds }) => seconds)).toEqual(Array(15).fill(0.1));
    await sample(...words, '--separate', 'path');
    for (const [index, { picture }] of frames.slice(0, 11).entries()) {
      expect(picture).toEqual(
        images.readPng(generators.file('path', `frame-${String(index).padStart(2, '0')}.png`)),
      );
    }
  });

  test('in an animated grid every cell goes its own way, the first frame being the grid of the first seed', async () => {
    const words = ['--grid', '2x3', '--seeds', '5,6', '--interpolate', '1', '--animate', 'cells.png'];
    expect((await sample(...words)).stdout).toContain('cells.png: 4 frames');
    const { frames } = readAnimation(fs.readFileSync(generators.file('cells.png')));
    for (const [frame, seed] of [
      [0, '5'],
      [2, '6'],
    ] as const) {
      await sample('--grid', '2x3', '--seed', seed, '--out', 'cell.png');
      expect(frames[frame]?.picture).toEqual(images.readPng(generators.file('cell.png')));
    }
  });

  test('without further flags, four images are 15 frames apart', async () => {
    expect((await sample('--animate', 'plain.png')).stdout).toBe(
      'plain.png: 64 frames, 3.2 seconds at 20 per second, seed 0\n',
    );
    expect(readAnimation(fs.readFileSync(generators.file('plain.png'))).frames[0]?.picture).toMatchObject({
      width: 28,
      height: 28,
    });
  });
});
