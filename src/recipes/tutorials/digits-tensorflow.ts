// digits-tensorflow: one hidden layer in each network, on MNIST, as in a university's TensorFlow notebook.
import type { z } from 'zod';
import { logProbabilityDiscriminatorLoss, logProbabilityGeneratorLoss, type Objective } from '../../gan';
import { saveGrid } from '../../images';
import * as nn from '../../nn';
import { defineRecipe } from '../defineRecipe';
import { define, fraction, learningRate, schedule, whole } from '../settings';
import { kerasAdam } from './keras';

const settings = define({
  ...schedule({
    steps: 70_000,
    batchSize: 128,
    logEvery: 2000,
    sampleEvery: 2000,
    checkpointEvery: 10_000,
    grid: [8, 8],
  }),
  latentSize: whole(100, 'latent values per image, drawn from U(-1, 1)'),
  hiddenSize: whole(256, 'units in the hidden layer of each network'),
  discriminatorLearningRate: learningRate(2e-4, "Adam's step size for D", 'discriminator'),
  generatorLearningRate: learningRate(2e-4, "Adam's step size for G", 'generator'),
  beta1: fraction(0.9, 'decay of the average of gradients'),
  beta2: fraction(0.999, 'decay of the average of squared gradients'),
});

type Settings = z.output<typeof settings>;

/** Weights N(0, 1 / sqrt(fanIn / 2)), biases zero. */
function dense(inputs: number, outputs: number): nn.Linear {
  const layer = new nn.Linear(inputs, outputs);
  nn.init.normal_(layer.weight, 0, 1 / Math.sqrt(inputs / 2));
  if (layer.bias) nn.init.zeros_(layer.bias);
  return layer;
}

function generator({ latentSize, hiddenSize }: Settings): nn.Module {
  return new nn.Sequential(
    dense(latentSize, hiddenSize),
    new nn.ReLU(),
    dense(hiddenSize, 28 * 28),
    new nn.Sigmoid(),
    new nn.Unflatten(1, [1, 28, 28]),
  );
}

function discriminator({ hiddenSize }: Settings): nn.Module {
  return new nn.Sequential(
    new nn.Flatten(),
    dense(28 * 28, hiddenSize),
    new nn.ReLU(),
    dense(hiddenSize, 1),
    new nn.Sigmoid(),
  );
}

// TensorFlow's epsilon of Adam.
const EPSILON = 1e-8;

const objective: Objective = [
  {
    name: 'both at the same weights',
    network: 'both',
    accumulate: ({ discriminator, reals, fakes, backward }) => {
      const onReals = discriminator(reals);
      const onFakes = discriminator(fakes());
      const dLoss = logProbabilityDiscriminatorLoss(onReals, onFakes);
      const gLoss = logProbabilityGeneratorLoss(onFakes);
      backward(dLoss, { network: 'discriminator', retainGraph: true });
      backward(gLoss, { network: 'generator' });
      return { gLoss, dLoss };
    },
  },
];

export const digitsTensorflow = defineRecipe({
  name: 'digits-tensorflow',
  summary: 'GAN with one hidden layer on MNIST, after a TensorFlow notebook',
  sources: [
    'TensorFlow-Examples, notebooks/3_NeuralNetworks/gan.ipynb: https://github.com/aymericdamien/TensorFlow-Examples',
    'I. Goodfellow et al., Generative Adversarial Nets, 2014: https://arxiv.org/abs/1406.2661',
  ],
  notes: [
    'Both gradients are taken at the same weights, then both updates are applied.',
    "The losses use the natural logarithm, as the notebook's code does (its text says log10).",
    "The first 5000 training images are left out: the notebook's loader keeps them for validation.",
    'At the end: losses.png, one single sample (sample.png) and a canvas of 15 x 15 samples (canvas.png).',
  ],
  settings,
  data: {
    dataset: 'mnist',
    split: 'train',
    skip: 5000,
    order: 'shuffledEpochs',
    about: '55 000 MNIST training images (the first 5000 left out), v / 255, in shuffled epochs',
  },
  imageShape: [1, 28, 28],
  valueRange: [0, 1],
  latent: ({ latentSize }) => ({ shape: [latentSize], distribution: 'uniform' }),
  generator,
  discriminator,
  generatorOptimizer: (network, all) => kerasAdam(network, all.generatorLearningRate, all, EPSILON),
  discriminatorOptimizer: (network, all) => kerasAdam(network, all.discriminatorLearningRate, all, EPSILON),
  step: () => objective,
  output: {
    line: ({ step, gLoss, dLoss }) =>
      `Step ${step}: Generator Loss: ${gLoss.toFixed(6)}, Discriminator Loss: ${dLoss.toFixed(6)}`,
    finished: (samples, { range, file }) => {
      const [sample, canvas] = [file('sample.png'), file('canvas.png')];
      saveGrid(sample, samples(1), { range, rows: 1, columns: 1 });
      saveGrid(canvas, samples(15 * 15), { range, rows: 15, columns: 15, padding: 0 });
      return [sample, canvas];
    },
  },
});
