// Equalized learning rates: layers whose weights start as N(0, 1) and are scaled when they are used.
import { describeNumber, describeValue, isPlainObject } from '../options';
import { type Tensor, torch } from '../torch';
import { Conv2d, type ConvOptions, type Size } from './conv';
import { dense } from './dense';
import * as init from './init';
import { Linear, type LinearOptions } from './linear';
import { float } from './repr';

/** Further settings of equalized layers. */
export interface EqualizedOptions {
  /** Gain of the activation that follows; weights count gain / sqrt(fanIn). Default sqrt(2), for (leaky) ReLU. */
  gain?: number;
  /** The factor by which weights and bias learn faster. Default 1. */
  lrMultiplier?: number;
}

/**
 * A dense layer with equalized learning rate: weights are N(0, 1) / lrMultiplier, and y = x (scale W)^T + lrMultiplier b with
 * scale = lrMultiplier gain / sqrt(fanIn), so that Adam updates all layers at the same relative rate (Karras et al., "Progressive growing of GANs
 * for improved quality, stability, and variation", 2018, section 4.1; the multiplier from StyleGAN). The bias starts at 0.
 */
export class EqualizedLinear extends Linear {
  readonly scale: number;
  readonly lrMultiplier: number;

  constructor(inFeatures: number, outFeatures: number, options: LinearOptions & EqualizedOptions = {}) {
    const { gain, lrMultiplier, ...layer } = split('EqualizedLinear', options);
    super(inFeatures, outFeatures, layer);
    this.scale = equalize(this.weight, this.bias, gain, lrMultiplier, layer);
    this.lrMultiplier = lrMultiplier;
  }

  override forward(x: Tensor): Tensor {
    return dense(x, this.weight.mul(this.scale), multiplied(this.bias, this.lrMultiplier));
  }

  override extraRepr(): string {
    return `${super.extraRepr()}, scale=${float(this.scale)}`;
  }
}

/** A convolution over images with equalized learning rate; see {@link EqualizedLinear}. Shapes are those of Conv2d. */
export class EqualizedConv2d extends Conv2d {
  readonly scale: number;
  readonly lrMultiplier: number;

  constructor(
    inChannels: number,
    outChannels: number,
    kernelSize: Size,
    options: ConvOptions & EqualizedOptions = {},
  ) {
    const { gain, lrMultiplier, ...layer } = split('EqualizedConv2d', options);
    super(inChannels, outChannels, kernelSize, layer);
    this.scale = equalize(this.weight, this.bias, gain, lrMultiplier, layer);
    this.lrMultiplier = lrMultiplier;
  }

  protected override convolve(x: Tensor, padding: number[]): Tensor {
    const weight = this.weight.mul(this.scale);
    const bias = multiplied(this.bias, this.lrMultiplier);
    return torch.conv2d(x, weight, bias, this.stride, padding, this.dilation, this.groups);
  }

  override extraRepr(): string {
    return `${super.extraRepr()}, scale=${float(this.scale)}`;
  }
}

function split<Options extends EqualizedOptions>(
  layer: string,
  options: Options,
): Omit<Options, keyof EqualizedOptions> & Required<EqualizedOptions> {
  if (!isPlainObject(options))
    throw new TypeError(
      `${layer}: options must be an object such as { gain: ... }, got ${describeValue(options)}`,
    );
  const { gain = Math.SQRT2, lrMultiplier = 1, ...rest } = options;
  for (const [name, value] of Object.entries({ gain, lrMultiplier })) {
    if (typeof value === 'number' && value > 0 && Number.isFinite(value)) continue;
    throw new RangeError(`${layer}: ${name} must be a number above 0, got ${describeNumber(value)}`);
  }
  return { ...rest, gain, lrMultiplier };
}

/** Draws the weights. Returns their factor at use. */
function equalize(
  weight: Tensor,
  bias: Tensor | null,
  gain: number,
  lrMultiplier: number,
  { generator }: LinearOptions,
): number {
  init.normal_(weight, 0, 1 / lrMultiplier, { generator });
  if (bias) init.zeros_(bias);
  const [fanIn] = init.fans(weight);
  return (lrMultiplier * gain) / Math.sqrt(Math.max(fanIn, 1));
}

function multiplied(bias: Tensor | null, lrMultiplier: number): Tensor | null {
  return bias === null || lrMultiplier === 1 ? bias : bias.mul(lrMultiplier);
}
