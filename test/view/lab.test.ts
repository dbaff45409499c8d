// The latent lab draws what `tadpole sample` draws, from a generator in a separate process.
import fs from 'node:fs';
import path from 'node:path';
import { gan, images, nn, optim, recipes, torch } from 'tadpole';
import { Library } from '../../dist/view/library';
import type { LabDescription, LabFailure, LabPicture } from '../../dist/view/protocol';
import { startView, type View } from '../../dist/view/server';
import { reacting } from '../cli/tadpole';
import { makeFolder, makeRun } from './runs';

/** Of a generator that draws the class that it is asked for. */
const CLASSES = ['ant', 'honey bee', 'cat'];

let folder: string;
let view: View;
beforeAll(async () => {
  folder = makeFolder();
  makeRun(folder, 'run');
  saveGenerator(path.join(folder, 'run', 'generator.pt'));
  makeRun(folder, 'asked');
  const asked = recipes.digits.create({ conditional: true, classes: CLASSES, overrides: { channels: 4 } });
  // Weights as they are at first draw nothing but grey.
  torch.noGrad(() => {
    for (const weight of asked.sampler.parameters()) weight.mul_(8);
  });
  asked.saveGenerator(path.join(folder, 'asked', 'generator.pt'));
  asked.dispose();
  view = await startView(new Library([folder]), { port: 0 });
});
afterAll(async () => {
  await view.close();
  fs.rmSync(folder, { recursive: true, force: true });
});

/** A generator of 4 x 4 pixels from 6 latent values. */
function saveGenerator(file: string): void {
  const generator = new nn.Sequential(new nn.Linear(6, 16), new nn.Tanh(), new nn.Unflatten(1, [1, 4, 4]));
  const discriminator = new nn.Sequential(new nn.Flatten(), new nn.Linear(16, 1));
  const adam = (network: nn.Module): optim.Adam => new optim.Adam(network.parameters());
  const trainer = new gan.Trainer({
    model: {
      generator,
      discriminator,
      latent: { shape: [6], distribution: 'normal' },
      image: { shape: [1, 4, 4] },
    },
    optimizers: { generator: adam(generator), discriminator: adam(discriminator) },
  });
  trainer.saveGenerator(file, { step: 12 });
  trainer.dispose();
}

async function ask<T>(query: Record<string, string>, status = 200): Promise<T> {
  const response = await fetch(`${view.url}api/lab?${new URLSearchParams({ of: 'run', ...query })}`);
  expect(response.status).toBe(status);
  return (await response.json()) as T;
}

test('a generator is described, with its directions in the order of what they change', async () => {
  const described = await ask<LabDescription>({ what: 'describe' });
  expect(described).toMatchObject({
    latent: { shape: [6], distribution: 'normal' },
    classes: [],
    step: 12,
    directions: { origin: 'first layer' },
  });
  const { shares } = described.directions;
  expect(shares).toHaveLength(6);
  expect([...shares].sort((a, b) => b - a)).toEqual(shares);
  expect(shares.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1);
});

/** The words of a command as a shell takes it apart. */
const wordsOf = (command: string): string[] =>
  [...command.matchAll(/'([^']*)'|\S+/g)].map(([word, quoted]) => quoted ?? word);

test('a generator with classes names them, and draws the one that is asked for', async () => {
  const described = await ask<LabDescription>({ of: 'asked', what: 'describe' });
  expect(described.classes).toEqual(CLASSES);
  const draw = async (query: Record<string, string>): Promise<string> =>
    (await ask<LabPicture>({ of: 'asked', what: 'draw', seeds: '4', ...query })).png;
  const [ant, bee, first] = [
    await draw({ class: 'ant' }),
    await draw({ class: 'honey bee' }),
    await draw({}),
  ];
  expect(ant).not.toBe(bee);
  expect(first).toBe(ant);
  const { error } = await ask<LabFailure>({ of: 'asked', what: 'draw', class: 'dog' }, 422);
  expect(error).toContain('dog');
});

test.each<[string, Record<string, string>]>([
  ['seeds, moved and truncated', { seeds: '0,1,2,3,9', truncation: '0.7', along: '1:2.5,3:-1' }],
  ['a plane', { shape: 'plane', seeds: '1,2,3', side: '4' }],
  ['a walk', { shape: 'walk', seeds: '1,2', between: '2', fps: '10' }],
  ['classes in turn', { of: 'asked', seeds: '0,1,2,3,4' }],
  ['a class by its name', { of: 'asked', seeds: '0,1,2', class: 'honey bee', along: '2:1.5' }],
  ['a plane of a class', { of: 'asked', shape: 'plane', seeds: '1,2,3', side: '3', class: 'cat' }],
  ['a plane of classes in turn', { of: 'asked', shape: 'plane', seeds: '1,2,3', side: '3' }],
  ['a walk of a class', { of: 'asked', shape: 'walk', seeds: '1,2', between: '1', class: 'cat' }],
  ['a walk of no class in particular', { of: 'asked', shape: 'walk', seeds: '1,2,3', between: '1' }],
])('%s: the command that is shown draws the same, byte for byte', async (_, query) => {
  const { png, command } = await ask<LabPicture>({ what: 'draw', ...query });
  const words = wordsOf(command).slice(2);
  // Waited for without blocking: the server is in this process.
  expect(await reacting(folder, words, [])).toMatchObject({ code: 0 });
  const [file = ''] = words.slice(-1);
  const drawn = path.join(folder, file);
  expect(Buffer.from(png, 'base64').equals(fs.readFileSync(drawn))).toBe(true);
  fs.rmSync(drawn);
});

test.each<[string, Record<string, string>, number, RegExp]>([
  ['an unknown run', { of: 'nobody', what: 'draw' }, 404, /no such generator/],
  ['a checkpoint that is not there', { what: 'draw', checkpoint: '5' }, 404, /no such generator/],
  ['nothing that there is', { what: 'x' }, 400, /^what: expected 'describe' or 'draw' or 'nearest'$/],
  ['seeds that are none', { what: 'draw', seeds: '1;2' }, 400, /^seeds: expected whole numbers from 0 to/],
  ['a seed that is too large', { what: 'draw', seeds: '9999999999' }, 400, /^seeds: expected whole numbers/],
  [
    'a truncation that is none',
    { what: 'draw', truncation: 'x' },
    400,
    /^truncation: expected a number above 0, up to 100$/,
  ],
  ['a side that is none', { what: 'draw', side: '1.5' }, 400, /^side: expected a whole number from 2 to 10$/],
  ['a way that is none', { what: 'draw', along: '1' }, 400, /^along: expected directions and how far/],
  [
    'a class that is too long',
    { what: 'draw', class: 'x'.repeat(201) },
    400,
    /^class: expected at most 200 characters$/,
  ],
  [
    'too many frames',
    { what: 'draw', shape: 'walk', seeds: '1,2,3,4,5,6', between: '120' },
    400,
    /more than 600/,
  ],
  ['a plane of two seeds', { what: 'draw', shape: 'plane', seeds: '1,2' }, 422, /three latents/],
  ['a direction that there is not', { what: 'draw', along: '7:1' }, 422, /no direction 7/],
])('%s: refused with a message', async (_, query, status, words) => {
  const { error } = await ask<LabFailure>(query, status);
  expect(error).toMatch(words);
});

test('a recipe file is run only when the reader agrees', async () => {
  const root = makeRun(folder, 'foreign');
  const config = { recipe: 'mine', recipeFile: path.join(folder, 'mine.ts'), seed: 0, settings: {} };
  fs.writeFileSync(path.join(root, 'config.json'), JSON.stringify(config));
  fs.writeFileSync(
    path.join(folder, 'mine.ts'),
    `import fs from 'node:fs'; fs.writeFileSync(${JSON.stringify(path.join(folder, 'ran'))}, '');`,
  );
  fs.mkdirSync(path.join(root, 'checkpoints', 'step-000005'), { recursive: true });
  const { runs } = await ask<LabFailure>({ of: 'foreign', what: 'draw', checkpoint: '5' }, 403);
  expect(runs).toBe(path.join(folder, 'mine.ts'));
  expect(fs.existsSync(path.join(folder, 'ran'))).toBe(false);
});

test('pictures are those of the generator', async () => {
  const { png, rows, columns } = await ask<LabPicture>({ what: 'draw', seeds: '4' });
  expect([rows, columns]).toEqual([1, 1]);
  const generator = gan.SavedGenerator.load(path.join(folder, 'run', 'generator.pt'));
  const expected = images.makeGrid(generator.sampleSeeds([4]), { range: [-1, 1] });
  expect(images.decodePng(Buffer.from(png, 'base64')).data).toEqual(expected.data);
  generator.dispose();
});
