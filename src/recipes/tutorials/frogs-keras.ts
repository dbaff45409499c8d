// frogs-keras: 32 x 32 frogs of CIFAR-10, as in the notebook that goes with "Deep Learning with Python".
import type { z } from 'zod';
import type * as nn from '../../nn';
import { defineRecipe } from '../defineRecipe';
import { atLeastZero, define, fraction, learningRate, positive, schedule, whole } from '../settings';
import {
  FromChannelsLast,
  frogDiscriminator,
  frogGenerator,
  frogObjective,
  LATENT_SIZE,
  saveFirstImages,
} from './frogs';
import { KerasRMSprop } from './keras';

// Keras' default slope.
const SLOPE = 0.3;

const settings = define({
  ...schedule({
    steps: 10_000,
    batchSize: 20,
    logEvery: 100,
    sampleEvery: 100,
    checkpointEvery: 500,
    grid: [4, 5],
  }),
  latentSize: whole(LATENT_SIZE, 'latent values per image, drawn from N(0, 1)'),
  discriminatorLearningRate: learningRate(8e-4, "RMSprop's step size for D", 'discriminator'),
  generatorLearningRate: learningRate(4e-4, "RMSprop's step size for G", 'generator'),
  rho: fraction(0.9, 'decay of the average of squared gradients'),
  clipValue: positive(1, 'bound on every element of a gradient'),
  decay: atLeastZero(1e-8, 'the step size of update t, counted from 0, is divided by 1 + decay t'),
  dropout: fraction(0.4, 'fraction of features that D leaves out before its last layer'),
  labelNoise: atLeastZero(0.05, 'largest noise on a label of D: labelNoise * U(0, 1) is added to each'),
});

type Settings = z.output<typeof settings>;

function rmsprop(network: nn.Module, lr: number, { rho, clipValue, decay }: Settings): KerasRMSprop {
  return new KerasRMSprop(network.parameters(), { lr, rho, clipValue, decay });
}

export const frogsKeras = defineRecipe({
  name: 'frogs-keras',
  summary: 'convolutional GAN on the frogs of CIFAR-10, after the Keras notebook',
  sources: [
    'F. Chollet, Deep Learning with Python, notebook 8.5: https://github.com/fchollet/deep-learning-with-python-notebooks',
  ],
  notes: [
    'Labels are 1 for fakes and 0 for reals; both get labelNoise * U(0, 1), which only ever makes them larger.',
    'D takes one update on fakes and reals in one batch; G then one on new fakes, with label 0 and no noise.',
    'The dense layer of G is laid out channels last, as in Keras, and brought to channels first.',
    "RMSprop has Keras' epsilon, 1e-7, outside the root; gradients are clipped element by element before the update.",
    'G ends in tanh though the reals lie in [0, 1]; pictures show v * 255, cut off at 0 and 255.',
    'images/generated_frog<step>.png and images/real_frog<step>.png are the first images of the batch of that step.',
  ],
  settings,
  data: {
    dataset: 'cifar10',
    split: 'train',
    className: 'frog',
    order: 'sequential',
    about: 'the 5000 frogs among the CIFAR-10 training images, v / 255, in consecutive slices',
  },
  imageShape: [3, 32, 32],
  valueRange: [0, 1],
  latent: ({ latentSize }) => ({ shape: [latentSize], distribution: 'normal' }),
  generator: ({ latentSize }) => frogGenerator(latentSize, SLOPE, new FromChannelsLast()),
  discriminator: ({ dropout }) => frogDiscriminator(SLOPE, dropout),
  generatorOptimizer: (network, all) => rmsprop(network, all.generatorLearningRate, all),
  discriminatorOptimizer: (network, all) => rmsprop(network, all.discriminatorLearningRate, all),
  step: ({ labelNoise }) => frogObjective('uniform', labelNoise),
  output: {
    line: ({ step, dLoss, gLoss }) =>
      `discriminator loss at step ${step}: ${dLoss.toFixed(6)}\nadversarial loss at step ${step}: ${gLoss.toFixed(6)}`,
    batch: saveFirstImages({
      fake: (step) => `images/generated_frog${step}.png`,
      real: (step) => `images/real_frog${step}.png`,
    }),
  },
});
