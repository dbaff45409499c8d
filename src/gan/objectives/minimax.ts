// The losses of the original GAN on probabilities, for a discriminator that ends in a sigmoid.
import type { Tensor } from '../../torch';

/** The minimax discriminator loss on probabilities, `-mean(log D(x) + log(1 - D(G(z))))` (Goodfellow et al., 2014). */
export function logProbabilityDiscriminatorLoss(real: Tensor, fake: Tensor): Tensor {
  return real.log().add(fake.neg().add(1).log()).mean().neg();
}

/** The non-saturating generator loss on probabilities, `-mean(log D(G(z)))` (Goodfellow et al., 2014). */
export function logProbabilityGeneratorLoss(fake: Tensor): Tensor {
  return fake.log().mean().neg();
}
