// The frog tutorials: labels and their noise, Keras' RMSprop, AdaDelta, batch sizes, data and output.
import { type gan, type nn, type optim, recipes, type Tensor, torch } from 'tadpole';
import { batchPictures } from './pictures';

beforeEach(() => torch.manualSeed(0));

type Frogs = 'frogs-keras' | 'frogs-cntk';

const both: [Frogs][] = [['frogs-keras'], ['frogs-cntk']];

function built<T>(name: Frogs, use: (pair: gan.Trainer) => T, overrides = {}, seed = 1): T {
  const pair = recipes[name].create({ seed, overrides });
  try {
    return torch.scope(() => use(pair));
  } finally {
    pair.dispose();
  }
}

/** Makes D say `probability` of every image, whatever it sees. */
function answerAlways(discriminator: nn.Module, probability: number): void {
  const last = discriminator.children().at(-2) as nn.Linear;
  torch.noGrad(() => {
    last.weight.zero_();
    last.bias?.fill_(Math.log(probability / (1 - probability)));
  });
}

// So small that no weight moves.
const STILL = { discriminatorLearningRate: 1e-30, generatorLearningRate: 1e-30 };

describe.each(both)('%s', (name) => {
  test('D learns 1 for fakes and 0 for reals in one batch; G is told that its fakes are real, 0', () => {
    built(
      name,
      (pair) => {
        answerAlways(pair.discriminator, 0.9);
        const { dLoss, gLoss } = pair.step(torch.zeros([1, 3, 32, 32]));
        expect(dLoss).toBeCloseTo(-(Math.log(0.9) + Math.log(0.1)) / 2, 4);
        expect(gLoss).toBeCloseTo(-Math.log(0.1), 4);
      },
      { ...STILL, labelNoise: 0, dropout: 0 },
    );
  });

  test('layers start with Glorot uniform weights and zero biases', () => {
    built(name, ({ generator }) => {
      const layer = generator.children()[5] as nn.ConvTranspose2d;
      const bound = Math.sqrt(6 / (2 * 256 * 16));
      expect(layer.weight.abs().max().item()).toBeLessThanOrEqual(bound * 1.000001);
      expect(layer.weight.abs().max().item()).toBeGreaterThan(bound * 0.99);
      expect(layer.bias?.abs().max().item()).toBe(0);
    });
  });
});

describe('noise on labels', () => {
  /** The mean noise on the labels of each step, worked out from D's loss, which is linear in them. */
  function meanNoise(name: Frogs, steps: number, seed = 1): number[] {
    return built(
      name,
      (pair) => {
        answerAlways(pair.discriminator, 0.9);
        const withoutNoise = -(Math.log(0.9) + Math.log(0.1)) / 2;
        return Array.from({ length: steps }, () => {
          const { dLoss } = pair.step(torch.zeros([1, 3, 32, 32]));
          return (withoutNoise - dLoss) / Math.log(0.9 / 0.1);
        });
      },
      { ...STILL, labelNoise: 1, dropout: 0 },
      seed,
    );
  }

  test('frogs-keras adds numbers from [0, 1), another one to every label', () => {
    const noise = meanNoise('frogs-keras', 3);
    for (const mean of noise) {
      expect(mean).toBeGreaterThan(0);
      expect(mean).toBeLessThan(1);
    }
    expect(new Set(noise).size).toBe(3);
  });

  test('frogs-cntk adds normal numbers: labels leave [0, 1] at both ends', () => {
    const noise = meanNoise('frogs-cntk', 6);
    expect(Math.min(...noise)).toBeLessThan(0);
    expect(Math.max(...noise)).toBeGreaterThan(0);
  });

  test('a seed repeats it', () => {
    expect(meanNoise('frogs-keras', 1, 7)).toEqual(meanNoise('frogs-keras', 1, 7));
  });
});

describe('frogs-keras', () => {
  /** D's last bias, which the optimizer is tried on. */
  const biasOf = (pair: gan.Trainer): Tensor => pair.discriminator.parameters().at(-1) as Tensor;

  test('RMSprop clips each gradient element to 1, divides outside the root, and its step size decays from step 0 on', () => {
    built(
      'frogs-keras',
      (pair) => {
        const bias = biasOf(pair);
        const { discriminator: optimizer } = pair.optimizers;
        bias.grad = torch.tensor([5]);
        optimizer.step();
        const first = 0.1 / (Math.sqrt(0.1) + 1e-7);
        expect(bias.item()).toBeCloseTo(-first, 6);
        bias.grad = torch.tensor([0.5]);
        optimizer.step();
        const average = 0.9 * 0.1 + 0.1 * 0.25;
        const second = ((0.1 / 1.5) * 0.5) / (Math.sqrt(average) + 1e-7);
        expect(bias.item()).toBeCloseTo(-first - second, 6);
      },
      { discriminatorLearningRate: 0.1, decay: 0.5 },
    );
  });

  test('a state that was saved continues with the same averages and the same decay', () => {
    const update = (pair: gan.Trainer): void => {
      biasOf(pair).grad = torch.tensor([0.5]);
      pair.optimizers.discriminator.step();
    };
    const overrides = { decay: 0.5 };
    built(
      'frogs-keras',
      (whole) => {
        update(whole);
        update(whole);
        const state = whole.state();
        built(
          'frogs-keras',
          (resumed) => {
            resumed.loadState(state);
            update(resumed);
            update(whole);
            expect(biasOf(resumed).item()).toBe(biasOf(whole).item());
          },
          overrides,
          2,
        );
      },
      overrides,
    );
  });

  test('settings, data and output are those of the notebook', () => {
    const recipe = recipes['frogs-keras'];
    expect(recipe.resolve()).toMatchObject({
      batchSize: 20,
      latentSize: 32,
      discriminatorLearningRate: 8e-4,
      generatorLearningRate: 4e-4,
      clipValue: 1,
      decay: 1e-8,
      dropout: 0.4,
      labelNoise: 0.05,
    });
    expect(recipe.data).toMatchObject({ dataset: 'cifar10', className: 'frog', order: 'sequential' });
    const record = { step: 100, images: 1, seconds: 1, dLoss: 0.5, gLoss: 1.25 };
    expect(recipe.output.line(record, 5000)).toBe(
      'discriminator loss at step 100: 0.500000\nadversarial loss at step 100: 1.250000',
    );
    expect(batchPictures(recipe, 100, 2)).toEqual([
      ['images/generated_frog100.png', '32 x 32'],
      ['images/real_frog100.png', '32 x 32'],
    ]);
  });

  test('the dense layer is laid out channels last: its first 128 values are the first pixel', () => {
    built('frogs-keras', ({ generator }) => {
      const reshape = generator.children()[2] as nn.Module;
      const values = torch.arange(128 * 16 * 16).reshape([1, -1]);
      const maps = reshape.forward(values);
      expect(maps.at(0, ':', 0, 0).tolist()).toEqual(Array.from({ length: 128 }, (_, channel) => channel));
      expect(maps.at(0, 0, 0, 1).item()).toBe(128);
    });
  });
});

describe('frogs-cntk', () => {
  test.each([1, 13])(
    'a batch of %i runs, fewer and more than the program of the assignment takes',
    (batch) => {
      built('frogs-cntk', (pair) => {
        const { dLoss, gLoss } = pair.step(torch.rand([batch, 3, 32, 32]));
        expect([dLoss, gLoss].every(Number.isFinite)).toBe(true);
      });
    },
  );

  test('both networks learn by AdaDelta: rate 1, rho 0.95, epsilon 1e-8', () => {
    built('frogs-cntk', (pair) => {
      for (const optimizer of Object.values(pair.optimizers)) {
        expect((optimizer as optim.Adadelta).paramGroups[0]).toMatchObject({ lr: 1, rho: 0.95, eps: 1e-8 });
      }
    });
  });

  test('settings, data and output are those of the assignment', () => {
    const recipe = recipes['frogs-cntk'];
    expect(recipe.resolve()).toMatchObject({
      steps: 100_000,
      batchSize: 8,
      logEvery: 100,
      sampleEvery: 1000,
      labelNoise: 0.05,
    });
    expect(recipe.data).toMatchObject({ dataset: 'frogs', order: 'sequentialClamped' });
    const record = { step: 100, images: 1, seconds: 1, dLoss: 0.5, gLoss: 1.25 };
    expect(recipe.output.line(record, 5000)).toBe(
      'Epoch: 100, Discriminator loss: 0.500000, Gan loss: 1.250000',
    );
    expect(batchPictures(recipe, 3000, 2)).toEqual([
      ['images/actual_frog_3000.png', '32 x 32'],
      ['images/generated_frog_3000.png', '32 x 32'],
    ]);
  });
});
