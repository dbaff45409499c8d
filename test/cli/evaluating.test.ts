// `--evaluate-every`: metrics during a run, the best checkpoint besides the newest, and a run that it does not change.
import { metrics, nn, type Tensor, torch } from 'tadpole';
import { stepName } from '../../dist/run/folder';
import { command } from './command';
import { Runs, TRAIN } from './runs';

const runs = new Runs();
const { folder } = runs;

const EVALUATED = [
  ...['--evaluate-every', '2', '--set', 'evaluateFeatures=features.pt', '--set', 'evaluateCount=32'],
  ...['--checkpoint-every', '3'],
];

/** A number for images as dark as the real ones, none for the grey samples of the first steps. */
class Darkness extends nn.Module {
  forward(images: Tensor): Tensor {
    return images.mean([2, 3]).neg().add(0.4).log();
  }
}

beforeAll(() => {
  process.env.TADPOLE_CACHE = runs.file('cache');
  torch.scope(() => {
    const random = new torch.Generator({ seed: 1 });
    const network = new nn.Sequential(new nn.Flatten(), new nn.Linear(784, 4, { generator: random }));
    const card = { input: { shape: [1, 28, 28], range: [0, 1] } };
    const save = (module: nn.Module, name: string): void =>
      torch.jit.trace(module.eval(), [torch.zeros([2, 1, 28, 28])]).save(runs.file(name), {
        extraFiles: { [metrics.FEATURE_CARD]: JSON.stringify(card) },
      });
    save(network, 'features.pt');
    const constant = new nn.Sequential(new nn.Flatten(), new nn.Linear(784, 4));
    torch.noGrad(() => (constant.at(1) as nn.Linear).weight.zero_());
    save(constant, 'constant.pt');
    save(new Darkness(), 'dark.pt');
  });
});

const evaluations = (name: string) => runs.events(name).filter(({ event }) => event === 'evaluation');
const losses = (name: string) => runs.numbers(name).filter(({ event }) => event === undefined);

test('metrics are events and a plot, the best checkpoint stays, and the run says which it is', async () => {
  const ended = await command(folder, ...TRAIN, '--steps', '9', '--keep', '1', ...EVALUATED, '--out', 'a');
  expect(ended).toMatchObject({ code: 0, complaints: '' });
  const found = evaluations('a');
  expect(found.map(({ step }) => step)).toEqual([2, 4, 6, 8, 9]);
  expect(Object.keys(found[0] as object)).toEqual(
    expect.arrayContaining(['step', 'event', 'fid', 'kid', 'precision', 'recall', 'density', 'coverage']),
  );
  const best = found.reduce((first, second) => (Number(second.fid) < Number(first.fid) ? second : first));
  const name = stepName(Number(best.step));
  expect(ended.stdout).toMatch(new RegExp(`best +step ${best.step}, fid \\S+: a/checkpoints/${name}\n`));
  expect(runs.checkpoints('a')).toEqual([...new Set([name, 'step-000009'])].sort());
  expect(runs.exists('a', 'metrics.png')).toBe(true);
});

test('evaluation changes no number of the run, and a resumed run knows which checkpoint was best', async () => {
  const flags = ['--steps', '6', '--checkpoint-every', '3'];
  expect((await command(folder, ...TRAIN, ...flags, '--out', 'plain')).code).toBe(0);
  expect(losses('a').slice(0, 6)).toEqual(losses('plain'));
  const halves = [...TRAIN, ...EVALUATED, '--set', 'bestBy=kid'];
  expect((await command(folder, ...halves, '--steps', '4', '--out', 'b')).code).toBe(0);
  expect((await command(folder, 'train', '--resume', 'b', '--steps', '9')).code).toBe(0);
  expect(losses('b')).toEqual(losses('a'));
  expect(evaluations('b')).toEqual(evaluations('a'));
});

test('a run that cannot be evaluated is refused before its first step, and before it is resumed', async () => {
  const refusals: [words: string[], message: RegExp][] = [
    [
      ['evaluateFeatures=random'],
      /fid: 32 samples are too few, at least 257 are needed\nhint: give more images, or /,
    ],
    [
      ['evaluateFeatures=random', 'evaluateCount=5', 'bestBy=kid'],
      /density: 5 samples are too few, at least 6/,
    ],
    [['evaluateFeatures=classifier'], /a classifier needs images with classes/],
    [['evaluateFeatures=constant.pt'], /all 32 real images have the same features \(constant.pt\)/],
  ];
  for (const [settings, message] of refusals) {
    const words = ['--evaluate-every', '2', ...settings.flatMap((setting) => ['--set', setting])];
    for (const kind of [
      [...TRAIN, '--out', 'c'],
      ['train', '--resume', 'plain'],
    ]) {
      const ended = await command(folder, ...kind, '--steps', '8', ...words);
      expect(ended.code).toBeGreaterThan(0);
      expect(ended.stderr).toMatch(/^error: the run cannot be evaluated: /m);
      expect(ended.stderr).toMatch(message);
      expect(ended.stderr).toMatch(/; or train without evaluations: --set evaluateEvery=0\n/);
      expect(runs.exists('c')).toBe(false);
    }
  }
});

test('a run whose samples cannot be evaluated says so once and continues', async () => {
  const words = ['--steps', '4', '--evaluate-every', '2', '--set', 'evaluateFeatures=dark.pt'];
  const ended = await command(folder, ...TRAIN, ...words, '--out', 'd');
  expect(ended.code).toBe(0);
  expect(
    ended.stderr.match(/warning: the run is not evaluated: .*not finite for 32 of 32 images/g),
  ).toHaveLength(1);
  expect(evaluations('d')).toEqual([]);
});
