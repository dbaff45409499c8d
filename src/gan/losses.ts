// Adversarial losses: tensors in, a scalar tensor out.
import { UsageError } from '../errors';
import { type Tensor, torch } from '../torch';

// libtorch's code for averaging a loss over its elements.
const MEAN = 1;

/** Keras' fuzz factor: probabilities are kept this far from 0 and 1. */
export const KERAS_EPSILON = 1e-7;

/**
 * Binary cross-entropy on probabilities as Keras computes it: p is clipped to [eps, 1 - eps], then
 * `-mean(t log p + (1 - t) log(1 - p))`. Targets outside [0, 1] (noisy labels) are allowed.
 *
 * @param probabilities any shape, values in [0, 1]
 * @param targets the same shape, or a number for all elements
 * @param epsilon default 1e-7
 * @throws UsageError for targets of another shape
 */
export function clippedBinaryCrossEntropy(
  probabilities: Tensor,
  targets: Tensor | number,
  epsilon = KERAS_EPSILON,
): Tensor {
  const clipped = probabilities.clamp(epsilon, 1 - epsilon);
  if (typeof targets === 'number' && targets >= 0 && targets <= 1) {
    return torch.binaryCrossEntropy(clipped, torch.fullLike(probabilities, targets), null, MEAN);
  }
  // libtorch's own loss refuses targets outside [0, 1].
  const labels = labelsFor('clippedBinaryCrossEntropy', probabilities, targets);
  const whenOne = labels.mul(clipped.log());
  const whenZero = labels.neg().add(1).mul(clipped.neg().add(1).log());
  return whenOne.add(whenZero).mean().neg();
}

/**
 * Binary cross-entropy on logits, `mean(softplus(x) - t x)`: that of the probabilities sigmoid(x), but it cannot overflow
 * and its gradient is (sigmoid(x) - t) / count however sure x is.
 *
 * @param logits any shape
 * @param targets the same shape, or a number for all elements
 * @throws UsageError for targets of another shape
 */
export function binaryCrossEntropyWithLogits(logits: Tensor, targets: Tensor | number): Tensor {
  const labels = labelsFor('binaryCrossEntropyWithLogits', logits, targets);
  return torch.binaryCrossEntropyWithLogits(logits, labels, null, null, MEAN);
}

/** Fraction of probabilities on the right side of 0.5 for a target of 0 or 1 (a scalar in [0, 1]). */
export function binaryAccuracy(probabilities: Tensor, target: 0 | 1): Tensor {
  return probabilities
    .detach()
    .gt(0.5)
    .eq(target === 1)
    .to('float32')
    .mean();
}

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

function labelsFor(loss: string, answers: Tensor, targets: Tensor | number): Tensor {
  if (typeof targets === 'number') return torch.fullLike(answers, targets);
  checkAlike(loss, 'targets', targets, answers);
  return targets;
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
