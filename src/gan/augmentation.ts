// What changes images on their way into the discriminator, reals and fakes alike.
import type { Generator, Tensor } from '../torch';
import type { Draw } from './draw';
import type { Moment } from './schedule';

/**
 * A differentiable augmentation (Zhao et al. 2020, "Differentiable augmentation for data-efficient GAN training"; Karras et al.
 * 2020, "Training generative adversarial networks with limited data"). The trainer applies it to every batch that the
 * discriminator is shown; gradients go through it. One whose strength adapts keeps it as a tensor, so that no step waits
 * for the device, and gives it as `state`.
 */
export interface Augmentation {
  /**
   * @param images N x C x H x W in the value range
   * @param random what to draw from; the device's default generator when absent
   * @param draw draws for the images; with several processes the values that one alone would draw. Default: from `random`
   * @returns images of the same shape, differentiable in `images`
   */
  apply(images: Tensor, random?: Generator, draw?: Draw): Tensor;
  /** Is given what D says of augmented real images while D is trained. */
  observe?(answersOnReals: Tensor): void;
  /** Called after every step. */
  stepped?(moment: Moment): void;
  state?(): unknown;
  loadState?(state: never): void;
}
