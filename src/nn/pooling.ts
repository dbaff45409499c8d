// Pooling over images: MaxPool2d, AvgPool2d, AdaptiveAvgPool2d.
import { checkOptions } from '../options';
import type { Tensor } from '../torch';
import { torch } from '../torch';
import { type Size, spread } from './conv';
import { Module } from './module';
import { flag } from './repr';

/** Settings of MaxPool2d. */
export interface MaxPoolOptions {
  /** Default: the kernel's size. */
  stride?: Size;
  /** Pixels of minus infinity added on each side, at most half the kernel. Default 0. */
  padding?: Size;
  /** Distance between the window's pixels. Default 1. */
  dilation?: Size;
  /** Whether windows that extend past the end are included. Default false. */
  ceilMode?: boolean;
}

/** The largest value of each window. Input [batch, channels, height, width]. */
export class MaxPool2d extends Module {
  readonly stride: Size;
  readonly padding: Size;
  readonly dilation: Size;
  readonly ceilMode: boolean;

  constructor(
    readonly kernelSize: Size,
    options: MaxPoolOptions = {},
  ) {
    super();
    checkOptions(this.constructor.name, options, ['stride', 'padding', 'dilation', 'ceilMode']);
    const { stride = kernelSize, padding = 0, dilation = 1, ceilMode = false } = options;
    this.stride = stride;
    this.padding = padding;
    this.dilation = dilation;
    this.ceilMode = ceilMode;
    checkWindow('MaxPool2d', { kernelSize, stride, dilation }, padding);
  }

  forward(x: Tensor): Tensor {
    const [kernel, stride, padding, dilation] = [
      this.kernelSize,
      this.stride,
      this.padding,
      this.dilation,
    ].map(pair);
    return torch.maxPool2d(x, kernel as number[], stride, padding, dilation, this.ceilMode);
  }

  override extraRepr(): string {
    const window = `kernel_size=${text(this.kernelSize)}, stride=${text(this.stride)}, padding=${text(this.padding)}`;
    return `${window}, dilation=${text(this.dilation)}, ceil_mode=${flag(this.ceilMode)}`;
  }
}

/** Settings of AvgPool2d. */
export interface AvgPoolOptions extends Omit<MaxPoolOptions, 'dilation'> {
  /** Whether padded zeros count in the average. Default true. */
  countIncludePad?: boolean;
}

/** The mean of each window. Input [batch, channels, height, width]. */
export class AvgPool2d extends Module {
  readonly stride: Size;
  readonly padding: Size;
  readonly ceilMode: boolean;
  readonly countIncludePad: boolean;

  constructor(
    readonly kernelSize: Size,
    options: AvgPoolOptions = {},
  ) {
    super();
    checkOptions(this.constructor.name, options, ['stride', 'padding', 'ceilMode', 'countIncludePad']);
    const { stride = kernelSize, padding = 0, ceilMode = false, countIncludePad = true } = options;
    this.stride = stride;
    this.padding = padding;
    this.ceilMode = ceilMode;
    this.countIncludePad = countIncludePad;
    checkWindow('AvgPool2d', { kernelSize, stride }, padding);
  }

  forward(x: Tensor): Tensor {
    const [kernel, stride, padding] = [this.kernelSize, this.stride, this.padding].map(pair);
    return torch.avgPool2d(x, kernel as number[], stride, padding, this.ceilMode, this.countIncludePad);
  }

  override extraRepr(): string {
    return `kernel_size=${text(this.kernelSize)}, stride=${text(this.stride)}, padding=${text(this.padding)}`;
  }
}

/** Means of as many equal windows as the output has pixels; null keeps that dimension. Input [batch, channels, h, w]. */
export class AdaptiveAvgPool2d extends Module {
  /** @throws RangeError unless the size is a whole number, or two of them or null. */
  constructor(readonly outputSize: number | readonly [height: number | null, width: number | null]) {
    super();
    const sizes: readonly unknown[] = Array.isArray(outputSize) ? outputSize : [outputSize, outputSize];
    const fits = (size: unknown) => size === null || (Number.isInteger(size) && (size as number) >= 0);
    if (sizes.length !== 2 || outputSize === null || !sizes.every(fits)) {
      throw new RangeError(
        'AdaptiveAvgPool2d: outputSize must be a whole number, or [height, width] of whole numbers or null, ' +
          `got ${JSON.stringify(outputSize)}`,
      );
    }
  }

  forward(x: Tensor): Tensor {
    const [height, width] =
      typeof this.outputSize === 'number' ? [this.outputSize, this.outputSize] : this.outputSize;
    return torch.adaptiveAvgPool2d(x, [
      height ?? (x.shape.at(-2) as number),
      width ?? (x.shape.at(-1) as number),
    ]);
  }

  override extraRepr(): string {
    const size = this.outputSize;
    const printed = typeof size === 'number' ? `${size}` : `(${size.map((n) => n ?? 'None').join(', ')})`;
    return `output_size=${printed}`;
  }
}

function pair(size: Size): number[] {
  return typeof size === 'number' ? [size, size] : [...size];
}

function text(size: Size): string {
  return typeof size === 'number' ? String(size) : `(${size.join(', ')})`;
}

function checkWindow(layer: string, atLeastOne: Record<string, Size>, padding: Size): void {
  for (const [name, value] of Object.entries(atLeastOne)) spread(value, 2, `${layer}: ${name}`, 1);
  spread(padding, 2, `${layer}: padding`, 0);
}
