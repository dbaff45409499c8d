// Classes on the command line: a generator that draws them itself, one that is asked for them, and what `tadpole sample` shows.
import fs from 'node:fs';
import { images } from 'tadpole';
import { command } from './command';
import { Runs, writeDigits } from './runs';

const runs = new Runs();
const { folder } = runs;

const SMALL = ['--set', 'channels=4', '--batch-size', '4', '--threads', '1', '--steps', '2', '--grid', '2x3'];
const train = (out: string, data: string, ...words: string[]) =>
  command(folder, 'train', 'digits', '--data', data, '--out', out, ...SMALL, ...words);
const sample = (...words: string[]) => command(folder, 'sample', ...words);
const picture = (name: string) => images.readPng(runs.file(name));

beforeAll(async () => {
  fs.mkdirSync(runs.file('kinds'));
  for (const name of ['first', 'second', 'third']) writeDigits(runs.file('kinds', name), 6);
  expect((await train('drawn', 'kinds')).code).toBe(0);
  expect((await train('asked', 'kinds', '--classes')).code).toBe(0);
});

test('without --classes the generator draws the class itself: nobody can ask for one', async () => {
  expect((await sample('drawn', '--count', '3', '--out', 'drawn.png')).code).toBe(0);
  const { code, stderr } = await sample('drawn', '--class', 'first');
  expect([code, stderr]).toEqual([2, expect.stringContaining('its images cannot be chosen by class')]);
});

test('with --classes a class is asked for by name or number', async () => {
  for (const [chosen, out] of [
    ['second', 'name.png'],
    ['1', 'number.png'],
  ] as const) {
    expect((await sample('asked', '--class', chosen, '--count', '4', '--out', out)).code).toBe(0);
  }
  expect(picture('name.png')).toEqual(picture('number.png'));
});

test('a comma of a name is written \\,', async () => {
  fs.mkdirSync(runs.file('commas'));
  for (const name of ['a', 'a,b']) writeDigits(runs.file('commas', name), 6);
  expect((await train('of-commas', 'commas', '--classes')).code).toBe(0);
  for (const [chosen, out] of [
    ['a\\,b,a', 'names.png'],
    ['1,0', 'numbers.png'],
  ] as const) {
    expect((await sample('of-commas', '--class', chosen, '--out', out)).stdout).toContain('16 images, 2 x 8');
  }
  expect(picture('names.png')).toEqual(picture('numbers.png'));
});

test('a grid has a row per class, eight images each', async () => {
  const { stdout } = await sample('asked', '--out', 'all.png');
  expect(stdout).toContain('24 images, 3 x 8');
  const two = await sample('asked', '--classes', 'third,first', '--out', 'two.png');
  expect(two.stdout).toContain('16 images, 2 x 8');
});

test('a run resumes as it was, conditional or not', async () => {
  expect((await command(folder, 'train', '--resume', 'asked', '--steps', '3')).code).toBe(0);
  const other = await command(folder, 'train', '--resume', 'drawn', '--steps', '3', '--classes');
  expect([other.code, other.stderr]).toEqual([2, expect.stringContaining('conditional')]);
});

test('--classes is refused where networks have none, and where the data has none', async () => {
  const without = await command(folder, 'train', 'digits-tensorflow', '--classes', '--data', 'kinds');
  expect([without.code, without.stderr]).toEqual([
    2,
    expect.stringMatching(/^error: classes: the recipe 'digits-tensorflow' has networks without classes/),
  ]);
  const unlabelled = await command(folder, 'train', 'digits', '--classes', '--data', 'digits');
  expect([unlabelled.code, unlabelled.stderr]).toEqual([1, expect.stringContaining('have no classes')]);
});
