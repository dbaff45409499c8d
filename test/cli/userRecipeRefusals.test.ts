// Errors for a file that is not a recipe, and for a recipe that fails.
import fs from 'node:fs';
import { command } from './command';
import { definition, IMPORTS } from './recipeFiles';
import { Runs } from './runs';

const runs = new Runs();
const { folder } = runs;

beforeAll(() => fs.mkdirSync(runs.file('mine')));

/** What is in the folder, apart from runs: one that has begun stays. */
const files = (): string[] => fs.readdirSync(folder).filter((name) => name !== 'runs');

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
  ])('%s', async (_, name, text, code, message) => {
    if (text !== null) fs.writeFileSync(runs.file(name), `${text}\n`);
    const before = files();
    const ended = await command(folder, 'train', name, '--data', 'digits');
    expect(ended.code).toBe(code);
    const [error = '', hint, ...rest] = ended.complaints.trimEnd().split('\n');
    const problem = error.replace(/^error: /, '');
    expect(error).toMatch(/^error: /);
    expect(problem).toMatch(message);
    expect(hint).toMatch(/^hint: \S/);
    expect(rest).toEqual([]);
    expect(files()).toEqual(before);
  });
});
