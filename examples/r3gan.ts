// A modern GAN on CIFAR-10 in the manner of R3GAN, with DiffAugment and an average. npx tadpole train examples/r3gan.ts
import { defineRecipe, gan, type nn, optim, settings } from 'tadpole';

const mySettings = settings.define({
  ...settings.schedule({ steps: 20_000, batchSize: 64 }),
  latentSize: settings.whole(64, 'latent values per image, drawn from N(0, 1)'),
  width: settings.whole(32, 'channels at 32 x 32; two, three and four times as many at 16, 8 and 4'),
  depth: settings.whole(1, 'residual blocks per resolution'),
  learningRate: settings.learningRate(2e-4, "Adam's step size for both networks, falling to a quarter"),
  gamma: settings.positive(1, 'R1 and R2: the squared gradients of D at reals and fakes count gamma / 2'),
  averageOver: settings.whole(50_000, 'images in which the average of the generator forgets half'),
});

type Settings = settings.Values<typeof mySettings>;
const IMAGE = [3, 32, 32] as const;

const size = ({ width, depth }: Settings, classes: number) => ({
  imageShape: IMAGE,
  channels: [4 * width, 3 * width, 2 * width, width],
  depth,
  classes,
});

const adam = (network: nn.Module, { learningRate: lr }: Settings) =>
  new optim.Adam(network.parameters(), { lr, betas: [0, 0.99] });

export default defineRecipe({
  name: 'r3gan-cifar10',
  summary: 'class-conditional residual GAN on CIFAR-10, relativistic with R1 and R2',
  sources: [
    'Y. Huang et al., The GAN is dead; long live the GAN! A modern GAN baseline, 2024: https://arxiv.org/abs/2501.05441',
    'S. Zhao et al., Differentiable augmentation for data-efficient GAN training, 2020: https://arxiv.org/abs/2006.10738',
  ],
  settings: mySettings,
  data: {
    dataset: 'cifar10',
    order: 'shuffledEpochs',
    mirror: true,
    about: '50 000 pictures of ten classes, v / 127.5 - 1',
  },
  imageShape: IMAGE,
  valueRange: [-1, 1],
  classes: true,
  latent: ({ latentSize }) => ({ shape: [latentSize], distribution: 'normal' }),
  generator: (all, classes) =>
    new gan.networks.ResidualGenerator(all.latentSize, size(all, classes.length)).to({
      memoryFormat: 'channelsLast',
    }),
  discriminator: (all, classes) =>
    new gan.networks.ResidualDiscriminator(size(all, classes.length)).to({ memoryFormat: 'channelsLast' }),
  generatorOptimizer: adam,
  discriminatorOptimizer: adam,
  averageDecay: ({ averageOver }) => gan.halfLife(averageOver),
  step: ({ gamma }) =>
    gan.relativistic({ penalties: [gan.r1({ weight: gamma / 2 }), gan.r2({ weight: gamma / 2 })] }),
  training: ({ learningRate, steps, batchSize }) => {
    const lr = gan.cosine(learningRate, learningRate / 4, steps * batchSize);
    return { schedules: { generator: { lr }, discriminator: { lr } }, augmentation: gan.diffAugment() };
  },
});
