// The package: tensors, layers, optimizers, adversarial training, data, pictures and recipes.
export * as data from './data';
export * as dist from './dist';
export { TadpoleError, UsageError } from './errors';
export * as gan from './gan';
export * as images from './images';
export * as metrics from './metrics';
export * as nn from './nn';
export * as optim from './optim';
export { defineRecipe, type RecipeDefinition, recipes, settings } from './recipes';
export type { Recipe } from './run';
export * as run from './run';
export { type Tensor, torch } from './torch';
