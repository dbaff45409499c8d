// Resizes, and crops or pads, a picture of any size to the shape that a recipe trains on.
import type { Picture } from '../images';
import { overload, type Tensor, torch } from '../torch';

const antialiased = overload('_upsample_bilinear2d_aa', 'default');

/** How many values of a picture are floats at the same time while its width changes. */
const BAND_VALUES = 1 << 23;

/** How a picture of other proportions is brought to a shape: cropped at the centre, or padded around it. */
export type Fit = 'crop' | 'pad';

/**
 * The picture brought to `height` x `width` (bilinear, with antialiasing). Cropped, it just covers the shape, and what goes
 * beyond at both ends is cut off: torchvision's `Resize` and `CenterCrop`. Padded, it just fits in, between equal bands of white,
 * or of transparency where it has opacity. Colours are averaged by their opacity, so that no hidden colour shows at an edge.
 *
 * @param picture 1, 3 or 4 channels
 * @returns `channels * height * width` bytes, channels first
 */
export function fitPicture(picture: Picture, height: number, width: number, fit: Fit = 'crop'): Uint8Array {
  const { channels } = picture;
  return torch.scope(() => {
    const image = torch.tensor(picture.data, { shape: [1, picture.height, picture.width, channels] });
    const [tall, wide] = scaledSize(picture, height, width, fit);
    const isFitting = tall === picture.height && wide === picture.width;
    const resized = isFitting ? image.permute([0, 3, 1, 2]) : resize(image, tall, wide);
    const fitted = fit === 'crop' ? cropped(resized, height, width) : padded(resized, height, width);
    return fitted.contiguous().toTypedArray() as Uint8Array;
  });
}

/** The smallest size in the picture's proportions that covers `height` x `width`, or the largest that fits in; fractions are dropped. */
function scaledSize(picture: Picture, height: number, width: number, fit: Fit): [number, number] {
  const isWide = picture.width * height >= picture.height * width;
  const wide = Math.floor((height * picture.width) / picture.height);
  const tall = Math.floor((width * picture.height) / picture.width);
  if (fit === 'crop') return isWide ? [height, Math.max(width, wide)] : [Math.max(height, tall), width];
  return isWide ? [Math.max(1, tall), width] : [height, Math.max(1, wide)];
}

function cropped(image: Tensor, height: number, width: number): Tensor {
  return image
    .narrow(2, centre(image.size(2) - height), height)
    .narrow(3, centre(image.size(3) - width), width);
}

function padded(image: Tensor, height: number, width: number): Tensor {
  const [, channels, tall, wide] = image.shape as [number, number, number, number];
  const around = torch.full([1, channels, height, width], channels === 4 ? 0 : 255, { dtype: 'uint8' });
  around
    .narrow(2, centre(height - tall), tall)
    .narrow(3, centre(width - wide), wide)
    .copy_(image);
  return around;
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
    bands.push(torch.scope(() => scaled(weighted(band.to('float32').contiguous()), band.size(2), width)));
  }
  return unweighted(scaled(torch.cat(bands, 2), height, width))
    .round_()
    .clamp_(0, 255)
    .to('uint8');
}

/** Colours times opacity, where there is opacity. */
function weighted(values: Tensor): Tensor {
  if (values.size(1) !== 4) return values;
  const opacity = values.narrow(1, 3, 1);
  return torch.cat([values.narrow(1, 0, 3).mul(opacity).div(255), opacity], 1);
}

/** What {@link weighted} was made of; colours that cannot be seen are black. */
function unweighted(values: Tensor): Tensor {
  if (values.size(1) !== 4) return values;
  const opacity = values.narrow(1, 3, 1);
  const colours = values.narrow(1, 0, 3).mul(255).div(opacity.clampMin(0.5));
  return torch.cat([colours, opacity], 1);
}

function scaled(values: Tensor, height: number, width: number): Tensor {
  return antialiased(values, [height, width], false) as Tensor;
}

/** Half of `room`; of two equally near pixels the even one, as Python's `round` takes it. */
function centre(room: number): number {
  const half = Math.floor(room / 2);
  return room % 2 === 1 && half % 2 === 1 ? half + 1 : half;
}
