// pictures: a GAN on a user's own pictures, in a folder, folders of classes, or a zip archive.
import { z } from 'zod';
import { type Augmentation, ada, cosine, diffAugment, halfLife, networks, r1, relativistic } from '../gan';
import { defineRecipe } from './defineRecipe';
import { adam, fallingRates } from './falling';
import { choices, presets, SIZES } from './pictureChoices';
import { atLeastZero, define, fraction, learningRate, positive, schedule, whole } from './settings';

const settings = define({
  ...schedule({
    steps: 15_000,
    batchSize: 32,
    logEvery: 100,
    sampleEvery: 500,
    checkpointEvery: 1000,
    grid: [8, 8],
  }),
  size: z.literal(SIZES).default(64).describe('height and width of the images: 32, 64, 128 or 256'),
  imageChannels: z
    .literal([1, 3, 4])
    .default(3)
    .describe('1 for grey images, 3 for colour, 4 for colour and opacity'),
  latentSize: whole(128, 'latent values per image, drawn from N(0, 1)'),
  channels: whole(32, 'feature maps at half of the size in both networks; each halving doubles them'),
  mostChannels: whole(512, 'the most feature maps of a layer'),
  augmentation: z
    .enum(['none', 'diffAugment', 'ada'])
    .default('diffAugment')
    .describe(
      'changes of what D is shown, against learning few pictures by heart: none, diffAugment (colours and shifts) or ada (flips, turns, shifts, colours, with a probability that rises to 0.3)',
    ),
  discriminatorLearningRate: learningRate(1.5e-3, "Adam's step size for D at the start", 'discriminator'),
  generatorLearningRate: learningRate(1.5e-3, "Adam's step size for G at the start", 'generator'),
  finalRate: positive(0.1, 'fraction of both step sizes that is left at the end of their fall'),
  fallOver: whole(480_000, 'images over which the step sizes fall, along half a cosine'),
  beta1: fraction(0.5, 'decay of the average of gradients'),
  beta2: fraction(0.99, 'decay of the average of squared gradients'),
  gamma: atLeastZero(0.2, 'R1: the squared gradient of D at reals counts gamma / 2'),
  penaltyEvery: whole(8, 'steps between two computations of R1, which then counts as often'),
  averageOver: whole(10_000, 'images in which the average of the generator forgets half'),
});

type Settings = z.output<typeof settings>;

const AUGMENTATIONS: Record<Settings['augmentation'], (settings: Settings) => Augmentation | undefined> = {
  none: () => undefined,
  // Without cut-outs, its third and strongest part: an hour on a CPU shows each picture a hundred times at most.
  diffAugment: () => diffAugment({ parts: ['colour', 'translation'] }),
  // The sign of D's logits, which ADA would follow, has no meaning with a relativistic loss.
  ada: ({ fallOver }) => ada({ probability: cosine(0, 0.3, fallOver) }),
};

export const pictures = defineRecipe({
  name: 'pictures',
  summary: 'your own pictures: a folder, folders of classes, or a zip archive; chooses its settings by them',
  sources: [
    'A. Radford et al., DCGAN, 2015: https://arxiv.org/abs/1511.06434',
    'Y. Huang et al., The GAN is dead; long live the GAN! A modern GAN baseline, 2024: https://arxiv.org/abs/2501.05441',
    'T. Miyato and M. Koyama, cGANs with projection discriminator, 2018: https://arxiv.org/abs/1802.05637',
    'L. Mescheder et al., Which training methods for GANs do actually converge?, 2018: https://arxiv.org/abs/1801.04406',
    'S. Zhao et al., Differentiable augmentation for data-efficient GAN training, 2020: https://arxiv.org/abs/2006.10738',
    'T. Karras et al., Training generative adversarial networks with limited data, 2020: https://arxiv.org/abs/2006.06676',
  ],
  notes: [
    'Settings that are chosen follow from the images, the device, and each other; what is given wins.',
    'The relativistic pairing loss with a lazy R1 penalty; where there are few pictures, what D is shown is augmented.',
    'Where every picture lies in a subfolder, the subfolders are classes, which the generator is asked for; with --no-classes it draws the class itself, all of them equally often.',
    'Images with opacity have straight colours, as in PNG. D sees the colours multiplied with the opacity, so that hidden ones play no role.',
    'Networks lie channels last, which trains faster on a CPU; --precision bf16 is faster still on processors that compute in it.',
    'Samples, and the saved generator, are the moving average of the generator, whose half-life grows with the images shown.',
  ],
  settings,
  choices,
  presets,
  data: {
    dataset: 'pictures',
    order: 'shuffledEpochs',
    about:
      'the pictures that --data names, v / 127.5 - 1, in shuffled epochs; --mirror adds flips, --fit pad shows all of them',
  },
  imageShape: ({ imageChannels, size }) => [imageChannels, size, size],
  valueRange: [-1, 1],
  classes: 'optional',
  conditional: true,
  latent: ({ latentSize }) => ({ shape: [latentSize], distribution: 'normal' }),
  generator: (all, classes) =>
    new networks.SkipGenerator(all.latentSize, { ...shapeOf(all), classes: classes.length }).to({
      memoryFormat: 'channelsLast',
    }),
  discriminator: (all, classes) =>
    new networks.SkipDiscriminator({ ...shapeOf(all), classes: classes.length }).to({
      memoryFormat: 'channelsLast',
    }),
  generatorOptimizer: (network, all) => adam(network, all.generatorLearningRate, all),
  discriminatorOptimizer: (network, all) => adam(network, all.discriminatorLearningRate, all),
  averageDecay: ({ averageOver }) => halfLife(averageOver),
  step: ({ gamma, penaltyEvery }) =>
    relativistic({ penalties: gamma > 0 ? [r1({ weight: gamma / 2, every: penaltyEvery })] : [] }),
  training: (all) => ({ schedules: fallingRates(all), augmentation: AUGMENTATIONS[all.augmentation](all) }),
});

function shapeOf({ size, imageChannels, channels, mostChannels }: Settings) {
  return { size, imageChannels, channels, mostChannels };
}
