// The record of a run: one JSON object per line, appended while it trains.
import fs from 'node:fs';
import { AppendedFile, writeAtomically } from '../io';
import { checkPath } from '../torch';

/**
 * One line of `events.jsonl`. Logged steps carry `step`, `images`, `seconds`, `dLoss`, `gLoss` and whatever else the step reports.
 * Findings carry `event`, which logged steps do not have (`collapse`, `deadDiscriminator`, `overpoweringDiscriminator`, `notFinite`,
 * or `recovered` with the `trouble` that is over), with `message`, `remedy` and `measured`.
 */
export type RunEvent = { step: number } & Record<string, number | string>;

/** Appends events to a file; lines are held back and written together about once per second. */
export class EventLog {
  private readonly lines: AppendedFile;

  constructor(file: string) {
    checkPath('EventLog', file);
    this.lines = new AppendedFile(file);
  }

  get file(): string {
    return this.lines.file;
  }

  /** @throws WriteError when it is time to write and that fails; the event is held back */
  add(event: RunEvent): void {
    this.lines.add(Buffer.from(`${JSON.stringify(event)}\n`));
  }

  /**
   * Writes what was held back.
   *
   * @throws WriteError when it cannot be written; the file ends as before, and the lines are held back further
   */
  flush(): void {
    this.lines.flush();
  }
}

/** Every readable event of a file; none when there is no file. Damaged lines are left out. */
export function readEvents(file: string): RunEvent[] {
  checkPath('readEvents', file);
  return readLines(file).flatMap(({ event }) => (typeof event?.step === 'number' ? [event as RunEvent] : []));
}

/**
 * Drops the events after `step`, which a run resumed from that checkpoint writes again, and damaged lines. Everything else stays
 * as it is.
 *
 * @returns how many lines were lost by damage, not counting a last line that was cut off
 */
export function rewindEvents(file: string, step: number): number {
  const lines = readLines(file);
  if (lines.length === 0) return 0;
  const isLater = (event: Partial<RunEvent>): boolean => typeof event.step === 'number' && event.step > step;
  const kept = lines.filter(({ event }) => event !== undefined && !isLater(event));
  const text = Buffer.concat(kept.flatMap(({ bytes }) => [bytes, Buffer.from('\n')]));
  writeAtomically(file, (temporary) => fs.writeFileSync(temporary, text));
  return lines.filter(({ event, isCutOff }) => event === undefined && !isCutOff).length;
}

interface Line {
  bytes: Buffer;
  /** Undefined when the line holds no JSON object. */
  event: Partial<RunEvent> | undefined;
  /** The last line, when it has no line end. */
  isCutOff: boolean;
}

/** The lines of a file without their ends; empty ones are left out. */
function readLines(file: string): Line[] {
  if (!fs.statSync(file, { throwIfNoEntry: false })?.isFile()) return [];
  // As bytes: damaged lines need not be text, and a file can be longer than any string.
  const all = fs.readFileSync(file);
  const lines: Line[] = [];
  for (let start = 0; start < all.length; ) {
    const end = all.indexOf('\n', start);
    const bytes = trimmed(all.subarray(start, end < 0 ? all.length : end));
    if (!isBlank(bytes)) lines.push({ bytes, event: parse(bytes), isCutOff: end < 0 });
    start = end < 0 ? all.length : end + 1;
  }
  return lines;
}

const MARK = Buffer.from('\ufeff');

/** Without what editors of Windows put around a line, and without the NULs that a power cut leaves before it. */
function trimmed(line: Buffer): Buffer {
  const isMarked = line.subarray(0, MARK.length).equals(MARK);
  const text = line.subarray(isMarked ? MARK.length : 0, line.at(-1) === 0x0d ? -1 : undefined);
  const first = text.findIndex((byte) => byte !== 0);
  return first > 0 ? text.subarray(first) : text;
}

function isBlank(line: Buffer): boolean {
  return line.every((byte) => byte === 0x20 || byte === 0x09 || byte === 0x0d);
}

function parse(line: Buffer): Partial<RunEvent> | undefined {
  try {
    const value: unknown = JSON.parse(line.toString('utf8'));
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
