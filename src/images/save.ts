// Image tensors as PNG files: one image, or many in a grid.

import { UsageError } from '../errors';
import { checkOptions } from '../options';
import { checkTensor, type Tensor, torch } from '../torch';
import { composeGrid, enlarge, type GridLayout, type PictureStack } from './grid';
import type { Picture } from './picture';
import { writePng } from './png';
import { rangeToBytes, type ValueRange } from './range';

/** How tensor values become bytes. */
export interface PictureOptions {
  /**
   * The values that stand for black and for full brightness (default `[0, 1]`); a uint8 tensor holds bytes
   * already.
   */
  range?: ValueRange;
}

/**
 * Pictures from an image tensor.
 *
 * @param images N x C x H x W (C = 1 grey, 3 colour, 4 colour and opacity), on any device, floating-point or uint8
 * @throws UsageError for another shape
 */
export function toPictures(images: Tensor, options: PictureOptions = {}): PictureStack {
  checkTensor('toPictures', 'images', images);
  checkOptions('toPictures', options, ['range']);
  const [count, channels, height, width] = images.shape;
  if (images.dim() !== 4 || !isChannels(channels) || !count || !height || !width) {
    throw new UsageError(
      'images: expected a tensor N x C x H x W with C = 1 (grey), 3 (colour) or 4 (colour and opacity) and at least one pixel, ' +
        `got [${images.shape.join(', ')}]`,
      'reshape it, for example images.reshape([-1, 1, 28, 28])',
    );
  }
  const data = torch.scope(() => {
    const bytes = rangeToBytes(images, options.range ?? [0, 1]);
    return bytes.permute([0, 2, 3, 1]).contiguous().cpu().toTypedArray() as Uint8Array;
  });
  return { count, channels, height, width, data };
}

/**
 * One picture of all images in a tensor N x C x H x W. See {@link toPictures} for the values and {@link
 * GridLayout}.
 */
export function makeGrid(images: Tensor, options: GridLayout & PictureOptions = {}): Picture {
  checkOptions('makeGrid', options, ['range', 'rows', 'columns', 'padding', 'background', 'scale']);
  return composeGrid(toPictures(images, { range: options.range }), options);
}

/** Writes all images of a tensor N x C x H x W as one PNG. See {@link makeGrid}. */
export function saveGrid(path: string, images: Tensor, options: GridLayout & PictureOptions = {}): void {
  writePng(path, makeGrid(images, options));
}

/**
 * Writes one image as a PNG.
 *
 * @param image C x H x W, or 1 x C x H x W
 * @param options `scale`: whole factor by which every pixel is enlarged (default 1)
 */
export function saveImage(
  path: string,
  image: Tensor,
  options: PictureOptions & { scale?: number } = {},
): void {
  checkTensor('saveImage', 'image', image);
  checkOptions('saveImage', options, ['range', 'scale']);
  const stack = torch.scope(() =>
    toPictures(image.dim() === 3 ? image.unsqueeze(0) : image, { range: options.range }),
  );
  if (stack.count !== 1) {
    throw new UsageError(
      `image: expected one image, C x H x W, got ${stack.count}`,
      'use saveGrid for several',
    );
  }
  writePng(path, enlarge(stack, options.scale ?? 1));
}

function isChannels(count: number | undefined): count is 1 | 3 | 4 {
  return count === 1 || count === 3 || count === 4;
}
