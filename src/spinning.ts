// How long OpenMP's threads spin while they wait for each other: chosen by the other load of the machine.
import { readFileSync } from 'node:fs';
import { availableParallelism, cpus, loadavg } from 'node:os';

/** How OpenMP's threads wait, and why. */
export interface Spinning {
  /** Rounds of spinning before a thread sleeps; null where the user's own OMP_WAIT_POLICY decides. */
  rounds: number | null;
  because: string;
}

// Spinning bridges the pauses between the parallel parts of a step, which sleeping makes longer. IDLE is libgomp's own default:
// alone on a machine, fewer rounds save nothing and cost the small recipes up to a third of their speed. Beside other busy
// processes, the same rounds take processor time from threads with work, and steps take twice as long (bench/spinning.mjs).
const IDLE = 300_000;
const BUSY = 1_000;

// A choice holds as long as the process. What only works for a moment, such as the program that starts this one, is done within a tenth
// of a second; what goes on is seen in every sample.
const SAMPLES = 50;
const SAMPLE_MILLISECONDS = 2;

let chosen: Spinning | undefined;

/** The choice of this process; undefined before the addon is loaded. */
export function spinning(): Spinning | undefined {
  return chosen;
}

/**
 * Loads the library of OpenMP, which reads the environment once, with the setting for this machine. The user's own setting
 * is kept, and child processes inherit none.
 */
export function loadWithSpinning<T>(load: () => T): T {
  const own = ['OMP_WAIT_POLICY', 'GOMP_SPINCOUNT'].find((name) => process.env[name] !== undefined);
  if (own !== undefined) {
    const rounds = Number(process.env['GOMP_SPINCOUNT'] ?? Number.NaN);
    chosen ??= { rounds: Number.isFinite(rounds) ? rounds : null, because: `${own} is set` };
    return load();
  }
  chosen ??= choose(otherWork(cpus().length - ownThreads()));
  process.env['GOMP_SPINCOUNT'] = String(chosen.rounds);
  try {
    return load();
  } finally {
    delete process.env['GOMP_SPINCOUNT'];
  }
}

/**
 * @param others threads of other processes that want to run
 * @param processors of the machine
 * @param threads that this process computes with
 */
export function choose(
  others: number,
  processors: number = cpus().length,
  threads: number = ownThreads(),
): Spinning {
  const isRoom = Math.round(others) + threads <= processors;
  const work = `${Math.round(others)} other ${Math.round(others) === 1 ? 'thread' : 'threads'}`;
  return isRoom
    ? { rounds: IDLE, because: `${work} at work beside ${threads} of our own on ${processors} processors` }
    : { rounds: BUSY, because: `${work} at work on ${processors} processors, of which we use ${threads}` };
}

function ownThreads(): number {
  const asked = Number(process.env['OMP_NUM_THREADS'] ?? Number.NaN);
  return Number.isInteger(asked) && asked >= 1 ? asked : availableParallelism();
}

/**
 * How many threads of other processes want to run: the minimum of readings up to the first that shows no more than `room`, or the mean
 * of the last minute.
 */
function otherWork(room: number): number {
  let fewest = Number.POSITIVE_INFINITY;
  for (let look = 0; look < SAMPLES && fewest > room; look += 1) {
    if (look > 0) pause();
    const running = runningThreads();
    if (running === undefined) return loadavg()[0] ?? 0;
    // One of them is this one.
    fewest = Math.min(fewest, running - 1);
  }
  return Math.max(fewest, 0);
}

/** Threads of the whole machine that run or wait for a processor; undefined where the system does not report it. */
function runningThreads(): number | undefined {
  try {
    const running = /^\S+ \S+ \S+ (\d+)\//.exec(readFileSync('/proc/loadavg', 'utf8'))?.[1];
    return running === undefined ? undefined : Number(running);
  } catch {
    return undefined;
  }
}

function pause(): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, SAMPLE_MILLISECONDS);
}
