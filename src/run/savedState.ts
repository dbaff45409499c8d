// The content of a checkpoint: gathered from the parts of a run, and restored into them.
import { z } from 'zod';
import type { Loader } from '../data';
import { requireFiniteWeights, type StateMap, type Trainer, type Watch, type WatchState } from '../gan';
import { type Tensor, torch } from '../torch';
import { ownRandomStates, type RandomStates, restoreRandomStates } from './ranks';
import { NO_ROLLBACKS, type Rollbacks } from './rollbacks';

/** The parts of a run that change while it trains. */
export interface StatefulParts {
  trainer: Trainer;
  loader: Loader;
  /** Absent where there is nothing to compare samples with. */
  watch: Watch | undefined;
  /** How often the run has gone back. */
  rollbacks: Rollbacks;
}

const nested = z.record(z.string(), z.unknown());

const randomStates = z.record(
  z.string(),
  z.custom<Tensor>((value) => value instanceof torch.Tensor),
);

const savedState = z.object({
  seconds: z.number().min(0),
  trainer: nested.transform((state) => state as StateMap),
  loader: nested.transform((state) => state as unknown as ReturnType<Loader['state']>),
  watch: nested.nullable().transform((state) => state as unknown as WatchState | null),
  rollbacks: z
    .object({ count: z.int().min(0), rates: z.object({ generator: z.number(), discriminator: z.number() }) })
    .default(NO_ROLLBACKS),
  random: randomStates,
  /** Those of the other processes, by rank from 1 on. */
  others: z.array(randomStates).default([]),
});

/**
 * The state as it is. Its tensors are the parts' own, not copies.
 *
 * @param seconds training time so far
 * @param others states of random generators of the other processes
 * @throws NotFiniteError when a weight is not finite
 */
export function gatherState(
  { trainer, loader, watch, rollbacks }: StatefulParts,
  seconds: number,
  others: readonly RandomStates[] = [],
) {
  requireFiniteWeights(trainer, trainer.progress.step);
  return {
    seconds,
    trainer: trainer.state(),
    loader: loader.state(),
    watch: watch?.state() ?? null,
    rollbacks,
    random: torch.scope(() => ownRandomStates(trainer)),
    ...(others.length > 0 && { others }),
  };
}

/**
 * The state of the trainer in what {@link gatherState} gave, for `Trainer.loadState`.
 *
 * @throws Error when it is not the state of a run
 */
export function trainerState(value: unknown): StateMap {
  const { success, data } = savedState.safeParse(value);
  if (success) return data.trainer;
  throw new Error('it does not hold the state of a run');
}

/**
 * Restores what {@link gatherState} returned.
 *
 * @returns the training time, and how often the run had gone back
 * @throws Error when it is not the state of such a run; some of it may then have been restored
 */
export function restoreState(
  { trainer, loader, watch }: Omit<StatefulParts, 'rollbacks'>,
  value: unknown,
): { seconds: number; rollbacks: Rollbacks } {
  const { success, data, error } = savedState.safeParse(value);
  if (!success) {
    const [issue] = error.issues;
    throw new Error(`it does not hold the state of a run: ${issue?.path.join('.')}: ${issue?.message}`);
  }
  trainer.loadState(data.trainer);
  loader.loadState(data.loader);
  if (data.watch) watch?.loadState(data.watch);
  restoreRandomStates(trainer, data.random, data.others);
  const { seconds, rollbacks } = data;
  trainer.rates = rollbacks.rates;
  return { seconds, rollbacks };
}
