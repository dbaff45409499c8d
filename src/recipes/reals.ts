// Real images as the networks of a recipe see them.
import { Loader } from '../data';
import type { Tensor } from '../torch';
import type { Recipe } from './recipe';

/**
 * @param bytes uint8 N x C x H x W, as a dataset holds them
 * @returns N x C x H x W in the recipe's value range and image shape; its owner is the caller
 */
export function realsFor(recipe: Recipe, bytes: Tensor): Tensor {
  const loader = new Loader(
    { images: bytes },
    {
      batchSize: bytes.shape[0] as number,
      range: recipe.valueRange,
      order: 'sequential',
      ...(recipe.data.resize ? { imageShape: recipe.imageShape } : {}),
    },
  );
  try {
    return loader.next();
  } finally {
    loader.dispose();
  }
}
