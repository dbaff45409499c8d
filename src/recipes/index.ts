// Recipes: those that Tadpole brings, and how a user's own is defined and opened.
export { defineRecipe, type RecipeDefinition, type RecipeTraining } from './defineRecipe';
export { type OpenedGenerator, type OpenGeneratorOptions, openGenerator } from './openGenerator';
export { locateError, openRecipe, recipeOfRun } from './openRecipe';
export { findRecipe, type RecipeName, recipes } from './registry';
export * as settings from './settings';
export { openSubject, type Subject, type SubjectOptions } from './subject';
