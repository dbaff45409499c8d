// The recipes by name.
import { UsageError } from '../errors';
import type { RecipeName } from '../recipeNames';
import type { Recipe } from '../run';
import { didYouMean } from '../suggest';
import { digits } from './digits';
import { frogs } from './frogs';
import { pictures } from './pictures';
import {
  digitsKeras,
  digitsKerasCnn,
  digitsMxnet,
  digitsTensorflow,
  frogsCntk,
  frogsKeras,
} from './tutorials';

/** Every recipe by its name: `recipes['digits-keras'].create({ seed: 1 })`. */
export const recipes = {
  digits,
  frogs,
  pictures,
  'frogs-keras': frogsKeras,
  'frogs-cntk': frogsCntk,
  'digits-mxnet': digitsMxnet,
  'digits-keras': digitsKeras,
  'digits-keras-cnn': digitsKerasCnn,
  'digits-tensorflow': digitsTensorflow,
} satisfies Record<RecipeName, Recipe>;

/** @throws UsageError with a similar name when there is no such recipe */
export function findRecipe(name: string): Recipe {
  if (Object.hasOwn(recipes, name)) return recipes[name as RecipeName];
  const names = Object.keys(recipes);
  throw new UsageError(
    `there is no recipe '${name}'${didYouMean(name, names)}`,
    `the recipes are ${names.join(', ')}`,
  );
}
