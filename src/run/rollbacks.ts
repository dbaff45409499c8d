// How often a run has gone back, and how much more slowly it learns since.
import type { NetworkName, Trouble } from '../gan';

/** What went wrong: a finding of the watch, or numbers that are not finite. */
export type Fatal = Extract<Trouble, 'collapse' | 'deadDiscriminator'> | 'notFinite';

/** How often a run has gone back, and what its learning rates are multiplied with since. */
export interface Rollbacks {
  readonly count: number;
  readonly rates: Readonly<Record<NetworkName, number>>;
}

export const NO_ROLLBACKS: Rollbacks = { count: 0, rates: { generator: 1, discriminator: 1 } };

/** A run goes back so often, then it gives up. */
export const MOST_ROLLBACKS = 3;

/** What a learning rate is multiplied with when it was too high; remedies name the same. */
export const LOWERED = 1 / 4;

const SLOWED: Record<Fatal, readonly NetworkName[]> = {
  collapse: ['generator'],
  deadDiscriminator: ['discriminator'],
  notFinite: ['generator', 'discriminator'],
};

/** Rolled back once more: how often, and with which rates. */
export function nextRollbacks({ count, rates }: Rollbacks, trouble: Fatal): Rollbacks {
  const slowed = SLOWED[trouble].map((network) => [network, rates[network] * LOWERED]);
  return { count: count + 1, rates: { ...rates, ...Object.fromEntries(slowed) } };
}

/** A roll-back in words. */
export function rollbackInWords(trouble: Fatal, step: number, { count }: Rollbacks): string {
  const whose = SLOWED[trouble].map((network) => `the ${network}`).join(' and ');
  return `back to step ${step} with other noise and a quarter of the learning rate of ${whose} (roll-back ${count} of ${MOST_ROLLBACKS})`;
}
