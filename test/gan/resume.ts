// The proof that a run resumes exactly: training to the end, and training with a stop in the middle, give the same bits.
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { gan, run, torch } from 'tadpole';
import { TinyBatches, type TinyOptions, tinyTrainer } from './tiny';

/** A trainer with its data, newly made. */
export interface Made {
  trainer: gan.Trainer;
  batches: gan.BatchSource;
  dispose?: () => void;
}

/** Makes a tiny trainer with batches of `size` images. */
export const tinyMade =
  (options: () => TinyOptions, size = 4) =>
  (): Made => ({ trainer: tinyTrainer(options()), batches: new TinyBatches(size) });

interface Outcome {
  losses: Record<string, number>[];
  state: unknown;
}

/**
 * Trains `steps` steps at once; then `stopAt`, saves a checkpoint to a file, makes everything anew, loads it and trains on.
 *
 * @param make makes the same trainer and data every time
 */
export async function expectExactResume(make: () => Made, steps = 8, stopAt = 3): Promise<Outcome['losses']> {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'tadpole-resume-'));
  try {
    const whole = await trained(make, steps);
    const first = await trained(make, stopAt, (_, state) => run.saveCheckpoint(folder, stopAt, state));
    const second = await trained(make, steps, undefined, ({ trainer }) => {
      torch.scope(() => trainer.loadState(run.loadLatestCheckpoint(folder) as gan.StateMap));
      torch.manualSeed(99);
    });
    expect([...first.losses, ...second.losses]).toEqual(whole.losses);
    expect(second.state).toEqual(whole.state);
    return whole.losses;
  } finally {
    fs.rmSync(folder, { recursive: true });
  }
}

async function trained(
  make: () => Made,
  steps: number,
  save?: (made: Made, state: gan.StateMap) => void,
  load?: (made: Made) => void,
): Promise<Outcome> {
  torch.manualSeed(1);
  const made = make();
  const { trainer, batches } = made;
  trainer.register('data', batches);
  load?.(made);
  const losses: Outcome['losses'] = [];
  const hooks = {
    losses: (records: readonly gan.StepRecord[]) => {
      for (const { seconds, ...record } of records) losses.push(record);
    },
  };
  await gan.train({ trainer, batches, steps, hooks });
  torch.scope(() => save?.(made, trainer.state()));
  const state = torch.scope(() => plain(trainer.state()));
  trainer.dispose();
  made.dispose?.();
  return { losses, state };
}

/** A state with a digest of its tensors, which takes less time to compare than their bits. */
function plain(value: unknown): unknown {
  if (value instanceof torch.Tensor) {
    const { shape, dtype } = value;
    const { buffer } = value.detach().cpu().toTypedArray();
    return { shape, dtype, digest: createHash('sha256').update(new Uint8Array(buffer)).digest('hex') };
  }
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, plain(item)]));
}
