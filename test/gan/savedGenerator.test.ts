// Saved generators give what the network gave, here and in Python, whatever shape their latents and images have.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { gan, type Tensor, torch } from 'tadpole';
import { expectClose, FIXTURES, Fixture, type TensorRef } from '../parity/fixtures';
import { tinyTrainer } from './tiny';

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
    torch.scope(() => expectClose(generator.generate(latents), fixture.tensor(expected.images), file));
    generator.dispose();
  });

  test.each(ofKind('rejected'))('%s is refused', (file, { message }) => {
    expect(() => gan.SavedGenerator.load(pathOf(file), { latentDim: 5 })).toThrow(message);
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
      /makes no images from 6 latent values: .*expected input\[2, 6, 1, 1\] to have 5 channels/,
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
