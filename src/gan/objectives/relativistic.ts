// The relativistic pairing objective: the discriminator decides which image of a pair is the real one.
import { UsageError } from '../../errors';
import { checkTensor, type Tensor, torch } from '../../torch';
import type { Objective } from '../phase';
import { type AdversarialOptions, adversarial } from './adversarial';

/**
 * The relativistic pairing loss on logits, `mean(softplus(other - target))`, small where `target` scores higher
 * (Jolicoeur-Martineau, 2018): D calls it with (real, fake), G with (fake, real).
 *
 * @throws UsageError unless both have the same shape
 */
export function relativisticLoss(target: Tensor, other: Tensor): Tensor {
  checkTensor('relativisticLoss', 'target', target);
  checkTensor('relativisticLoss', 'other', other);
  const [expected, got] = [target.shape.join(', '), other.shape.join(', ')];
  if (expected !== got) {
    // Broadcasting [N] against [N, 1] would compare every element with every other.
    throw new UsageError(
      `relativisticLoss: expected other of shape [${expected}], got [${got}]`,
      'reshape one of the two to the shape of the other',
    );
  }
  return torch.softplus(other.sub(target)).mean();
}

/**
 * The relativistic pairing losses (Jolicoeur-Martineau, "The relativistic discriminator: a key element missing from standard
 * GAN", 2018). Each real image is paired with the fake in its place, which is of the same class where there are classes. With
 * both zero-centred penalties it converges locally (Huang et al., "The GAN is dead; long live the GAN! A modern GAN
 * baseline", 2024, which calls it R3GAN):
 *
 * ```ts
 * gan.relativistic({ penalties: [gan.r1({ weight: 0.5 }), gan.r2({ weight: 0.5 })] })
 * ```
 */
export function relativistic(options: AdversarialOptions = {}): Objective {
  return adversarial(
    { discriminator: relativisticLoss, generator: (fake, real) => relativisticLoss(fake, real()) },
    options,
  );
}
