// The recipe `pictures`: what it chooses by the images, and its networks.
import { gan, recipes, type run, torch } from 'tadpole';

const recipe: run.Recipe = recipes.pictures;

beforeEach(() => torch.manualSeed(0));

const FACTS: run.DataFacts = { images: 3000, classes: [], channels: 3, side: 100, device: 'cpu' };

function chosen(facts: Partial<run.DataFacts> = {}, given: Record<string, unknown> = {}) {
  const choices = recipe.choices as run.RecipeChoices;
  return recipe.resolve({ ...choices.choose({ ...FACTS, ...facts }, given), ...given });
}

describe('choices', () => {
  test.each([
    [20, 32],
    [63, 32],
    [64, 64],
    [3000, 64],
  ])('pictures of %i pixels are drawn at %i on a CPU', (side, size) => {
    expect(chosen({ side }).size).toBe(size);
  });

  test('a GPU takes larger ones, and wider networks', () => {
    expect(chosen({ side: 3000, device: 'cuda:0' })).toMatchObject({ size: 256, batchSize: 32 });
    const [cpu, gpu] = [chosen({ side: 64 }), chosen({ side: 64, device: 'cuda:0' })];
    expect(gpu.channels).toBeGreaterThan(Number(cpu.channels));
    expect(gpu.steps).toBeGreaterThan(cpu.steps);
  });

  test('more pictures are shown longer, within bounds; few are augmented, many are not', () => {
    const shown = (images: number): number => {
      const { steps, batchSize } = chosen({ images });
      return steps * batchSize;
    };
    expect(shown(100)).toBeLessThan(shown(3000));
    expect(shown(100_000)).toBe(shown(1_000_000));
    expect(chosen({ images: 3000 }).augmentation).toBe('diffAugment');
    expect(chosen({ images: 100_000 }).augmentation).toBe('none');
  });

  test('channels are those of the pictures, and what is given wins over all', () => {
    expect(chosen({ channels: 4 }).imageChannels).toBe(4);
    const given = { size: 128, imageChannels: 1, steps: 10, batchSize: 4 };
    const settings = chosen({ channels: 4 }, given);
    expect(settings).toMatchObject(given);
    expect(recipe.imageShapeOf(settings)).toEqual([1, 128, 128]);
    // The rates fall over the steps that there are.
    expect(settings.fallOver).toBe(40);
  });

  test('every chosen setting exists and fits, for every size, number of channels and device', () => {
    for (const side of [32, 64, 128, 256]) {
      for (const channels of [1, 3, 4] as const) {
        for (const device of ['cpu', 'cuda:0'])
          expect(() => chosen({ side, channels, device })).not.toThrow();
      }
    }
    for (const { settings } of Object.values(recipe.presets))
      expect(() => recipe.resolve(settings)).not.toThrow();
  });

  test('ADA rises to a probability of 0.3 whatever D says, as its answers are relative', () => {
    const overrides = { size: 32, channels: 2, batchSize: 4, augmentation: 'ada', fallOver: 8 };
    const trainer = recipe.create({ seed: 0, overrides });
    const { augmentation } = trainer;
    if (!(augmentation instanceof gan.augmentations.AdaptiveAugmentation)) throw new Error('expected ADA');
    const probabilities = [augmentation.probability];
    for (let step = 0; step < 3; step++) {
      trainer.step(torch.zeros([4, 3, 32, 32]));
      probabilities.push(augmentation.probability);
    }
    trainer.dispose();
    for (const [step, expected] of [0, 0.15, 0.3, 0.3].entries())
      expect(probabilities[step]).toBeCloseTo(expected, 6);
  });

  test('other sizes are refused', () => {
    expect(() => recipe.resolve({ size: 48 })).toThrow(
      /setting size of the recipe 'pictures': 48 does not fit/,
    );
  });
});

const SMALL = { size: 32, channels: 4, latentSize: 8, batchSize: 4 };

test.each<[string, Record<string, unknown>]>([
  ['none', { imageChannels: 1 }],
  ['diffAugment', { imageChannels: 4 }],
  ['ada', { imageChannels: 4 }],
])('augmentation %s: a step works, with classes', (augmentation, more) => {
  const overrides = { ...SMALL, ...more, augmentation };
  const trainer = recipe.create({ seed: 1, classes: ['a', 'b'], conditional: true, overrides });
  torch.scope(() => {
    const images = torch.rand([4, Number(more['imageChannels']), 32, 32]);
    const losses = trainer.step({ images, labels: torch.tensor([0, 1, 0, 1], { dtype: 'int64' }) });
    expect(Object.values(losses).every(Number.isFinite)).toBe(true);
    const [one, other] = [0, 1].map((classes) => trainer.sample(1, { seed: 5, classes }).tolist());
    expect(one).not.toEqual(other);
  });
  trainer.dispose();
});

test('without --classes the generator draws the class itself, as in digits', () => {
  const trainer = recipe.create({ seed: 1, classes: ['a', 'b'], overrides: SMALL });
  expect(trainer.classes).toEqual([]);
  expect(trainer.latent.shape).toEqual([8 + 2]);
  expect(trainer.generator).toBeInstanceOf(gan.networks.DrawnClassGenerator);
  trainer.dispose();
});
