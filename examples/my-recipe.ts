// A custom recipe: npx tadpole train examples/my-recipe.ts (docs/own-recipe.md describes its parts).
import { defineRecipe, gan, nn, optim, settings } from 'tadpole';

const mySettings = settings.define({
  ...settings.schedule({ steps: 4000, batchSize: 32 }),
  latentSize: settings.whole(32, 'latent values per image, drawn from N(0, 1)'),
  channels: settings.whole(16, 'feature maps at 14 x 14; twice as many at 7 x 7'),
  generatorLearningRate: settings.learningRate(4e-4, "Adam's step size for G", 'generator'),
  discriminatorLearningRate: settings.learningRate(8e-4, "Adam's step size for D", 'discriminator'),
});

type Settings = settings.Values<typeof mySettings>;

function generator({ latentSize, channels }: Settings): nn.Module {
  return new nn.Sequential(
    new nn.Linear(latentSize, 2 * channels * 7 * 7),
    new nn.Unflatten(1, [2 * channels, 7, 7]),
    new nn.BatchNorm2d(2 * channels),
    new nn.ReLU(),
    new nn.ConvTranspose2d(2 * channels, channels, 4, { stride: 2, padding: 1 }),
    new nn.BatchNorm2d(channels),
    new nn.ReLU(),
    new nn.ConvTranspose2d(channels, 1, 4, { stride: 2, padding: 1 }),
    new nn.Tanh(),
  );
}

function discriminator({ channels }: Settings): nn.Module {
  return new nn.Sequential(
    nn.spectralNorm(new nn.Conv2d(1, channels, 4, { stride: 2, padding: 1 })),
    new nn.LeakyReLU(0.2),
    nn.spectralNorm(new nn.Conv2d(channels, 2 * channels, 4, { stride: 2, padding: 1 })),
    new nn.LeakyReLU(0.2),
    new nn.Flatten(),
    nn.spectralNorm(new nn.Linear(2 * channels * 7 * 7, 1)),
  );
}

const adam = (network: nn.Module, lr: number) =>
  new optim.Adam(network.parameters(), { lr, betas: [0, 0.99] });

export default defineRecipe({
  name: 'hinge-digits',
  summary: 'hinge GAN with a spectrally normalized discriminator on MNIST',
  sources: ['T. Miyato et al., Spectral normalization, 2018: https://arxiv.org/abs/1802.05957'],
  settings: mySettings,
  data: { dataset: 'mnist', order: 'shuffledEpochs', about: '60 000 MNIST training images, v / 127.5 - 1' },
  imageShape: [1, 28, 28],
  valueRange: [-1, 1],
  latent: ({ latentSize }) => ({ shape: [latentSize], distribution: 'normal' }),
  generator,
  discriminator,
  generatorOptimizer: (network, all) => adam(network, all.generatorLearningRate),
  discriminatorOptimizer: (network, all) => adam(network, all.discriminatorLearningRate),
  averageDecay: () => 0.99,
  step: () => gan.hinge(),
});
