// The latents of images to draw: from seeds, on a path or a plane through them, moved along directions.

import { type Device, type Tensor, torch } from '../torch';
import { type Directions, moveAlong } from './directions';
import { interpolateLatents } from './interpolation';
import { type LatentSpec, latentsOfSeeds, seededLatents } from './latent';
import { latentPlane } from './latentPlane';

/** What to draw. */
export interface LatentPlan {
  /** One image per seed; when absent, `count` images of `seed`. On a path these are its stops, on a plane its corners. */
  seeds?: readonly number[];
  count: number;
  seed: number;
  /** Bound of the latent values; default: none. */
  truncation?: number;
  /** Latents between consecutive stops of the path; default: no path. */
  between?: number;
  /** Whether the path leads back to its beginning. */
  closed: boolean;
  /** Images in each frame of an animation, each on its own path; else 1. */
  cells: number;
  /** Points along each side of a plane; default: no plane. */
  plane?: number;
  /** How far to move along each direction, by its number from 0 (see `moveAlong`); default: not at all. */
  along?: ReadonlyMap<number, number>;
}

/**
 * The latents of all images in order: those of an animation's first frame, of its second, ...
 *
 * @param directions called where the plan moves along some
 */
export function plannedLatents(
  { latent, device }: { latent: LatentSpec; device: Device },
  plan: LatentPlan,
  directions: () => Directions,
): Tensor {
  return torch.scope(() => {
    const latents = unmoved(latent, device, plan);
    return plan.along && plan.along.size > 0 ? moveAlong(latent, latents, directions(), plan.along) : latents;
  });
}

function unmoved(latent: LatentSpec, device: Device, plan: LatentPlan): Tensor {
  const { seeds, seed, count, cells, between, closed, plane, truncation } = plan;
  if (between === undefined) {
    const drawn = seeds
      ? latentsOfSeeds(latent, seeds, device, truncation)
      : seededLatents(latent, count, seed, device, truncation);
    return plane === undefined ? drawn : latentPlane(latent, drawn, plane);
  }
  const stops = seeds
    ? torch.stack(seeds.map((one) => seededLatents(latent, cells, one, device, truncation)))
    : seededLatents(latent, count * cells, seed, device, truncation).reshape([count, cells, ...latent.shape]);
  const frames = interpolateLatents(latent, stops, between, { closed });
  return frames.reshape([-1, ...latent.shape]);
}
