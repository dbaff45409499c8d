// digits: a small convolutional GAN on MNIST, tuned to draw good digits after a few minutes on two CPU cores.
import type { z } from 'zod';
import { logistic } from '../gan';
import * as nn from '../nn';
import * as optim from '../optim';
import { defineRecipe } from './defineRecipe';
import { define, fraction, positive, schedule, whole } from './settings';

const settings = define({
  ...schedule({
    steps: 9000,
    batchSize: 32,
    logEvery: 100,
    sampleEvery: 500,
    checkpointEvery: 3000,
    grid: [8, 8],
  }),
  latentSize: whole(64, 'latent values per image, drawn from N(0, 1)'),
  channels: whole(
    32,
    'feature maps at 14 x 14 in both networks; twice as many at 7 x 7, four times at 4 x 4',
  ),
  discriminatorLearningRate: positive(1e-3, "Adam's step size for D"),
  generatorLearningRate: positive(1e-3, "Adam's step size for G"),
  beta1: fraction(0.5, 'decay of the average of gradients'),
  beta2: fraction(0.999, 'decay of the average of squared gradients'),
  dropout: fraction(0.2, 'fraction of feature maps that D drops, so that it does not memorize the reals'),
  averageDecay: fraction(
    0.999,
    'fraction of the averaged generator that a step keeps; samples come from the average',
  ),
});

type Settings = z.output<typeof settings>;

/** Every weight of a convolution or dense layer N(0, 0.02), as DCGAN has it. */
function initialize(network: nn.Module): nn.Module {
  return network.apply((layer) => {
    if (layer instanceof nn.Linear || layer instanceof nn.Conv2d || layer instanceof nn.ConvTranspose2d) {
      nn.init.normal_(layer.weight, 0, 0.02);
    }
  });
}

function generator({ latentSize, channels }: Settings): nn.Module {
  return initialize(
    new nn.Sequential(
      new nn.Linear(latentSize, 2 * channels * 7 * 7, { bias: false }),
      new nn.Unflatten(1, [2 * channels, 7, 7]),
      new nn.BatchNorm2d(2 * channels),
      new nn.ReLU(),
      new nn.ConvTranspose2d(2 * channels, channels, 4, { stride: 2, padding: 1, bias: false }),
      new nn.BatchNorm2d(channels),
      new nn.ReLU(),
      new nn.ConvTranspose2d(channels, 1, 4, { stride: 2, padding: 1 }),
      new nn.Tanh(),
    ),
  );
}

function discriminator({ channels, dropout }: Settings): nn.Module {
  return initialize(
    new nn.Sequential(
      new nn.Conv2d(1, channels, 4, { stride: 2, padding: 1 }),
      new nn.LeakyReLU(0.2),
      new nn.Dropout2d(dropout),
      new nn.Conv2d(channels, 2 * channels, 4, { stride: 2, padding: 1 }),
      new nn.LeakyReLU(0.2),
      new nn.Dropout2d(dropout),
      new nn.Conv2d(2 * channels, 4 * channels, 3, { stride: 2, padding: 1 }),
      new nn.LeakyReLU(0.2),
      new nn.Dropout2d(dropout),
      new nn.Flatten(),
      new nn.Linear(4 * channels * 4 * 4, 1),
    ),
  );
}

function adam(network: nn.Module, lr: number, { beta1, beta2 }: Settings): optim.Adam {
  return new optim.Adam(network.parameters(), { lr, betas: [beta1, beta2] });
}

export const digits = defineRecipe({
  name: 'digits',
  summary: 'small convolutional GAN on MNIST: good digits in a few minutes on two CPU cores',
  sources: [
    'A. Radford et al., DCGAN, 2015: https://arxiv.org/abs/1511.06434',
    'Y. Yazici et al., averaged generators, 2018: https://arxiv.org/abs/1806.04498',
  ],
  notes: [
    'The non-saturating logistic loss on logits; D takes one update on the sum of its losses on reals and on fakes, G one on the same fakes.',
    'Samples, and the saved generator, are the moving average of the generator.',
  ],
  settings,
  data: {
    dataset: 'mnist',
    split: 'train',
    order: 'shuffledEpochs',
    about: '60 000 MNIST training images, v / 127.5 - 1, in shuffled epochs',
  },
  imageShape: [1, 28, 28],
  valueRange: [-1, 1],
  latent: ({ latentSize }) => ({ shape: [latentSize], distribution: 'normal' }),
  generator,
  discriminator,
  generatorOptimizer: (network, all) => adam(network, all.generatorLearningRate, all),
  discriminatorOptimizer: (network, all) => adam(network, all.discriminatorLearningRate, all),
  averageDecay: (all) => all.averageDecay,
  step: () => logistic(),
});
