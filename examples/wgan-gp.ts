// WGAN-GP (Gulrajani et al., 2017) on MNIST: five critic updates, each on a new batch, per generator update.
import { defineRecipe, gan, nn, optim, settings } from 'tadpole';

const mySettings = settings.define({
  ...settings.schedule({ steps: 4000, batchSize: 64 }),
  latentSize: settings.whole(64, 'latent values per image, drawn from N(0, 1)'),
  width: settings.whole(256, 'hidden units of both networks'),
  learningRate: settings.learningRate(2e-4, "Adam's step size for both networks"),
  penalty: settings.positive(10, 'weight of the gradient penalty'),
  critics: settings.whole(5, 'updates of the critic per update of the generator'),
});

type Settings = settings.Values<typeof mySettings>;
const adam = (network: nn.Module, { learningRate: lr }: Settings) =>
  new optim.Adam(network.parameters(), { lr, betas: [0, 0.9] });

const critic = (weight: number): gan.Phase => ({
  name: 'critic',
  network: 'discriminator',
  accumulate: ({ discriminator, nextBatch, newFakes, backward, random }) => {
    const [reals, fakes] = [nextBatch(), newFakes()];
    const distance = discriminator(reals).mean().sub(discriminator(fakes).mean());
    const penalty = gan.interpolatedGradientPenalty(discriminator, reals, fakes, { random });
    backward(penalty.mul(weight).sub(distance));
    return { dLoss: distance.neg(), penalty };
  },
});

const generator: gan.Phase = {
  name: 'generator',
  network: 'generator',
  accumulate: ({ discriminator, newFakes, backward }) => {
    const gLoss = discriminator(newFakes()).mean().neg();
    backward(gLoss);
    return { gLoss };
  },
};

export default defineRecipe({
  name: 'wgan-gp-digits',
  summary: 'Wasserstein GAN with gradient penalty on MNIST',
  settings: mySettings,
  data: { dataset: 'mnist', order: 'shuffledEpochs', about: '60 000 MNIST training images, v / 127.5 - 1' },
  imageShape: [1, 28, 28],
  valueRange: [-1, 1],
  latent: ({ latentSize }) => ({ shape: [latentSize], distribution: 'normal' }),
  generator: ({ latentSize, width }) =>
    new nn.Sequential(
      ...[new nn.Linear(latentSize, width), new nn.ReLU(), new nn.Linear(width, width), new nn.ReLU()],
      ...[new nn.Linear(width, 784), new nn.Tanh(), new nn.Unflatten(1, [1, 28, 28])],
    ),
  discriminator: ({ width }) =>
    new nn.Sequential(
      ...[new nn.Flatten(), new nn.Linear(784, width), new nn.LeakyReLU(0.2)],
      ...[new nn.Linear(width, width), new nn.LeakyReLU(0.2), new nn.Linear(width, 1)],
    ),
  generatorOptimizer: adam,
  discriminatorOptimizer: adam,
  step: ({ critics, penalty }) => [...gan.repeat(critics, critic(penalty)), generator],
});
