// A run for TensorBoard: its curves, findings, sample grids and configuration, while it trains or afterwards.
import fs from 'node:fs';
import path from 'node:path';
import { UsageError } from '../errors';
import { type BoardContent, EventFile, holdsEvents, pictureOf } from '../tensorboard';
import { EVALUATION } from './evaluating';
import { type RunEvent, readEvents } from './events';
import { RunFolder } from './folder';
import { readStatus } from './status';

/** Values of an event that are positions, not curves. */
const POSITIONS = new Set(['step', 'images', 'seconds']);

/** Writes what happens in a run into an event file. */
export class Board {
  constructor(
    private readonly events: EventFile,
    private readonly folder: RunFolder,
  ) {}

  /**
   * Begins the file of a new run.
   *
   * @param root TensorBoard's `--logdir`; the file lies in a folder in it that is named as the run folder is
   * @throws UsageError when that folder holds another run; WriteError when it cannot be written to
   */
  static start(root: string, folder: RunFolder): Board {
    const board = new Board(new EventFile(freePlace(root, folder), 0), folder);
    board.describe();
    return board;
  }

  /**
   * Continues the record of a run after `step`: with what the run folder holds where there is no event file yet.
   *
   * @throws WriteError when the folder cannot be written to
   */
  static resume(root: string, folder: RunFolder, step: number): Board {
    const place = placeOf(root, folder);
    const isNew = !holdsEvents(place);
    const board = new Board(new EventFile(place, isNew ? 0 : step + 1), folder);
    if (isNew) board.recall();
    return board;
  }

  /** @param seconds since 1970; default: this moment. @throws WriteError; the event is held back */
  add(event: RunEvent, seconds?: number): void {
    const content = contentOf(event);
    if (content) this.events.add(event.step, content, seconds);
  }

  /** The sample grid of a step. @throws WriteError; it is held back */
  sample(step: number, seconds?: number): void {
    this.picture('samples', this.folder.sample(step), step, seconds);
  }

  /** The run goes back: what came after `step` is forgotten. @throws WriteError */
  rewind(step: number): void {
    this.events.restart(step + 1);
  }

  /** @throws WriteError when it cannot be written; it is held back */
  flush(): void {
    this.events.flush();
  }

  private picture(tag: string, file: string, step: number, seconds?: number): void {
    if (fs.existsSync(file))
      this.events.add(step, { tag, picture: pictureOf(fs.readFileSync(file)) }, seconds);
  }

  /** What does not change while the run trains. */
  private describe(seconds?: number): void {
    const text = `\`\`\`json\n${fs.readFileSync(this.folder.config, 'utf8')}\`\`\`\n`;
    this.events.add(0, { tag: 'config', text }, seconds);
    this.picture('reals', this.folder.reals, 0, seconds);
  }

  /** Writes what the run folder holds, with the times at which it came about. */
  recall(): void {
    const events = readEvents(this.folder.events);
    const at = clockOf(events, this.folder);
    this.describe(at(0));
    for (const event of events) this.add(event, at(event.step));
    for (const name of fs.existsSync(this.folder.samples) ? fs.readdirSync(this.folder.samples).sort() : []) {
      const step = Number(/^step-(\d+)\.png$/.exec(name)?.[1]);
      if (Number.isInteger(step)) this.sample(step, at(step));
    }
  }
}

/**
 * Writes a run that has ended, or its beginning, for TensorBoard.
 *
 * @param run the run folder
 * @param root TensorBoard's `--logdir`
 * @returns the event file
 * @throws UsageError when it is no run folder, or the folder of TensorBoard holds the run already; WriteError
 */
export function writeTensorBoard(run: string, root: string): string {
  const folder = RunFolder.open(run);
  const events = new EventFile(freePlace(root, folder), 0);
  const board = new Board(events, folder);
  board.recall();
  board.flush();
  return events.file;
}

/** The folder of a run in TensorBoard's. */
function placeOf(root: string, folder: RunFolder): string {
  return path.join(root, path.basename(folder.root));
}

/** @throws UsageError when there is a run in it already */
function freePlace(root: string, folder: RunFolder): string {
  const place = placeOf(root, folder);
  if (!holdsEvents(place)) return place;
  throw new UsageError(
    `${place} holds events of a run already`,
    'name another folder with --tensorboard, or remove that one',
  );
}

/**
 * When a step was done, in seconds since 1970: the training time that events hold, counted back from the time at which the run
 * last wrote. Pauses are left out.
 */
function clockOf(events: readonly RunEvent[], folder: RunFolder): (step: number) => number {
  const timed = events.filter(({ seconds }) => typeof seconds === 'number');
  const trained = Number(timed.at(-1)?.seconds ?? 0);
  const updated = readStatus(folder.status)?.updated;
  const end = updated === undefined ? fs.statSync(folder.config).mtimeMs : Date.parse(updated);
  let next = 0;
  return (step) => {
    if (step < Number(timed[next - 1]?.step ?? 0)) next = 0;
    while (next < timed.length && Number(timed[next]?.step) <= step) next += 1;
    return end / 1000 - trained + Number(timed[next - 1]?.seconds ?? 0);
  };
}

function contentOf({ step, event, ...values }: RunEvent): BoardContent | undefined {
  if (event === undefined || event === EVALUATION) {
    const group = event === EVALUATION ? 'metrics' : 'dLoss' in values ? 'losses' : 'checks';
    return scalarsOf(group, values);
  }
  const { trouble, message = '', remedy } = values;
  const tag = `findings/${event === 'recovered' ? trouble : event}`;
  return { tag, text: remedy === undefined ? String(message) : `${message}\n\n${remedy}` };
}

/** Numbers by tags such as `losses/dLoss`; null is JSON's word for what is not finite. */
function scalarsOf(group: string, values: Omit<RunEvent, 'step'>): BoardContent | undefined {
  const numbers = Object.entries(values).filter(
    ([name, value]) => !POSITIONS.has(name) && (typeof value === 'number' || value === null),
  );
  if (numbers.length === 0) return undefined;
  const tagged = numbers.map(([name, value]) => [`${group}/${name}`, value === null ? Number.NaN : value]);
  return { scalars: Object.fromEntries(tagged) };
}
