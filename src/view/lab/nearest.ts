// The real images that lie nearest to a generated one.
import type { Dataset } from '../../data';
import { composeGrid, encodePng, toPictures } from '../../images';
import type { Recipe } from '../../run';
import { realsFor } from '../../run';
import { type Tensor, torch } from '../../torch';
import type { LabNeighbours } from '../protocol';

// Reals that are brought into the value range at a time.
const AT_ONCE = 4096;
const SHOWN = 8;

/**
 * The eight nearest images of a dataset by their pixels.
 *
 * @param image C x H x W in the recipe's value range
 */
export function nearestReals(image: Tensor, recipe: Recipe, dataset: Dataset): LabNeighbours {
  return torch.noGrad(() =>
    torch.scope(() => {
      const count = dataset.images.size(0);
      const flat = image.reshape([1, -1]);
      const distances: number[] = [];
      for (let start = 0; start < count; start += AT_ONCE) {
        torch.scope(() => {
          const reals = realsOf(recipe, dataset, start, Math.min(AT_ONCE, count - start));
          distances.push(
            ...(torch
              .cdist(flat, reals.reshape([reals.size(0), -1]))
              .reshape([-1])
              .tolist() as number[]),
          );
        });
      }
      const nearest = distances
        .map((_, index) => index)
        .sort((a, b) => (distances[a] as number) - (distances[b] as number));
      const shown = nearest.slice(0, SHOWN);
      const images = torch.cat(
        shown.map((index) => realsOf(recipe, dataset, index, 1)),
        0,
      );
      const picture = composeGrid(toPictures(images, { range: recipe.valueRange }), { rows: 1 });
      const [low, high] = recipe.valueRange;
      return {
        png: encodePng(picture).toString('base64'),
        columns: shown.length,
        distances: shown.map((index) => (distances[index] as number) / (high - low)),
        among: count,
      };
    }),
  );
}

function realsOf(recipe: Recipe, { images }: Dataset, start: number, count: number): Tensor {
  return realsFor(recipe, { images: images.narrow(0, start, count), labels: null }).images;
}
