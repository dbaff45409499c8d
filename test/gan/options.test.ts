// Unknown options of training and of drawing images are refused by name.
import { gan, nn, optim, images as pictures, recipes, torch } from 'tadpole';
import { images, tinyTrainer } from './tiny';

const latent = { shape: [4], distribution: 'normal' } as const;
const given = (options: object) => options as never;

test.each<[attempt: (pair: gan.Trainer) => unknown, message: string]>([
  [
    (pair) => pair.step(images(8), given({ latent: [] })),
    "step: unknown option 'latent'; did you mean 'latents'?",
  ],
  [(pair) => pair.sample(1, given({ sed: 1 })), "did you mean 'seed'?"],
  [(pair) => pair.sampleSeeds([1], given({ trunc: 1 })), "did you mean 'truncation'?"],
  [(pair) => pair.interpolate([1, 2], 1, given({ close: true })), "did you mean 'closed'?"],
  [
    (pair) => new gan.Watch(pair, images(2), given({ evry: 1 })),
    "Watch: unknown option 'evry'; did you mean 'every'?",
  ],
  [() => gan.r1(given({ wieght: 1 })), "r1: unknown option 'wieght'; did you mean 'weight'?"],
  [() => gan.hinge(given({ penalty: [] })), "did you mean 'penalties'?"],
  [() => gan.drawLatents(latent, 1, given({ devise: 'cpu' })), "did you mean 'device'?"],
  [() => gan.SavedGenerator.load('x.pt', given({ latent_dim: 4 })), "did you mean 'latentDim'?"],
])('%#', (attempt, message) => {
  const pair = tinyTrainer();
  expect(() => attempt(pair)).toThrow(TypeError);
  expect(() => attempt(pair)).toThrow(message);
  pair.dispose();
});

test.each([0, -1, 1.5, null, 'x'])('a batch of %p images to draw is refused', (batchSize) => {
  const pair = tinyTrainer();
  expect(() => pair.sample(2, given({ batchSize }))).toThrow(
    'batchSize: expected a whole number of at least 1',
  );
  pair.dispose();
});

test.each(['float64', 'float16', 'int64', 'bool'] as const)('a batch of %s is refused', (dtype) => {
  const pair = tinyTrainer();
  expect(() => pair.step(images(4).to(dtype))).toThrow(
    `images: expected dtype float32, or uint8 of bytes, got ${dtype}`,
  );
  pair.dispose();
});

describe('a trainer is refused what it would not use', () => {
  const generator = new nn.Linear(4, 6);
  const discriminator = new nn.Linear(6, 1);
  const model = { generator, discriminator, latent, image: { shape: [6] } };
  const optimizers = {
    generator: new optim.SGD(generator.parameters()),
    discriminator: new optim.SGD(discriminator.parameters()),
  };
  const both = new optim.SGD([...generator.parameters(), ...discriminator.parameters()]);
  const foreign = { step: () => {}, stateDict: () => ({}), loadStateDict: () => {} };
  const make = (changes: object) => () => new gan.Trainer({ model, optimizers, ...changes });
  const phase = { name: 'a', network: 'generator', accumulate: () => ({}) };

  test.each<[changes: object, message: string]>([
    [{ model: { ...model, discriminator: generator } }, 'expected a network for each of generator and'],
    [
      { optimizers: { generator: optimizers.generator, discriminator: optimizers.generator } },
      'got one with 2 others',
    ],
    [{ optimizers: { generator: both, discriminator: both } }, 'parameters of the generator alone, got 2 of'],
    [
      { optimizers: { generator: foreign, discriminator: foreign } },
      'an optimizer for each of generator and',
    ],
    [{ model: { ...model, latents: latent } }, "model: unknown option 'latents'; did you mean 'latent'?"],
    [{ model: { ...model, latent: { ...latent, std: 2 } } }, "model: latent: unknown option 'std'"],
    [{ model: { ...model, latent: 4 } }, 'model: latent: options must be an object'],
    [
      { model: { ...model, latent: { ...latent, shape: '4' } } },
      "latent.shape: expected whole numbers of at least 1, got string '4'",
    ],
    [{ model: { ...model, image: { shape: [6], rang: [0, 1] } } }, "did you mean 'range'?"],
    [
      { model: { ...model, generator: (x: unknown) => x } },
      'model: generator: expected an nn.Module, got a function',
    ],
    [{ model: { ...model, discriminator: null } }, 'model: discriminator: expected an nn.Module, got null'],
    [{ model: { ...model, classes: ['a', 'a'] } }, "classes: expected different names, got string 'a'"],
    [{ model: { ...model, classes: [1] } }, 'classes: expected different names, got number 1'],
    [{ model: { ...model, classes: '3' } }, "got string '3'"],
    [{ precision: 'fp16' }, "precision: expected 'fp32' or 'bf16', got string 'fp16'"],
    [{ schedules: { lr: 1 } }, "Trainer: schedules: unknown option 'lr'"],
    [{ clip: { norm: 1 } }, "Trainer: clip: unknown option 'norm'"],
    [{ clip: { generator: { maxNorm: 1 } } }, "Trainer: clip.generator: unknown option 'maxNorm'"],
    [{ clip: { generator: { norm: '1' } } }, 'clip.generator.norm: expected a number above 0, got 1'],
    [{ average: { network: generator, dacay: 0.9 } }, "did you mean 'decay'?"],
    [{ augmentation: 'ada' }, "augmentation: expected an object with apply(images), got string 'ada'"],
    [{ augmentation: () => {} }, 'augmentation: expected an object with apply(images), got a function'],
    [{ optimizers: {} }, 'optimizers.generator: expected an optimizer, got undefined'],
    [{ objective: [{ ...phase, evry: 2 }] }, "phase 'a': unknown part 'evry'; did you mean 'every'?"],
    [{ objective: [{ ...phase, load_state: () => {} }] }, "did you mean 'loadState'?"],
    [{ objective: [null] }, 'objective: expected phases, got null'],
  ])('%#', (changes, message) => {
    expect(make(changes)).toThrow(message);
  });

  test('a phase may have fields of its own', () => {
    expect(make({ objective: [{ ...phase, count: 0, step: 1 }] })).not.toThrow();
  });
});

test.each<[options: object, message: string]>([
  [{ logevery: 3 }, "train: unknown option 'logevery'; did you mean 'logEvery'?"],
  [{ hooks: { logg() {} } }, "train: hooks: unknown option 'logg'; did you mean 'log'?"],
  [{ hooks: { log: true } }, 'train: hooks: log must be a function, got boolean true'],
  [
    { signal: new AbortController() },
    'signal: expected an AbortSignal, got an object of class AbortController',
  ],
  [{ seconds: Number.NaN }, 'seconds: expected a number of at least 0, got NaN'],
  [{ batches: undefined }, 'batches: expected an object with next(), got undefined'],
  [{ trainer: {} }, 'trainer: expected a Trainer, got an object'],
])('gan.train refuses %#', async (options, message) => {
  const trainer = tinyTrainer();
  const all = { trainer, batches: { next: () => images(8) }, steps: 1, ...options };
  await expect(gan.train(all as never)).rejects.toThrow(message);
  trainer.dispose();
});

test('hooks may be those of a class', async () => {
  class Hooks {
    readonly seen: number[] = [];
    step({ step }: gan.TrainProgress): void {
      this.seen.push(step);
    }
  }
  const trainer = tinyTrainer();
  const hooks = new Hooks();
  await gan.train({ trainer, batches: { next: () => images(8) }, steps: 2, hooks });
  expect(hooks.seen).toEqual([1, 2]);
  trainer.dispose();
});

test('unknown options of recipes and of pictures are refused', () => {
  expect(() => recipes['digits-keras'].create(given({ sede: 1 }))).toThrow(
    "digits-keras.create: unknown option 'sede'; did you mean 'seed'?",
  );
  expect(() => pictures.toPictures(torch.rand([1, 1, 2, 2]), given({ rnge: [0, 1] }))).toThrow(
    "toPictures: unknown option 'rnge'; did you mean 'range'?",
  );
});
