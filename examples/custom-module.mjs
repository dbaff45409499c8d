// A custom module in a custom recipe: a generator with a residual block, trained for a few hundred steps.
import { data, defineRecipe, gan, images, nn, optim, settings, torch } from 'tadpole';

/** x + f(x): modules in fields are found automatically, so their parameters are trained and saved. */
class Residual extends nn.Module {
  constructor(features) {
    super();
    this.norm = new nn.BatchNorm1d(features);
    this.dense = new nn.Linear(features, features);
  }

  forward(x) {
    return x.add(this.dense.forward(torch.relu(this.norm.forward(x))));
  }
}

const recipe = defineRecipe({
  name: 'residual-digits',
  summary: 'fully connected GAN with residual blocks',
  settings: settings.define({
    ...settings.schedule({ steps: 1500, batchSize: 64, logEvery: 250 }),
    width: settings.whole(256, 'features of the hidden layers'),
  }),
  data: { dataset: 'mnist', order: 'shuffledEpochs', about: 'MNIST training images' },
  imageShape: [1, 28, 28],
  valueRange: [-1, 1],
  latent: () => ({ shape: [32], distribution: 'normal' }),
  generator: ({ width }) =>
    new nn.Sequential(
      new nn.Linear(32, width),
      new Residual(width),
      new Residual(width),
      new nn.Linear(width, 784),
      new nn.Tanh(),
      new nn.Unflatten(1, [1, 28, 28]),
    ),
  discriminator: ({ width }) =>
    new nn.Sequential(
      new nn.Flatten(),
      new nn.Linear(784, width),
      new nn.LeakyReLU(0.2),
      new nn.Linear(width, 1),
    ),
  generatorOptimizer: (network) => new optim.Adam(network.parameters(), { lr: 3e-4, betas: [0.5, 0.999] }),
  discriminatorOptimizer: (network) =>
    new optim.Adam(network.parameters(), { lr: 3e-4, betas: [0.5, 0.999] }),
  averageDecay: () => 0.995,
  step: () => gan.logistic(),
});

const trainer = recipe.create({ seed: 1, overrides: { width: 192 } });
const { steps, batchSize, logEvery } = recipe.resolve();
const range = recipe.valueRange;
const batches = new data.Loader(data.load('mnist'), { batchSize, range });
const log = (record) => console.log(recipe.output.line(record));
await gan.train({ trainer, batches, steps, logEvery, hooks: { log } });
images.saveGrid('residual-digits.png', trainer.sample(64), { range });
