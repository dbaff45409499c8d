// Recipes: Tadpole's own, and the definition and opening of a user's own.

export type { RecipeName } from '../recipeNames';
export { defineRecipe, type RecipeDefinition, type RecipeTraining } from './defineRecipe';
export { type OpenedGenerator, type OpenGeneratorOptions, openGenerator } from './openGenerator';
export { openRecipe, recipeOfRun } from './openRecipe';
export { findRecipe, recipes } from './registry';
export * as settings from './settings';

// The following is for other parts of Tadpole: it is not in the package's declarations.

/** @internal */
export { openGeneratorAt } from './openGenerator';
/** @internal */
export { locateError } from './openRecipe';
/** @internal */
export { openSubject, type Subject, type SubjectOptions } from './subject';
