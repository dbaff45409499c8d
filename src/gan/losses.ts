// Adversarial losses: tensors in, a scalar tensor out.
import { UsageError } from '../errors';
import { type Tensor, torch } from '../torch';

/** The minimax discriminator loss on probabilities, `-mean(log D(x) + log(1 - D(G(z))))` (Goodfellow et al., 2014). */
export function logProbabilityDiscriminatorLoss(real: Tensor, fake: Tensor): Tensor {
  return real.log().add(fake.neg().add(1).log()).mean().neg();
}

/** The non-saturating generator loss on probabilities, `-mean(log D(G(z)))` (Goodfellow et al., 2014). */
export function logProbabilityGeneratorLoss(fake: Tensor): Tensor {
  return fake.log().mean().neg();
}

/** The minimax discriminator loss on logits, `mean(softplus(-D(x))) + mean(softplus(D(G(z))))`; it cannot overflow. */
export function logisticDiscriminatorLoss(real: Tensor, fake: Tensor): Tensor {
  return torch.softplus(real.neg()).mean().add(torch.softplus(fake).mean());
}

/** The non-saturating generator loss on logits, `mean(softplus(-D(G(z))))`. */
export function logisticGeneratorLoss(fake: Tensor): Tensor {
  return torch.softplus(fake.neg()).mean();
}

/** The hinge discriminator loss, `mean(relu(1 - D(x))) + mean(relu(1 + D(G(z))))` (Lim and Ye, 2017). */
export function hingeDiscriminatorLoss(real: Tensor, fake: Tensor): Tensor {
  return torch
    .relu(real.neg().add(1))
    .mean()
    .add(torch.relu(fake.add(1)).mean());
}

/** The generator loss that goes with the hinge, `-mean(D(G(z)))`. */
export function hingeGeneratorLoss(fake: Tensor): Tensor {
  return fake.mean().neg();
}

/** The least-squares discriminator loss, `(mean((D(x) - 1)^2) + mean(D(G(z))^2)) / 2` (Mao et al., 2017). */
export function leastSquaresDiscriminatorLoss(real: Tensor, fake: Tensor): Tensor {
  return real.sub(1).square().mean().add(fake.square().mean()).mul(0.5);
}

/** The least-squares generator loss, `mean((D(G(z)) - 1)^2) / 2`. */
export function leastSquaresGeneratorLoss(fake: Tensor): Tensor {
  return fake.sub(1).square().mean().mul(0.5);
}

/**
 * The relativistic pairing loss on logits, `mean(softplus(winner - loser))` with the sign that makes `target` beat
 * `other` (Jolicoeur-Martineau, 2018): D calls it with (real, fake), G with (fake, real).
 *
 * @throws UsageError unless both have the same shape
 */
export function relativisticLoss(target: Tensor, other: Tensor): Tensor {
  checkAlike('relativisticLoss', 'other', other, target);
  return torch.softplus(other.sub(target)).mean();
}

/** Broadcasting [N] against [N, 1] would compare every element with every other. */
function checkAlike(loss: string, name: string, value: Tensor, model: Tensor): void {
  const [expected, got] = [model.shape.join(', '), value.shape.join(', ')];
  if (expected === got) return;
  throw new UsageError(
    `${loss}: expected ${name} of shape [${expected}], got [${got}]`,
    'reshape one of the two to the shape of the other',
  );
}
