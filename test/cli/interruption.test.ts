// What ends a run of `tadpole train` from outside: signals, a closed terminal, a reader that has gone, a kill; and a second process.
import fs from 'node:fs';
import path from 'node:path';
import { command } from './command';
import { ENDLESS, Runs, TRAIN, upTo } from './runs';
import { type Ended, interrupted, type Reaction, reacting, unread } from './tadpole';

const runs = new Runs();
const { folder } = runs;

const endless = (run: string): string[] => [...TRAIN, ...ENDLESS, '--out', run];
const send =
  (signal: NodeJS.Signals): Reaction[1] =>
  (child) =>
    child.kill(signal);

test('Ctrl-C, even twice, saves, exits with 130, and the run resumes as if nothing had happened', async () => {
  const ended = await interrupted(folder, /^Step 5:/m, ['SIGINT', 'SIGINT'], endless('stopped'));
  expect(ended.code).toBe(130);
  expect(ended.stderr).toContain('interrupted: saving ...');
  expect(ended.stdout).toContain('npx tadpole train --resume stopped');
  for (const name of ['generator.pt', 'losses.png']) expect(runs.exists('stopped', name)).toBe(true);

  const steps = String(runs.steps('stopped').length + 5);
  expect((await command(folder, 'train', '--resume', 'stopped', '--steps', steps)).code).toBe(0);
  expect((await command(folder, ...TRAIN, '--steps', steps, '--out', 'straight')).code).toBe(0);
  expect(runs.numbers('stopped')).toEqual(runs.numbers('straight'));
});

test('a terminal that is closed, and what batch systems send, end a run after saving, with 130', async () => {
  const signals = ['SIGHUP', 'SIGUSR1', 'SIGUSR2', 'SIGXCPU', 'SIGTERM'] as const;
  const ends = signals.map((signal) => reacting(folder, endless(signal), [[/^Step 3:/m, send(signal)]]));
  for (const [index, signal] of signals.entries()) {
    const ended = await ends[index];
    expect(ended).toMatchObject({ code: 130, complaints: '' });
    expect(ended?.stdout).toContain(`npx tadpole train --resume ${signal}`);
    expect(runs.checkpoints(signal)).toHaveLength(1);
  }
});

test.each([
  ['while the recipe is read', (recipe: string) => `process.kill(process.pid, 'SIGTERM');\n${recipe}`],
  [
    'while the networks are built, which nothing interrupts',
    (recipe: string) =>
      recipe.replace(/function generator\(.*\n/, (line) => `${line}process.kill(process.pid, 'SIGUSR1');`),
  ],
])('a signal that comes %s ends the command and leaves nothing behind', async (_, change) => {
  const recipe = fs.readFileSync(path.resolve(__dirname, '../../examples/my-recipe.ts'), 'utf8');
  fs.writeFileSync(runs.file('signalling.ts'), change(recipe));
  const ended = await reacting(
    folder,
    ['train', './signalling.ts', '--data', 'digits', '--out', 'never'],
    [],
  );
  expect(ended).toMatchObject({ code: 130, complaints: '' });
  expect(ended.stdout).toBe('');
  expect(ended.stderr).toMatch(/^interrupted before the first step; no run was written\n$/m);
  expect(runs.exists('never')).toBe(false);
});

test('a run whose output nobody reads any more saves and ends', async () => {
  const ended = await unread(folder, /^Step 5:/m, endless('unread'));
  expect(ended).toMatchObject({ code: 130, complaints: '' });
  expect(runs.exists('unread', 'generator.pt')).toBe(true);
});

test('a run that is killed keeps its log up to its checkpoint', async () => {
  const words = [...endless('killed'), '--checkpoint-every', '8'];
  await reacting(folder, words, [[/^Step 9:/m, send('SIGKILL')]]);
  const [newest = ''] = runs.checkpoints('killed').slice(-1);
  const reached = Number(newest.slice(5));
  expect(runs.steps('killed').slice(0, reached)).toEqual(upTo(reached));
  const last = String(reached + 2);
  expect(await command(folder, 'train', '--resume', 'killed', '--steps', last)).toMatchObject({
    code: 0,
    complaints: '',
  });
  expect(runs.steps('killed')).toEqual(upTo(reached + 2));
});

test('a second process is refused while a run is in use, by --resume and by --out', async () => {
  const refusals: Promise<Ended>[] = [];
  const refuse: Reaction[1] = async (child) => {
    refusals.push(
      command(folder, 'train', '--resume', 'busy', '--steps', '2000000'),
      command(folder, ...TRAIN, '--out', 'busy'),
    );
    await Promise.all(refusals);
    child.kill('SIGTERM');
  };
  const ended = await reacting(folder, endless('busy'), [[/^Step 3:/m, refuse]]);
  expect(ended.code).toBe(130);
  for (const { code, stderr } of await Promise.all(refusals)) {
    expect(code).toBe(1);
    expect(stderr).toMatch(
      /^error: busy is in use by process \d+ on .* since .*\nhint: wait until .*kill \d+\n$/,
    );
  }
  expect(runs.steps('busy')).toEqual(upTo(runs.steps('busy').length));
});
