// Real images as the networks of a recipe see them.
import { type Dataset, Loader } from '../data';
import type { Batch } from '../gan';
import type { Recipe } from './recipe';

/**
 * @param dataset uint8 images N x C x H x W, and labels where the model has classes
 * @returns the images in the recipe's value range and shape; the caller owns them
 */
export function realsFor(recipe: Recipe, { images, labels }: Pick<Dataset, 'images' | 'labels'>): Batch {
  const loader = new Loader(
    { images, labels },
    {
      batchSize: images.size(0),
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
