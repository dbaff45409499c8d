// The gradient penalty of WGAN-GP: pulls the norm of the critic's gradient towards 1 between reals and fakes.
import { checkFunction } from '../../options';
import { type Tensor, torch } from '../../torch';
import { type Batch, checkBatch } from '../batch';
import { drawAll } from '../draw';
import { answersOf } from '../outputs';
import type { PhaseContext } from '../phase';
import { type Penalty, type PenaltyOptions, penalty, weighted } from './penalty';

/**
 * The penalty of {@link interpolatedGradientPenalty}, reported as `gradientPenalty`; default weight 10, the paper's.
 */
export function gradientPenalty(options: PenaltyOptions = {}): Penalty {
  return penalty(
    'gradientPenalty',
    ({ discriminator, random, draw }, { reals, fakes }) =>
      interpolatedGradientPenalty(discriminator, reals.batch, fakes.batch, { random, draw }),
    weighted('gradientPenalty', options, 10),
  );
}

/**
 * The gradient penalty of WGAN-GP: the mean squared distance of the gradient's norm from 1, at images on the straight lines
 * between reals and fakes (Gulrajani et al. 2017, "Improved training of Wasserstein GANs").
 *
 * @param discriminator D's outputs for a batch, as in a phase
 * @returns a tensor of one number; the paper multiplies it by 10
 */
export function interpolatedGradientPenalty(
  discriminator: (batch: Batch) => Tensor,
  reals: Batch,
  fakes: Batch,
  options: Partial<Pick<PhaseContext, 'random' | 'draw'>> = {},
): Tensor {
  checkFunction('interpolatedGradientPenalty', 'discriminator', discriminator);
  const real = checkBatch('reals', reals).images.detach();
  const fake = checkBatch('fakes', fakes).images.detach();
  const ones = real.shape.slice(1).map(() => 1);
  const { random, draw = drawAll(random) } = options;
  const { dtype, device } = real;
  const mix = draw(real.size(0), (count, generator) =>
    torch.rand([count, ...ones], { dtype, device, generator: generator ?? null }),
  );
  const images = torch.lerp(real, fake, mix).requiresGrad_();
  const scores = answersOf(discriminator({ images, labels: reals.labels }));
  const [gradient] = torch.autograd.grad(scores.sum(), [images], { createGraph: true }) as [Tensor];
  return gradient.flatten(1).norm(2, [1]).sub(1).square().mean();
}
