// digits-mxnet: DCGAN on MNIST in 64 x 64, as in the Apache MXNet tutorial.
import type { z } from 'zod';
import type { Objective, StepRecord } from '../../gan';
import { makeGrid, sideBySide, writePng } from '../../images';
import * as nn from '../../nn';
import { defineRecipe } from '../defineRecipe';
import { define, fraction, learningRate, schedule, whole } from '../settings';
import { kerasAdam } from './keras';

const settings = define({
  ...schedule({
    steps: 1094,
    batchSize: 64,
    logEvery: 50,
    sampleEvery: 50,
    checkpointEvery: 200,
    grid: [8, 8],
  }),
  latentSize: whole(100, 'latent values per image, drawn from N(0, 1)'),
  discriminatorLearningRate: learningRate(2e-4, "Adam's step size for D", 'discriminator'),
  generatorLearningRate: learningRate(2e-4, "Adam's step size for G", 'generator'),
  beta1: fraction(0.5, 'decay of the average of gradients'),
  beta2: fraction(0.999, 'decay of the average of squared gradients'),
});

type Settings = z.output<typeof settings>;

/** Batch norm that learns its offset alone; the epsilon is the tutorial's, 1e-5 and cuDNN's 1e-12 on top. */
const norm = (maps: number) =>
  new nn.BatchNorm2d(maps, { eps: 1e-5 + 1e-12, momentum: 0.1, fixedGamma: true });

/** Every weight N(0, 0.02). */
function initialize(network: nn.Module): nn.Module {
  return network.apply((layer) => {
    if (layer instanceof nn.Conv2d || layer instanceof nn.ConvTranspose2d) {
      nn.init.normal_(layer.weight, 0, 0.02);
    }
  });
}

const doubling = { stride: 2, padding: 1, bias: false } as const;
const halving = doubling;

function generator({ latentSize }: Settings): nn.Module {
  return initialize(
    new nn.Sequential(
      new nn.ConvTranspose2d(latentSize, 1024, 4, { bias: false }),
      norm(1024),
      new nn.ReLU(),
      new nn.ConvTranspose2d(1024, 512, 4, doubling),
      norm(512),
      new nn.ReLU(),
      new nn.ConvTranspose2d(512, 256, 4, doubling),
      norm(256),
      new nn.ReLU(),
      new nn.ConvTranspose2d(256, 128, 4, doubling),
      norm(128),
      new nn.ReLU(),
      new nn.ConvTranspose2d(128, 3, 4, doubling),
      new nn.Tanh(),
    ),
  );
}

/** Ends in the logit of the tutorial's logistic output, whose gradient is that of the loss on logits. */
function discriminator(): nn.Module {
  return initialize(
    new nn.Sequential(
      new nn.Conv2d(3, 128, 4, halving),
      new nn.LeakyReLU(0.2),
      new nn.Conv2d(128, 256, 4, halving),
      norm(256),
      new nn.LeakyReLU(0.2),
      new nn.Conv2d(256, 512, 4, halving),
      norm(512),
      new nn.LeakyReLU(0.2),
      new nn.Conv2d(512, 1024, 4, halving),
      norm(1024),
      new nn.LeakyReLU(0.2),
      new nn.Conv2d(1024, 1, 4, { bias: false }),
      new nn.Flatten(),
    ),
  );
}

// MXNet's epsilon of Adam.
const EPSILON = 1e-8;

const objective: Objective = [
  {
    name: 'discriminator',
    network: 'discriminator',
    // Fakes alone, then reals alone; the two gradients are summed for one update.
    accumulate: ({ discriminator, reals, fakes, backward }) => {
      const onFakes = nn.functional.binaryCrossEntropyWithLogits(discriminator(fakes()), 0);
      backward(onFakes);
      const onReals = nn.functional.binaryCrossEntropyWithLogits(discriminator(reals), 1);
      backward(onReals);
      return { dLoss: onFakes.add(onReals) };
    },
  },
  {
    name: 'generator',
    network: 'generator',
    // The same fakes through the updated discriminator; its gradient in them goes back through the generator.
    accumulate: ({ discriminator, fakes, backward }) => {
      const gLoss = nn.functional.binaryCrossEntropyWithLogits(discriminator(fakes()), 1);
      backward(gLoss);
      return { gLoss };
    },
  },
];

/** Epoch (from 0) and iteration in it (from 1) of a step; the last batch of an epoch wraps around. */
function iteration({ step, images }: StepRecord, imageCount: number): { epoch: number; iter: number } {
  const perEpoch = Math.ceil((imageCount * step) / images);
  return { epoch: Math.floor((step - 1) / perEpoch), iter: ((step - 1) % perEpoch) + 1 };
}

export const digitsMxnet = defineRecipe({
  name: 'digits-mxnet',
  summary: 'DCGAN on MNIST in 64 x 64, after the Apache MXNet tutorial',
  sources: [
    'Apache MXNet, Generative Adversarial Networks (docs/tutorials/unsupervised_learning/gan.md): https://mxnet.apache.org',
    'A. Radford et al., DCGAN, 2015: https://arxiv.org/abs/1511.06434',
  ],
  notes: [
    'D goes forward and backward on fakes and on reals apart (so batch norm never mixes them); the gradients are summed ' +
      'for one update.',
    'G is updated with the same fakes: they pass the updated D once more, with label 1.',
    'dLoss is the loss on fakes plus the loss on reals, whose gradient D follows; gLoss is the loss of the same fakes with label 1.',
    "D ends in the logit of the tutorial's logistic output, and the loss is binary cross-entropy of its sigmoid.",
    "Batch norm's gamma stays 1; Adam's epsilon, 1e-8, is outside the bias correction.",
    'Lines begin with the words of the tutorial; the losses after them are ours.',
    'images/fakes-beside-reals-<step>.png has the fakes of that batch at the left and its reals at the right.',
  ],
  settings,
  data: {
    dataset: 'mnist',
    split: 'all',
    order: 'shuffledOnce',
    resize: true,
    about:
      'all 70 000 MNIST images, shuffled once, resized to 64 x 64 bilinearly, v / 127.5 - 1, copied to three channels',
  },
  imageShape: [3, 64, 64],
  valueRange: [-1, 1],
  latent: ({ latentSize }) => ({ shape: [latentSize, 1, 1], distribution: 'normal' }),
  generator,
  discriminator,
  generatorOptimizer: (network, all) => kerasAdam(network, all.generatorLearningRate, all, EPSILON),
  discriminatorOptimizer: (network, all) => kerasAdam(network, all.discriminatorLearningRate, all, EPSILON),
  step: () => objective,
  output: {
    line: (record, imageCount) => {
      const { epoch, iter } = iteration(record, imageCount);
      const { dLoss, gLoss } = record;
      return `epoch: ${epoch} iter: ${iter}  D loss: ${dLoss.toFixed(6)}  G loss: ${gLoss.toFixed(6)}`;
    },
    batch: ({ reals, fakes }, { step, range, file }) => {
      if (!fakes) return;
      const picture = sideBySide(makeGrid(fakes.images, { range }), makeGrid(reals.images, { range }));
      writePng(file(`images/fakes-beside-reals-${step}.png`), picture);
    },
  },
});
