// Penalties on the discriminator's gradients in its input images, every step or lazily.

import { UsageError } from '../errors';
import { checkOptions } from '../options';
import { type Tensor, torch } from '../torch';
import type { Batch } from './batch';
import type { Phase, PhaseContext, PhaseLosses } from './phase';
import { type Scheduled, valueAt } from './schedule';

/** Something that is added to a loss. */
export interface Penalty {
  /** The name under which its value is reported, before it is weighted. */
  readonly name: string;
  /** Computed at the first step and then at every so many. */
  readonly every: number;
  /** Accumulates the gradients of the weighted penalty where it is due; reports nothing where it is not. */
  accumulate(context: PhaseContext): PhaseLosses;
}

/** How a penalty is weighted and when it is computed. */
export interface PenaltyOptions {
  /** What the penalty is multiplied with, also as a function of the images shown. */
  weight?: Scheduled;
  /**
   * Steps between two computations; default 1. A lazy penalty is multiplied with `every` besides, so that it counts the same
   * (Karras et al. 2020, "Analyzing and improving the image quality of StyleGAN", section 3.1).
   */
  every?: number;
}

/**
 * A penalty of one's own.
 *
 * @param value the penalty of the images of a phase, a tensor of one number whose graph leads to D's parameters
 * @throws UsageError when `every` is not a whole number of at least 1
 */
export function penalty(
  name: string,
  value: (context: PhaseContext) => Tensor,
  options: PenaltyOptions = {},
): Penalty {
  checkOptions(name, options, ['weight', 'every']);
  const { weight = 1, every = 1 } = options;
  if (!Number.isInteger(every) || every < 1) {
    throw new UsageError(`${name}: every: expected a whole number of at least 1, got ${every}`);
  }
  return {
    name,
    every,
    accumulate: (context) => {
      if (context.step % every !== 0) return {};
      const penalised = value(context);
      context.backward(penalised.mul(valueAt(weight, context) * every));
      return { [name]: penalised };
    },
  };
}

/** Makes a penalty a phase of its own, with an update of its own, as StyleGAN2 has it. */
export function penaltyPhase({ name, every, accumulate }: Penalty): Phase {
  return { name, network: 'discriminator', every, accumulate };
}

/**
 * R1: the mean squared norm of D's gradient at real images (Mescheder et al. 2018, "Which training methods for GANs do
 * actually converge?"). With weight `gamma / 2` this is the paper's penalty; default weight 5 (gamma 10).
 */
export function r1(options: PenaltyOptions = {}): Penalty {
  return penalty('r1', ({ discriminator, reals }) => squaredGradientNorm(discriminator, reals), {
    ...options,
    weight: options.weight ?? 5,
  });
}

/** R2: as {@link r1}, at the step's generated images. */
export function r2(options: PenaltyOptions = {}): Penalty {
  return penalty('r2', ({ discriminator, fakes }) => squaredGradientNorm(discriminator, fakes()), {
    ...options,
    weight: options.weight ?? 5,
  });
}

/**
 * The gradient penalty of WGAN-GP: the mean squared distance of the gradient's norm from 1, at images on the straight lines
 * between reals and fakes (Gulrajani et al. 2017, "Improved training of Wasserstein GANs").
 *
 * @param discriminator what D says of a batch, as a phase has it
 * @returns a tensor of one number; the paper multiplies it with 10
 */
export function gradientPenalty(
  discriminator: (batch: Batch) => Tensor,
  reals: Batch,
  fakes: Batch,
  options: Pick<PhaseContext, 'random'> = { random: undefined },
): Tensor {
  const real = reals.images.detach();
  const ones = real.shape.slice(1).map(() => 1);
  const mix = torch.rand([real.size(0), ...ones], {
    dtype: real.dtype,
    device: real.device,
    generator: options.random ?? null,
  });
  const images = torch.lerp(real, fakes.images.detach(), mix);
  const norms = gradients(discriminator, { images, labels: reals.labels }).norm(2, [1]);
  return norms.sub(1).square().mean();
}

function squaredGradientNorm(discriminator: (batch: Batch) => Tensor, batch: Batch): Tensor {
  return gradients(discriminator, batch).square().sum([1]).mean();
}

/** Gradients of D's answers in the images, one flat row per image, with a graph. */
function gradients(discriminator: (batch: Batch) => Tensor, { images, labels }: Batch): Tensor {
  const inputs = images.detach().clone().requiresGrad_();
  const answers = discriminator({ images: inputs, labels });
  const [gradient] = torch.autograd.grad(answers.sum(), [inputs], { createGraph: true }) as [Tensor];
  return gradient.flatten(1);
}
