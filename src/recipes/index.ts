// The recipes by name, and how a user's own is defined.
import { UsageError } from '../errors';
import { nearest } from '../suggest';
import { digits } from './digits';
import { digitsKeras } from './digits-keras';
import { digitsTensorflow } from './digits-tensorflow';
import type { Recipe } from './recipe';

const all = [digits, digitsKeras, digitsTensorflow];

/** Every recipe by its name: `recipes['digits-keras'].create({ seed: 1 })`. */
export const recipes = Object.fromEntries(all.map((recipe) => [recipe.name, recipe])) as Record<
  'digits' | 'digits-keras' | 'digits-tensorflow',
  Recipe
>;

/** @throws UsageError with the nearest name when there is no such recipe */
export function findRecipe(name: string): Recipe {
  const recipe = all.find((candidate) => candidate.name === name);
  if (recipe) return recipe;
  const names = all.map((candidate) => candidate.name);
  throw new UsageError(
    `there is no recipe '${name}'; did you mean '${nearest(name, names)}'?`,
    `the recipes are ${names.join(', ')}`,
  );
}
