// Penalties on the discriminator: a value, a weight, and how often it is computed.
import { UsageError } from '../../errors';
import { checkFields, checkOptions, describeValue } from '../../options';
import { type Tensor, torch } from '../../torch';
import type { Phase, PhaseContext, PhaseLosses } from '../phase';
import { type Moment, type Scheduled, valueAt } from '../schedule';
import { Shown, type ShownPair } from '../shown';

/** A term of the discriminator's loss. */
export interface Penalty {
  /** The name under which its value is reported, before it is weighted. */
  readonly name: string;
  /** Steps from one computation to the next; the first step has one. */
  readonly every: number;
  /** The factor of the value; for a lazy penalty, `every` times its weight. */
  weightAt(moment: Moment): number;
  /**
   * The penalty, a tensor of one number whose graph leads to D's parameters.
   *
   * @param shown the images of the update, as leaves whose gradients can be taken, and their scores
   */
  value(context: PhaseContext, shown: ShownPair): Tensor;
}

/** How a penalty is weighted and when it is computed. */
export interface PenaltyOptions {
  /** The factor of the penalty, or a function of the images shown. */
  weight?: Scheduled;
  /**
   * Steps from one computation to the next; default 1. A lazy penalty is also multiplied by `every`, so that it has the same effect
   * (Karras et al. 2020, "Analyzing and improving the image quality of StyleGAN", section 3.1).
   */
  every?: number;
}

/**
 * A custom penalty.
 *
 * @param value see {@link Penalty.value}
 * @param options.weight default 1
 * @throws UsageError when `every` is not a whole number of at least 1
 */
export function penalty(name: string, value: Penalty['value'], options: PenaltyOptions = {}): Penalty {
  checkOptions(name, options, ['weight', 'every']);
  const { weight = 1, every = 1 } = options;
  if (!Number.isInteger(every) || every < 1) {
    throw new UsageError(
      `${name}: every: expected a whole number of at least 1, got ${every}`,
      '16 is usual for a lazy penalty, 1 computes it at every step',
    );
  }
  return { name, every, value, weightAt: (moment) => valueAt(weight, moment, `${name}: weight`) * every };
}

/** The options of the penalty `name`, with its own default weight. @throws TypeError when they are no object of options */
export function weighted(name: string, options: PenaltyOptions, weight: number): PenaltyOptions {
  checkOptions(name, options, ['weight', 'every']);
  return { ...options, weight: options.weight ?? weight };
}

/** The loss with weighted penalties added, and their values by name. */
export function addPenalties(
  loss: Tensor,
  penalties: readonly Penalty[],
  context: PhaseContext,
  shown: ShownPair,
): { total: Tensor; values: PhaseLosses } {
  let total = loss;
  const values: PhaseLosses = {};
  for (const { name, value, weightAt } of penalties) {
    const penalised = oneNumber(name, value(context, shown));
    values[name] = penalised;
    total = total.add(penalised.mul(weightAt(context)));
  }
  return { total, values };
}

/** @throws UsageError unless a penalty gave a tensor of one number */
function oneNumber(name: string, value: unknown): Tensor {
  if (value instanceof torch.Tensor && value.numel() === 1) return value;
  const got = value instanceof torch.Tensor ? `shape [${value.shape.join(', ')}]` : describeValue(value);
  throw new UsageError(`penalty '${name}': expected a tensor of one number, got ${got}`, 'return its mean()');
}

/** A penalty as a separate phase with its own update, as in StyleGAN2. */
export function penaltyPhase(penalty: Penalty): Phase {
  checkFields('penaltyPhase', 'penalty', penalty, ['name', 'value', 'weightAt']);
  const { name, every, value, weightAt } = penalty;
  return {
    name,
    network: 'discriminator',
    every,
    accumulate: (context) => {
      const { leaf, reals, fakes, backward } = context;
      const penalised = oneNumber(
        name,
        value(context, {
          reals: new Shown(context, () => leaf(reals)),
          fakes: new Shown(context, () => leaf(fakes())),
        }),
      );
      backward(penalised.mul(weightAt(context)));
      return { [name]: penalised };
    },
  };
}
