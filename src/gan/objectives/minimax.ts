// The losses of the original GAN on probabilities, for a discriminator that ends in a sigmoid.
import { checkTensor, type Tensor } from '../../torch';

/** The minimax discriminator loss on probabilities, `-mean(log D(x) + log(1 - D(G(z))))` (Goodfellow et al., 2014). */
export function logProbabilityDiscriminatorLoss(real: Tensor, fake: Tensor): Tensor {
  checkTensor('logProbabilityDiscriminatorLoss', 'real', real);
  checkTensor('logProbabilityDiscriminatorLoss', 'fake', fake);
  return real.log().add(fake.neg().add(1).log()).mean().neg();
}

/** The non-saturating generator loss on probabilities, `-mean(log D(G(z)))` (Goodfellow et al., 2014). */
export function logProbabilityGeneratorLoss(fake: Tensor): Tensor {
  checkTensor('logProbabilityGeneratorLoss', 'fake', fake);
  return fake.log().mean().neg();
}
