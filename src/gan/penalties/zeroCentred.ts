// R1 and R2: penalize the gradient of the discriminator at real, or at generated, images.
import { type Tensor, torch } from '../../torch';
import type { Shown } from '../shown';
import { type Penalty, type PenaltyOptions, penalty, weighted } from './penalty';

/**
 * R1: the mean squared norm of D's gradient at real images (Mescheder et al. 2018, "Which training methods for GANs do
 * actually converge?"). With weight `gamma / 2` this is the paper's penalty; default weight 5 (gamma 10). Gradients are with
 * respect to the images before augmentation.
 */
export function r1(options: PenaltyOptions = {}): Penalty {
  return penalty('r1', (_, { reals }) => squaredGradientNorm(reals), weighted('r1', options, 5));
}

/** R2: as {@link r1}, at generated images (the same paper, equation 10). */
export function r2(options: PenaltyOptions = {}): Penalty {
  return penalty('r2', (_, { fakes }) => squaredGradientNorm(fakes), weighted('r2', options, 5));
}

function squaredGradientNorm({ batch: { images }, scores }: Shown): Tensor {
  const [gradient] = torch.autograd.grad(scores.sum(), [images], { createGraph: true }) as [Tensor];
  return gradient.square().sum().div(images.size(0));
}
