// Recipes: Tadpole's own, and the definition and opening of a user's own.
export { defineRecipe, type RecipeDefinition, type RecipeTraining } from './defineRecipe';
export {
  type OpenedGenerator,
  type OpenGeneratorOptions,
  openGenerator,
  openGeneratorAt,
} from './openGenerator';
export { locateError, openRecipe, recipeOfRun } from './openRecipe';
export { findRecipe, type RecipeName, recipes } from './registry';
export * as settings from './settings';
export { openSubject, type Subject, type SubjectOptions } from './subject';
