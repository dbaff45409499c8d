// A recipe of a user's own, named by the path of its file: printed, trained, resumed, and what is said when it is none.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { tadpole } from './tadpole';

const EXAMPLE = path.resolve(__dirname, '../../examples/my-recipe.ts');
const SMALL = ['--set', 'channels=4', '--batch-size', '4', '--threads', '1', '--log-every', '1'];

// Has no node_modules: what 'tadpole' means in it is up to the command line.
let folder: string;
beforeAll(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'tadpole-recipe-'));
  fs.mkdirSync(path.join(folder, 'mine'));
});
afterAll(() => {
  fs.rmSync(folder, { recursive: true, force: true });
});

const file = (...parts: string[]): string => path.join(folder, ...parts);
const write = (name: string, ...lines: string[]): void =>
  fs.writeFileSync(file(name), `${lines.join('\n')}\n`);
const config = (run: string) => JSON.parse(fs.readFileSync(file(run, 'config.json'), 'utf8'));

/** Events without the times, which differ from run to run. */
function numbers(run: string): Record<string, number>[] {
  const lines = fs.readFileSync(file(run, 'events.jsonl'), 'utf8').trim().split('\n');
  return lines.map((line) => JSON.parse(line)).map(({ seconds, ...rest }) => rest);
}

/** A recipe in plain JavaScript, as small as one can be; `parts` replace or add lines of it. */
function definition(name: string, parts = ''): string {
  return `{
    name: '${name}', summary: 'a small one',
    settings: settings.define(settings.schedule({ steps: 2, batchSize: 4, grid: [1, 2] })),
    data: { dataset: 'mnist', order: 'sequential', about: 'MNIST' },
    imageShape: [1, 28, 28],
  valueRange: [-1, 1],
    latent: () => ({ shape: [2], distribution: 'normal' }),
    generator: () => new nn.Sequential(new nn.Linear(2, 784), new nn.Tanh(), new nn.Unflatten(1, [1, 28, 28])),
    discriminator: () => new nn.Sequential(new nn.Flatten(), new nn.Linear(784, 1)),
    generatorOptimizer: (network) => new optim.SGD(network.parameters(), { lr: 0.1 }),
    discriminatorOptimizer: (network) => new optim.SGD(network.parameters(), { lr: 0.1 }),
    step: () => gan.logistic(),
    ${parts}
  }`;
}

const IMPORTS = "import { defineRecipe, gan, nn, optim, settings } from 'tadpole';";
const REQUIRES = "const { defineRecipe, gan, nn, optim, settings } = require('tadpole');";

describe('the example of the guide', () => {
  beforeAll(() => {
    fs.copyFileSync(EXAMPLE, file('mine', 'my-recipe.ts'));
    const words = [...SMALL, '--steps', '6', '--checkpoint-every', '3', '--out', 'whole'];
    expect(tadpole(folder, 'train', './mine/my-recipe.ts', ...words)).toMatchObject({ code: 0, stderr: '' });
  });

  test('is printed in full', () => {
    const { code, stdout } = tadpole(folder, 'recipes', 'mine/my-recipe.ts');
    expect(code).toBe(0);
    expect(stdout).toMatch(/^hinge-digits: hinge GAN/);
    expect(stdout).toMatch(/^ {2}channels +16 +feature maps/m);
    expect(stdout).toContain('generator, ');
    expect(stdout).not.toContain('notes');
  });

  test('trains in a run folder that says where the recipe lies', () => {
    expect(config('whole')).toMatchObject({
      recipe: 'hinge-digits',
      recipeFile: fs.realpathSync(file('mine', 'my-recipe.ts')),
      settings: { steps: 6, channels: 4, latentSize: 32 },
    });
    expect(numbers('whole')).toHaveLength(6);
    for (const name of ['generator.pt', 'losses.png']) expect(fs.existsSync(file('whole', name))).toBe(true);
  });

  test('goes on from a checkpoint bit for bit, without being named again', () => {
    const words = [...SMALL, '--steps', '3', '--out', 'cut'];
    expect(tadpole(folder, 'train', './mine/my-recipe.ts', ...words).code).toBe(0);
    expect(tadpole(folder, 'train', '--resume', 'cut', '--steps', '6')).toMatchObject({
      code: 0,
      stderr: '',
    });
    expect(numbers('cut')).toEqual(numbers('whole'));
  });

  test('a recipe that has moved is asked for, and is taken from its new place', () => {
    const words = [...SMALL, '--steps', '3', '--out', 'moved'];
    expect(tadpole(folder, 'train', './mine/my-recipe.ts', ...words).code).toBe(0);
    fs.renameSync(file('mine', 'my-recipe.ts'), file('mine', 'other.ts'));
    const lost = tadpole(folder, 'train', '--resume', 'moved', '--steps', '6');
    expect(lost.code).toBe(2);
    expect(lost.stderr).toMatch(
      /^error: the recipe of the run moved is gone: there is no file .*my-recipe.ts$/m,
    );
    expect(lost.stderr).toContain('hint: say where it is now: npx tadpole train <file> --resume moved');

    const words2 = ['train', './mine/other.ts', '--resume', 'moved', '--steps', '6'];
    expect(tadpole(folder, ...words2)).toMatchObject({ code: 0, stderr: '' });
    expect(numbers('moved')).toEqual(numbers('whole'));
    expect(config('moved').recipeFile).toMatch(/other.ts$/);
    fs.renameSync(file('mine', 'other.ts'), file('mine', 'my-recipe.ts'));
  });

  test('another recipe cannot go on with the run', () => {
    const ended = tadpole(folder, 'train', 'digits', '--resume', 'whole');
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
  ])('%s', (name, text) => {
    write(name, text);
    const ended = tadpole(folder, 'recipes', name);
    expect(ended).toMatchObject({ code: 0, stderr: '' });
    expect(ended.stdout).toMatch(/^plain: a small one/);
  });

  test('a file that imports what lies beside it', () => {
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
    const ended = tadpole(folder, 'recipes', './mine/main.ts');
    expect(ended).toMatchObject({ code: 0, stderr: '' });
    expect(ended.stdout).toMatch(/^plain: of two files/);
  });

  test('a file in a project that has a tadpole of its own is still given this one', () => {
    const other = file('project', 'node_modules', 'tadpole');
    fs.mkdirSync(other, { recursive: true });
    fs.writeFileSync(path.join(other, 'index.js'), "throw new Error('not this one');\n");
    write('project/mine.ts', IMPORTS, `export default defineRecipe(${definition('plain')});`);
    expect(tadpole(folder, 'recipes', 'project/mine.ts')).toMatchObject({ code: 0, stderr: '' });
  });

  test('runs are numbered under the name of the recipe', () => {
    write('plain.mjs', IMPORTS, `export default defineRecipe(${definition('plain')});`);
    const ended = tadpole(folder, 'train', 'plain.mjs', '--threads', '1');
    expect(ended).toMatchObject({ code: 0, stderr: '' });
    expect(ended.stdout).toMatch(
      /^step 2 {2}images 8 {2}\d+\.\d s {2}D loss \d+\.\d{4} {2}G loss \d+\.\d{4}$/m,
    );
    expect(fs.existsSync(file('runs', 'plain-001', 'generator.pt'))).toBe(true);
  });
});

describe('refusals: one line error, one line hint', () => {
  const phase = (accumulate: string) =>
    `step: () => [{ name: 'odd', network: 'both', accumulate: ${accumulate} }],`;
  const step = (text: string) => `${IMPORTS}\nexport default defineRecipe(${definition('part', text)});`;
  test.each([
    [
      'a phase that throws',
      'throwing.mjs',
      step(phase("() => {\n throw new Error('no more'); }")),
      1,
      /^throwing.mjs:\d+: no more$/,
    ],
    [
      'a phase that returns no losses',
      'lossless.mjs',
      step(phase('() => ({})')),
      2,
      'objective: expected every step to report dLoss and gLoss; missing: dLoss, gLoss',
    ],
    [
      'a phase that is asynchronous',
      'async.mjs',
      step(phase('async () => ({})')),
      1,
      /^(async.mjs:\d+: )?phase 'odd': accumulate must be a synchronous function/,
    ],
    [
      'a generator of another size than its images',
      'size.mjs',
      step('generator: () => new nn.Linear(2, 100),'),
      2,
      'the generator: expected two images of shape [2, 1, 28, 28], got shape [2, 100]',
    ],
    [
      'latents of an unknown distribution',
      'gauss.mjs',
      step("latent: () => ({ shape: [2], distribution: 'gauss' }),"),
      2,
      "latent.distribution: expected 'normal' or 'uniform', got 'gauss'",
    ],
    ['a file that is not there', 'none.ts', null, 2, 'there is no file none.ts'],
    ['a folder', './mine', null, 2, './mine is not a recipe file'],
    ['another kind of file', './note.txt', 'hello', 2, './note.txt is not a recipe file'],
    [
      'a syntax error',
      'syntax.ts',
      `${IMPORTS}\nconst a: number = ;`,
      2,
      /^syntax.ts:2:\d+: syntax error: Unexpected token$/,
    ],
    [
      'a syntax error in a file that it imports',
      'imports.ts',
      "import { a } from './syntax';\nexport default a;",
      2,
      /^syntax.ts:2:\d+: syntax error/,
    ],
    [
      'an error while loading',
      'throws.ts',
      "\n\nthrow new Error('no such day');",
      1,
      'throws.ts:3: cannot be loaded: no such day',
    ],
    [
      'an import that is not there',
      'lost.ts',
      "import { a } from './nowhere';\nexport default a;",
      1,
      "lost.ts:1: cannot be loaded: Cannot find module './nowhere'",
    ],
    ['a file that exports nothing', 'empty.ts', 'const a = 1;', 2, 'empty.ts exports no recipe'],
    [
      'a recipe that defineRecipe did not make',
      'raw.mjs',
      `${IMPORTS}\nexport default ${definition('raw')};`,
      2,
      'raw.mjs exports no recipe',
    ],
    [
      'two recipes',
      'two.mjs',
      `${IMPORTS}\nexport const a = defineRecipe(${definition('a')}), b = defineRecipe(${definition('b')});`,
      2,
      'two.mjs exports several recipes: a, b',
    ],
    [
      'a part that is missing',
      'part.mjs',
      `${IMPORTS}\nexport default defineRecipe(${definition('part', 'generator: undefined')});`,
      1,
      "part.mjs:2: cannot be loaded: defineRecipe: 'generator' is missing",
    ],
    [
      'settings without a schedule',
      'schedule.mjs',
      `${IMPORTS}\nexport default defineRecipe(${definition('part', 'settings: settings.define({})')});`,
      1,
      "schedule.mjs:2: cannot be loaded: the recipe 'part' has no setting 'steps' with a default",
    ],
    [
      "a name of Tadpole's own",
      'taken.mjs',
      `${IMPORTS}\nexport default defineRecipe(${definition('digits')});`,
      2,
      "taken.mjs: 'digits' is the name of a recipe that Tadpole brings",
    ],
    [
      'a name that no folder can have',
      'slash.mjs',
      `${IMPORTS}\nexport default defineRecipe(${definition('../a')});`,
      2,
      "slash.mjs: the name '../a' cannot be a folder's",
    ],
    [
      'an unknown dataset',
      'dataset.mjs',
      `${IMPORTS}\nexport default defineRecipe(${definition('part', "data: { dataset: 'mnits', order: 'sequential', about: '' }")});`,
      2,
      "unknown dataset 'mnits'",
    ],
  ])('%s', (_, name, text, code, message) => {
    if (text !== null) write(name, text);
    const before = fs.readdirSync(folder);
    const ended = tadpole(folder, 'train', name);
    expect(ended.code).toBe(code);
    const [error = '', hint, ...rest] = ended.stderr.trimEnd().split('\n');
    const problem = error.replace(/^error: /, '');
    expect(error).toMatch(/^error: /);
    expect(problem).toMatch(message);
    expect(hint).toMatch(/^hint: \S/);
    expect(rest).toEqual([]);
    expect(fs.readdirSync(folder)).toEqual(before);
  });
});
