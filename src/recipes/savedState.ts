// What a checkpoint of a run holds: gathered from the parts of the run, and put back into them.
import { z } from 'zod';
import type { Loader } from '../data';
import {
  type Gan,
  type GanState,
  requireFiniteWeights,
  type TrainProgress,
  type Watch,
  type WatchState,
} from '../gan';
import { type Tensor, torch } from '../torch';

/** The parts of a run that change while it trains. */
export interface StatefulParts {
  gan: Gan;
  loader: Loader;
  /** Absent where there is nothing to compare samples with. */
  watch: Watch | undefined;
}

const nested = z.record(z.string(), z.unknown());

const savedState = z.object({
  progress: z.object({ step: z.int().min(1), images: z.int().min(1), seconds: z.number().min(0) }),
  gan: nested.transform((state) => state as unknown as GanState),
  loader: nested.transform((state) => state as unknown as ReturnType<Loader['state']>),
  watch: nested.nullable().transform((state) => state as unknown as WatchState | null),
  random: z.record(
    z.string(),
    z.custom<Tensor>((value) => value instanceof torch.Tensor),
  ),
});

/**
 * The state after `progress`. Its tensors are the parts' own, not copies.
 *
 * @throws NotFiniteError when a weight is not finite
 */
export function gatherState({ gan, loader, watch }: StatefulParts, progress: TrainProgress) {
  requireFiniteWeights(gan, progress.step);
  return {
    progress,
    gan: gan.state(),
    loader: loader.state(),
    watch: watch?.state() ?? null,
    random: torch.scope(() => defaultRandomState(gan.device)),
  };
}

/**
 * Puts back what {@link gatherState} gave.
 *
 * @returns the progress
 * @throws Error when it is not the state of such a run; the parts may then hold some of it
 */
export function restoreState({ gan, loader, watch }: StatefulParts, value: unknown): TrainProgress {
  const { success, data, error } = savedState.safeParse(value);
  if (!success) {
    const [issue] = error.issues;
    throw new Error(`it does not hold the state of a run: ${issue?.path.join('.')}: ${issue?.message}`);
  }
  gan.restore(data.gan);
  loader.loadState(data.loader);
  if (data.watch) watch?.loadState(data.watch);
  for (const [device, random] of Object.entries(data.random)) torch.defaultGenerator(device).setState(random);
  return data.progress;
}

function defaultRandomState(device: string): Record<string, Tensor> {
  const devices = [...new Set(['cpu', device])];
  return Object.fromEntries(devices.map((name) => [name, torch.defaultGenerator(name).getState()]));
}
