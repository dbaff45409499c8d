// frogs-cntk: the same frogs with AdaDelta and Gaussian label noise, as in the C# port to CNTK and the assignment built on it.
import type { z } from 'zod';
import * as nn from '../../nn';
import * as optim from '../../optim';
import { defineRecipe } from '../defineRecipe';
import { atLeastZero, define, fraction, learningRate, positive, schedule, whole } from '../settings';
import { frogDiscriminator, frogGenerator, frogObjective, LATENT_SIZE, saveFirstImages } from './frogs';

const SLOPE = 0.1;

const settings = define({
  ...schedule({
    steps: 100_000,
    batchSize: 8,
    logEvery: 100,
    sampleEvery: 1000,
    checkpointEvery: 1000,
    grid: [4, 5],
  }),
  latentSize: whole(LATENT_SIZE, 'latent values per image, drawn from N(0, 1)'),
  discriminatorLearningRate: learningRate(1, "AdaDelta's factor for D", 'discriminator'),
  generatorLearningRate: learningRate(1, "AdaDelta's factor for G", 'generator'),
  rho: fraction(0.95, 'decay of the averages of squared gradients and squared updates'),
  epsilon: positive(1e-8, 'added inside both roots'),
  dropout: fraction(0.4, 'fraction of features that D leaves out before its last layer'),
  labelNoise: atLeastZero(0.05, 'standard deviation of the Gaussian noise on every label of D'),
});

type Settings = z.output<typeof settings>;

function adadelta(network: nn.Module, lr: number, { rho, epsilon }: Settings): optim.Adadelta {
  return new optim.Adadelta(network.parameters(), { lr, rho, eps: epsilon });
}

export const frogsCntk = defineRecipe({
  name: 'frogs-cntk',
  summary: 'the frogs again, after the C# port to CNTK and the classroom assignment built on it',
  sources: [
    'Deep Learning with C# and CNTK, chapter 8.5: https://github.com/anastasios-stamoulis/deep-learning-with-csharp-and-cntk',
    'M. Zeiler, ADADELTA, 2012: https://arxiv.org/abs/1212.5701',
  ],
  notes: [
    'Labels are 1 + 0.05 N(0, 1) for fakes and 0.05 N(0, 1) for reals, so they leave [0, 1]; the loss accepts that.',
    'D takes one update on fakes and reals in one batch; G then one on new fakes, with label 0 and no noise.',
    "AdaDelta is Zeiler's, with both epsilons inside the roots, on the gradient of the mean loss: CNTK's own scaling of " +
      'gradients would change nothing but the weight of epsilon.',
    "Layers start with CNTK's default, Glorot uniform weights and zero biases.",
    'G ends in tanh though the reals lie in [0, 1]; pictures show v * 255, cut off at 0 and 255.',
    'Any batch size runs: the assignment warns that its own program crashes above 12.',
    'images/generated_frog_<n>.png and images/actual_frog_<n>.png are the first images of the batch of that step.',
  ],
  settings,
  data: {
    dataset: 'frogs',
    order: 'sequentialClamped',
    about:
      '5000 frogs in [0, 1] from x_channels_first_8_5.bin, frog_pictures.zip or CIFAR-10, in consecutive slices, ' +
      'the last one moved back to end with the last image',
  },
  imageShape: [3, 32, 32],
  valueRange: [0, 1],
  latent: ({ latentSize }) => ({ shape: [latentSize], distribution: 'normal' }),
  generator: ({ latentSize }) => frogGenerator(latentSize, SLOPE, new nn.Unflatten(1, [128, 16, 16])),
  discriminator: ({ dropout }) => frogDiscriminator(SLOPE, dropout),
  generatorOptimizer: (network, all) => adadelta(network, all.generatorLearningRate, all),
  discriminatorOptimizer: (network, all) => adadelta(network, all.discriminatorLearningRate, all),
  step: ({ labelNoise }) => frogObjective('normal', labelNoise),
  output: {
    line: ({ step, dLoss, gLoss }) =>
      `Epoch: ${step}, Discriminator loss: ${dLoss.toFixed(6)}, Gan loss: ${gLoss.toFixed(6)}`,
    batch: saveFirstImages({
      fake: (step) => `images/generated_frog_${step}.png`,
      real: (step) => `images/actual_frog_${step}.png`,
    }),
  },
});
