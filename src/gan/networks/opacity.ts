// Opacity: the colours of an image as far as they can be seen.
import { checkTensor, type Tensor, torch } from '../../torch';

/**
 * Images whose colours are multiplied with their opacity, so that a colour that cannot be seen is black, whatever it was (Porter
 * and Duff, "Compositing digital images", 1984). A discriminator that sees images so judges no hidden colours, and the generator
 * is free in them: its colours go on beyond an edge, and no rim of another colour surrounds it.
 *
 * @param images N x 4 x H x W in [-1, 1], the last channel opacity
 * @returns the same shape and range; opacity is unchanged
 */
export function premultiply(images: Tensor): Tensor {
  checkTensor('premultiply', 'images', images);
  const opacity = images.narrow(1, 3, 1);
  const colours = images.narrow(1, 0, 3);
  const visible = colours.add(1).mul(opacity.add(1).mul(0.5)).sub(1);
  return torch.cat([visible, opacity], 1);
}
