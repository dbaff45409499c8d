// The status of a run, for other processes: status.json, rewritten while the run trains.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { z } from 'zod';

const status = z.object({
  /** `running` until its end is known; `failed` is an end by an error, `interrupted` one by a signal, after saving. */
  state: z.enum(['running', 'finished', 'interrupted', 'failed']),
  /** Steps done. */
  step: z.int().min(0),
  /** Steps asked for. */
  steps: z.int().min(0),
  pid: z.int(),
  host: z.string(),
  /** Times in ISO 8601: when this process began to train, and when it last wrote here. */
  started: z.string(),
  updated: z.string(),
  /** Inode of the run's lock: a copied folder has another one, or none. */
  lock: z.string(),
  /** What went wrong, of a run that failed. */
  message: z.string().optional(),
});

/** The content of `status.json`. */
export type RunStatus = z.output<typeof status>;

/** How a run stands, as far as can be told from its folder. */
export type RunState =
  | RunStatus['state']
  /** Its process ended without recording it: it was killed, or the machine went down. */
  | 'crashed'
  /** A copy of a run that was training when it was copied. */
  | 'copied'
  /** It has no status. */
  | 'unknown';

// How long after its last status a run on another machine still counts as alive.
const SILENCE_MILLISECONDS = 10 * 60_000;

const BEAT_MILLISECONDS = 1000;

/** Writes the status of a run about once per second. A failure to write it does not affect the run, and is reported as an event. */
export class StatusFile {
  private readonly started = new Date().toISOString();
  private readonly lock: string;
  private lastBeat = Number.NEGATIVE_INFINITY;

  /**
   * @param file `status.json`
   * @param lock the run's lock file
   * @param steps steps asked for
   */
  constructor(
    private readonly file: string,
    lock: string,
    private readonly steps: number,
  ) {
    this.lock = inode(lock);
  }

  /** The run is training; `step` steps are done. Returns whether it was time to write. */
  beat(step: number): boolean {
    const now = performance.now();
    if (now - this.lastBeat < BEAT_MILLISECONDS) return false;
    this.lastBeat = now;
    this.write('running', step);
    return true;
  }

  /** The run has ended. */
  end(state: Exclude<RunStatus['state'], 'running'>, step: number, message?: string): void {
    this.write(state, step, message);
  }

  private write(state: RunStatus['state'], step: number, message?: string): void {
    const { started, lock, steps } = this;
    const content: RunStatus = {
      state,
      step,
      steps,
      pid: process.pid,
      host: os.hostname(),
      started,
      updated: new Date().toISOString(),
      lock,
      ...(message === undefined ? {} : { message }),
    };
    // Renamed into place, but not flushed to the disk: that would hold up training, and a status from before a power cut is of
    // no use. A resume removes files of such names.
    const temporary = path.join(path.dirname(this.file), `.${path.basename(this.file)}.tmp-status`);
    try {
      fs.writeFileSync(temporary, `${JSON.stringify(content)}\n`);
      fs.renameSync(temporary, this.file);
    } catch {
      fs.rmSync(temporary, { force: true });
    }
  }
}

/** The status in a file; undefined when there is none, or it is damaged. */
export function readStatus(file: string): RunStatus | undefined {
  try {
    return status.parse(JSON.parse(fs.readFileSync(file, 'utf8')));
  } catch {
    return undefined;
  }
}

/** How a run with such a status stands. @param lock the run's lock file */
export function stateOf(found: RunStatus | undefined, lock: string): RunState {
  if (found === undefined) return 'unknown';
  if (found.state !== 'running') return found.state;
  if (inode(lock) !== found.lock) return 'copied';
  if (found.host !== os.hostname()) {
    return Date.now() - Date.parse(found.updated) < SILENCE_MILLISECONDS ? 'running' : 'crashed';
  }
  return isAlive(found.pid) ? 'running' : 'crashed';
}

function inode(file: string): string {
  return String(fs.statSync(file, { bigint: true, throwIfNoEntry: false })?.ino ?? '');
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
