// Saved generators give the images of the network, here and in Python, whatever the shapes of their latents and images.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { gan, nn, optim, type Tensor, torch } from 'tadpole';
import { expectClose, FIXTURES, Fixture, type TensorRef } from '../parity/fixtures';
import { tinyDiscriminator, tinyGenerator, tinyTrainer } from './tiny';

interface ImagesCase {
  kind: 'images';
  file: string;
  latents: TensorRef;
  images: TensorRef;
  valueRange: number[];
}

interface RejectedCase {
  kind: 'rejected';
  file: string;
  message: string;
}

const fixture = new Fixture<ImagesCase | RejectedCase>('generators');
/** A GAN of 4 latent values and images of 1 x 4 x 4 around the given generator. */
function trainerOf(generator: nn.Module): gan.Trainer {
  const discriminator = tinyDiscriminator();
  return new gan.Trainer({
    model: {
      generator,
      discriminator,
      latent: { shape: [4], distribution: 'normal' },
      image: { shape: [1, 4, 4] },
    },
    optimizers: {
      generator: new optim.SGD(generator.parameters()),
      discriminator: new optim.SGD(discriminator.parameters()),
    },
  });
}

const pathOf = (file: string): string => path.join(FIXTURES, 'generators', file);
const ofKind = <Kind extends string>(kind: Kind) =>
  fixture.cases
    .filter((entry) => entry.kind === kind)
    .map((entry) => [entry.file, entry as Extract<typeof entry, { kind: Kind }>] as const);

describe('made in Python', () => {
  test.each(ofKind('images'))('%s', (file, expected) => {
    const generator = gan.SavedGenerator.load(pathOf(file), { latentDim: 5 });
    const latents = fixture.tensor(expected.latents);
    expect(generator.latent).toEqual({ shape: latents.shape.slice(1), distribution: 'normal' });
    expect(generator.valueRange).toEqual(expected.valueRange);
    expect(generator.card).toBeNull();
    // Another processor's kernels round halves elsewhere.
    const tolerance = /float16/.test(file) ? { relative: 0, absolute: 2e-2 } : undefined;
    torch.scope(() =>
      expectClose(generator.generate(latents), fixture.tensor(expected.images), file, tolerance),
    );
    generator.dispose();
  });

  test.each(ofKind('rejected'))('%s is refused', (file, { message }) => {
    expect(() => gan.SavedGenerator.load(pathOf(file), { latentDim: 5 })).toThrow(message);
  });

  test('one that was traced for a batch of four draws any number', () => {
    const generator = gan.SavedGenerator.load(pathOf('for_four.pt'), { latentDim: 5 });
    torch.scope(() => {
      const nine = generator.sample(9, { seed: 2 });
      expect(nine.shape).toEqual([9, 1, 4, 4]);
      const latents = gan.seededLatents(generator.latent, 9, 2);
      for (const [from, count] of [
        [0, 1],
        [3, 2],
        [1, 8],
      ] as const) {
        const part = generator.generate(latents.narrow(0, from, count), { batchSize: 3 });
        expectClose(part, nine.narrow(0, from, count), `${count} from ${from}`);
      }
    });
    generator.dispose();
  });

  test('what the file does not say can be said', () => {
    const generator = gan.SavedGenerator.load(pathOf('flat_colour.pt'), {
      latentDim: 5,
      distribution: 'uniform',
      valueRange: [-2, 2],
    });
    expect(generator.latent).toEqual({ shape: [5], distribution: 'uniform' });
    expect(generator.valueRange).toEqual([-2, 2]);
    generator.dispose();
  });

  test('a wrong number of latent values is refused with what was tried', () => {
    expect(() => gan.SavedGenerator.load(pathOf('colour_from_pixel.pt'), { latentDim: 6 })).toThrow(
      /makes no images from 6 latent values: .*expected input\[2, 6, 1, 1\] to have 5 channels.*try --latent-dim 5/,
    );
    expect(() => gan.SavedGenerator.load(pathOf('flat_colour.pt'))).toThrow(
      'does not say what its latents are',
    );
  });
});

describe('made here', () => {
  let folder: string;
  let pair: gan.Trainer;
  let saved: gan.SavedGenerator;
  beforeAll(() => {
    folder = fs.mkdtempSync(path.join(os.tmpdir(), 'tadpole-saved-'));
    pair = tinyTrainer();
    pair.saveGenerator(path.join(folder, 'generator.pt'));
    saved = gan.SavedGenerator.load(path.join(folder, 'generator.pt'));
  });
  afterAll(() => {
    pair.dispose();
    saved.dispose();
    fs.rmSync(folder, { recursive: true });
  });

  test.each<[string, (from: gan.ImageSampler) => Tensor, number[]]>([
    ['sample', (from) => from.sample(5, { seed: 3 }), [5, 1, 4, 4]],
    ['sample in small batches', (from) => from.sample(5, { seed: 3, batchSize: 2 }), [5, 1, 4, 4]],
    ['sample, truncated', (from) => from.sample(5, { seed: 3, truncation: 0.5 }), [5, 1, 4, 4]],
    ['sampleSeeds', (from) => from.sampleSeeds([1, 2, 9]), [3, 1, 4, 4]],
    ['interpolate', (from) => from.interpolate([1, 2, 9], 3), [9, 1, 4, 4]],
    ['interpolate, closed', (from) => from.interpolate([1, 2, 9], 3, { closed: true }), [12, 1, 4, 4]],
  ])('%s gives the images of the network', (name, draw, shape) => {
    torch.scope(() => {
      const images = draw(saved);
      expect(images.shape).toEqual(shape);
      expectClose(images, draw(pair), name);
    });
  });

  test('the image of a seed is the only image that is drawn with it, and a stop of paths', () => {
    torch.scope(() => {
      const images = saved.sampleSeeds([4, 7]);
      expectClose(images.narrow(0, 1, 1), saved.sample(1, { seed: 7 }), 'seed 7 alone');
      expectClose(
        saved.interpolate([4, 7], 2).index([torch.tensor([0, 3], { dtype: 'int64' })]),
        images,
        'both ends',
      );
      const bound = saved.interpolate([4, 7], 0, { truncation: 0.3 });
      expectClose(bound, saved.sampleSeeds([4, 7], { truncation: 0.3 }), 'truncated ends');
      expect(bound.equal(images)).toBe(false);
    });
  });

  test('options that contradict the file are refused', () => {
    const file = path.join(folder, 'generator.pt');
    expect(() => gan.SavedGenerator.load(file, { latentDim: 7 })).toThrow('takes 4 latent values, not 7');
    expect(() => gan.SavedGenerator.load(file, { distribution: 'uniform' })).toThrow('takes normal latents');
  });

  test('no images, no path and a bad truncation are refused', () => {
    expect(() => saved.sample(0)).toThrow('count: expected a whole number of at least 1, got 0');
    expect(() => saved.sampleSeeds([])).toThrow('seeds: expected at least one');
    expect(() => saved.interpolate([1], 3)).toThrow('K of at least 2');
    expect(() => saved.sample(2, { truncation: 0 })).toThrow('truncation: expected a number above 0');
  });

  test('no tensor is left behind', () => {
    const before = torch.memory().tensors;
    for (const from of [pair, saved]) {
      from.sample(3, { truncation: 1 }).dispose();
      from.interpolate([1, 2], 4).dispose();
    }
    expect(torch.memory().tensors).toBe(before);
  });
});

describe('a generator that draws noise inside', () => {
  let folder: string;
  let pair: gan.Trainer;
  let saved: gan.SavedGenerator;

  /** Adds noise to latents, so that nothing but the default generator tells two calls apart. */
  class Noisy extends nn.Module {
    network = tinyGenerator();
    override forward(latents: Tensor): Tensor {
      return this.network.forward(latents.add(torch.randnLike(latents)));
    }
  }

  beforeAll(() => {
    folder = fs.mkdtempSync(path.join(os.tmpdir(), 'tadpole-noisy-'));
    torch.manualSeed(1);
    pair = trainerOf(new Noisy());
    pair.saveGenerator(path.join(folder, 'generator.pt'));
    saved = gan.SavedGenerator.load(path.join(folder, 'generator.pt'));
  });
  afterAll(() => {
    pair.dispose();
    saved.dispose();
    fs.rmSync(folder, { recursive: true });
  });

  test('gives the same image for the same latent, whatever batch it is in and whatever was drawn before', () => {
    torch.scope(() => {
      const latents = gan.seededLatents(saved.latent, 6, 4);
      const all = saved.generate(latents);
      torch.randn([5]);
      expectClose(saved.generate(latents, { batchSize: 4 }), all, 'again, in batches');
      expectClose(saved.generate(latents.narrow(0, 2, 1)), all.narrow(0, 2, 1), 'one alone');
      expectClose(pair.generate(latents), all, 'the network');
      expect(all.select(0, 0).equal(all.select(0, 1))).toBe(false);
      const twice = saved.generate(torch.cat([latents, latents]));
      expectClose(twice.narrow(0, 6, 6), all, 'the same latents twice');
    });
  });

  test('gives one image per seed, which paths begin and end at', () => {
    torch.scope(() => {
      const images = saved.sampleSeeds([4, 7]);
      expectClose(images.narrow(0, 1, 1), saved.sample(1, { seed: 7 }), 'seed 7 alone');
      const path = saved.interpolate([4, 7], 2);
      expectClose(path.index([torch.tensor([0, 3], { dtype: 'int64' })]), images, 'both ends');
    });
  });

  test('leaves the default generator as it was', () => {
    torch.manualSeed(9);
    const expected = torch.rand([3]).tolist();
    torch.manualSeed(9);
    for (const from of [pair, saved]) from.sample(3).dispose();
    expect(torch.rand([3]).tolist()).toEqual(expected);
  });
});

describe('saving', () => {
  let folder: string;
  beforeAll(() => {
    folder = fs.mkdtempSync(path.join(os.tmpdir(), 'tadpole-saving-'));
  });
  afterAll(() => fs.rmSync(folder, { recursive: true }));

  class Formula extends nn.Module {
    weight = nn.parameter(torch.ones([4, 16]));
    constructor(private readonly formula: (values: Tensor) => Tensor) {
      super();
    }
    override forward(latents: Tensor): Tensor {
      return this.formula(latents.matmul(this.weight)).reshape([-1, 1, 4, 4]);
    }
  }

  test('keeps tensors that forward makes', () => {
    const file = path.join(folder, 'constant.pt');
    const pair = trainerOf(
      new Formula((values) => values.mul(0).add(torch.tensor(Array.from({ length: 16 }, (_, i) => i / 16)))),
    );
    pair.saveGenerator(file);
    const saved = gan.SavedGenerator.load(file);
    torch.scope(() => expectClose(saved.sample(2), pair.sample(2), 'images'));
    saved.dispose();
    pair.dispose();
  });

  test.each<[string, () => nn.Module, string]>([
    ['follows values in JavaScript', () => new Formula((x) => x.div(x.max().item() as number)), 'constant'],
    [
      'has a field that TorchScript cannot hold',
      () => Object.assign(new Formula((x) => x), { in: new nn.ReLU() }),
      'named "in" in the state dict',
    ],
  ])('is refused when the generator %s, and keeps the earlier file', (_, make, message) => {
    const file = path.join(folder, 'earlier.pt');
    const good = tinyTrainer();
    good.saveGenerator(file);
    const before = fs.readFileSync(file);
    const pair = trainerOf(make());
    expect(() => pair.saveGenerator(file)).toThrow(message);
    expect(() => pair.checkNetworks()).toThrow(message);
    expect(fs.readFileSync(file).equals(before)).toBe(true);
    expect(fs.readdirSync(folder).filter((name) => name.includes('.tmp-'))).toEqual([]);
    good.dispose();
    pair.dispose();
  });

  test('is refused when the file would give other images than the network gives', () => {
    const file = path.join(folder, 'other.pt');
    let calls = 0;
    let callsOfTracing = Number.POSITIVE_INFINITY;
    // Like a network whose weights change between tracing and reading back.
    const module = new Formula((x) => (++calls > callsOfTracing ? x.add(1) : x));
    torch.jit.trace(module, [torch.ones([2, 4])]).dispose();
    [callsOfTracing, calls] = [calls, 0];
    const pair = trainerOf(module);
    expect(() => pair.saveGenerator(file)).toThrow(
      /cannot write .*other.pt: the file gives other images than the network/,
    );
    expect(fs.existsSync(file)).toBe(false);
    pair.dispose();
  });
});
