// The hinge objective: outputs beyond the margin no longer contribute to the discriminator's loss.
import { checkTensor, type Tensor, torch } from '../../torch';
import type { Objective } from '../phase';
import { type AdversarialOptions, adversarial } from './adversarial';

/** The hinge discriminator loss, `mean(relu(1 - D(x))) + mean(relu(1 + D(G(z))))` (Lim and Ye, 2017). */
export function hingeDiscriminatorLoss(real: Tensor, fake: Tensor): Tensor {
  checkTensor('hingeDiscriminatorLoss', 'real', real);
  checkTensor('hingeDiscriminatorLoss', 'fake', fake);
  return torch
    .relu(real.neg().add(1))
    .mean()
    .add(torch.relu(fake.add(1)).mean());
}

/** The generator loss that goes with the hinge, `-mean(D(G(z)))`. */
export function hingeGeneratorLoss(fake: Tensor): Tensor {
  checkTensor('hingeGeneratorLoss', 'fake', fake);
  return fake.mean().neg();
}

/** The hinge losses (Lim and Ye, "Geometric GAN", 2017). */
export function hinge(options: AdversarialOptions = {}): Objective {
  return adversarial({ discriminator: hingeDiscriminatorLoss, generator: hingeGeneratorLoss }, options);
}
