// Whether the phases of an objective are what they must be.
import { UsageError } from '../errors';
import { describeValue, isPlainObject } from '../options';
import { mistyped } from '../suggest';
import type { Objective, Phase } from './phase';

/**
 * Returns the objective.
 *
 * @throws UsageError when it is not a list of phases, a phase lacks a part, or two phases have the same name
 */
export function checkObjective(objective: Objective): Objective {
  if (!Array.isArray(objective)) {
    throw new UsageError(
      `objective: expected a list of phases, got ${describeValue(objective)}`,
      'a phase is { name, network, accumulate(context) }; gan.logisticStep is such a list',
    );
  }
  if (objective.length === 0) throw new UsageError('objective: expected at least one phase, got none');
  const named = new Map<string, Phase>();
  for (const phase of objective) {
    if (typeof phase !== 'object' || phase === null) {
      throw new UsageError(
        `objective: expected phases, got ${describeValue(phase)}`,
        'a phase is { name, network, accumulate(context) }',
      );
    }
    const { name, every = 1, accumulate } = phase;
    checkNames(phase);
    if (typeof accumulate !== 'function') {
      throw new UsageError(
        `objective: phase '${name}': expected accumulate to be a function, got ${typeof accumulate}`,
        'a phase is { name, network, accumulate(context) }',
      );
    }
    if (!Number.isInteger(every) || every < 1) {
      throw new UsageError(`phase '${name}': every: expected a whole number of at least 1, got ${every}`);
    }
    if (!['generator', 'discriminator', 'both'].includes(phase.network)) {
      throw new UsageError(
        `phase '${name}': network: expected 'generator', 'discriminator' or 'both', got '${phase.network}'`,
      );
    }
    if ((named.get(name) ?? phase) !== phase) {
      throw new UsageError(
        `objective: two phases have the name '${name}'`,
        'checkpoints tell them apart by it',
      );
    }
    named.set(name, phase);
  }
  return objective;
}

const PARTS = ['name', 'network', 'every', 'accumulate', 'state', 'loadState'] as const;

/** A phase may keep what it likes, but nothing under a name that is one of its parts misspelled. */
function checkNames(phase: Phase): void {
  if (!isPlainObject(phase)) return;
  for (const key of Object.keys(phase)) {
    const meant = mistyped(key, PARTS);
    if (meant !== undefined)
      throw new UsageError(`phase '${phase.name}': unknown part '${key}'; did you mean '${meant}'?`);
  }
}
