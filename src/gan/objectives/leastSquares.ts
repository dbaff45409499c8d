// The least-squares objective: outputs are pulled towards 1 for reals and 0 for fakes.
import { checkTensor, type Tensor } from '../../torch';
import type { Objective } from '../phase';
import { type AdversarialOptions, adversarial } from './adversarial';

/** The least-squares discriminator loss, `(mean((D(x) - 1)^2) + mean(D(G(z))^2)) / 2` (Mao et al., 2017). */
export function leastSquaresDiscriminatorLoss(real: Tensor, fake: Tensor): Tensor {
  checkTensor('leastSquaresDiscriminatorLoss', 'real', real);
  checkTensor('leastSquaresDiscriminatorLoss', 'fake', fake);
  return real.sub(1).square().mean().add(fake.square().mean()).mul(0.5);
}

/** The least-squares generator loss, `mean((D(G(z)) - 1)^2) / 2`. */
export function leastSquaresGeneratorLoss(fake: Tensor): Tensor {
  checkTensor('leastSquaresGeneratorLoss', 'fake', fake);
  return fake.sub(1).square().mean().mul(0.5);
}

/**
 * The least-squares losses with targets 0 and 1 (Mao et al., "Least squares generative adversarial networks", 2017,
 * equation 9).
 */
export function leastSquares(options: AdversarialOptions = {}): Objective {
  return adversarial(
    { discriminator: leastSquaresDiscriminatorLoss, generator: leastSquaresGeneratorLoss },
    options,
  );
}
