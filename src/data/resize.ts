// Brings a picture of any size to the shape that a recipe trains on.
import type { Picture } from '../images/picture';
import { type Tensor, torch } from '../torch';
import { overload } from '../torch/operators';

const antialiased = overload('_upsample_bilinear2d_aa', 'default');

/**
 * The picture resized so that it just covers `height` x `width`, then cut at the centre: torchvision's `Resize` (bilinear,
 * with antialiasing) and `CenterCrop`.
 *
 * @param picture 1 or 3 channels
 * @returns `channels * height * width` bytes, channels first
 */
export function fitPicture(picture: Picture, height: number, width: number): Uint8Array {
  const { channels } = picture;
  return torch.scope(() => {
    let image = torch
      .tensor(picture.data, { shape: [1, picture.height, picture.width, channels] })
      .permute([0, 3, 1, 2]);
    const [tall, wide] = coveringSize(picture, height, width);
    if (tall !== picture.height || wide !== picture.width) image = resize(image, tall, wide);
    return image
      .narrow(2, centre(tall - height), height)
      .narrow(3, centre(wide - width), width)
      .contiguous()
      .toTypedArray() as Uint8Array;
  });
}

/** The smallest size in the picture's proportions that covers `height` x `width`; fractions are dropped. */
function coveringSize(picture: Picture, height: number, width: number): [number, number] {
  const isWide = picture.width * height >= picture.height * width;
  return isWide
    ? [height, Math.max(width, Math.floor((height * picture.width) / picture.height))]
    : [Math.max(height, Math.floor((width * picture.height) / picture.width)), width];
}

function resize(bytes: Tensor, height: number, width: number): Tensor {
  const values = bytes.to('float32').contiguous();
  const resized = antialiased(values, [height, width], false) as Tensor;
  return resized.round_().clamp_(0, 255).to('uint8');
}

/** Half of `room`; of two equally near pixels the even one, as Python's `round` takes it. */
function centre(room: number): number {
  const half = Math.floor(room / 2);
  return room % 2 === 1 && half % 2 === 1 ? half + 1 : half;
}
