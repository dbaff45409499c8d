// Objectives that most GANs are made of: a phase of the discriminator and one of the generator, with penalties.
import { checkOptions } from '../options';
import type { Tensor } from '../torch';
import {
  hingeDiscriminatorLoss,
  hingeGeneratorLoss,
  logisticDiscriminatorLoss,
  logisticGeneratorLoss,
} from './losses';
import type { Penalty } from './penalties';
import type { Objective, PhaseLosses } from './phase';

/** The losses of both players on what the discriminator says. */
export interface AdversarialLosses {
  discriminator(real: Tensor, fake: Tensor): Tensor;
  generator(fake: Tensor): Tensor;
}

/** What is added to the losses. */
export interface AdversarialOptions {
  /** Added to the discriminator's loss, in the same update. */
  penalties?: readonly Penalty[];
}

/**
 * D learns reals and fakes in one update; then G learns from what D, now frozen, says about the same fakes. One draw of
 * latents per step.
 */
export function adversarial(losses: AdversarialLosses, options: AdversarialOptions = {}): Objective {
  checkOptions('adversarial', options, ['penalties']);
  const { penalties = [] } = options;
  return [
    {
      name: 'discriminator',
      network: 'discriminator',
      accumulate: (context) => {
        const { discriminator, reals, fakes, backward } = context;
        const dLoss = losses.discriminator(discriminator(reals), discriminator(fakes()));
        backward(dLoss);
        const report: PhaseLosses = { dLoss };
        for (const penalty of penalties) Object.assign(report, penalty.accumulate(context));
        return report;
      },
    },
    {
      name: 'generator',
      network: 'generator',
      accumulate: ({ discriminator, fakes, backward }) => {
        const gLoss = losses.generator(discriminator(fakes()));
        backward(gLoss);
        return { gLoss };
      },
    },
  ];
}

/** The non-saturating logistic losses on logits (Goodfellow et al., "Generative adversarial nets", 2014). */
export function logistic(options: AdversarialOptions = {}): Objective {
  return adversarial({ discriminator: logisticDiscriminatorLoss, generator: logisticGeneratorLoss }, options);
}

/** The hinge losses (Lim and Ye, "Geometric GAN", 2017). */
export function hinge(options: AdversarialOptions = {}): Objective {
  return adversarial({ discriminator: hingeDiscriminatorLoss, generator: hingeGeneratorLoss }, options);
}

/** What a trainer does when it is given no objective: {@link logistic} without penalties. */
export const logisticStep: Objective = logistic();
