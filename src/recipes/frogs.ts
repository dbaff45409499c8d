// frogs: a small modern GAN on the 5000 frogs of CIFAR-10, tuned for an hour on two CPU cores.
import type { z } from 'zod';
import { type Augmentation, diffAugment, halfLife, networks, r1, relativistic } from '../gan';
import { defineRecipe } from './defineRecipe';
import { adam, fallingRates } from './falling';
import { atLeastZero, choice, define, fraction, learningRate, positive, schedule, whole } from './settings';

const settings = define({
  ...schedule({
    steps: 14_532,
    batchSize: 32,
    logEvery: 100,
    sampleEvery: 500,
    checkpointEvery: 1000,
    grid: [8, 8],
  }),
  latentSize: whole(128, 'latent values an image, drawn from N(0, 1)'),
  channels: whole(48, 'feature maps at 16 x 16 in both networks; twice as many at each half of the size'),
  discriminatorLearningRate: learningRate(1.5e-3, "Adam's step size for D at the start", 'discriminator'),
  generatorLearningRate: learningRate(1.5e-3, "Adam's step size for G at the start", 'generator'),
  finalRate: positive(0.1, 'fraction of both step sizes that is left at the end of their fall'),
  fallOver: whole(465_024, 'images over which the step sizes fall, along half a cosine'),
  beta1: fraction(0.5, 'decay of the average of gradients'),
  beta2: fraction(0.99, 'decay of the average of squared gradients'),
  gamma: atLeastZero(0.1, 'R1: the squared gradient of D at reals counts gamma / 2'),
  penaltyEvery: whole(8, 'steps between two computations of R1, which then counts as often'),
  augmentation: choice(
    ['translation', 'diffAugment', 'none'],
    'translation',
    'what images go through on their way into D: shifts, all of DiffAugment, or nothing',
  ),
  averageOver: whole(10_000, 'images in which the average of the generator forgets half'),
});

type Settings = z.output<typeof settings>;

const AUGMENTATIONS: Record<Settings['augmentation'], () => Augmentation | undefined> = {
  // With other colours and cut-outs, the stronger parts of DiffAugment, 5000 frogs are learned more slowly, and less of them.
  translation: () => diffAugment({ parts: ['translation'] }),
  diffAugment: () => diffAugment(),
  none: () => undefined,
};

/** Samples come from averaged weights, so the statistics that they use are averaged over more batches than is usual. */
const MOMENTUM = 0.02;

function shapeOf({ channels }: Settings) {
  return { size: 32, imageChannels: 3, channels, mostChannels: 4 * channels, momentum: MOMENTUM };
}

export const frogs = defineRecipe({
  name: 'frogs',
  summary: 'small modern GAN on the frogs of CIFAR-10, for an hour on two CPU cores',
  sources: [
    'A. Radford et al., DCGAN, 2015: https://arxiv.org/abs/1511.06434',
    'L. Mescheder et al., Which training methods for GANs do actually converge?, 2018: https://arxiv.org/abs/1801.04406',
    'Y. Huang et al., The GAN is dead; long live the GAN! A modern GAN baseline, 2024: https://arxiv.org/abs/2501.05441',
    'S. Zhao et al., Differentiable augmentation for data-efficient GAN training, 2020: https://arxiv.org/abs/2006.10738',
    'T. Karras et al., Training generative adversarial networks with limited data, 2020: https://arxiv.org/abs/2006.06676',
  ],
  notes: [
    'The relativistic pairing loss with a lazy R1 penalty; what D is shown is shifted, as by DiffAugment.',
    'Frogs are mirrored half of the time. Networks lie channels last, which trains faster on a CPU; --precision bf16 is faster still on processors that compute in it.',
    'Samples, and the saved generator, are the moving average of the generator, whose half-life grows with the images shown.',
  ],
  settings,
  data: {
    dataset: 'frogs',
    split: 'train',
    order: 'shuffledEpochs',
    mirror: true,
    resize: true,
    about: '5000 CIFAR-10 frogs, v / 127.5 - 1, mirrored half of the time, in shuffled epochs',
  },
  imageShape: [3, 32, 32],
  valueRange: [-1, 1],
  latent: ({ latentSize }) => ({ shape: [latentSize], distribution: 'normal' }),
  generator: (all) =>
    new networks.SkipGenerator(all.latentSize, shapeOf(all)).to({ memoryFormat: 'channelsLast' }),
  discriminator: (all) => new networks.SkipDiscriminator(shapeOf(all)).to({ memoryFormat: 'channelsLast' }),
  generatorOptimizer: (network, all) => adam(network, all.generatorLearningRate, all),
  discriminatorOptimizer: (network, all) => adam(network, all.discriminatorLearningRate, all),
  averageDecay: ({ averageOver }) => halfLife(averageOver),
  step: ({ gamma, penaltyEvery }) =>
    relativistic({ penalties: gamma > 0 ? [r1({ weight: gamma / 2, every: penaltyEvery })] : [] }),
  training: (all) => ({
    schedules: fallingRates(all),
    augmentation: AUGMENTATIONS[all.augmentation](),
  }),
});
