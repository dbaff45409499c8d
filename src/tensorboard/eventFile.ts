// TensorBoard's event files: one more in the folder of a run each time that the run is started.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { AppendedFile, makeFolder } from '../io';
import { type BoardContent, encodeEvent } from './message';
import { frame } from './record';

const NAME = /^events\.out\.tfevents\.(\d+)\./;

/** Whether TensorBoard would show something of this very folder. */
export function holdsEvents(folder: string): boolean {
  return newestIn(folder) !== undefined;
}

/** The second in the name of the newest event file; TensorBoard reads them in the order of their names. */
function newestIn(folder: string): number | undefined {
  if (!fs.existsSync(folder)) return undefined;
  const seconds = fs.readdirSync(folder).flatMap((name) => Number(NAME.exec(name)?.[1] ?? []));
  return seconds.length === 0 ? undefined : Math.max(...seconds);
}

/** Writes events for TensorBoard; they are held back and written together about once per second. */
export class EventFile {
  private readonly records: AppendedFile;

  /**
   * Begins a file in a folder, which is made.
   *
   * @param step the first that will be written: TensorBoard forgets what earlier files of the folder hold from there on
   * @throws WriteError when the folder cannot be written to
   */
  constructor(folder: string, step: number) {
    makeFolder(folder);
    const now = Math.floor(Date.now() / 1000);
    const second = Math.max(now, (newestIn(folder) ?? 0) + 1);
    const name = `events.out.tfevents.${String(second).padStart(10, '0')}.${os.hostname()}.${process.pid}.0`;
    this.records = new AppendedFile(path.join(folder, name));
    this.add(step, 'version');
    this.restart(step);
  }

  get file(): string {
    return this.records.file;
  }

  /**
   * @param seconds since 1970
   * @throws WriteError when it is time to write and that fails; the event is held back
   */
  add(step: number, content: BoardContent, seconds = Date.now() / 1000): void {
    this.records.add(frame(encodeEvent(seconds, step, content)));
  }

  /** The run goes back: TensorBoard forgets `step` and what came after it. @throws as {@link add} */
  restart(step: number): void {
    this.add(step, 'start');
  }

  /** Writes what was held back. @throws WriteError when it cannot be written; it is held back further */
  flush(): void {
    this.records.flush();
  }
}
