// A run in short, from its folder: how it stands, how far it is, its best evaluation.
import fs from 'node:fs';
import { checkFields } from '../options';
import { type Best, bestIn } from './evaluating';
import { readEvents } from './events';
import type { RunFolder } from './folder';
import type { RunMetric } from './recipe';
import { type RunState, readStatus, stateOf } from './status';

/** How a run stands. */
export interface RunOverview {
  readonly state: RunState;
  /** Why it failed, where that is known. */
  readonly message?: string;
  /** Steps done and asked for; 0 where unknown. */
  readonly step: number;
  readonly steps: number;
  /** When the run last wrote, ISO 8601; empty where unknown. */
  readonly updated: string;
}

/**
 * How the run in a folder stands. Cheap to ask for again: events are not read.
 *
 * @param settings those of its configuration
 * @param drawn the step of its last sample grid; 0 without any
 */
export function overviewOf(
  folder: RunFolder,
  settings: Readonly<Record<string, unknown>>,
  drawn: number,
): RunOverview {
  checkFields('overviewOf', 'folder', folder, ['status', 'lockFile', 'generator']);
  const status = readStatus(folder.status);
  const steps = status?.steps ?? (Number(settings['steps']) || 0);
  const known = stateOf(status, folder.lockFile);
  // Without a status, only a run that ended well can be told.
  const isComplete = known === 'unknown' && fs.existsSync(folder.generator) && drawn >= steps;
  const changed = fs.statSync(folder.events, { throwIfNoEntry: false })?.mtime.toISOString();
  return {
    state: isComplete ? 'finished' : known,
    ...(status?.message === undefined ? {} : { message: status.message }),
    step: status?.step ?? drawn,
    steps,
    updated: status?.updated ?? changed ?? '',
  };
}

/** The best evaluation of a run, by the metric that its configuration names; undefined when it was not evaluated. */
export function bestOf(folder: RunFolder, settings: Readonly<Record<string, unknown>>): Best | undefined {
  checkFields('bestOf', 'folder', folder, ['events']);
  const { bestBy } = settings ?? {};
  return typeof bestBy === 'string' ? bestIn(readEvents(folder.events), bestBy as RunMetric) : undefined;
}
