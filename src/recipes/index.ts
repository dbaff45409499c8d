// The recipes by name, and how a user's own is defined.
import { UsageError } from '../errors';
import { nearest } from '../suggest';
import { digits } from './digits';
import { digitsKeras } from './digits-keras';
import { digitsKerasCnn } from './digits-keras-cnn';
import { digitsMxnet } from './digits-mxnet';
import { digitsTensorflow } from './digits-tensorflow';
import { frogsCntk } from './frogs-cntk';
import { frogsKeras } from './frogs-keras';
import type { Recipe } from './recipe';

/** Every recipe by its name: `recipes['digits-keras'].create({ seed: 1 })`. */
export const recipes = {
  digits,
  'frogs-keras': frogsKeras,
  'frogs-cntk': frogsCntk,
  'digits-mxnet': digitsMxnet,
  'digits-keras': digitsKeras,
  'digits-keras-cnn': digitsKerasCnn,
  'digits-tensorflow': digitsTensorflow,
} satisfies Record<string, Recipe>;

/** The name of a recipe that Tadpole brings. */
export type RecipeName = keyof typeof recipes;

/** @throws UsageError with the nearest name when there is no such recipe */
export function findRecipe(name: string): Recipe {
  if (Object.hasOwn(recipes, name)) return recipes[name as RecipeName];
  const names = Object.keys(recipes);
  throw new UsageError(
    `there is no recipe '${name}'; did you mean '${nearest(name, names)}'?`,
    `the recipes are ${names.join(', ')}`,
  );
}
