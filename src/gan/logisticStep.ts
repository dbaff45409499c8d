// The step that most GANs need: non-saturating logistic losses, one update of each network.
import type { StepInputs } from './gan';
import { logisticDiscriminatorLoss, logisticGeneratorLoss } from './losses';
import type { LossTensors } from './stepLosses';
import { update } from './updates';

/**
 * D learns reals and fakes in one update; then G learns from what D, now frozen, says about the same fakes. D gives
 * logits (no sigmoid at its end). One draw of latents.
 *
 * Goodfellow et al., "Generative adversarial nets", 2014, with their non-saturating generator loss.
 */
export function logisticStep({ gan, real, latents, show }: StepInputs): LossTensors {
  const fakes = gan.generator.forward(latents());
  show(fakes);
  const judgedReal = gan.discriminator.forward(real);
  const judgedFake = gan.discriminator.forward(fakes.detach());
  const dLoss = logisticDiscriminatorLoss(judgedReal, judgedFake);
  update(gan.judging, dLoss);

  const gLoss = logisticGeneratorLoss(gan.discriminator.forward(fakes));
  update(gan.generating, gLoss);
  return { dLoss, gLoss };
}
