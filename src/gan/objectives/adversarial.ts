// The shape of most objectives: a phase of the discriminator, with penalties, and one of the generator.
import { UsageError } from '../../errors';
import { checkOptions } from '../../options';
import { type Tensor, torch } from '../../torch';
import type { Batch } from '../batch';
import { addPenalties, type Penalty } from '../penalties';
import { type Objective, type Phase, type PhaseContext, repeat } from '../phase';
import { Shown, type ShownPair } from '../shown';

/** The losses of both networks on D's logits, each a tensor of one number. */
export interface AdversarialLosses {
  discriminator(real: Tensor, fake: Tensor): Tensor;
  /** @param real D's logits of the reals, without a graph; computed when it is called. */
  generator(fake: Tensor, real: () => Tensor): Tensor;
}

/** Penalties, and how often D is updated. */
export interface AdversarialOptions {
  /** Added to the discriminator's loss, in the same update and from the same forward passes. Default: none. */
  penalties?: readonly Penalty[];
  /**
   * Updates of the discriminator per update of the generator; with several, each on a new batch of reals and new latents.
   * Default 1.
   */
  discriminatorUpdates?: number;
}

/**
 * D is updated on reals and fakes together; then G is updated through D, which is frozen, on the same fakes (with several
 * updates of D: on new ones).
 *
 * @throws UsageError when `discriminatorUpdates` is not a whole number of at least 1
 */
export function adversarial(losses: AdversarialLosses, options: AdversarialOptions = {}): Objective {
  checkOptions('adversarial', options, ['penalties', 'discriminatorUpdates']);
  const { penalties = [], discriminatorUpdates = 1 } = options;
  if (!Number.isInteger(discriminatorUpdates) || discriminatorUpdates < 1) {
    throw new UsageError(
      `discriminatorUpdates: expected a whole number of at least 1, got ${discriminatorUpdates}`,
      'WGAN-GP uses 5, most objectives 1',
    );
  }
  const discriminator: Phase = {
    name: 'discriminator',
    network: 'discriminator',
    accumulate: (context) => {
      const due = penalties.filter(({ every }) => context.step % every === 0);
      const pair = shownPair(context, discriminatorUpdates > 1, due.length > 0);
      const dLoss = losses.discriminator(pair.reals.scores, pair.fakes.scores);
      const { total, values } = addPenalties(dLoss, due, context, pair);
      context.backward(total);
      return { dLoss, ...values };
    },
  };
  const generator: Phase = {
    name: 'generator',
    network: 'generator',
    accumulate: ({ discriminator: score, reals, fakes, backward }) => {
      const gLoss = losses.generator(score(fakes()), () => torch.noGrad(() => score(reals)));
      backward(gLoss);
      return { gLoss };
    },
  };
  return [...repeat(discriminatorUpdates, discriminator), generator];
}

/** @param fresh whether the phase uses a new batch and new latents; else those of the step */
function shownPair(context: PhaseContext, fresh: boolean, withInputGradients: boolean): ShownPair {
  const reals = fresh ? context.nextBatch() : context.reals;
  const fakes = fresh
    ? torch.noGrad(() => context.generator(context.noise(), reals.labels))
    : context.fakes();
  const shown = (batch: Batch): Shown =>
    new Shown(context, () => (withInputGradients ? context.leaf(batch) : batch));
  return { reals: shown(reals), fakes: shown(fakes) };
}
