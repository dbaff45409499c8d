// Errors of `tadpole train` before anything is created: one line that says what is wrong and one that says what to do.
import fs from 'node:fs';
import { command } from './command';
import { Runs, TRAIN } from './runs';

const runs = new Runs();
const { folder } = runs;

describe('refusals: one line error, one line hint, nothing left behind', () => {
  beforeAll(() => fs.mkdirSync(runs.file('empty')));

  test.each([
    ['an unknown recipe', ['digit'], 2, "there is no recipe 'digit'; did you mean 'digits'?"],
    ['no recipe', [], 2, 'a recipe is missing'],
    ['an unknown flag', ['digits', '--stpes', '3'], 2, 'there is no flag --stpes; did you mean --steps?'],
    [
      'a bad number',
      ['digits', '--steps', '1.5'],
      2,
      "--steps: expected a whole number from 1 to 2147483647, got '1.5'",
    ],
    ['a bad rate', ['digits', '--lr', '-1'], 2, "--lr: expected a positive number, got '-1'"],
    ['an unknown setting', ['digits', '--set', 'beta=0.5'], 2, "did you mean 'beta1'?"],
    ['a metric misspelt', ['digits', '--set', 'bestBy=precison'], 2, "did you mean 'precision'?"],
    [
      'features that are not there',
      ['digits', '--evaluate-every', '9', '--set', 'evaluateFeatures=clasifier'],
      2,
      "evaluateFeatures: there is no network and no file 'clasifier'; did you mean 'classifier'?",
    ],
    [
      'an unknown precision',
      ['digits', '--precision', 'fp8'],
      2,
      '--precision: expected one of "fp32", "bf16", got "fp8"',
    ],
    [
      'an unknown device',
      ['digits', '--device', 'gpu'],
      2,
      "--device: expected auto, cpu, cuda or cuda:N, got 'gpu'",
    ],
    ['a flag of one letter', ['digits', '-x'], 2, 'there is no flag -x'],
    ['a flag without its value', ['digits', '--out', ''], 2, '--out: expected a value, got nothing'],
    ['a switch with a value', ['digits', '--classes=3'], 2, "--classes: expected no value, got '3'"],
    [
      'a grid that no memory holds',
      ['digits', '--grid', '200x100'],
      2,
      "'200x100' is more than 10,000 images",
    ],
    ['a folder that cannot be', ['digits', '--out', '/proc/none/run'], 1, 'cannot be written (ENOENT)'],
    ['a folder without the data', ['digits', '--data', 'empty'], 1, "dataset 'mnist' was not found"],
    ['a folder that is no run', ['--resume', '.'], 2, 'is not a run folder'],
  ])('%s', async (_, words, code, message) => {
    const before = fs.readdirSync(folder);
    const ended = await command(folder, 'train', ...words);
    expect(ended.code).toBe(code);
    const [error, hint, ...rest] = ended.stderr.trimEnd().split('\n');
    expect(error).toMatch(/^error: /);
    expect(error).toContain(message);
    expect(hint).toMatch(/^hint: \S/);
    expect(rest).toEqual([]);
    expect(fs.readdirSync(folder)).toEqual(before);
  });

  test('--verbose adds the stack, wherever it stands', async () => {
    for (const words of [
      ['train', 'digit', '--verbose'],
      ['--verbose', 'train', 'digit'],
    ]) {
      expect((await command(folder, ...words)).stderr).toMatch(/did you mean 'digits'\?\n.*\n.*\n {4}at /);
    }
  });
});

describe('what is absurd is refused before anything is made', () => {
  test.each<[string, string[], RegExp]>([
    [
      'a grid by settings',
      ['--set', 'gridRows=1000', '--set', 'gridColumns=1000'],
      /'1000x1000' is more than 10,000 images/,
    ],
    ['a batch', ['--batch-size', '2000000000'], /batchSize: 2000000000 images per step take at least .* GB/],
    ['threads', ['--threads', '100000'], /--threads: 100000 is more than this machine can use/],
    ['two values of a setting', ['--set', 'beta1=0.5', '--set', 'beta1=0.6'], /beta1 is given twice/],
    // Names that every JavaScript object has.
    ['a name of JavaScript', ['--set', 'toString=0'], /has no setting 'toString'/],
    ['another name of JavaScript', ['--set', '__proto__=0'], /has no setting '__proto__'/],
    ['a flag against --set', ['--steps', '3', '--set', 'steps=4'], /steps is given twice: 3 by its flag/],
  ])('%s', async (_, words, message) => {
    const before = fs.readdirSync(folder);
    const ended = await command(folder, 'train', 'digits-tensorflow', ...words);
    expect(ended.code).toBe(2);
    expect(ended.stderr).toMatch(message);
    expect(ended.stderr.trimEnd().split('\n')).toHaveLength(2);
    expect(fs.readdirSync(folder)).toEqual(before);
  });
});

describe('a run in the place of something else', () => {
  beforeAll(async () => {
    const words = ['--steps', '1', '--out', 'a run'];
    expect((await command(folder, ...TRAIN, ...words)).code).toBe(0);
  });

  test('as a recipe', async () => {
    const ended = await command(folder, 'train', 'a run');
    expect(ended.code).toBe(2);
    expect(ended.stderr).toMatch(/a run is not a recipe but the folder of a run\nhint: .*--resume 'a run'\n/);
  });

  test('a file of it as the run', async () => {
    const ended = await command(folder, 'train', '--resume', 'a run/generator.pt');
    expect(ended.code).toBe(2);
    expect(ended.stderr).toMatch(/is not a run folder.*\nhint: give the folder of the run: 'a run'\n/);
  });

  test('as a generator: that of its checkpoint, until it has one; without both it has none', async () => {
    fs.rmSync(runs.file('a run', 'generator.pt'));
    expect((await command(folder, 'sample', 'a run', '--out', 'drawn.png')).code).toBe(0);
    fs.rmSync(runs.file('a run', 'checkpoints'), { recursive: true });
    for (const reader of ['sample', 'inspect', 'evaluate']) {
      const ended = await command(folder, reader, 'a run');
      expect(ended.code).toBe(2);
      expect(ended.stderr).toMatch(/generator.pt.* yet.*\nhint: .*--resume 'a run'/);
    }
  });
});
