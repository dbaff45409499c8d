// The recipes are the tutorials' networks, and their settings are checked.
import { type gan, type nn, type optim, recipes, torch } from 'tadpole';

beforeEach(() => torch.manualSeed(0));

const count = (network: nn.Module): number =>
  network.parameters().reduce((sum, parameter) => sum + parameter.numel(), 0);

function built<T>(name: keyof typeof recipes, use: (pair: gan.Trainer) => T, overrides = {}): T {
  const pair = recipes[name].create({ seed: 1, overrides });
  try {
    return torch.scope(() => use(pair));
  } finally {
    pair.dispose();
  }
}

describe('digits-keras', () => {
  test("batch norm has Keras' epsilon and momentum, dense layers Glorot weights and zero biases", () => {
    built('digits-keras', ({ generator }) => {
      const layers = generator.children();
      expect(layers[2]).toMatchObject({ eps: 1e-3 });
      expect((layers[2] as nn.BatchNorm1d).momentum).toBeCloseTo(0.2, 12);
      const { weight, bias } = layers[0] as nn.Linear;
      const bound = Math.sqrt(6 / (100 + 256));
      expect(weight.abs().max().item()).toBeLessThanOrEqual(bound * 1.000001);
      expect(weight.abs().max().item()).toBeGreaterThan(bound * 0.99);
      expect(bias?.abs().max().item()).toBe(0);
    });
  });

  test("optimizers are Adam with Keras' defaults", () => {
    built('digits-keras', (pair) => {
      for (const optimizer of Object.values(pair.optimizers)) {
        expect((optimizer as { paramGroups?: unknown[] }).paramGroups?.[0]).toMatchObject({
          lr: 0.001,
          betas: [0.9, 0.999],
          eps: 1e-7,
          epsilonPlacement: 'keras',
        });
      }
    });
  });

  test("reports accuracy, and its line is the tutorial's", () => {
    const record = { step: 7, images: 112, seconds: 1, dLoss: 0.5, dAccuracy: 0.8125, gLoss: 1.25 };
    expect(recipes['digits-keras'].output.line(record, 60_000)).toBe(
      '7 [D loss: 0.500000, acc.: 81.25%] [G loss: 1.250000]',
    );
  });

  test('takes two draws of latents per step', () => {
    built('digits-keras', (pair) => {
      const real = torch.zeros([2, 1, 28, 28]);
      const latents = torch.randn([2, 100]);
      expect(() => pair.step(real, { latents: [latents] })).toThrow('expected at least 2 tensors, got 1');
      expect(Object.keys(pair.step(real, { latents: [latents, latents] }))).toEqual([
        'dLoss',
        'dAccuracy',
        'gLoss',
      ]);
    });
  });
});

describe('digits-tensorflow', () => {
  test('weights N(0, 1 / sqrt(fanIn / 2))', () => {
    built('digits-tensorflow', ({ generator }) => {
      const { weight } = generator.children()[0] as nn.Linear;
      expect(weight.std().item()).toBeCloseTo(1 / Math.sqrt(100 / 2), 2);
    });
  });

  test('latents are uniform, one draw a step', () => {
    built('digits-tensorflow', (pair) => {
      expect(pair.latent).toEqual({ shape: [100], distribution: 'uniform' });
      expect(pair.image.range).toEqual([0, 1]);
      pair.step(torch.zeros([2, 784]), { latents: torch.zeros([2, 100]) });
    });
  });

  test("trains on the 55 000 images that the loader does not keep for validation; its line is the notebook's", () => {
    expect(recipes['digits-tensorflow'].data).toMatchObject({
      split: 'train',
      skip: 5000,
      order: 'shuffledEpochs',
    });
    const record = { step: 2000, images: 1, seconds: 1, dLoss: 0.5, gLoss: 1.25 };
    expect(recipes['digits-tensorflow'].output.line(record, 60_000)).toBe(
      'Step 2000: Generator Loss: 1.250000, Discriminator Loss: 0.500000',
    );
  });
});

describe('digits-keras-cnn', () => {
  test('trains as digits-keras does, with the settings of its DCGAN', () => {
    const cnn = recipes['digits-keras-cnn'];
    const { data, output } = recipes['digits-keras'];
    expect(cnn.data).toEqual(data);
    expect(cnn.output).toBe(output);
    built('digits-keras-cnn', (pair) => {
      const { paramGroups } = pair.optimizers.discriminator as optim.Adam;
      expect(paramGroups[0]).toMatchObject({ lr: 2e-4, betas: [0.5, 0.999], eps: 1e-7 });
    });
  });
});

describe('digits', () => {
  const classes = [...'0123456789'];
  const batch = () => ({
    images: torch.zeros([4, 1, 28, 28]),
    labels: torch.tensor([0, 3, 3, 9], { dtype: 'int64' }),
  });

  test('with classes that nobody asks for, the generator draws them itself', () => {
    const trainer = recipes.digits.create({ classes });
    torch.scope(() => {
      expect(trainer.latent.shape).toEqual([74]);
      expect(trainer.classes).toEqual([]);
      expect(Number.isFinite(trainer.step(batch()).dLoss)).toBe(true);
    });
    trainer.dispose();
  });

  test('made conditional, it draws the class that is asked for', () => {
    const trainer = recipes.digits.create({ classes, conditional: true });
    torch.scope(() => {
      expect(trainer.latent.shape).toEqual([64]);
      expect(trainer.classes).toEqual(classes);
      trainer.step(batch());
      const [threes, nines] = ['3', '9'].map((name) => trainer.sample(2, { classes: name }).tolist());
      expect(threes).not.toEqual(nines);
    });
    trainer.dispose();
  });

  test('without the classes of the data there is nothing to be conditional on', () => {
    expect(() => recipes.digits.create({ conditional: true })).toThrow('takes them from the data');
    expect(() => recipes['digits-keras'].create({ conditional: true })).toThrow(
      'has networks without classes',
    );
  });
});

describe('frogs', () => {
  test('augmentation=none shows D the images as they are', () => {
    for (const augmentation of ['diffAugment', 'none']) {
      const trainer = recipes.frogs.create({ overrides: { augmentation } });
      expect(trainer.augmentation === undefined).toBe(augmentation === 'none');
      trainer.dispose();
    }
  });

  test('an augmentation that there is not is refused with those that there are', () => {
    expect(() => recipes.frogs.resolve({ augmentation: 'flip' })).toThrow(
      /setting augmentation of the recipe 'frogs': flip does not fit.*"diffAugment"/s,
    );
  });
});

describe('every recipe', () => {
  const names = Object.keys(recipes) as (keyof typeof recipes)[];

  test.each(names)(
    '%s: a seed repeats the weights, a step works, images have their shape and range',
    (name) => {
      const [c, h, w] = recipes[name].imageShape;
      const repeated = built(name, (pair) => pair.sample(1).tolist());
      built(name, (pair) => {
        expect(pair.sample(1).tolist()).toEqual(repeated);
        const losses = pair.step(torch.zeros([2, c, h, w]));
        expect(Object.values(losses).every(Number.isFinite)).toBe(true);
        const samples = pair.sample(2);
        expect(samples.shape).toEqual([2, c, h, w]);
        // The frogs' generators end in tanh although their data lies in [0, 1].
        const [low, high] = name.startsWith('frogs-') ? [-1, 1] : pair.image.range;
        expect(samples.min().item()).toBeGreaterThanOrEqual(low);
        expect(samples.max().item()).toBeLessThanOrEqual(high);
      });
    },
  );

  test('a batch of one image trains, or batch norm says why it cannot', () => {
    const single = torch.zeros([1, 1, 28, 28]);
    for (const name of ['digits', 'digits-tensorflow'] as const) {
      built(name, (pair) => expect(Number.isFinite(pair.step(single).dLoss)).toBe(true));
    }
    built('digits-keras', (pair) =>
      expect(() => pair.step(single)).toThrow(/more than 1 value.*larger batch/s),
    );
    single.dispose();
  });

  test.each(names)('%s: every setting says what it is', (name) => {
    for (const setting of recipes[name].describe()) {
      expect(setting.about).not.toBe('');
      expect(setting.default).toBeDefined();
    }
  });

  test.each(names)('%s: declares its learning rates', (name) => {
    const declared = recipes[name].describe().filter(({ learningRateOf }) => learningRateOf.length > 0);
    expect(declared.map((setting) => [setting.name, setting.learningRateOf])).toEqual([
      ['discriminatorLearningRate', ['discriminator']],
      ['generatorLearningRate', ['generator']],
    ]);
  });
});

describe('overrides', () => {
  test('change a setting', () => {
    built('digits-tensorflow', ({ generator }) => expect(count(generator)).toBe(101 * 16 + 17 * 784), {
      hiddenSize: 16,
    });
  });

  test('an unknown name is refused, with the nearest one', () => {
    expect(() => recipes.digits.resolve({ batchsize: 4 })).toThrow(
      "the recipe 'digits' has no setting 'batchsize'; did you mean 'batchSize'?",
    );
  });

  test('a value that does not fit is named', () => {
    expect(() => recipes.digits.resolve({ batchSize: 0 })).toThrow(
      /setting batchSize of the recipe 'digits': 0 does not fit/,
    );
    expect(() => recipes.digits.resolve({ beta1: 'high' })).toThrow(/setting beta1/);
  });

  test('label noise and dropout can be switched off everywhere, and on only where they exist', () => {
    expect(() => recipes['digits-keras'].resolve({ labelNoise: 0, dropout: 0 })).not.toThrow();
    expect(() => recipes['digits-keras'].resolve({ labelNoise: 0.1 })).toThrow('has no label noise');
  });

  test('a seed must be a whole number', () => {
    expect(() => recipes.digits.create({ seed: 1.5 })).toThrow('seed: expected a whole number');
  });
});
