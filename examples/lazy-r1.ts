// R1 every 16 steps, learning rates with cosine decay, an average with a ramp. npx tadpole train examples/lazy-r1.ts
import { defineRecipe, gan, nn, optim, settings } from 'tadpole';

const mySettings = settings.define({
  ...settings.schedule({ steps: 4000, batchSize: 32 }),
  latentSize: settings.whole(32, 'latent values per image, drawn from N(0, 1)'),
  width: settings.whole(192, 'hidden units of both networks'),
  learningRate: settings.learningRate(1e-3, "Adam's step size for both networks at the beginning"),
  gamma: settings.positive(1, 'R1: the squared gradient of D at reals counts gamma / 2'),
  lazily: settings.whole(16, 'steps between two penalties, which count as many times more'),
});

const adam = (network: nn.Module, lr: number) =>
  new optim.Adam(network.parameters(), { lr, betas: [0.5, 0.99] });

export default defineRecipe({
  name: 'lazy-r1-digits',
  summary: 'logistic GAN with lazy R1 regularization on MNIST',
  sources: [
    'L. Mescheder et al., Which training methods for GANs do actually converge?, 2018: https://arxiv.org/abs/1801.04406',
    'T. Karras et al., Analyzing and improving the image quality of StyleGAN, 2020: https://arxiv.org/abs/1912.04958',
  ],
  settings: mySettings,
  data: { dataset: 'mnist', order: 'shuffledEpochs', about: '60 000 MNIST training images, v / 127.5 - 1' },
  imageShape: [1, 28, 28],
  valueRange: [-1, 1],
  latent: ({ latentSize }) => ({ shape: [latentSize], distribution: 'normal' }),
  generator: ({ latentSize, width }) =>
    new nn.Sequential(
      ...[new nn.Linear(latentSize, width), new nn.BatchNorm1d(width), new nn.ReLU()],
      ...[new nn.Linear(width, 784), new nn.Tanh(), new nn.Unflatten(1, [1, 28, 28])],
    ),
  discriminator: ({ width }) =>
    new nn.Sequential(
      ...[new nn.Flatten(), new nn.Linear(784, width), new nn.SiLU()],
      ...[new nn.Linear(width, width), new nn.SiLU(), new nn.Linear(width, 1)],
    ),
  generatorOptimizer: (network, { learningRate }) => adam(network, learningRate),
  discriminatorOptimizer: (network, { learningRate }) => adam(network, learningRate),
  averageDecay: () => gan.halfLife(10_000),
  step: ({ gamma, lazily }) => gan.logistic({ penalties: [gan.r1({ weight: gamma / 2, every: lazily })] }),
  training: ({ learningRate, steps, batchSize }) => {
    const lr = gan.cosine(learningRate, learningRate / 20, steps * batchSize);
    return { schedules: { generator: { lr }, discriminator: { lr } }, clip: { discriminator: { norm: 10 } } };
  },
});
