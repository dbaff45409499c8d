// Initial weights that keep the variance of signals, scaled for networks of residual blocks.
import { init, type Module } from '../../nn';
import { checkFields } from '../../options';
import type { Generator, Tensor } from '../../torch';

/** Slope of the leaky ReLUs of the residual networks below 0. */
export const NEGATIVE_SLOPE = 0.2;

/** The gain that compensates for a leaky ReLU of that slope in the weights before it. */
export const ACTIVATION_GAIN: number = init.calculateGain('leakyRelu', NEGATIVE_SLOPE);

/** A layer with a weight and perhaps a bias. */
export interface Weighted extends Module {
  weight: Tensor;
  bias?: Tensor | null;
}

/**
 * Fills the weight with N(0, (gain / sqrt(fanIn))^2) and the bias with zeros; a gain of 0 gives zeros (He et al., "Delving deep
 * into rectifiers", 2015).
 *
 * @returns the layer
 */
export function initialize_<Layer extends Weighted>(
  layer: Layer,
  gain: number,
  generator?: Generator,
): Layer {
  checkFields('initialize_', 'layer', layer, ['weight']);
  const { weight, bias } = layer;
  if (gain === 0) init.zeros_(weight);
  else init.normal_(weight, 0, gain / Math.sqrt(init.fans(weight)[0]), { generator });
  if (bias) init.zeros_(bias);
  return layer;
}

/**
 * The gain of the layers of a residual branch but the last, whose weights start at 0: the activation's gain times
 * `blocks^(-1 / (2 layers - 2))`, with which `blocks` branches together change the output by as much per update as one
 * would (Zhang, Dauphin and Ma, "Fixup initialization", 2019; used by R3GAN, Huang et al. 2024).
 *
 * @param blocks residual blocks in the whole network
 * @param layers with weights in one branch, at least 2
 */
export function residualGain(blocks: number, layers: number): number {
  return ACTIVATION_GAIN * blocks ** (-1 / (2 * layers - 2));
}
