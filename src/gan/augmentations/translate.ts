// Shifting images by whole pixels and cutting squares out of them, with separate numbers for each image.
import { checkFields } from '../../options';
import { checkTensor, type Tensor, torch } from '../../torch';
import { perImage } from './images';

/** The square that is cut out of an image; pixels outside the image are ignored. */
export interface Squares {
  /** int64, N: its first row and column. */
  readonly top: Tensor;
  readonly left: Tensor;
  /** Its sides in pixels. */
  readonly height: number;
  readonly width: number;
}

/**
 * Images moved `down` and to the `right`; what comes in from outside is 0.
 *
 * @param images N x C x H x W
 * @param down int64, N: pixels, negative for up
 * @param right int64, N: pixels, negative for left
 * @returns N x C x H x W, differentiable any number of times
 */
export function translate(images: Tensor, down: Tensor, right: Tensor): Tensor {
  for (const [name, given] of Object.entries({ images, down, right })) checkTensor('translate', name, given);
  const rows = source(images, 2, down);
  const columns = source(images, 3, right);
  const moved = images
    .gather(2, rows.within.expand(images.shape))
    .gather(3, columns.within.expand(images.shape));
  return moved.mul(rows.inside.logicalAnd(columns.inside).to(images.dtype));
}

/** Images with 0 in the square of each. */
export function cutOut(images: Tensor, squares: Squares): Tensor {
  checkTensor('cutOut', 'images', images);
  checkFields('cutOut', 'squares', squares, ['top', 'left', 'height', 'width']);
  const { top, left, height, width } = squares;
  const inSquare = (dimension: 2 | 3, start: Tensor, size: number): Tensor => {
    const offset = positions(images, dimension).sub(perImage(start));
    return offset.ge(0).logicalAnd(offset.lt(size));
  };
  const cut = inSquare(2, top, height).logicalAnd(inSquare(3, left, width));
  return images.mul(cut.logicalNot().to(images.dtype));
}

/** The source of each row (or column), clamped to the image, and whether it was inside. */
function source(images: Tensor, dimension: 2 | 3, shift: Tensor): { within: Tensor; inside: Tensor } {
  const from = positions(images, dimension).sub(perImage(shift));
  const last = images.size(dimension) - 1;
  const within = from.clamp(0, last);
  return { within, inside: within.eq(from) };
}

/** 0, 1, ... along a dimension, as a tensor of four dimensions. */
function positions(images: Tensor, dimension: 2 | 3): Tensor {
  const size = images.size(dimension);
  const shape = dimension === 2 ? [1, 1, size, 1] : [1, 1, 1, size];
  return torch.arange(size, { device: images.device, dtype: 'int64' }).reshape(shape);
}
