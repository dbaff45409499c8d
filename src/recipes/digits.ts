// digits: a small class-aware convolutional GAN on MNIST, tuned to draw good digits after a few minutes on two CPU cores.
import type { z } from 'zod';
import { halfLife, networks, relativistic } from '../gan';
import * as nn from '../nn';
import { type Tensor, torch } from '../torch';
import { defineRecipe } from './defineRecipe';
import { adam, fallingRates } from './falling';
import { define, fraction, learningRate, positive, schedule, whole } from './settings';

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
  discriminatorLearningRate: learningRate(1e-3, "Adam's step size for D", 'discriminator'),
  generatorLearningRate: learningRate(1e-3, "Adam's step size for G", 'generator'),
  finalRate: positive(0.1, 'fraction of both step sizes that is left at the end of their fall'),
  fallOver: whole(288_000, 'images over which the step sizes fall, along half a cosine'),
  beta1: fraction(0.5, 'decay of the average of gradients'),
  beta2: fraction(0.999, 'decay of the average of squared gradients'),
  dropout: fraction(0.3, 'fraction of feature maps that D drops, so that it does not memorize the reals'),
  averageOver: whole(
    20_000,
    'images in which the average of the generator forgets half; samples come from it',
  ),
});

type Settings = z.output<typeof settings>;

/** Every weight of a convolution or dense layer N(0, 0.02), as DCGAN has it. */
function initialize<T extends nn.Module>(network: T): T {
  return network.apply((layer) => {
    if (layer instanceof nn.Linear || layer instanceof nn.Conv2d || layer instanceof nn.ConvTranspose2d) {
      nn.init.normal_(layer.weight, 0, 0.02);
    }
  }) as T;
}

/** DCGAN's generator; where there are classes, latents and the class, one-hot, are its input. */
class DigitGenerator extends nn.Module {
  private readonly layers: nn.Sequential;

  constructor(
    { latentSize, channels }: Settings,
    private readonly classes: number,
  ) {
    super();
    this.layers = new nn.Sequential(
      new nn.Linear(latentSize + classes, 2 * channels * 7 * 7, { bias: false }),
      new nn.Unflatten(1, [2 * channels, 7, 7]),
      new nn.BatchNorm2d(2 * channels),
      new nn.ReLU(),
      new nn.ConvTranspose2d(2 * channels, channels, 4, { stride: 2, padding: 1, bias: false }),
      new nn.BatchNorm2d(channels),
      new nn.ReLU(),
      new nn.ConvTranspose2d(channels, 1, 4, { stride: 2, padding: 1 }),
      new nn.Tanh(),
    );
  }

  forward(latents: Tensor, labels?: Tensor): Tensor {
    if (labels === undefined) return this.layers.forward(latents);
    // Scaled so that the class has as much of the input's variance as classes have of its values.
    const shown = torch.oneHot(labels, this.classes).to(latents.dtype).mul(Math.sqrt(this.classes));
    return this.layers.forward(torch.cat([latents, shown], 1));
  }
}

/** Strided convolutions with dropout; where there are classes, their projection is added to the score. */
class DigitDiscriminator extends nn.Module {
  private readonly features: nn.Sequential;
  private readonly head: networks.ProjectionHead;

  constructor({ channels, dropout }: Settings, classes: number) {
    super();
    this.features = initialize(
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
      ),
    );
    this.head = new networks.ProjectionHead(4 * channels * 4 * 4, classes);
  }

  forward(images: Tensor, labels?: Tensor): Tensor {
    return this.head.forward(this.features.forward(images), labels);
  }
}

export const digits = defineRecipe({
  name: 'digits',
  summary: 'small class-aware GAN on MNIST: good digits in a few minutes on two CPU cores',
  sources: [
    'A. Radford et al., DCGAN, 2015: https://arxiv.org/abs/1511.06434',
    'T. Miyato and M. Koyama, cGANs with projection discriminator, 2018: https://arxiv.org/abs/1802.05637',
    'A. Jolicoeur-Martineau, The relativistic discriminator, 2018: https://arxiv.org/abs/1807.00734',
    'Y. Yazici et al., averaged generators, 2018: https://arxiv.org/abs/1806.04498',
  ],
  notes: [
    'The relativistic pairing loss on logits: D takes one update on pairs of a real and a fake of one batch, G one on the same fakes.',
    'Both networks know the classes of the data. Without --classes the generator draws the class itself, from the last latent values, so that all digits come equally often; with it, the class is asked for.',
    'Networks lie channels last, which trains faster on a CPU.',
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
  classes: 'optional',
  generator: (all, classes) =>
    initialize(new DigitGenerator(all, classes.length)).to({ memoryFormat: 'channelsLast' }),
  discriminator: (all, classes) =>
    new DigitDiscriminator(all, classes.length).to({ memoryFormat: 'channelsLast' }),
  generatorOptimizer: (network, all) => adam(network, all.generatorLearningRate, all),
  discriminatorOptimizer: (network, all) => adam(network, all.discriminatorLearningRate, all),
  averageDecay: ({ averageOver }) => halfLife(averageOver),
  milestone: { step: 1000, what: 'digits can be recognised' },
  step: () => relativistic(),
  training: (all) => ({ schedules: fallingRates(all) }),
});
