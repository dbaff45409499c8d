// One process per run folder: a lock that ends with its holder and names it.
import fs from 'node:fs';
import os from 'node:os';
import { z } from 'zod';
import { TadpoleError } from '../errors';
import { writeFailure } from '../io';
import { native } from '../torch';

const holder = z.object({ pid: z.number(), host: z.string(), since: z.string() });

/** A process that holds a run folder. */
export class RunLock {
  private held = true;

  private constructor(
    private readonly file: string,
    private readonly descriptor: number | undefined,
  ) {}

  /**
   * Takes the lock. The system releases it when the process ends, however that happens; the file then means nothing. On a file
   * system without locks there is none.
   *
   * @param file made where there is none
   * @param what is locked, for the message
   * @throws TadpoleError naming the process that holds it; WriteError when the file cannot be made
   */
  static take(file: string, what: string): RunLock {
    try {
      fs.closeSync(fs.openSync(file, 'a'));
    } catch (error) {
      throw writeFailure(file, error);
    }
    const lock = native.lockFile(file);
    if (lock === 'held') throw inUse(file, what);
    const taken = new RunLock(file, lock === 'unsupported' ? undefined : lock);
    taken.sign();
    return taken;
  }

  /** Releases the lock and removes its file, unless another one has its path now. Calling it again does nothing. */
  release({ isGone = false } = {}): void {
    if (!this.held) return;
    this.held = false;
    if (!isGone) fs.rmSync(this.file, { force: true });
    if (this.descriptor !== undefined) native.unlockFile(this.descriptor);
  }

  private sign(): void {
    const self = { pid: process.pid, host: os.hostname(), since: new Date().toISOString() };
    try {
      fs.writeFileSync(this.file, `${JSON.stringify(self)}\n`);
    } catch {
      // A full disk: the lock holds, without a name on it.
    }
  }
}

function inUse(file: string, what: string): TadpoleError {
  const { pid, host, since } = readHolder(file) ?? {};
  if (pid === process.pid && host === os.hostname()) {
    return new TadpoleError(`${what} is in use by this very process`, 'dispose of its session first');
  }
  const who = pid === undefined ? 'another process' : `process ${pid} on ${host} since ${since}`;
  const stop = pid === undefined || host !== os.hostname() ? '' : `, or end it with: kill ${pid}`;
  return new TadpoleError(`${what} is in use by ${who}`, `wait until that run ends${stop}`);
}

function readHolder(file: string): z.output<typeof holder> | undefined {
  try {
    return holder.parse(JSON.parse(fs.readFileSync(file, 'utf8')));
  } catch {
    return undefined;
  }
}
