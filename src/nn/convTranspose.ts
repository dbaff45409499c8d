// Transposed convolutions: ConvTranspose1d and ConvTranspose2d, which enlarge what a strided convolution shrinks.
import { checkOptions } from '../options';
import type { Tensor } from '../torch';
import { torch } from '../torch';
import { checkChannels, readPadding, type Size, spread } from './conv';
import { parameter } from './fields';
import { defaultInit, type FactoryOptions } from './linear';
import { Module } from './module';
import { tuple } from './repr';

/** Settings of ConvTranspose1d and ConvTranspose2d. */
export interface ConvTransposeOptions extends FactoryOptions {
  /** Factor by which the input is spread out. Default 1. */
  stride?: Size;
  /**
   * Pixels cut from each side of the full result; 'valid' cuts none; 'same' cuts what makes the output input * stride
   * long (the odd pixel from the end), as Keras does: a 4x4 kernel with stride 2 doubles the size. Default 0.
   */
  padding?: Size | 'same' | 'valid';
  /** Pixels added at the end; not together with 'same'. Default 0. */
  outputPadding?: Size;
  /** Distance between the kernel's taps. Default 1. */
  dilation?: Size;
  /** Number of independent groups that the channels are split into. Default 1. */
  groups?: number;
  /** Whether a learned offset is added. Default true. */
  bias?: boolean;
}

abstract class ConvTranspose extends Module {
  readonly kernelSize: number[];
  readonly stride: number[];
  readonly dilation: number[];
  readonly padding: number[];
  readonly outputPadding: number[];
  readonly groups: number;
  weight: Tensor;
  bias!: Tensor | null;
  /** Pixels that are cut from the end alone, which libtorch's symmetric padding cannot express. */
  private readonly trim: number[];

  constructor(
    rank: 1 | 2,
    readonly inChannels: number,
    readonly outChannels: number,
    kernelSize: Size,
    options: ConvTransposeOptions,
  ) {
    super();
    checkOptions(this.constructor.name, options, [
      'stride',
      'padding',
      'dilation',
      'groups',
      'bias',
      'outputPadding',
      'dtype',
      'device',
      'generator',
    ]);
    const { stride = 1, padding = 0, outputPadding = 0, dilation = 1, groups = 1, bias = true } = options;
    const layer = this.constructor.name;
    checkChannels(layer, inChannels, outChannels, groups);
    this.kernelSize = spread(kernelSize, rank, `${layer}: kernelSize`, 1);
    this.stride = spread(stride, rank, `${layer}: stride`, 1);
    this.dilation = spread(dilation, rank, `${layer}: dilation`, 1);
    this.groups = groups;
    this.outputPadding = spread(outputPadding, rank, `${layer}: outputPadding`, 0);
    this.trim = this.outputPadding.map(() => 0);
    const cut = readPadding(padding, rank, layer);
    if (cut === 'same') {
      if (this.outputPadding.some((n) => n !== 0))
        throw new Error(`${layer}: outputPadding does not go with 'same'`);
      // The full result is surplus = dilation (kernel - 1) + 1 - stride longer than input * stride.
      const surplus = this.kernelSize.map(
        (k, i) => (this.dilation[i] ?? 1) * (k - 1) + 1 - (this.stride[i] ?? 1),
      );
      this.padding = surplus.map((n) => Math.max(Math.floor(n / 2), 0));
      this.trim = surplus.map((n) => Math.max(n, 0) % 2);
      this.outputPadding = surplus.map((n) => Math.max(-n, 0));
    } else {
      this.padding = cut === 'valid' ? this.outputPadding.map(() => 0) : cut;
    }
    const { dtype, device, generator } = options;
    this.weight = parameter(
      torch.empty([inChannels, outChannels / groups, ...this.kernelSize], { dtype, device }),
    );
    this.registerParameter('bias', bias ? torch.empty([outChannels], { dtype, device }) : null);
    defaultInit(this.weight, this.bias, generator);
  }

  protected abstract convolve(x: Tensor): Tensor;

  forward(x: Tensor): Tensor {
    return this.trim.reduce(
      (y, trim, i) => (trim === 0 ? y : y.slice(i - this.trim.length, 0, -trim)),
      this.convolve(x),
    );
  }

  override extraRepr(): string {
    const parts = [`${this.inChannels}, ${this.outChannels}`, `kernel_size=${tuple(this.kernelSize)}`];
    parts.push(`stride=${tuple(this.stride)}`);
    if (this.padding.some((p) => p !== 0)) parts.push(`padding=${tuple(this.padding)}`);
    if (this.dilation.some((d) => d !== 1)) parts.push(`dilation=${tuple(this.dilation)}`);
    if (this.outputPadding.some((p) => p !== 0)) parts.push(`output_padding=${tuple(this.outputPadding)}`);
    if (this.groups !== 1) parts.push(`groups=${this.groups}`);
    if (this.bias === null) parts.push('bias=False');
    return parts.join(', ');
  }
}

/**
 * Transposed convolution over sequences. Input [batch, inChannels, length], output [batch, outChannels, newLength] with
 * newLength = (length - 1) stride - 2 padding + dilation (kernelSize - 1) + outputPadding + 1.
 */
export class ConvTranspose1d extends ConvTranspose {
  constructor(inChannels: number, outChannels: number, kernelSize: Size, options: ConvTransposeOptions = {}) {
    super(1, inChannels, outChannels, kernelSize, options);
  }

  protected convolve(x: Tensor): Tensor {
    const { weight, bias, stride, padding, outputPadding, groups, dilation } = this;
    return torch.convTranspose1d(x, weight, bias, stride, padding, outputPadding, groups, dilation);
  }
}

/**
 * Transposed convolution over images. Input [batch, inChannels, height, width], output [batch, outChannels, newHeight,
 * newWidth]; sizes follow the formula of ConvTranspose1d in each dimension.
 */
export class ConvTranspose2d extends ConvTranspose {
  constructor(inChannels: number, outChannels: number, kernelSize: Size, options: ConvTransposeOptions = {}) {
    super(2, inChannels, outChannels, kernelSize, options);
  }

  protected convolve(x: Tensor): Tensor {
    const { weight, bias, stride, padding, outputPadding, groups, dilation } = this;
    return torch.convTranspose2d(x, weight, bias, stride, padding, outputPadding, groups, dilation);
  }
}
