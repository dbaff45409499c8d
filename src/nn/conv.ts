// Convolutions: Conv1d and Conv2d, with PyTorch's paddings and the field's 'same' at any stride.
import { checkOptions, describeNumber } from '../options';
import type { Tensor } from '../torch';
import { torch } from '../torch';
import { checkCounts } from './checks';
import { parameter } from './fields';
import { defaultInit, type FactoryOptions } from './linear';
import { Module } from './module';
import { tuple } from './repr';

/** One number for every spatial dimension, or one for each. */
export type Size = number | readonly number[];

/** How the border is filled before a convolution. */
export type PaddingMode = 'zeros' | 'reflect' | 'replicate' | 'circular';

/** Settings of Conv1d and Conv2d. */
export interface ConvOptions extends FactoryOptions {
  /** Default 1. */
  stride?: Size;
  /**
   * Pixels added on each side; 'valid' adds none; 'same' adds what makes the output ceil(input / stride) long, the odd
   * pixel at the end, as Keras and TensorFlow do. With 'same' and a stride above 1 a traced module keeps the spatial size
   * that it was traced with. Default 0.
   */
  padding?: Size | 'same' | 'valid';
  /** Distance between the kernel's taps. Default 1. */
  dilation?: Size;
  /** Number of independent groups that the channels are split into. Default 1. */
  groups?: number;
  /** Whether a learned offset is added. Default true. */
  bias?: boolean;
  /** Default 'zeros'. */
  paddingMode?: PaddingMode;
}

const PAD_NAMES = {
  zeros: 'constant',
  reflect: 'reflect',
  replicate: 'replicate',
  circular: 'circular',
} as const;

abstract class Conv extends Module {
  readonly kernelSize: number[];
  readonly stride: number[];
  readonly dilation: number[];
  readonly padding: number[] | 'same' | 'valid';
  readonly groups: number;
  readonly paddingMode: PaddingMode;
  weight: Tensor;
  bias!: Tensor | null;

  constructor(
    private readonly rank: 1 | 2,
    readonly inChannels: number,
    readonly outChannels: number,
    kernelSize: Size,
    options: ConvOptions,
  ) {
    super();
    checkOptions(this.constructor.name, options, [
      'stride',
      'padding',
      'dilation',
      'groups',
      'bias',
      'paddingMode',
      'dtype',
      'device',
      'generator',
    ]);
    const { stride = 1, padding = 0, dilation = 1, groups = 1, bias = true, paddingMode = 'zeros' } = options;
    const layer = this.constructor.name;
    checkChannels(layer, inChannels, outChannels, groups);
    if (!Object.hasOwn(PAD_NAMES, paddingMode)) {
      throw new Error(
        `${layer}: paddingMode must be one of ${Object.keys(PAD_NAMES).join(', ')}, got '${paddingMode}'`,
      );
    }
    this.kernelSize = spread(kernelSize, rank, `${layer}: kernelSize`, 1);
    this.stride = spread(stride, rank, `${layer}: stride`, 1);
    this.dilation = spread(dilation, rank, `${layer}: dilation`, 1);
    this.padding = readPadding(padding, rank, layer);
    this.groups = groups;
    this.paddingMode = paddingMode;
    const { dtype, device, generator } = options;
    this.weight = parameter(
      torch.empty([outChannels, inChannels / groups, ...this.kernelSize], { dtype, device }),
    );
    this.registerParameter('bias', bias ? torch.empty([outChannels], { dtype, device }) : null);
    defaultInit(this.weight, this.bias, generator);
  }

  protected abstract convolve(x: Tensor, padding: number[]): Tensor;

  forward(x: Tensor): Tensor {
    const sides = this.sides(x);
    const symmetric = sides.every(([before, after]) => before === after);
    if (this.paddingMode === 'zeros' && symmetric) {
      return this.convolve(
        x,
        sides.map(([before]) => before),
      );
    }
    const mode = PAD_NAMES[this.paddingMode];
    return this.convolve(torch.pad(x, sides.toReversed().flat(), mode), this.noPadding());
  }

  override extraRepr(): string {
    const parts = [`${this.inChannels}, ${this.outChannels}`, `kernel_size=${tuple(this.kernelSize)}`];
    parts.push(`stride=${tuple(this.stride)}`);
    if (typeof this.padding === 'string') parts.push(`padding=${this.padding}`);
    else if (this.padding.some((p) => p !== 0)) parts.push(`padding=${tuple(this.padding)}`);
    if (this.dilation.some((d) => d !== 1)) parts.push(`dilation=${tuple(this.dilation)}`);
    if (this.groups !== 1) parts.push(`groups=${this.groups}`);
    if (this.bias === null) parts.push('bias=False');
    if (this.paddingMode !== 'zeros') parts.push(`padding_mode=${this.paddingMode}`);
    return parts.join(', ');
  }

  private noPadding(): number[] {
    return new Array<number>(this.rank).fill(0);
  }

  private sides(x: Tensor): [before: number, after: number][] {
    if (this.padding === 'valid') return this.noPadding().map((zero) => [zero, zero]);
    if (this.padding !== 'same') return this.padding.map((p) => [p, p]);
    const spatial = x.shape.slice(-this.rank);
    return this.kernelSize.map((kernel, i) => {
      const [stride, dilation] = [this.stride[i] ?? 1, this.dilation[i] ?? 1];
      const reach = dilation * (kernel - 1) + 1;
      const size = spatial[i] ?? 0;
      const total =
        stride === 1 ? reach - 1 : Math.max((Math.ceil(size / stride) - 1) * stride + reach - size, 0);
      return [Math.floor(total / 2), Math.ceil(total / 2)];
    });
  }
}

/**
 * Convolution over sequences. Input [batch, inChannels, length], output [batch, outChannels, newLength] with
 * newLength = floor((length + 2 padding - dilation (kernelSize - 1) - 1) / stride) + 1.
 */
export class Conv1d extends Conv {
  constructor(inChannels: number, outChannels: number, kernelSize: Size, options: ConvOptions = {}) {
    super(1, inChannels, outChannels, kernelSize, options);
  }

  protected convolve(x: Tensor, padding: number[]): Tensor {
    return torch.conv1d(x, this.weight, this.bias, this.stride, padding, this.dilation, this.groups);
  }
}

/**
 * Convolution over images. Input [batch, inChannels, height, width], output [batch, outChannels, newHeight, newWidth];
 * sizes follow the formula of Conv1d in each dimension.
 */
export class Conv2d extends Conv {
  constructor(inChannels: number, outChannels: number, kernelSize: Size, options: ConvOptions = {}) {
    super(2, inChannels, outChannels, kernelSize, options);
  }

  protected convolve(x: Tensor, padding: number[]): Tensor {
    return torch.conv2d(x, this.weight, this.bias, this.stride, padding, this.dilation, this.groups);
  }
}

/** `value` for each of `rank` dimensions; throws an error that names `what` for anything but whole numbers >= `least`. */
export function spread(value: Size, rank: number, what: string, least: number): number[] {
  const list = Array.isArray(value) ? [...value] : new Array<number>(rank).fill(value as number);
  if (list.length !== rank || list.some((n) => !Number.isInteger(n) || n < least)) {
    const form = rank === 1 ? 'a whole number' : `a whole number or ${rank} of them`;
    throw new RangeError(`${what} must be ${form}, at least ${least}, got ${describeNumber(value)}`);
  }
  return list;
}

/** Throws unless both channel counts are positive whole numbers that `groups` divides. */
export function checkChannels(layer: string, inChannels: number, outChannels: number, groups: number): void {
  checkCounts(layer, { inChannels, outChannels, groups });
  for (const [name, value] of Object.entries({ inChannels, outChannels })) {
    if (value % groups !== 0)
      throw new RangeError(`${layer}: ${name} (${value}) must be divisible by groups (${groups})`);
  }
}

/** A padding option as numbers, or the words 'same' and 'valid' themselves. */
export function readPadding(
  padding: Size | 'same' | 'valid',
  rank: number,
  layer: string,
): number[] | 'same' | 'valid' {
  if (padding === 'same' || padding === 'valid') return padding;
  if (typeof padding === 'string') {
    throw new Error(`${layer}: padding must be whole numbers, 'same' or 'valid', got '${String(padding)}'`);
  }
  return spread(padding, rank, `${layer}: padding`, 0);
}
