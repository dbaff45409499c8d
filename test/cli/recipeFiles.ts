// Recipe files as users write them, for the tests of recipes that are named by a path.

/** A recipe in plain JavaScript, as small as one can be; `parts` replace or add lines of it. */
export function definition(name: string, parts = ''): string {
  return `{
    name: '${name}', summary: 'a small one',
    settings: settings.define(settings.schedule({ steps: 2, batchSize: 4, grid: [1, 2] })),
    data: { dataset: 'mnist', order: 'sequential', about: 'MNIST' },
    imageShape: [1, 28, 28],
  valueRange: [-1, 1],
    latent: () => ({ shape: [2], distribution: 'normal' }),
    generator: () => new nn.Sequential(new nn.Linear(2, 784), new nn.Tanh(), new nn.Unflatten(1, [1, 28, 28])),
    discriminator: () => new nn.Sequential(new nn.Flatten(), new nn.Linear(784, 1)),
    generatorOptimizer: (network) => new optim.SGD(network.parameters(), { lr: 0.1 }),
    discriminatorOptimizer: (network) => new optim.SGD(network.parameters(), { lr: 0.1 }),
    step: () => gan.logistic(),
    ${parts}
  }`;
}

/** The first line of a module. */
export const IMPORTS = "import { defineRecipe, gan, nn, optim, settings } from 'tadpole';";
/** The same for CommonJS. */
export const REQUIRES = "const { defineRecipe, gan, nn, optim, settings } = require('tadpole');";
