// The names of the recipes that Tadpole brings, for what must not wait for libtorch.

/** In the order in which they are listed. */
export const RECIPE_NAMES = [
  'digits',
  'frogs',
  'pictures',
  'frogs-keras',
  'frogs-cntk',
  'digits-mxnet',
  'digits-keras',
  'digits-keras-cnn',
  'digits-tensorflow',
] as const;

/** The name of a recipe that Tadpole brings. */
export type RecipeName = (typeof RECIPE_NAMES)[number];
