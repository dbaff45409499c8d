// `tadpole train pictures` and what follows: choices, resuming, fine-tuning, samples by class and between classes, export.
import fs from 'node:fs';
import { images } from 'tadpole';
import { makeZip } from '../setup/zipFile';
import { command } from './command';
import { Runs } from './runs';

const runs = new Runs();
const { folder } = runs;

const SMALL = ['--set', 'channels=4', '--set', 'latentSize=8', '--batch-size', '4', '--steps', '2'];
const LAYOUT = ['--threads', '1', '--grid', '2x2', '--log-every', '1'];
const train = (...words: string[]) => command(folder, 'train', 'pictures', ...SMALL, ...LAYOUT, ...words);
const sample = (...words: string[]) => command(folder, 'sample', ...words);
const picture = (...name: string[]) => images.readPng(runs.file(...name));
const config = (run: string) => JSON.parse(fs.readFileSync(runs.file(run, 'config.json'), 'utf8'));

/** A picture of 40 x 32: a square of a colour on nothing. */
const square = (shade: number): Buffer => {
  const data = new Uint8Array(40 * 32 * 4);
  for (let y = 8; y < 24; y++) {
    for (let x = 10; x < 30; x++) data.set([shade, 255 - shade, 40, 255], (y * 40 + x) * 4);
  }
  return images.encodePng({ width: 40, height: 32, channels: 4, data });
};

beforeAll(async () => {
  for (const [index, name] of ['cat', 'dog', 'eel'].entries()) {
    fs.mkdirSync(runs.file('mine', name), { recursive: true });
    for (let one = 0; one < 4; one++) {
      fs.writeFileSync(runs.file('mine', name, `${one}.png`), square(80 * index + 10 * one));
    }
  }
  expect((await train('--data', 'mine', '--out', 'own')).code).toBe(0);
});

test('a run says what it chose, and records it', async () => {
  const { code, stderr } = await train('--data', 'mine', '--out', 'said', '--seed', '1', '--lr', '0.001');
  expect(code).toBe(0);
  expect(stderr).toMatch(/^12 images from .*mine \(12 pictures\)$/m);
  expect(stderr).toMatch(/^classes: cat \(4\), dog \(4\), eel \(4\)$/m);
  expect(stderr).toMatch(/^chosen for them: size 32, imageChannels 4, augmentation diffAugment, gamma/m);
  const { settings, data, conditional } = config('said');
  expect(settings).toMatchObject({ size: 32, imageChannels: 4, channels: 4, steps: 2, fallOver: 8 });
  expect([settings.generatorLearningRate, settings.discriminatorLearningRate]).toEqual([0.001, 0.001]);
  expect([data.classes, conditional]).toEqual([['cat', 'dog', 'eel'], true]);
});

test('pictures that are smaller than the images are said to be enlarged', async () => {
  const enlarged = /^half of the pictures have 32 pixels or fewer on their shorter side, and are enlarged$/m;
  const large = await train('--data', 'mine', '--out', 'enlarged', '--size', '64', '--steps', '1');
  expect(large).toMatchObject({ code: 0, stderr: expect.stringMatching(enlarged) });
  const padded = ['--size', '64', '--fit', 'pad', '--steps', '1'];
  expect((await train('--data', 'mine', '--out', 'own-size', '--steps', '1')).stderr).not.toMatch(enlarged);
  expect((await train('--data', 'mine', '--out', 'padded', ...padded)).stderr).not.toMatch(enlarged);
});

test('grids have opacity', () => {
  for (const name of ['reals.png', 'comparison.png', 'samples/step-000002.png']) {
    expect(picture('own', name).channels).toBe(4);
  }
});

test('a resumed run is the uninterrupted one, and surveys nothing', async () => {
  expect((await train('--data', 'mine', '--out', 'whole', '--steps', '4', '--set', 'fallOver=8')).code).toBe(
    0,
  );
  const { code, stderr } = await command(folder, 'train', '--resume', 'own', '--steps', '4');
  expect(code).toBe(0);
  expect(stderr).not.toContain('chosen');
  // The half-life of the average was chosen for two steps; losses do not depend on it.
  expect(runs.numbers('own').filter(({ step }) => Number(step) > 2)).toEqual(
    runs.numbers('whole').filter(({ step }) => Number(step) > 2),
  );
});

test('a class is asked for, a path leads from one to another', async () => {
  expect((await sample('own', '--class', 'dog', '--count', '2', '--out', 'dog.png')).code).toBe(0);
  expect(picture('dog.png').channels).toBe(4);
  expect(
    (await sample('own', '--class', 'cat,dog', '--seeds', '5', '--interpolate', '3', '--out', 'path.png'))
      .stdout,
  ).toMatch(/5 images, 1 x 5/);
  const one = async (name: string) => {
    await sample('own', '--class', name, '--seeds', '5', '--out', 'one.png');
    return Array.from(picture('one.png').data);
  };
  const strip = picture('path.png');
  const cell = (index: number): number[] => {
    const rows = Array.from({ length: 32 }, (_, y) => ((y + 2) * strip.width + 2 + index * 34) * 4);
    return rows.flatMap((from) => Array.from(strip.data.subarray(from, from + 32 * 4)));
  };
  const near = (a: number[], b: number[]): boolean =>
    a.every((value, at) => Math.abs(value - (b[at] ?? 999)) <= 1);
  expect(near(cell(0), await one('cat'))).toBe(true);
  expect(near(cell(4), await one('dog'))).toBe(true);
  expect(near(cell(2), cell(0))).toBe(false);
});

test('an animation from class to class comes back to the first', async () => {
  const { code, stdout } = await sample(
    'own',
    '--class',
    'cat,dog,eel',
    '--interpolate',
    '1',
    '--animate',
    'walk.png',
  );
  expect([code, stdout]).toEqual([0, expect.stringContaining('6 frames')]);
});

test('a zip archive, padded, fine-tunes the run; the generator is inspected and exported', async () => {
  const archive = makeZip({
    'a/1.png': square(9),
    'a/2.png': square(50),
    'b/1.png': square(90),
    'b/2.png': square(200),
  });
  fs.writeFileSync(runs.file('mine.zip'), archive);
  const tuned = await train('--data', 'mine.zip', '--fit', 'pad', '--from', 'own', '--out', 'tuned');
  expect([tuned.code, tuned.stderr]).toEqual([0, expect.stringContaining('weights of own')]);
  expect(config('tuned').data).toMatchObject({ fit: 'pad', classes: ['a', 'b'] });
  expect((await command(folder, 'train', '--resume', 'tuned', '--steps', '3')).code).toBe(0);
  expect((await command(folder, 'inspect', 'tuned')).stdout).toContain('[4, 32, 32]');
  const exported = await command(
    folder,
    'export',
    'tuned',
    '--html',
    'tuned.html',
    '--safetensors',
    'tuned-export',
  );
  expect(exported.code).toBe(0);
  expect(
    (await sample('tuned-export', '--class', 'a,b', '--interpolate', '1', '--out', 'again.png')).code,
  ).toBe(0);
});

test('a checkpoint of a run without its generator is opened with the settings that were chosen', async () => {
  fs.rmSync(runs.file('said', 'generator.pt'));
  const { code } = await sample('said', '--class', 'cat', '--count', '1', '--out', 'checkpoint.png');
  expect([code, picture('checkpoint.png').channels]).toEqual([0, 4]);
});

test('--no-classes leaves the class to the generator, also after a resume', async () => {
  expect((await train('--data', 'mine', '--no-classes', '--out', 'drawn')).code).toBe(0);
  expect((await command(folder, 'train', '--resume', 'drawn', '--steps', '3')).code).toBe(0);
  expect((await sample('drawn', '--class', 'cat')).code).toBe(2);
});

test.each([
  ['no data', [], 1, /'pictures' are your own.*\nhint: name their folder/],
  ['no such folder', ['--data', 'gone'], 1, /there is no file or folder gone/],
  ['a size that is none', ['--data', 'mine', '--size', '48'], 2, /setting size.*48 does not fit/],
  [
    'an unknown preset',
    ['--data', 'mine', '--preset', 'gpu-46'],
    2,
    /none called 'gpu-46'; did you mean 'gpu-/,
  ],
  ['an unknown fit', ['--data', 'mine', '--fit', 'stretch'], 2, /--fit: expected one of/],
])('%s: refused before anything is written', async (_, words, code, message) => {
  const { stderr, ...ended } = await train('--out', 'never', ...words);
  expect([ended.code, stderr]).toEqual([code, expect.stringMatching(message)]);
  expect(runs.exists('never')).toBe(false);
});

test('--size and --fit on recipes that cannot are named, a preset sets several at once', async () => {
  const other = await command(folder, 'train', 'frogs', '--data', 'mine', '--size', '64');
  expect([other.code, other.stderr]).toEqual([
    2,
    expect.stringContaining("the recipe 'frogs' has no setting 'size'"),
  ]);
  expect((await command(folder, 'recipes', 'pictures')).stdout).toMatch(/gpu-64 .*not run on a GPU yet/);
});

test('the run is evaluated against its own pictures', async () => {
  const { code, stdout } = await command(
    folder,
    'evaluate',
    'own',
    '--features',
    'random',
    '--count',
    '8',
    '--metrics',
    'kid',
  );
  expect([code, stdout]).toEqual([0, expect.stringMatching(/^kid +\d/m)]);
});
