// Images as augmentations see them: channels, alpha, and the middle of the values.
import { UsageError } from '../../errors';
import { checkRange, type ValueRange } from '../../images';
import { checkTensor, type Tensor, torch } from '../../torch';

/** The sizes of a batch. @throws UsageError unless it is N x C x H x W of 1 to 4 channels */
export function imageSizes(
  owner: string,
  images: Tensor,
): { count: number; channels: number; height: number; width: number } {
  checkTensor(owner, 'images', images);
  const [count = 0, channels = 0, height = 0, width = 0] = images.shape;
  if (images.dim() === 4 && channels >= 1 && channels <= 4) return { count, channels, height, width };
  throw new UsageError(
    `${owner}: expected images of shape [N, 1 to 4 channels, H, W], got [${images.shape.join(', ')}]`,
    'give image.shape as [channels, height, width]',
  );
}

/** Applies `change` to the colours; of 2 and 4 channels the last is alpha, which stays as it is. */
export function changeColours(images: Tensor, change: (colours: Tensor) => Tensor): Tensor {
  const channels = images.size(1);
  if (channels % 2 === 1) return change(images);
  const colours = change(images.narrow(1, 0, channels - 1));
  return torch.cat([colours, images.narrow(1, channels - 1, 1)], 1);
}

/** The value between black and full brightness, and its distance from both. */
export function centreOf(range: ValueRange): { middle: number; half: number } {
  const [low, high] = checkRange(range);
  return { middle: (low + high) / 2, half: (high - low) / 2 };
}

/** The dtype that parameters are drawn and geometry is computed in: float64 for float64 images, else float32. */
export function computedIn({ dtype }: Tensor): 'float32' | 'float64' {
  return dtype === 'float64' ? 'float64' : 'float32';
}

/** One value per image as N x 1 x 1 x 1. */
export function perImage(values: Tensor): Tensor {
  return values.reshape([-1, 1, 1, 1]);
}
