// A run in trouble returns to a good checkpoint, with lower rates and other noise, or stops.
import fs from 'node:fs';
import { defineRecipe, gan, nn, optim, recipes, run, settings, type Tensor, torch } from 'tadpole';
import { Runs } from '../cli/runs';
import { shownIn, stepsOf } from '../tensorboard/reader';

const runs = new Runs();

// Steps whose loss is not a number, unless the learning rate is as low as the second roll-back makes it.
const TOO_HIGH = 0.05;

class Scaled extends nn.Module {
  layers = new nn.Sequential(new nn.Linear(4, 784), new nn.Tanh(), new nn.Unflatten(1, [1, 28, 28]));

  forward(latents: Tensor): Tensor {
    return this.layers.forward(latents);
  }
}

/** Breaks down at step 6 while the generator learns faster than {@link TOO_HIGH}. */
function fragile(): run.Recipe {
  const mine = settings.define({
    ...settings.schedule({ steps: 8, batchSize: 4, logEvery: 1, checkpointEvery: 2, grid: [1, 2] }),
    generatorLearningRate: settings.learningRate(0.32, 'step size of G', 'generator'),
  });
  let trainer: gan.Trainer | undefined;
  return defineRecipe({
    name: 'fragile',
    summary: 'breaks down when it learns too fast',
    settings: mine,
    data: { dataset: 'mnist', order: 'shuffledEpochs', about: 'digits' },
    imageShape: [1, 28, 28],
    valueRange: [-1, 1],
    latent: () => ({ shape: [4], distribution: 'normal' }),
    generator: () => new Scaled(),
    discriminator: () => new nn.Sequential(new nn.Flatten(), new nn.Linear(784, 1)),
    generatorOptimizer: (network, { generatorLearningRate: lr }) =>
      new optim.SGD(network.parameters(), { lr }),
    discriminatorOptimizer: (network) => new optim.SGD(network.parameters(), { lr: 0.01 }),
    prepare: (made) => {
      trainer = made;
    },
    step: ({ generatorLearningRate }) => [
      ...gan.logistic(),
      {
        name: 'breakage',
        network: 'generator',
        accumulate: ({ step }) => {
          const isTooFast = generatorLearningRate * (trainer?.rates.generator ?? 1) > TOO_HIGH;
          return { breakage: torch.tensor([step === 5 && isTooFast ? Number.NaN : 0]) };
        },
      },
    ],
  });
}

const options = (onTrouble: run.OnTrouble, steps = 8): run.RunOptions => ({
  seed: 3,
  threads: 1,
  data: runs.file('digits'),
  onTrouble,
  warn: () => {},
  overrides: { steps },
});

const rollbacks = (name: string) => runs.events(name).filter(({ event }) => event === 'rollback');

test('goes back to the newest good checkpoint, with a lower rate, until the run gets through', async () => {
  const told: string[] = [];
  const out = runs.file('through');
  const result = await run.train(fragile(), {
    ...options('rollback'),
    out,
    warn: (problem) => told.push(problem),
  });
  expect(result).toMatchObject({ step: 8, interrupted: false });
  const common = { step: 4, trouble: 'notFinite', from: 6 };
  expect(rollbacks('through')).toMatchObject([
    { ...common, count: 1, generatorRate: 1 / 4 },
    { ...common, count: 2, generatorRate: 1 / 16 },
  ]);
  expect(told).toEqual([
    expect.stringMatching(
      /^step 6: training broke down.*: back to step 4 with other noise .*\(roll-back 1 of 3\)$/,
    ),
    expect.stringMatching(/\(roll-back 2 of 3\)$/),
  ]);
  const trained = runs.events('through').filter((event) => 'dLoss' in event);
  expect(trained.map(({ step }) => step)).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
});

test('TensorBoard shows what came of it, once, and the roll-backs as texts', async () => {
  const out = runs.file('shown');
  await run.train(fragile(), { ...options('rollback'), out, tensorboard: runs.file('board') });
  const shown = shownIn(runs.file('board', 'shown'));
  expect(stepsOf(shown, 'losses/dLoss')).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
  const texts = shown.filter(({ tag }) => tag === 'findings/rollback');
  expect(texts).toMatchObject(Array(2).fill({ step: 4, text: expect.stringContaining('broke down') }));
});

test('a run that is cut after a roll-back resumes exactly', async () => {
  const out = runs.file('cut');
  const ending = new AbortController();
  await run.train(fragile(), {
    ...options('rollback'),
    out,
    signal: ending.signal,
    hooks: { step: ({ step }) => step === 7 && ending.abort() },
  });
  await run.train(fragile(), { ...options('rollback'), resume: out });
  expect(runs.numbers('cut')).toEqual(runs.numbers('through'));
});

test('gives up after three roll-backs, with the trouble as the error', async () => {
  const out = runs.file('hopeless');
  const hopeless = { steps: 8, generatorLearningRate: 1000 };
  await expect(run.train(fragile(), { ...options('rollback'), out, overrides: hopeless })).rejects.toThrow(
    /step 6: training broke down.*given up after 3 roll-backs/,
  );
  expect(rollbacks('hopeless').at(-1)).toMatchObject({ count: 3 });
  expect(runs.events('hopeless').at(-1)).toMatchObject({
    step: 6,
    event: 'notFinite',
    message: expect.stringContaining('given up after 3 roll-backs'),
  });
  expect(fs.existsSync(runs.file('hopeless', 'losses.png'))).toBe(true);
});

test.each(['warn', 'stop'] as const)('%s: numbers that are not finite end the run', async (onTrouble) => {
  const out = runs.file(`ended-${onTrouble}`);
  await expect(run.train(fragile(), { ...options(onTrouble), out })).rejects.toThrow('training broke down');
  expect(fs.existsSync(runs.file(`ended-${onTrouble}`, 'checkpoints', 'step-000004'))).toBe(true);
});

test('a collapse stops the run where that was asked for', async () => {
  const collapsed = run.train(recipes['digits-tensorflow'], {
    ...options('stop', 620),
    out: runs.file('stopped'),
    overrides: { steps: 620, hiddenSize: 16, batchSize: 8, logEvery: 50, generatorLearningRate: 0.03 },
  });
  await expect(collapsed).rejects.toThrow(/^step \d+: the generator has collapsed/);
  expect(runs.events('stopped').at(-1)).toMatchObject({ event: 'collapse' });
  expect(fs.existsSync(runs.file('stopped', 'losses.png'))).toBe(true);
});
