// The Wasserstein objective: the discriminator, a critic, estimates how far fakes are from reals.
import { checkTensor, type Tensor } from '../../torch';
import type { Objective } from '../phase';
import { type AdversarialOptions, adversarial } from './adversarial';

/** The critic's loss, `mean(D(G(z))) - mean(D(x))`: the negative estimate of the distance (Arjovsky et al., 2017). */
export function wassersteinDiscriminatorLoss(real: Tensor, fake: Tensor): Tensor {
  checkTensor('wassersteinDiscriminatorLoss', 'real', real);
  checkTensor('wassersteinDiscriminatorLoss', 'fake', fake);
  return fake.mean().sub(real.mean());
}

/** The generator loss that goes with a critic, `-mean(D(G(z)))`. */
export function wassersteinGeneratorLoss(fake: Tensor): Tensor {
  checkTensor('wassersteinGeneratorLoss', 'fake', fake);
  return fake.mean().neg();
}

/**
 * The Wasserstein losses (Arjovsky, Chintala and Bottou, "Wasserstein generative adversarial networks", 2017). They estimate
 * a distance only for a critic whose slope is bounded, by `gan.gradientPenalty`, by spectral normalization, or by clipping:
 *
 * ```ts
 * gan.wasserstein({ penalties: [gan.gradientPenalty()], discriminatorUpdates: 5 }) // WGAN-GP
 * ```
 */
export function wasserstein(options: AdversarialOptions = {}): Objective {
  return adversarial(
    { discriminator: wassersteinDiscriminatorLoss, generator: wassersteinGeneratorLoss },
    options,
  );
}
