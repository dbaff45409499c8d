// A generator as a folder: reopened, it gives the same images; a damaged folder is refused with the reason.
import fs from 'node:fs';
import path from 'node:path';
import { gan, recipes, torch } from 'tadpole';
import { openDescribed, saveSafetensors } from '../../dist/export';
import { generatorOf, testFolder } from './runtime';

const root = testFolder();

/** A small generator, exported to a folder of that name. */
function exported(name: string): { folder: string; generator: gan.SavedGenerator } {
  const trainer = recipes.digits.create({ seed: 2, overrides: { channels: 4, latentSize: 8 } });
  const generator = trainer.asSaved(name, { recipe: 'digits', step: 5 });
  trainer.dispose();
  const folder = path.join(root, name);
  saveSafetensors(generator, folder, { license: 'mit' });
  return { folder, generator };
}

const largest = (one: gan.SavedGenerator, other: gan.SavedGenerator): number => {
  const latents = gan.seededLatents(one.latent, 5, 1);
  return Number(one.generate(latents).sub(other.generate(latents)).abs().max().item());
};

test('gives the same images when it is opened again, with the names of the weights', () => {
  const { folder, generator } = exported('same');
  const again = openDescribed(folder);
  expect(largest(generator, again)).toBeLessThan(1e-6);
  expect(again.card).toEqual(generator.card);
  const weights = torch.load(path.join(folder, 'generator.safetensors')) as Record<string, unknown>;
  expect(Object.keys(weights)).toEqual(
    expect.arrayContaining(['layers.0.weight', 'layers.2.running_mean', 'layers.7.bias']),
  );
});

test('a generator of Python whose sizes follow from tensors draws batches of every size', () => {
  const file = path.resolve(__dirname, '../fixtures/generators/sizes_and_places.pt');
  const generator = gan.SavedGenerator.load(file, { latentDim: 5 });
  const folder = path.join(root, 'sizes');
  saveSafetensors(generator, folder);
  expect(largest(generator, openDescribed(folder))).toBeLessThan(1e-6);
});

test('classes come back', () => {
  const network = new gan.networks.ResidualGenerator(4, { imageShape: [1, 4, 4], channels: [4], classes: 2 });
  const generator = generatorOf(network, { shape: [4], image: [1, 4, 4], classes: ['cat', 'dog'] });
  const folder = path.join(root, 'classes');
  saveSafetensors(generator, folder);
  const again = openDescribed(folder);
  expect(again.classes).toEqual(['cat', 'dog']);
  expect(largest(generator, again)).toBeLessThan(1e-6);
});

test('a model card has a head as the hub wants it, and pictures', () => {
  const { folder } = exported('card');
  const card = fs.readFileSync(path.join(folder, 'README.md'), 'utf8');
  expect(card).toMatch(/^---\nlicense: mit\npipeline_tag: unconditional-image-generation\n/);
  expect(card).toContain('trained for 5 steps');
  expect(fs.existsSync(path.join(folder, 'samples.png'))).toBe(true);
});

test.each([
  ['MIT', 'license: mit'],
  ['Apache 2.0: ours', 'license: other\nlicense_name: apache-2.0-ours'],
  ['0bsd', 'license: "0bsd"'],
])('the licence %s in the head of a model card', (license, lines) => {
  const { generator, folder } = exported('licence');
  saveSafetensors(generator, folder, { license, datasets: ['2024', 'no', 'my data'] });
  const card = fs.readFileSync(path.join(folder, 'README.md'), 'utf8');
  expect(card).toContain(`---\n${lines}\npipeline_tag`);
  // YAML would read them as a number and a truth value.
  expect(card).toContain('datasets:\n- "2024"\n- "no"\n- "my data"\n');
});

test('a model card names data and metrics', () => {
  const { generator, folder } = exported('metrics');
  saveSafetensors(generator, folder, {
    datasets: ['mnist'],
    metrics: { fid: 12.504321 },
    measured: 'On 300 samples.',
  });
  const card = fs.readFileSync(path.join(folder, 'README.md'), 'utf8');
  expect(card).toContain('license: unknown\n');
  expect(card).toContain('datasets:\n- mnist\nmetrics:\n- fid\n---\n');
  expect(card).toMatch(/On 300 samples\.\n\n.*\n.*\n\| fid \| 12\.5 \|/);
});

describe('refuses', () => {
  const changed = (
    name: string,
    change: (description: { layers: { operator: string }[] }) => unknown,
  ): string => {
    const { folder } = exported(name);
    const file = path.join(folder, 'generator.json');
    const description = JSON.parse(fs.readFileSync(file, 'utf8'));
    change(description);
    fs.writeFileSync(file, JSON.stringify(description));
    return folder;
  };

  test.each([
    ['an operator that reads files', 'aten::from_file'],
    ['an operator that writes into its arguments', 'aten::relu_'],
    ['an operator that there is not', 'aten::nothing'],
  ])('%s', (name, operator) => {
    const folder = changed(name, ({ layers: [layer] }) => Object.assign(layer ?? {}, { operator }));
    expect(() => openDescribed(folder)).toThrow(`calls ${operator}, which is not allowed`);
  });

  test('a description that lacks its layers', () => {
    const folder = changed('no layers', (description) => Object.assign(description, { layers: 3 }));
    expect(() => openDescribed(folder)).toThrow(/generator.json is damaged: layers/);
  });

  test('layers that lead nowhere', () => {
    const folder = changed('nowhere', ({ layers }) => layers.pop());
    expect(() => openDescribed(folder)).toThrow(/describes no generator that can run/);
  });
});
