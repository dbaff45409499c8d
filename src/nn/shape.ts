// Layers that only reshape or enlarge: Flatten, Unflatten, Upsample, PixelShuffle.
import { checkOptions, describeNumber, describeValue } from '../options';
import type { Tensor } from '../torch';
import { torch } from '../torch';
import { checkCounts } from './checks';
import type { Size } from './conv';
import { type InterpolationMode, interpolate } from './functional';
import { Module } from './module';
import { float, tuple } from './repr';

/** Joins the dimensions startDim..endDim into one. Default: all but the batch. */
export class Flatten extends Module {
  constructor(
    readonly startDim = 1,
    readonly endDim = -1,
  ) {
    super();
    for (const [name, dim] of Object.entries({ startDim, endDim })) {
      if (!Number.isInteger(dim))
        throw new TypeError(`Flatten: ${name} must be a whole number, got ${describeValue(dim)}`);
    }
  }

  forward(x: Tensor): Tensor {
    return torch.flatten(x, this.startDim, this.endDim);
  }

  override extraRepr(): string {
    return `start_dim=${this.startDim}, end_dim=${this.endDim}`;
  }
}

/** Splits dimension `dim` into `unflattenedSize`, whose product it must be (one entry may be -1). */
export class Unflatten extends Module {
  constructor(
    readonly dim: number,
    readonly unflattenedSize: readonly number[],
  ) {
    super();
    if (!Array.isArray(unflattenedSize) || ![dim, ...unflattenedSize].every(Number.isInteger)) {
      const got = `${describeNumber(dim)} and ${describeNumber(unflattenedSize)}`;
      throw new TypeError(`Unflatten: expected a dimension and an array of whole numbers, got ${got}`);
    }
  }

  forward(x: Tensor): Tensor {
    return torch.unflatten(x, this.dim, [...this.unflattenedSize]);
  }

  override extraRepr(): string {
    return `dim=${this.dim}, unflattened_size=${tuple(this.unflattenedSize)}`;
  }
}

/** Settings of Upsample: a factor or the exact size, and how new pixels are made. */
export interface UpsampleOptions {
  /** Output [height, width]; one number for both. */
  size?: Size;
  /** Output size as a multiple of the input's. */
  scaleFactor?: Size;
  /** Default 'nearest'. */
  mode?: InterpolationMode;
  /** Whether corner pixels are aligned; for 'bilinear' and 'bicubic'. Default false. */
  alignCorners?: boolean;
}

/** Enlarges images. Input [batch, channels, height, width]. Give either `size` or `scaleFactor`. */
export class Upsample extends Module {
  constructor(readonly options: UpsampleOptions) {
    super();
    checkOptions('Upsample', options, ['size', 'scaleFactor', 'mode', 'alignCorners']);
    if ((options.size === undefined) === (options.scaleFactor === undefined)) {
      throw new Error('Upsample: give either size or scaleFactor');
    }
  }

  forward(x: Tensor): Tensor {
    return interpolate(x, this.options);
  }

  override extraRepr(): string {
    const { size, scaleFactor, mode = 'nearest' } = this.options;
    const target =
      scaleFactor === undefined ? `size=${sizeText(size)}` : `scale_factor=${sizeText(scaleFactor, float)}`;
    return `${target}, mode='${mode}'`;
  }
}

/** Moves channels into space: [batch, c r^2, h, w] becomes [batch, c, h r, w r] with r = upscaleFactor. */
export class PixelShuffle extends Module {
  constructor(readonly upscaleFactor: number) {
    super();
    checkCounts('PixelShuffle', { upscaleFactor });
  }

  forward(x: Tensor): Tensor {
    return torch.pixelShuffle(x, this.upscaleFactor);
  }

  override extraRepr(): string {
    return `upscale_factor=${this.upscaleFactor}`;
  }
}

function sizeText(size: Size | undefined, print: (n: number) => string = String): string {
  return typeof size === 'number' ? print(size) : `(${(size ?? []).map(print).join(', ')})`;
}
