// A user's recipe, named by the path of its file: printed, trained and resumed.
import fs from 'node:fs';
import path from 'node:path';
import { command } from './command';
import { definition, IMPORTS, REQUIRES } from './recipeFiles';
import { Runs } from './runs';

const EXAMPLE = path.resolve(__dirname, '../../examples/my-recipe.ts');
const SMALL = [
  ...['--set', 'channels=4', '--batch-size', '4', '--threads', '1'],
  ...['--log-every', '1', '--data', 'digits'],
];

// Its folder has no node_modules: what 'tadpole' means in it is up to the command line.
const runs = new Runs();
const { folder } = runs;

const write = (name: string, ...lines: string[]): void =>
  fs.writeFileSync(runs.file(name), `${lines.join('\n')}\n`);
const config = (run: string) => JSON.parse(fs.readFileSync(runs.file(run, 'config.json'), 'utf8'));

beforeAll(() => fs.mkdirSync(runs.file('mine')));

describe('the example of the guide', () => {
  beforeAll(async () => {
    fs.copyFileSync(EXAMPLE, runs.file('mine', 'my-recipe.ts'));
    const words = [...SMALL, '--steps', '6', '--checkpoint-every', '3', '--out', 'whole'];
    expect(await command(folder, 'train', './mine/my-recipe.ts', ...words)).toMatchObject({
      code: 0,
      complaints: '',
    });
  });

  test('is printed in full', async () => {
    const { code, stdout } = await command(folder, 'recipes', 'mine/my-recipe.ts');
    expect(code).toBe(0);
    expect(stdout).toMatch(/^hinge-digits: hinge GAN/);
    expect(stdout).toMatch(/^ {2}channels +16 +feature maps/m);
    expect(stdout).toContain('generator, ');
    expect(stdout).not.toContain('notes');
  });

  test('trains in a run folder that says where the recipe lies', async () => {
    expect(config('whole')).toMatchObject({
      recipe: 'hinge-digits',
      recipeFile: fs.realpathSync(runs.file('mine', 'my-recipe.ts')),
      settings: { steps: 6, channels: 4, latentSize: 32 },
    });
    expect(runs.numbers('whole')).toHaveLength(6);
    for (const name of ['generator.pt', 'losses.png']) expect(runs.exists('whole', name)).toBe(true);
  });

  test('continues from a checkpoint bit for bit, without being named again', async () => {
    const words = [...SMALL, '--steps', '3', '--out', 'cut'];
    expect((await command(folder, 'train', './mine/my-recipe.ts', ...words)).code).toBe(0);
    expect(await command(folder, 'train', '--resume', 'cut', '--steps', '6')).toMatchObject({
      code: 0,
      complaints: '',
    });
    expect(runs.numbers('cut')).toEqual(runs.numbers('whole'));
  });

  test('a recipe that has moved is asked for, and is taken from its new place', async () => {
    const words = [...SMALL, '--steps', '3', '--out', 'moved'];
    expect((await command(folder, 'train', './mine/my-recipe.ts', ...words)).code).toBe(0);
    fs.renameSync(runs.file('mine', 'my-recipe.ts'), runs.file('mine', 'other.ts'));
    const lost = await command(folder, 'train', '--resume', 'moved', '--steps', '6');
    expect(lost.code).toBe(2);
    expect(lost.stderr).toMatch(
      /^error: the recipe of the run moved is gone: there is no file .*my-recipe.ts$/m,
    );
    expect(lost.stderr).toContain('hint: say where it is now: npx tadpole train <file> --resume moved');

    const words2 = ['train', './mine/other.ts', '--resume', 'moved', '--steps', '6'];
    expect(await command(folder, ...words2)).toMatchObject({ code: 0, complaints: '' });
    expect(runs.numbers('moved')).toEqual(runs.numbers('whole'));
    expect(config('moved').recipeFile).toMatch(/other.ts$/);
    fs.renameSync(runs.file('mine', 'other.ts'), runs.file('mine', 'my-recipe.ts'));
  });

  test('another recipe cannot continue with the run', async () => {
    const ended = await command(folder, 'train', 'digits', '--resume', 'whole');
    expect(ended.code).toBe(2);
    expect(ended.stderr).toContain('recipe (run: hinge-digits, asked: digits)');
  });
});

describe('every way of writing a module', () => {
  test.each([
    ['default.mjs', `${IMPORTS}\nexport default defineRecipe(${definition('plain')});`],
    ['default.js', `${IMPORTS}\nexport default defineRecipe(${definition('plain')});`],
    [
      'named.mts',
      `${IMPORTS}\nexport const helper: number = 1;\nexport const mine = defineRecipe(${definition('plain')});`,
    ],
    ['whole.cjs', `${REQUIRES}\nmodule.exports = defineRecipe(${definition('plain')});`],
    ['fields.cjs', `${REQUIRES}\nexports.mine = defineRecipe(${definition('plain')});`],
  ])('%s', async (name, text) => {
    write(name, text);
    const ended = await command(folder, 'recipes', name);
    expect(ended).toMatchObject({ code: 0, complaints: '' });
    expect(ended.stdout).toMatch(/^plain: a small one/);
  });

  test('a file that imports what lies beside it', async () => {
    write(
      'mine/layers.ts',
      "import { nn } from 'tadpole';",
      'export const judge: nn.Module = new nn.Linear(784, 1);',
    );
    write('mine/title.cjs', "exports.title = 'of two files';");
    write(
      'mine/main.ts',
      IMPORTS,
      "import { judge } from './layers';",
      "import { title } from './title.cjs';",
      `export default defineRecipe(${definition('plain', 'summary: title, discriminator: () => new nn.Sequential(new nn.Flatten(), judge),')});`,
    );
    const ended = await command(folder, 'recipes', './mine/main.ts');
    expect(ended).toMatchObject({ code: 0, complaints: '' });
    expect(ended.stdout).toMatch(/^plain: of two files/);
  });

  test('a file in a project with another tadpole still gets this one', async () => {
    const other = runs.file('project', 'node_modules', 'tadpole');
    fs.mkdirSync(other, { recursive: true });
    fs.writeFileSync(path.join(other, 'index.js'), "throw new Error('not this one');\n");
    write('project/mine.ts', IMPORTS, `export default defineRecipe(${definition('plain')});`);
    expect(await command(folder, 'recipes', 'project/mine.ts')).toMatchObject({ code: 0, complaints: '' });
  });

  test('runs are numbered under the name of the recipe', async () => {
    write('plain.mjs', IMPORTS, `export default defineRecipe(${definition('plain')});`);
    const ended = await command(folder, 'train', 'plain.mjs', '--threads', '1', '--data', 'digits');
    expect(ended).toMatchObject({ code: 0, complaints: '' });
    expect(ended.stderr).toMatch(
      /^step 2 {2}images 8 {2}\d+\.\d s {2}D loss \d+\.\d{4} {2}G loss \d+\.\d{4}$/m,
    );
    expect(runs.exists('runs', 'plain-001', 'generator.pt')).toBe(true);
  });
});

describe('--lr', () => {
  const withRate = (field: string) =>
    definition(
      'rated',
      `settings: settings.define({ ...settings.schedule({ steps: 1, batchSize: 4, grid: [1, 2] }), ${field} }),`,
    );
  const train = (file: string, ...words: string[]) =>
    command(folder, 'train', file, '--threads', '1', '--data', 'digits', ...words);

  test('sets what the recipe declares as a learning rate, whatever its name', async () => {
    write(
      'rated.mjs',
      IMPORTS,
      `export default defineRecipe(${withRate("pace: settings.learningRate(0.1, 'step size')")});`,
    );
    expect(await train('rated.mjs', '--lr', '0.2', '--out', 'rated')).toMatchObject({ code: 0 });
    expect(config('rated').settings.pace).toBe(0.2);
  });

  test('is refused where the recipe declares none', async () => {
    write(
      'unrated.mjs',
      IMPORTS,
      `export default defineRecipe(${withRate("learningRate: settings.positive(0.1, 'step size')")});`,
    );
    const ended = await train('unrated.mjs', '--lr', '0.2', '--out', 'unrated');
    expect(ended.code).toBe(2);
    expect(ended.stderr).toContain("error: --lr: the recipe 'rated' declares no learning rate");
    expect(runs.exists('unrated')).toBe(false);
  });
});

test('a recipe may import parts of the package without their namespaces', async () => {
  const parts = definition('parts').replace(/\b(gan|nn|optim|settings)\./g, (name) =>
    name === 'settings.' ? 'values.' : '',
  );
  write(
    'parts.mjs',
    "import { logistic } from 'tadpole/gan';",
    "import { Flatten, Linear, Sequential, Tanh, Unflatten } from 'tadpole/nn';",
    "import { SGD } from 'tadpole/optim';",
    "import { defineRecipe, settings as values } from 'tadpole/recipes';",
    `export default defineRecipe(${parts});`,
  );
  const words = ['--threads', '1', '--data', 'digits', '--out', 'parts'];
  expect(await command(folder, 'train', './parts.mjs', ...words)).toMatchObject({ code: 0, complaints: '' });
});
