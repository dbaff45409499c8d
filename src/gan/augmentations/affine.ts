// Affine maps of images: matrices that map each pixel to its source, and sampling there.
import { checkFields } from '../../options';
import { checkTensor, type Tensor, torch } from '../../torch';

// libtorch's constants for bilinear interpolation and for reflection at the borders.
const BILINEAR = 0;
const REFLECTION = 2;

/** The source of pixels: source = linear x target + offset, relative to the middle of the image. */
export interface AffineMap {
  /** N x 2 x 2, for [right, down] in pixels. */
  readonly linear: Tensor;
  /** N x 2: [right, down] in pixels. */
  readonly offset: Tensor;
}

/** N x 2 x 2 from its four entries, each of N values. */
export function matrices(a: Tensor, b: Tensor, c: Tensor, d: Tensor): Tensor {
  return torch.stack([a, b, c, d], 1).reshape([-1, 2, 2]);
}

/** N x 2 x 2 that rotate by `angles` (radians, N). */
export function rotations(angles: Tensor): Tensor {
  const [cos, sin] = [angles.cos(), angles.sin()];
  return matrices(cos, sin.neg(), sin, cos);
}

/** N x 2 x 2 that stretch by the factors `right` and `down`, each of N values. */
export function scalings(right: Tensor, down: Tensor): Tensor {
  const zero = torch.zerosLike(right);
  return matrices(right, zero, zero, down);
}

/**
 * Images sampled bilinearly by the map; beyond their borders they are mirrored. Integer shifts, flips and quarter turns
 * of squares move pixels without blur.
 *
 * @param images N x C x H x W, of the dtype of the map
 * @returns N x C x H x W, differentiable twice in `images`
 */
export function sampleAffine(images: Tensor, map: AffineMap): Tensor {
  checkTensor('sampleAffine', 'images', images);
  checkFields('sampleAffine', 'map', map, ['linear', 'offset']);
  const { linear, offset } = map;
  const [, , height, width] = images.shape as [number, number, number, number];
  // libtorch measures from -1 to 1 over each side.
  const sides = torch.tensor([width / 2, height / 2], { dtype: images.dtype, device: images.device });
  const scaled = linear.mul(sides.reshape([1, 1, 2])).div(sides.reshape([1, 2, 1]));
  const theta = torch.cat([scaled, offset.div(sides).unsqueeze(2)], 2);
  const grid = torch.affineGridGenerator(theta, images.shape, false);
  return torch.gridSampler(images, grid, BILINEAR, REFLECTION, false);
}
