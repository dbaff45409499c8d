// digits-keras-cnn: the loop of digits-keras with convolutional networks, whose results that tutorial shows.
import type { z } from 'zod';
import * as nn from '../../nn';
import { defineRecipe } from '../defineRecipe';
import { define, fraction, learningRate, schedule, whole } from '../settings';
import { kerasDigitsObjective, kerasDigitsOutput } from './digits-keras';
import { dense, glorot, KERAS_NORM, kerasAdam } from './keras';

const settings = define({
  ...schedule({
    steps: 10_000,
    batchSize: 16,
    logEvery: 1,
    sampleEvery: 200,
    checkpointEvery: 2000,
    grid: [5, 5],
  }),
  latentSize: whole(100, 'latent values per image, drawn from N(0, 1)'),
  discriminatorLearningRate: learningRate(2e-4, "Adam's step size for D", 'discriminator'),
  generatorLearningRate: learningRate(2e-4, "Adam's step size for G", 'generator'),
  beta1: fraction(0.5, 'decay of the average of gradients'),
  beta2: fraction(0.999, 'decay of the average of squared gradients'),
  dropout: fraction(0.25, 'fraction of values that D leaves out after each convolution'),
});

type Settings = z.output<typeof settings>;

const norm = (maps: number) => new nn.BatchNorm2d(maps, KERAS_NORM);

function generator({ latentSize }: Settings): nn.Module {
  return new nn.Sequential(
    dense(latentSize, 128 * 7 * 7),
    new nn.Unflatten(1, [128, 7, 7]),
    norm(128),
    new nn.ReLU(),
    glorot(new nn.ConvTranspose2d(128, 64, 4, { stride: 2, padding: 'same' })),
    norm(64),
    new nn.ReLU(),
    glorot(new nn.ConvTranspose2d(64, 32, 4, { stride: 2, padding: 'same' })),
    norm(32),
    new nn.ReLU(),
    glorot(new nn.Conv2d(32, 1, 3, { padding: 'same' })),
    new nn.Tanh(),
  );
}

function discriminator({ dropout }: Settings): nn.Module {
  return new nn.Sequential(
    glorot(new nn.Conv2d(1, 32, 3, { stride: 2, padding: 'same' })),
    new nn.LeakyReLU(0.2),
    new nn.Dropout(dropout),
    glorot(new nn.Conv2d(32, 64, 3, { stride: 2, padding: 'same' })),
    new nn.LeakyReLU(0.2),
    new nn.Dropout(dropout),
    glorot(new nn.Conv2d(64, 128, 3, { stride: 2, padding: 'same' })),
    new nn.LeakyReLU(0.2),
    new nn.Dropout(dropout),
    new nn.Flatten(),
    dense(128 * 4 * 4, 1),
    new nn.Sigmoid(),
  );
}

export const digitsKerasCnn = defineRecipe({
  name: 'digits-keras-cnn',
  summary: 'the loop of digits-keras with convolutional networks after DCGAN',
  sources: [
    'Keras-GAN, gan/gan.py and dcgan/dcgan.py: https://github.com/eriklindernoren/Keras-GAN',
    'A. Radford et al., DCGAN, 2015: https://arxiv.org/abs/1511.06434',
  ],
  notes: [
    "The tutorial's: data, batches, latents, the step with its two updates of D, the loss, the line and the pictures.",
    'Ours: the networks, which the tutorial does not show. G doubles 7 x 7 maps twice, D halves three times; slopes, batch norm, ' +
      "dropout and Adam's settings are those of Keras-GAN's DCGAN.",
    'D has no batch norm: it sees reals and fakes in batches of their own, which batch norm would tell apart by their statistics.',
    'The fakes that D learns from are made in inference mode (batch norm uses its moving statistics).',
    'images/<step>.png are the grids under the names of the tutorial; they show the same latents every time.',
  ],
  settings,
  data: {
    dataset: 'mnist',
    split: 'train',
    order: 'withReplacement',
    about: '60 000 MNIST training images, v / 127.5 - 1; a batch is drawn uniformly with replacement',
  },
  imageShape: [1, 28, 28],
  valueRange: [-1, 1],
  latent: ({ latentSize }) => ({ shape: [latentSize], distribution: 'normal' }),
  // The quicker layout for these sizes (node bench/run.mjs --only digits-keras-cnn).
  generator: (all) => generator(all).to({ memoryFormat: 'channelsLast' }),
  discriminator: (all) => discriminator(all).to({ memoryFormat: 'channelsLast' }),
  generatorOptimizer: (network, all) => kerasAdam(network, all.generatorLearningRate, all),
  discriminatorOptimizer: (network, all) => kerasAdam(network, all.discriminatorLearningRate, all),
  step: () => kerasDigitsObjective,
  output: kerasDigitsOutput,
});
