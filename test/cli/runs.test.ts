// `tadpole runs`: one line per run, or JSON.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { losses, makeFolder, makeRun } from '../view/runs';
import { command } from './command';

const ago = (seconds: number): string => new Date(Date.now() - 1000 * seconds).toISOString();
const status = (state: string, step: number, seconds: number, rest: object = {}): object => {
  const of = { state, step, steps: 300, pid: process.pid, host: os.hostname(), lock: '' };
  return { ...of, started: ago(1e6), updated: ago(seconds), ...rest };
};

let folder: string;
beforeAll(() => {
  folder = makeFolder();
  const inRuns = (name: string, run: Parameters<typeof makeRun>[2]): string =>
    makeRun(path.join(folder, 'runs'), name, run);
  const events = [
    ...losses([100, 200]),
    ...[0.3, 0.1, 0.2].map((kid, at) => ({ step: at + 1, event: 'evaluation', kid })),
  ];
  inRuns('done', { status: status('finished', 300, 7300), events, settings: { bestBy: 'kid' } });
  inRuns('stopped', { status: status('interrupted', 120, 2 * 86_400 + 60) });
  inRuns('broken', { status: status('failed', 7, 65, { message: 'dLoss is NaN' }) });
  // No process has the largest number, and one has ours.
  inRuns('killed', { status: status('running', 30, 600, { pid: 2 ** 22 + 1 }) });
  inRuns('going', { status: status('running', 31, 3) });
  const alone = path.join(folder, 'damaged');
  fs.mkdirSync(alone);
  fs.writeFileSync(path.join(alone, 'config.json'), '{"recipe":');
});
afterAll(() => fs.rmSync(folder, { recursive: true, force: true }));

test('lists the runs of runs/, the latest first', async () => {
  const { code, stdout, stderr } = await command(folder, 'runs');
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  const rows = stdout
    .trimEnd()
    .split('\n')
    .map((line) => line.split(/ {2,}/));
  expect(rows).toEqual([
    ['run', 'recipe', 'state', 'step', 'best', 'last wrote'],
    ['runs/going', 'digits', 'running', '31 of 300', '-', expect.stringMatching(/^\d+ s ago$/)],
    ['runs/broken', 'digits', 'failed', '7 of 300', '-', '1 min ago'],
    ['runs/killed', 'digits', 'crashed', '30 of 300', '-', '10 min ago'],
    ['runs/done', 'digits', 'finished', '300 of 300', 'kid 0.1000 at 2', '2 h ago'],
    ['runs/stopped', 'digits', 'interrupted', '120 of 300', '-', '2 d ago'],
  ]);
});

test('--json has everything in full', async () => {
  const { stdout } = await command(folder, 'runs', 'runs/done', 'runs/broken', 'damaged', '--json');
  const { runs } = JSON.parse(stdout);
  expect(runs.slice(0, 2)).toEqual([
    {
      path: 'runs/broken',
      recipe: 'digits',
      state: 'failed',
      message: 'dLoss is NaN',
      step: 7,
      steps: 300,
      best: null,
      updated: expect.stringMatching(/^\d{4}-.*Z$/),
    },
    {
      path: 'runs/done',
      recipe: 'digits',
      state: 'finished',
      message: null,
      step: 300,
      steps: 300,
      best: { step: 2, metric: 'kid', value: 0.1 },
      updated: expect.any(String),
    },
  ]);
  expect(runs[2]).toMatchObject({ path: 'damaged', recipe: null, state: 'unknown', updated: null });
});

test('a folder without runs, and a folder that is not there', async () => {
  fs.mkdirSync(path.join(folder, 'empty'));
  const empty = await command(folder, 'runs', 'empty');
  expect(empty).toMatchObject({
    code: 0,
    stdout: '',
    stderr: expect.stringContaining('there are no runs yet'),
  });
  const json = await command(folder, 'runs', 'empty', '--json');
  expect(JSON.parse(json.stdout)).toEqual({ runs: [] });
  const missing = await command(folder, 'runs', 'nowhere');
  expect(missing).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('there is no file or folder nowhere\nhint: '),
  });
});
