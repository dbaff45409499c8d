// Opens a recipe: one of Tadpole's by its name, or a user's own by the path of its file.
import fs from 'node:fs';
import path from 'node:path';
import { TadpoleError, UsageError } from '../errors';
import { isRunFolder, type Recipe, RunFolder, readConfig } from '../run';
import { shellWord } from '../shell';
import { isRecipe } from './defineRecipe';
import { findRecipe, recipes } from './registry';

const EXTENSIONS = ['.ts', '.mts', '.cts', '.js', '.mjs', '.cjs'];

const GUIDE = 'docs/own-recipe.md shows what a recipe file looks like';

const PACKAGE = path.resolve(__dirname, '..', '..');

/** The imports 'tadpole', 'tadpole/gan', ... of a recipe file resolve to this copy, wherever the file is. */
function ownModules(): Record<string, string> {
  const { exports } = JSON.parse(fs.readFileSync(path.join(PACKAGE, 'package.json'), 'utf8')) as {
    exports: Record<string, string | { default: string }>;
  };
  return Object.fromEntries(
    Object.entries(exports).map(([name, target]) => [
      name.replace(/^\./, 'tadpole'),
      path.join(PACKAGE, typeof target === 'string' ? target : target.default),
    ]),
  );
}

/**
 * @param word a name, or the path of a file: with a slash in it, or the extension of a TypeScript or JavaScript file
 * @throws UsageError when there is no such recipe or file, or the file is not a recipe; TadpoleError when it throws
 */
export async function openRecipe(word: string): Promise<Recipe> {
  requireNoRun(word);
  if (!isPath(word)) return findRecipe(word);
  const file = path.resolve(word);
  requireFile(word, file);
  const recipe = chooseRecipe(word, await load(word, file));
  if (!/^\w[\w.-]*$/.test(recipe.name)) {
    throw new UsageError(
      `${word}: the name '${recipe.name}' cannot be a folder's`,
      'run folders are named after it: use letters, digits and dashes',
    );
  }
  if (Object.hasOwn(recipes, recipe.name)) {
    throw new UsageError(
      `${word}: '${recipe.name}' is the name of a recipe that Tadpole brings`,
      'give yours another name',
    );
  }
  return { ...recipe, file };
}

/** The recipe of the run in a folder. @throws UsageError when the folder holds no run, or the recipe's file is gone */
export async function recipeOfRun(root: string): Promise<Recipe> {
  const { recipe, recipeFile } = readConfig(RunFolder.open(root).config);
  if (recipeFile === undefined) return findRecipe(recipe);
  if (!fs.existsSync(recipeFile)) {
    throw new UsageError(
      `the recipe of the run ${root} is gone: there is no file ${recipeFile}`,
      `say where it is now: npx tadpole train <file> --resume ${shellWord(root)}`,
    );
  }
  return openRecipe(recipeFile);
}

/** @throws UsageError for a run folder, which is not a recipe */
function requireNoRun(word: string): void {
  if (Object.hasOwn(recipes, word) || !isRunFolder(word)) return;
  throw new UsageError(
    `${word} is not a recipe but the folder of a run`,
    `resume that run: npx tadpole train --resume ${shellWord(word)}`,
  );
}

function isPath(word: string): boolean {
  return word.includes('/') || word.includes(path.sep) || EXTENSIONS.includes(path.extname(word));
}

function requireFile(word: string, file: string): void {
  if (!fs.existsSync(file)) throw new UsageError(`there is no file ${word}`, GUIDE);
  if (!EXTENSIONS.includes(path.extname(file)) || !fs.statSync(file).isFile()) {
    throw new UsageError(
      `${word} is not a recipe file`,
      `give a file that ends in ${EXTENSIONS.join(', ')}; ${GUIDE}`,
    );
  }
}

async function load(word: string, file: string): Promise<unknown> {
  const { createJiti } = await import('jiti');
  const alias = ownModules();
  const jiti = createJiti(file, {
    fsCache: false,
    interopDefault: false,
    alias,
    nativeModules: Object.values(alias),
  });
  try {
    return await jiti.import(file);
  } catch (error) {
    throw explain(word, file, error);
  }
}

function explain(word: string, file: string, error: unknown): TadpoleError {
  const { message } = error instanceof Error ? error : new Error(String(error));
  const syntax = /^ParseError: (.+?)\s*\n\s*(\S.*:\d+:\d+)/.exec(message);
  if (syntax) {
    const [, what, place = ''] = syntax;
    return new UsageError(`${path.relative('', place)}: syntax error: ${what}`, 'fix the file', {
      cause: error,
    });
  }
  const { problem, hint } = wordsOf(error);
  const place = `${word}${lineIn(file, error)}`;
  return new TadpoleError(`${place}: cannot be loaded: ${problem}`, hint || GUIDE, { cause: error });
}

/** An error of a run whose recipe is a file of the user's: where its trace leads to that file, the place is named. */
export function locateError({ file }: Recipe, error: unknown): unknown {
  const line = file === undefined ? '' : lineIn(file, error);
  if (file === undefined || line === '') return error;
  const { problem, hint } = wordsOf(error);
  return new TadpoleError(`${path.relative('', file)}${line}: ${problem}`, hint || GUIDE, { cause: error });
}

function wordsOf(error: unknown): { problem: string; hint: string } {
  if (error instanceof TadpoleError) return error;
  const message = error instanceof Error ? error.message : String(error);
  return { problem: message.split('\n')[0] ?? '', hint: '' };
}

/** `:17` for the line of the file where the error arose; empty when its trace does not lead there. */
function lineIn(file: string, error: unknown): string {
  const { stack = '' } = error instanceof Error ? error : new Error();
  const line = stack.split(`${file}:`)[1]?.match(/^\d+/)?.[0];
  return line === undefined ? '' : `:${line}`;
}

/** The default export, or the only recipe among the others. */
function chooseRecipe(word: string, module: unknown): Recipe {
  if (isRecipe(module)) return module;
  const exported = Object.entries(module as Record<string, unknown>);
  const byDefault = exported.find(([name]) => name === 'default')?.[1];
  if (isRecipe(byDefault)) return byDefault;
  const found = exported.filter(([, value]) => isRecipe(value));
  const [only] = found;
  if (only && found.length === 1) return only[1] as Recipe;
  if (found.length > 1) {
    throw new UsageError(
      `${word} exports several recipes: ${found.map(([name]) => name).join(', ')}`,
      'make one of them the default export',
    );
  }
  throw new UsageError(
    `${word} exports no recipe`,
    exported.length > 0
      ? `it exports ${exported.map(([name]) => name).join(', ')}; a recipe is what defineRecipe returns`
      : 'end it with: export default defineRecipe({ ... })',
  );
}
