/** @jest-environment ./test/export/environment.cjs */
// The generator of every recipe, exported, gives the images that it gives here.
import path from 'node:path';
import { gan, recipes, type run, torch } from 'tadpole';
import { pageDifference, pageOf } from './pageEngine';
import { difference, generatorOf, testFolder, withRuntime } from './runtime';

const folder = testFolder();

/** Settings that keep networks small where a recipe has such. */
const SMALL: Partial<Record<keyof typeof recipes, Record<string, unknown>>> = {
  digits: { channels: 4 },
  'digits-tensorflow': { hiddenSize: 8 },
  pictures: { size: 32, imageChannels: 4, channels: 4 },
};

const DIGITS = [...'0123456789'];

beforeAll(() => torch.setNumThreads(1));

/** The generator of a recipe, with statistics as after training. */
function generatorOfRecipe(name: keyof typeof recipes, options: run.CreateOptions = {}): gan.SavedGenerator {
  const trainer = recipes[name].create({ seed: 3, overrides: SMALL[name] ?? {}, ...options });
  torch.noGrad(() => {
    for (const [buffer, tensor] of trainer.generator.namedBuffers()) {
      if (/running_?var/i.test(buffer)) tensor.uniform_(0.5, 1.5);
      if (/running_?mean/i.test(buffer)) tensor.normal_(0, 0.01);
    }
  });
  const generator = trainer.asSaved(name);
  trainer.dispose();
  return generator;
}

function residualWithClasses(): gan.SavedGenerator {
  const options = { imageShape: [3, 8, 8], channels: [8, 4], classes: 3 } as const;
  const network = new gan.networks.ResidualGenerator(6, options);
  torch.noGrad(() => {
    for (const parameter of network.parameters()) parameter.normal_(0, 0.1);
  });
  return generatorOf(network, { shape: [6], image: [3, 8, 8], classes: ['a', 'b', 'c'] });
}

const GENERATORS: [name: string, make: () => gan.SavedGenerator][] = [
  ...(Object.keys(recipes) as (keyof typeof recipes)[]).map(
    (name) => [name, () => generatorOfRecipe(name)] as [string, () => gan.SavedGenerator],
  ),
  ['digits that draws its classes', () => generatorOfRecipe('digits', { classes: DIGITS })],
  ['digits by class', () => generatorOfRecipe('digits', { classes: DIGITS, conditional: true })],
  ['pictures by class', () => generatorOfRecipe('pictures', { classes: ['a', 'b'], conditional: true })],
  ['residual generator with classes', residualWithClasses],
];

withRuntime('ONNX, within 1e-5', () => {
  test.each(GENERATORS)('%s', async (name, make) => {
    const generator = make();
    expect(await difference(generator, path.join(folder, `${name}.onnx`))).toBeLessThan(1e-5);
    generator.dispose();
  });
});

describe('the engine of the page', () => {
  // The largest networks take the page's engine too long for a test.
  const some = GENERATORS.filter(([name]) => !/^frogs|mxnet/.test(name));

  test.each(some)('%s, within 1e-5', async (_, make) => {
    const generator = make();
    expect(await pageDifference(generator)).toBeLessThan(1e-5);
    generator.dispose();
  });

  test('opacity is shown as it is, and images without are opaque', async () => {
    const generator = generatorOfRecipe('pictures');
    const page = await pageOf(generator);
    const pixels = (channels: number, ...data: number[]) =>
      Array.from(page.pixels({ shape: [1, channels, 1, 1], data: Float64Array.from(data) }));
    expect(pixels(4, 1, -1, 0.2, -0.6)).toEqual([255, 0, 153, 51]);
    expect(pixels(3, 1, -1, 0.2)).toEqual([255, 0, 153, 255]);
    generator.dispose();
  });

  test('weights of 16 and 8 bits give nearly the same', async () => {
    const generator = generatorOfRecipe('digits-keras-cnn');
    expect(await pageDifference(generator, 16)).toBeLessThan(0.01);
    expect(await pageDifference(generator, 8)).toBeLessThan(0.1);
    generator.dispose();
  });
});
