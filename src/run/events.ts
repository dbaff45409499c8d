// The record of a run: one JSON object a line, appended while it trains.
import fs from 'node:fs';
import { writeAtomically } from '../torch/atomic';

/**
 * One line of `events.jsonl`. Logged steps carry `step`, `images`, `seconds`, `dLoss`, `gLoss` and what else the step reports.
 * Findings carry `event`, which no logged step has (`collapse`, `deadDiscriminator`, `overpoweringDiscriminator`, `notFinite`,
 * or `recovered` with the `trouble` that is over), with `message`, `remedy` and `measured`.
 */
export type RunEvent = { step: number } & Record<string, number | string>;

/** Appends events to a file; lines are held back and written together about once a second. */
export class EventLog {
  private pending: string[] = [];
  private lastWrite = 0;

  constructor(readonly file: string) {}

  add(event: RunEvent): void {
    this.pending.push(`${JSON.stringify(event)}\n`);
    if (performance.now() - this.lastWrite > 1000) this.flush();
  }

  /** Writes what was held back. */
  flush(): void {
    if (this.pending.length > 0) fs.appendFileSync(this.file, this.pending.join(''));
    this.pending = [];
    this.lastWrite = performance.now();
  }
}

/** Every complete event of a file; none when there is no file. A last line that was cut off is left out. */
export function readEvents(file: string): RunEvent[] {
  if (!fs.existsSync(file)) return [];
  const events: RunEvent[] = [];
  for (const line of fs.readFileSync(file, 'utf8').split('\n')) {
    if (!line.endsWith('}')) continue;
    events.push(JSON.parse(line) as RunEvent);
  }
  return events;
}

/** Drops the events after `step`, which a run that goes on from a checkpoint will write again. */
export function rewindEvents(file: string, step: number): void {
  const kept = readEvents(file).filter((event) => event.step <= step);
  const text = kept.map((event) => `${JSON.stringify(event)}\n`).join('');
  writeAtomically(file, (temporary) => fs.writeFileSync(temporary, text));
}
