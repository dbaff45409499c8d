// frogs: a small modern GAN on the 5000 frogs of CIFAR-10, tuned for an hour on two CPU cores.
import type { z } from 'zod';
import { cosine, diffAugment, halfLife, networks, r1, relativistic } from '../gan';
import * as nn from '../nn';
import * as optim from '../optim';
import type { Tensor } from '../torch';
import { defineRecipe } from './defineRecipe';
import { atLeastZero, choice, define, fraction, learningRate, positive, schedule, whole } from './settings';

const settings = define({
  ...schedule({
    steps: 7266,
    batchSize: 64,
    logEvery: 50,
    sampleEvery: 250,
    checkpointEvery: 500,
    grid: [8, 8],
  }),
  latentSize: whole(128, 'latent values an image, drawn from N(0, 1)'),
  channels: whole(48, 'feature maps at 16 x 16 in both networks; twice as many at each half of the size'),
  discriminatorLearningRate: learningRate(1.5e-3, "Adam's step size for D at the start"),
  generatorLearningRate: learningRate(1.5e-3, "Adam's step size for G at the start"),
  finalRate: positive(0.1, 'fraction of both step sizes that is left at the end of their fall'),
  fallOver: whole(465_024, 'images over which the step sizes fall, along half a cosine'),
  beta1: fraction(0.5, 'decay of the average of gradients'),
  beta2: fraction(0.99, 'decay of the average of squared gradients'),
  gamma: atLeastZero(0.1, 'R1: the squared gradient of D at reals counts gamma / 2'),
  penaltyEvery: whole(8, 'steps between two computations of R1, which then counts as often'),
  augmentation: choice(['diffAugment', 'none'], 'diffAugment', 'what images go through on their way into D'),
  averageOver: whole(10_000, 'images in which the average of the generator forgets half'),
});

type Settings = z.output<typeof settings>;

// From 4 x 4 to 16 x 16 twice. At 32 x 32 there are only images: feature maps of that size would take most of the time.
const SCALES = 2;
// Samples come from averaged weights, so the statistics that they use are averaged over more batches than is usual.
const STATISTICS = { momentum: 0.02 } as const;

class FrogGenerator extends nn.Module {
  private readonly layers: nn.Sequential;

  constructor({ latentSize, channels }: Settings) {
    super();
    const widths = Array.from({ length: SCALES + 1 }, (_, scale) => channels * 2 ** (SCALES - scale));
    const [first = 0] = widths;
    this.layers = new nn.Sequential(
      networks.initialize_(new nn.Linear(latentSize, first * 4 * 4, { bias: false }), 1),
      new nn.Unflatten(1, [first, 4, 4]),
      new nn.BatchNorm2d(first, STATISTICS),
      new nn.ReLU(),
      ...widths
        .slice(1)
        .map((width, index) => new networks.UpBlock(widths[index] as number, width, STATISTICS)),
      networks.initialize_(new nn.ConvTranspose2d(channels, 3, 4, { stride: 2, padding: 1 }), 1),
      new nn.Tanh(),
    );
  }

  forward(latents: Tensor): Tensor {
    return this.layers.forward(latents);
  }
}

class FrogDiscriminator extends nn.Module {
  private readonly layers: nn.Sequential;

  constructor({ channels }: Settings) {
    super();
    const widths = Array.from({ length: SCALES + 1 }, (_, scale) => channels * 2 ** scale);
    const last = widths[SCALES] as number;
    this.layers = new nn.Sequential(
      networks.initialize_(
        new nn.Conv2d(3, channels, 4, { stride: 2, padding: 1 }),
        networks.ACTIVATION_GAIN,
      ),
      new nn.LeakyReLU(networks.NEGATIVE_SLOPE),
      ...widths.slice(1).map((width, index) => new networks.DownBlock(widths[index] as number, width)),
      new nn.MinibatchStdDev({ groupSize: 4 }),
      new nn.Flatten(),
      networks.initialize_(new nn.Linear((last + 1) * 4 * 4, 1), 1),
    );
  }

  forward(images: Tensor): Tensor {
    return this.layers.forward(images);
  }
}

function adam(network: nn.Module, lr: number, { beta1, beta2 }: Settings): optim.Adam {
  return new optim.Adam(network.parameters(), { lr, betas: [beta1, beta2] });
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
    'The relativistic pairing loss with a lazy R1 penalty; what D is shown is recoloured, shifted and cut by DiffAugment.',
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
  generator: (all) => new FrogGenerator(all).to({ memoryFormat: 'channelsLast' }),
  discriminator: (all) => new FrogDiscriminator(all).to({ memoryFormat: 'channelsLast' }),
  generatorOptimizer: (network, all) => adam(network, all.generatorLearningRate, all),
  discriminatorOptimizer: (network, all) => adam(network, all.discriminatorLearningRate, all),
  averageDecay: ({ averageOver }) => halfLife(averageOver),
  step: ({ gamma, penaltyEvery }) =>
    relativistic({ penalties: gamma > 0 ? [r1({ weight: gamma / 2, every: penaltyEvery })] : [] }),
  training: ({ finalRate, fallOver, generatorLearningRate, discriminatorLearningRate, augmentation }) => {
    const falling = (lr: number) => ({ lr: cosine(lr, finalRate * lr, fallOver) });
    return {
      schedules: {
        generator: falling(generatorLearningRate),
        discriminator: falling(discriminatorLearningRate),
      },
      augmentation: augmentation === 'none' ? undefined : diffAugment(),
    };
  },
});
