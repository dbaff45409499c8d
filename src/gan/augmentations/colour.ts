// Linear changes of colour: brightness, contrast, and rotation about the axis of greys.
import { checkFields } from '../../options';
import { checkTensor, type Tensor, torch } from '../../torch';
import { changeColours, perImage } from './images';

/** The change of the colours of each image: N values each. */
export interface ColourChange {
  /** Factor of the grey part, the mean of red, green and blue. */
  readonly grey: Tensor;
  /** Factor of the difference from grey. */
  readonly chroma: Tensor;
  /** Rotation of hues about the axis of greys, in radians. */
  readonly hue: Tensor;
  /** Added to every channel, in the values of the images. */
  readonly offset: Tensor;
}

/**
 * Colours c about `middle` become `grey x mean(c) + chroma x turned(c - mean(c)) + offset`. One channel has only its grey
 * part; alpha, the last of 2 or 4 channels, stays.
 *
 * @param images N x C x H x W, 1 to 4 channels
 * @param middle the value that contrast and hue leave unchanged
 * @returns N x C x H x W, differentiable any number of times
 */
export function changeColour(images: Tensor, change: ColourChange, middle = 0): Tensor {
  checkTensor('changeColour', 'images', images);
  checkFields('changeColour', 'change', change, ['grey', 'chroma', 'hue', 'offset']);
  const { grey, chroma, hue, offset } = change;
  return changeColours(images, (colours) => {
    const shift = perImage(offset.add(middle).sub(grey.mul(middle)));
    if (colours.size(1) === 1) return torch.addcmul(shift, colours, perImage(grey));
    const matrix = colourMatrix(grey, chroma, hue);
    const turned = torch.baddbmm(shift.squeeze(3), matrix, colours.flatten(2));
    return turned.reshape(colours.shape);
  });
}

/** N x 3 x 3. It keeps greys grey: the rows of what turns hues sum to 0, so the shift by `middle` concerns greys alone. */
function colourMatrix(grey: Tensor, chroma: Tensor, hue: Tensor): Tensor {
  const constant = (rows: number[]): Tensor =>
    torch.tensor(rows, { shape: [1, 3, 3], dtype: grey.dtype, device: grey.device });
  const third = 1 / 3;
  const root = 1 / Math.sqrt(3);
  const toGrey = constant(new Array<number>(9).fill(third));
  const toChroma = constant([1, 0, 0, 0, 1, 0, 0, 0, 1]).sub(toGrey);
  // The cross product with the unit vector along the greys.
  const across = constant([0, -root, root, root, 0, -root, -root, root, 0]);
  const each = (values: Tensor): Tensor => values.reshape([-1, 1, 1]);
  return toGrey
    .mul(each(grey))
    .add(toChroma.mul(each(chroma.mul(hue.cos()))))
    .add(across.mul(each(chroma.mul(hue.sin()))));
}
