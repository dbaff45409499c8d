// The logistic objective of the original GAN, on logits, in a form that cannot overflow.
import { checkTensor, type Tensor, torch } from '../../torch';
import type { Objective } from '../phase';
import { type AdversarialOptions, adversarial } from './adversarial';

/** The minimax discriminator loss on logits, `mean(softplus(-D(x))) + mean(softplus(D(G(z))))`; it cannot overflow. */
export function logisticDiscriminatorLoss(real: Tensor, fake: Tensor): Tensor {
  checkTensor('logisticDiscriminatorLoss', 'real', real);
  checkTensor('logisticDiscriminatorLoss', 'fake', fake);
  return torch.softplus(real.neg()).mean().add(torch.softplus(fake).mean());
}

/** The non-saturating generator loss on logits, `mean(softplus(-D(G(z))))`. */
export function logisticGeneratorLoss(fake: Tensor): Tensor {
  checkTensor('logisticGeneratorLoss', 'fake', fake);
  return torch.softplus(fake.neg()).mean();
}

/** The non-saturating logistic losses on logits (Goodfellow et al., "Generative adversarial nets", 2014). */
export function logistic(options: AdversarialOptions = {}): Objective {
  return adversarial({ discriminator: logisticDiscriminatorLoss, generator: logisticGeneratorLoss }, options);
}

/** The default objective of a trainer: {@link logistic} without penalties. */
export const logisticStep: Objective = logistic();
