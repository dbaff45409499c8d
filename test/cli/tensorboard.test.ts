// `tadpole train --tensorboard` and `tadpole export --tensorboard`: what TensorBoard shows of a run is what its folder holds.
import fs from 'node:fs';
import { run } from 'tadpole';
import { type Shown, shownIn, stepsOf } from '../tensorboard/reader';
import { command } from './command';
import { Runs, TRAIN, upTo } from './runs';

const runs = new Runs();
const { folder } = runs;
const board = (...parts: string[]): Shown[] => shownIn(runs.file(...parts));

/** Values without the times at which they were written, in the order of their tags and steps. */
const values = (shown: readonly Shown[]): unknown[] =>
  shown
    .map(({ time, ...rest }) => rest)
    .sort((a, b) => (a.tag === b.tag ? a.step - b.step : a.tag < b.tag ? -1 : 1));

/** What the folder of a run says of its losses. */
function losses(name: string): [step: number, dLoss: number, gLoss: number][] {
  const events = runs.events(name).filter((event) => 'dLoss' in event);
  return events.map(({ step, dLoss, gLoss }) => [Number(step), Number(dLoss), Number(gLoss)]);
}

const shownLosses = (shown: readonly Shown[]): [number, number, number][] =>
  stepsOf(shown, 'losses/dLoss').map((step) => {
    const at = (tag: string) =>
      shown.find((value) => value.tag === tag && value.step === step)?.scalar ?? Number.NaN;
    return [step, at('losses/dLoss'), at('losses/gLoss')];
  });

const single = (numbers: [number, number, number][]): number[][] =>
  numbers.map((row) => row.map(Math.fround));

describe('a run of 200 steps', () => {
  beforeAll(async () => {
    const words = ['--steps', '200', '--sample-every', '100', '--checkpoint-every', '80', '--keep', '9'];
    const ended = await command(folder, ...TRAIN, ...words, '--out', 'a', '--tensorboard', 'board');
    expect(ended.code).toBe(0);
  });

  test('every loss, check and grid of the run folder is shown', () => {
    const shown = board('board', 'a');
    expect(shownLosses(shown)).toEqual(single(losses('a')));
    for (const name of ['diversity', 'realAnswer', 'fakeAnswer', 'imagesPerSecond', 'memory'])
      expect(stepsOf(shown, `checks/${name}`)).toEqual([100, 200]);
    for (const [tag, step, file] of [
      ['reals', 0, 'reals.png'],
      ['samples', 100, 'samples/step-000100.png'],
      ['samples', 200, 'samples/step-000200.png'],
    ] as const) {
      const { image } = shown.find((value) => value.tag === tag && value.step === step) ?? {};
      expect(image?.png).toEqual(fs.readFileSync(runs.file('a', file)));
      expect(image).toMatchObject({ colorspace: 1 });
    }
    expect(shown.find(({ tag }) => tag === 'config')?.text).toContain('"recipe": "digits-tensorflow"');
  });

  test('images per second are those since the check before', () => {
    const [first, second] = runs.events('a').filter((event) => 'imagesPerSecond' in event);
    const [before, after] = [Number(first?.['seconds']), Number(second?.['seconds'])];
    expect(Number(first?.['imagesPerSecond'])).toBeCloseTo(800 / before, -2);
    expect(Number(second?.['imagesPerSecond']) / (800 / (after - before))).toBeCloseTo(1, 2);
  });

  test('a run that is resumed from an earlier checkpoint is shown once, with the numbers that count', async () => {
    for (const step of ['step-000160', 'step-000200'])
      fs.rmSync(runs.file('a', 'checkpoints', step), { recursive: true });
    expect(await command(folder, 'train', '--resume', 'a', '--steps', '120')).toMatchObject({ code: 0 });
    const shown = board('board', 'a');
    expect(stepsOf(shown, 'losses/dLoss')).toEqual(upTo(120));
    expect(shownLosses(shown)).toEqual(single(losses('a')));
    expect(stepsOf(shown, 'samples')).toEqual([100, 120]);
  });

  test('a run that has ended can be written afterwards, with the same content', async () => {
    const { code, stdout } = await command(folder, 'export', 'a', '--tensorboard', 'later');
    expect(code).toBe(0);
    expect(stdout).toMatch(/^later\/a\/events\.out\.tfevents\.\d{10}\..*: .*tensorboard --logdir later$/m);
    const [live, later] = [board('board', 'a'), board('later', 'a')];
    // The grid of the end that the resumed run cut off is in the folder still.
    const isRun = ({ tag, step }: Shown): boolean => tag !== 'config' && !(tag === 'samples' && step > 120);
    expect(values(later.filter(isRun))).toEqual(values(live.filter(isRun)));
    // Times rise with the training time that events hold, up to the end of the run.
    const times = later.filter(({ tag }) => tag === 'losses/dLoss').map(({ time }) => time);
    const events = runs.events('a').filter((event) => 'dLoss' in event);
    const [first, last] = [events[0], events.at(-1)].map((event) => Number(event?.['seconds'])) as [
      number,
      number,
    ];
    expect((times.at(-1) as number) - (times[0] as number)).toBeCloseTo(last - first, 3);
    const { updated = '' } = run.readStatus(runs.file('a', 'status.json')) ?? {};
    expect(times.at(-1)).toBeCloseTo(Date.parse(updated) / 1000, 3);
  });

  test('a resumed run that is shown for the first time is shown from its beginning', async () => {
    const resumed = await command(folder, 'train', '--resume', 'a', '--steps', '130', '--tensorboard', 'new');
    expect(resumed.code).toBe(0);
    expect(stepsOf(board('new', 'a'), 'losses/dLoss')).toEqual(upTo(130));
    expect(stepsOf(board('board', 'a'), 'losses/dLoss')).toEqual(upTo(120));
  });

  test.each([
    [
      'another run of that name',
      ['train', 'x', '--out', 'other/a'],
      /board\/a holds events of a run already/,
    ],
    ['a run that is there already', ['export', 'a'], /board\/a holds events of a run already/],
    ['no run', ['export', 'digits'], /digits is not a run folder/],
  ])('refused: %s', async (_, words, message) => {
    const whole = words[0] === 'train' ? [...TRAIN, '--steps', '1', ...words.slice(2)] : words;
    const { code, stderr } = await command(folder, ...whole, '--tensorboard', 'board');
    expect(code).toBe(2);
    expect(stderr).toMatch(message);
    expect(stderr).toMatch(/^hint: /m);
    expect(runs.exists('other', 'a')).toBe(false);
  });
});
