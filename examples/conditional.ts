// A class-conditional GAN on digits or on any data with classes. npx tadpole train examples/conditional.ts
import { defineRecipe, gan, nn, optim, settings, type Tensor, torch } from 'tadpole';

const LATENT = 32;
const WIDTH = 256;

/** Maps latents and the embedding of a class to images. */
class Generator extends nn.Module {
  embedding: nn.Embedding;
  input = new nn.Linear(2 * LATENT, WIDTH);
  norm = new nn.BatchNorm1d(WIDTH);
  output = new nn.Linear(WIDTH, 784);

  constructor(classes: number) {
    super();
    this.embedding = new nn.Embedding(classes, LATENT);
  }

  forward(latents: Tensor, labels: Tensor): Tensor {
    const hidden = this.input.forward(torch.cat([latents, this.embedding.forward(labels)], 1));
    return this.output.forward(this.norm.forward(hidden).relu()).tanh().reshape([-1, 1, 28, 28]);
  }
}

/** A projection discriminator (Miyato and Koyama, cGANs with projection discriminator, 2018). */
class Discriminator extends nn.Module {
  embedding: nn.Embedding;
  features = new nn.Sequential(new nn.Flatten(), new nn.Linear(784, WIDTH), new nn.LeakyReLU(0.2));
  output = new nn.Linear(WIDTH, 1);

  constructor(classes: number) {
    super();
    this.embedding = new nn.Embedding(classes, WIDTH);
  }

  forward(images: Tensor, labels: Tensor): Tensor {
    const features = this.features.forward(images);
    const projection = this.embedding.forward(labels).mul(features).sum([1], true);
    return this.output.forward(features).add(projection);
  }
}

const adam = (network: nn.Module) => new optim.Adam(network.parameters(), { lr: 5e-4, betas: [0.5, 0.999] });

export default defineRecipe({
  name: 'conditional-digits',
  summary: 'class-conditional GAN with a projection discriminator',
  settings: settings.define(settings.schedule({ steps: 4000, batchSize: 64, grid: [8, 10] })),
  data: { dataset: 'mnist', order: 'shuffledEpochs', about: 'MNIST training images with their classes' },
  imageShape: [1, 28, 28],
  valueRange: [-1, 1],
  classes: true,
  latent: () => ({ shape: [LATENT], distribution: 'normal' }),
  generator: (_, classes) => new Generator(classes.length),
  discriminator: (_, classes) => new Discriminator(classes.length),
  generatorOptimizer: adam,
  discriminatorOptimizer: adam,
  step: () => gan.hinge(),
});
