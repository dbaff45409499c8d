// Resizes and crops a picture of any size to the shape that a recipe trains on.
import type { Picture } from '../images';
import { overload, type Tensor, torch } from '../torch';

const antialiased = overload('_upsample_bilinear2d_aa', 'default');

/** How many values of a picture are floats at the same time while its width changes. */
const BAND_VALUES = 1 << 23;

/**
 * The picture resized so that it just covers `height` x `width`, then cropped at the centre: torchvision's `Resize` (bilinear,
 * with antialiasing) and `CenterCrop`.
 *
 * @param picture 1 or 3 channels
 * @returns `channels * height * width` bytes, channels first
 */
export function fitPicture(picture: Picture, height: number, width: number): Uint8Array {
  const { channels } = picture;
  return torch.scope(() => {
    const image = torch.tensor(picture.data, { shape: [1, picture.height, picture.width, channels] });
    const [tall, wide] = coveringSize(picture, height, width);
    const isFitting = tall === picture.height && wide === picture.width;
    return (isFitting ? image.permute([0, 3, 1, 2]) : resize(image, tall, wide))
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

/**
 * Rows become narrower before columns become shorter, as inside of the operator; so a large picture is never in memory
 * as floats completely.
 *
 * @param bytes 1 x H x W x C
 * @returns 1 x C x `height` x `width`
 */
function resize(bytes: Tensor, height: number, width: number): Tensor {
  const [, rows, columns, channels] = bytes.shape as [number, number, number, number];
  const most = Math.max(1, Math.floor(BAND_VALUES / (columns * channels)));
  const bands: Tensor[] = [];
  for (let row = 0; row < rows; row += most) {
    const band = bytes.narrow(1, row, Math.min(most, rows - row)).permute([0, 3, 1, 2]);
    bands.push(torch.scope(() => scaled(band.to('float32').contiguous(), band.size(2), width)));
  }
  return scaled(torch.cat(bands, 2), height, width).round_().clamp_(0, 255).to('uint8');
}

function scaled(values: Tensor, height: number, width: number): Tensor {
  return antialiased(values, [height, width], false) as Tensor;
}

/** Half of `room`; of two equally near pixels the even one, as Python's `round` takes it. */
function centre(room: number): number {
  const half = Math.floor(room / 2);
  return room % 2 === 1 && half % 2 === 1 ? half + 1 : half;
}
