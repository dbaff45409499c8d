// Each example is short, trains for a few steps, and resumes bit for bit.
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { data, type Recipe, torch } from 'tadpole';
import conditional from '../../examples/conditional';
import lazyR1 from '../../examples/lazy-r1';
import ownOptimizer from '../../examples/own-optimizer';
import r3gan from '../../examples/r3gan';
import wganGp from '../../examples/wgan-gp';
import { expectExactResume, type Made } from '../gan/resume';

// The tensors are small, and threads of tests that run side by side would wait for each other.
torch.setNumThreads(1);

const FOLDER = path.join(__dirname, '..', '..', 'examples');

const digits = data.slice(data.load('mnist'), 0, 200);

/** Noise in the shape of CIFAR-10, of three classes. */
const pictures = {
  images: torch.randint(256, [40, 3, 32, 32], {
    dtype: 'uint8',
    generator: new torch.Generator({ seed: 1 }),
  }),
  labels: torch.arange(40, { dtype: 'int64' }).remainder(3),
  classes: ['airplane', 'automobile', 'bird'],
};

const made =
  (recipe: Recipe, overrides: Record<string, unknown> = {}) =>
  (): Made => {
    const { classes, valueRange } = recipe;
    const { mirror } = recipe.data;
    const images = recipe.imageShape[0] === 3 ? pictures : digits;
    const trainer = recipe.create({
      seed: 3,
      overrides,
      ...(classes === true ? { classes: images.classes } : {}),
    });
    const batches = new data.Loader(images, { batchSize: 8, range: valueRange, seed: 5, mirror });
    return { trainer, batches, dispose: () => batches.dispose() };
  };

test.each(['wgan-gp.ts', 'conditional.ts', 'lazy-r1.ts', 'own-optimizer.ts', 'r3gan.ts', 'own-data.mjs'])(
  '%s has at most 60 lines',
  (file) => {
    expect(fs.readFileSync(path.join(FOLDER, file), 'utf8').trimEnd().split('\n').length).toBeLessThanOrEqual(
      60,
    );
  },
);

test.each<[string, Recipe, Record<string, unknown>]>([
  ['wgan-gp', wganGp, { width: 16 }],
  ['conditional', conditional, {}],
  ['lazy-r1', lazyR1, { width: 16, lazily: 3 }],
  ['own-optimizer', ownOptimizer, {}],
  ['r3gan', r3gan, { width: 4 }],
])('%s resumes exactly', async (_, recipe, overrides) => {
  await expectExactResume(made(recipe, overrides), 6, 2);
});

test('own-data, a program, resumes exactly where it stopped', () => {
  const root = fs.mkdtempSync(path.join(os.tmpdir(), 'tadpole-own-data-'));
  /** Runs it for so many steps each time; the bytes of its last checkpoint. */
  const trained = (name: string, ...parts: number[]): Buffer => {
    const cwd = path.join(root, name);
    fs.mkdirSync(cwd);
    for (const steps of parts) {
      execFileSync(process.execPath, [path.join(FOLDER, 'own-data.mjs'), String(steps)], { cwd });
    }
    expect(fs.existsSync(path.join(cwd, 'discs.png'))).toBe(true);
    return fs.readFileSync(path.join(cwd, 'discs', 'step-000006', 'tensors.safetensors'));
  };
  expect(trained('parts', 2, 4).equals(trained('whole', 6))).toBe(true);
  fs.rmSync(root, { recursive: true });
});
