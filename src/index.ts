// The package: tensors, layers, optimisers, adversarial training, data, pictures and recipes.
export * as data from './data';
export { TadpoleError, UsageError } from './errors';
export * as gan from './gan';
export * as images from './images';
export * as nn from './nn';
export * as optim from './optim';
export { recipes } from './recipes';
export { defineRecipe, type Recipe, type RecipeDefinition } from './recipes/recipe';
export * as settings from './recipes/settings';
export * as run from './run';
export { type Tensor, torch } from './torch';
