// The losses of steps: tensors while training runs, numbers when they are read.
import { allReduce } from '../dist';
import { UsageError } from '../errors';
import { type Tensor, torch } from '../torch';
import { NotFiniteError } from './finite';

/** The losses of a step as numbers: `dLoss` and `gLoss` among them. */
export type Losses = { dLoss: number; gLoss: number } & Record<string, number>;

/** The losses of a step as 0-dimensional tensors by name, still on the device. */
export type LossTensors = Record<string, Tensor>;

/** Merges the losses of the phases of a step: losses of the same name are averaged. */
export function joinLosses(reports: readonly LossTensors[]): LossTensors {
  const names = [...new Set(reports.flatMap((report) => Object.keys(report)))];
  return Object.fromEntries(
    names.map((name) => {
      const values = reports.flatMap((report) => report[name] ?? []);
      const sum = values.reduce((total, value) => total.add(value));
      return [name, values.length === 1 ? sum : sum.div(values.length)];
    }),
  );
}

/**
 * The numbers of several steps, read from the device at once. They may be NaN or infinite. With several processes each has computed
 * its contribution, and all read their sums.
 *
 * @param steps the losses of one step each
 */
export function readLosses(steps: readonly LossTensors[]): Losses[] {
  const scalars = steps.flatMap((losses) => Object.values(losses));
  const values = torch.scope(() =>
    allReduce(torch.stack(scalars.map((scalar) => scalar.detach().to('float64').reshape([])))).toTypedArray(),
  );
  let next = 0;
  return steps.map((losses) => {
    const entries = Object.keys(losses).map((name) => [name, Number(values[next++])]);
    return Object.fromEntries(entries) as Losses;
  });
}

/** @throws NotFiniteError when a loss of the step is not finite */
export function requireFiniteLosses(losses: Losses, step: number): void {
  const broken = Object.entries(losses).filter(([, value]) => !Number.isFinite(value));
  if (broken.length === 0) return;
  throw new NotFiniteError(broken.map(([name, value]) => `${name} is ${value}`).join(', '), step);
}

/** @throws UsageError when the losses of a step lack `dLoss` or `gLoss` */
export function checkLosses(losses: LossTensors): void {
  const missing = ['dLoss', 'gLoss'].filter((name) => !(name in losses));
  if (missing.length === 0) return;
  throw new UsageError(
    `objective: expected every step to report dLoss and gLoss; missing: ${missing.join(', ')}`,
    `it reports ${Object.keys(losses).join(', ') || 'nothing'}; return { dLoss } from a phase of the discriminator and { gLoss } from one of the generator`,
  );
}
