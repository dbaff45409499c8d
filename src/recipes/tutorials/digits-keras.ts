// digits-keras: fully connected GAN on MNIST, as in the Keras-GAN collection.
import type { z } from 'zod';
import type { Batch, Objective, PhaseContext } from '../../gan';
import { copyFile } from '../../io';
import * as nn from '../../nn';
import type { RecipeOutput } from '../../run';
import { defineRecipe } from '../defineRecipe';
import { define, fraction, learningRate, schedule, whole } from '../settings';
import { binaryAccuracy, clippedBinaryCrossEntropy, dense, KERAS_NORM, kerasAdam } from './keras';

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
  discriminatorLearningRate: learningRate(0.001, "Adam's step size for D (Keras' default)", 'discriminator'),
  generatorLearningRate: learningRate(0.001, "Adam's step size for G (Keras' default)", 'generator'),
  beta1: fraction(0.9, 'decay of the average of gradients'),
  beta2: fraction(0.999, 'decay of the average of squared gradients'),
});

type Settings = z.output<typeof settings>;

const norm = (features: number) => new nn.BatchNorm1d(features, KERAS_NORM);

function generator({ latentSize }: Settings): nn.Module {
  return new nn.Sequential(
    dense(latentSize, 256),
    new nn.LeakyReLU(0.2),
    norm(256),
    dense(256, 512),
    new nn.LeakyReLU(0.2),
    norm(512),
    dense(512, 1024),
    new nn.LeakyReLU(0.2),
    norm(1024),
    dense(1024, 28 * 28),
    new nn.Tanh(),
    new nn.Unflatten(1, [1, 28, 28]),
  );
}

function discriminator(): nn.Module {
  return new nn.Sequential(
    new nn.Flatten(),
    dense(28 * 28, 512),
    new nn.LeakyReLU(0.2),
    dense(512, 256),
    new nn.LeakyReLU(0.2),
    dense(256, 1),
    new nn.Sigmoid(),
  );
}

/** One update of D on images that are all real (1) or all fake (0). */
function learn({ discriminator, backward }: PhaseContext, images: Batch, label: 0 | 1) {
  const probabilities = discriminator(images);
  const dLoss = clippedBinaryCrossEntropy(probabilities, label);
  backward(dLoss);
  return { dLoss, dAccuracy: binaryAccuracy(probabilities, label) };
}

/** The tutorial's step; `digits-keras-cnn` trains in the same way. Loss and accuracy of D are the means of its two updates. */
export const kerasDigitsObjective: Objective = [
  {
    name: 'discriminator on reals',
    network: 'discriminator',
    accumulate: (context) => learn(context, context.reals, 1),
  },
  {
    name: 'discriminator on fakes',
    network: 'discriminator',
    // The tutorial makes them with `predict`.
    accumulate: (context) => learn(context, context.newFakes({ training: false }), 0),
  },
  {
    name: 'generator',
    network: 'generator',
    accumulate: ({ discriminator, newFakes, backward }) => {
      const gLoss = clippedBinaryCrossEntropy(discriminator(newFakes()), 1);
      backward(gLoss);
      return { gLoss };
    },
  },
];

/** The tutorial's line and the names of its pictures. */
export const kerasDigitsOutput: RecipeOutput = {
  line: ({ step, dLoss, dAccuracy = 0, gLoss }) =>
    `${step} [D loss: ${dLoss.toFixed(6)}, acc.: ${(100 * dAccuracy).toFixed(2)}%] [G loss: ${gLoss.toFixed(6)}]`,
  sampled: (grid, { step, file }) => copyFile(grid, file(`images/${step}.png`)),
};

export const digitsKeras = defineRecipe({
  name: 'digits-keras',
  summary: 'fully connected GAN on MNIST, after the Keras tutorial',
  sources: ['Keras-GAN, gan/gan.py: https://github.com/eriklindernoren/Keras-GAN'],
  notes: [
    'D takes two separate updates per step: reals with label 1, then fakes with label 0.',
    'The fakes that D learns from are made in inference mode (batch norm uses its moving statistics).',
    "Adam has Keras' epsilon, 1e-7, outside the bias correction; probabilities are clipped to [1e-7, 1 - 1e-7].",
    "images/<step>.png are the grids under the tutorial's names; they show the same latents every time.",
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
  generator,
  discriminator,
  generatorOptimizer: (network, all) => kerasAdam(network, all.generatorLearningRate, all),
  discriminatorOptimizer: (network, all) => kerasAdam(network, all.discriminatorLearningRate, all),
  step: () => kerasDigitsObjective,
  output: kerasDigitsOutput,
});
