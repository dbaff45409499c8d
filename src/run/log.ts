// What a run records while it trains: its events, and the same for TensorBoard where that is asked for.
import type { Board } from './board';
import { EventLog, type RunEvent } from './events';
import type { RunFolder } from './folder';
import type { Tolerance } from './tolerance';

/** Writes the record of a run. What cannot be written causes a warning, and is written later. */
export class RunLog {
  /** TensorBoard's record; undefined where there is none. */
  board: Board | undefined;
  private readonly events: EventLog;

  constructor(
    folder: RunFolder,
    private readonly tolerance: Tolerance,
  ) {
    this.events = new EventLog(folder.events);
  }

  add(event: RunEvent): void {
    this.try(() => this.events.add(event));
    this.show((board) => board.add(event));
  }

  /** The sample grid of a step has been written. */
  sampled(step: number): void {
    this.show((board) => board.sample(step));
  }

  /** The run has gone back to a step: what came after it is dropped from the event file already. */
  rewound(step: number): void {
    this.show((board) => board.rewind(step));
  }

  /** Writes what is held back. */
  flush(): void {
    this.try(() => this.events.flush());
    this.show((board) => board.flush());
  }

  /** The same at the end of a run. @throws WriteError when events cannot be written */
  finish(): void {
    this.events.flush();
    this.show((board) => board.flush());
  }

  private try(write: () => void): void {
    this.tolerance.try('events', 'they are kept in memory until it can', write);
  }

  private show(write: (board: Board) => void): void {
    const { board } = this;
    if (board === undefined) return;
    this.tolerance.try('events for TensorBoard', 'they are kept in memory until it can', () => write(board));
  }
}
