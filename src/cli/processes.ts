// `tadpole train --nproc N`: starts the processes of one run, watches them, and ends all when one has failed.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { TadpoleError, UsageError } from '../errors';
import { EXIT } from './failure';
import { SIGNALS } from './interruption';
import { wholeFlag } from './options';

/** Milliseconds that the others have to end by themselves: after one was killed, after one has failed, and after being told to. */
const GRACE = { killed: 4000, failed: 20_000, told: 3000 };

const LOST = 'lost';

/** Tells the process that has started this one as one of several, when it ends because another one has gone. */
export function tellOfLoss(error: unknown): void {
  if (!(error instanceof TadpoleError && 'isLoss' in error && error.isLoss)) return;
  if (process.env['TADPOLE_MEETING_FILE'] !== undefined) process.send?.(LOST);
}

/** A process of the run. */
interface Child {
  rank: number;
  process: ChildProcess;
  /** What it printed as errors; rank 0 prints by itself. */
  errors: string;
  /** It has told that it ends because another one has gone. */
  isLost: boolean;
  ended: Promise<Ending>;
}

interface Ending {
  rank: number;
  code: number | null;
  signal: NodeJS.Signals | null;
}

/**
 * How many processes `--nproc` asks for.
 *
 * @param text a number, or `auto` for one per GPU
 * @throws UsageError for anything else, and for `auto` without a GPU
 */
export async function processCount(text: string): Promise<number> {
  if (text !== 'auto') return wholeFlag('nproc', text, 1) as number;
  const { torch } = await import('../torch/index.js');
  const gpus = torch.cuda.deviceCount();
  if (gpus > 0) return gpus;
  throw new UsageError(
    '--nproc auto: there is no GPU, of which each process would have one',
    'give a number of processes, such as --nproc 2',
  );
}

/** A command line without `--nproc`, as each of the processes gets it. */
export function withoutProcesses(words: readonly string[]): string[] {
  return words.filter((word, index) => !/^--nproc(=|$)/.test(word) && words[index - 1] !== '--nproc');
}

/**
 * Runs `tadpole <words>` in several processes.
 *
 * @returns the exit code of the first that failed, else that of rank 0; 1 when one was killed
 */
export async function runProcesses(words: readonly string[], count: number): Promise<number> {
  if (process.env['RANK'] !== undefined && process.env['WORLD_SIZE'] !== undefined) {
    throw new UsageError(
      '--nproc: this process was started as one of several already (RANK and WORLD_SIZE are set)',
      'leave --nproc out under torchrun, mpirun or srun; unset both otherwise',
    );
  }
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'tadpole-'));
  const children = Array.from({ length: count }, (_, rank) => start(words, rank, count, folder));
  let isSignalled = false;
  const forward = (signal: NodeJS.Signals): void => {
    isSignalled = true;
    for (const child of children) child.process.kill(signal);
  };
  for (const signal of SIGNALS) process.on(signal, forward);
  try {
    const { first, own } = await watch(children);
    // Those that were not in the same place when the signal came have lost each other.
    if (first === undefined || (isSignalled && own.code === EXIT.interrupted)) return own.code ?? EXIT.failed;
    // What is wrong for all of them has been said by rank 0.
    if (first.signal !== null || children[0]?.isLost) explain(first, children[first.rank]?.errors ?? '');
    return first.code ?? EXIT.failed;
  } finally {
    for (const signal of SIGNALS) process.off(signal, forward);
    for (const child of children) child.process.kill('SIGKILL');
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

function start(words: readonly string[], rank: number, count: number, folder: string): Child {
  const env = {
    ...process.env,
    RANK: String(rank),
    WORLD_SIZE: String(count),
    LOCAL_RANK: String(rank),
    LOCAL_WORLD_SIZE: String(count),
    TADPOLE_MEETING_FILE: path.join(folder, 'meeting'),
  };
  const main = path.join(__dirname, 'main.js');
  const child = spawn(process.execPath, [main, ...words], {
    env,
    stdio: rank === 0 ? ['inherit', 'inherit', 'inherit', 'ipc'] : ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  const started: Child = {
    rank,
    process: child,
    errors: '',
    isLost: false,
    ended: once(child, 'close').then(([code, signal]) => ({ rank, code, signal })),
  };
  child.on('message', (word) => {
    if (word === LOST) started.isLost = true;
  });
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    started.errors += text;
  });
  return started;
}

/**
 * Waits until all have ended; after the first failure they have some time to do so.
 *
 * @returns the ending that was the first failure, if there was one, and that of rank 0
 */
async function watch(children: readonly Child[]): Promise<{ first?: Ending; own: Ending }> {
  let first: Ending | undefined;
  const timers: NodeJS.Timeout[] = [];
  const endAfter = (milliseconds: number): void => {
    const tell = (signal: NodeJS.Signals) => () => {
      for (const child of children) child.process.kill(signal);
    };
    timers.push(setTimeout(tell('SIGTERM'), milliseconds));
    timers.push(setTimeout(tell('SIGKILL'), milliseconds + GRACE.told));
  };
  const endings = await Promise.all(
    children.map(async ({ ended }) => {
      const ending = await ended;
      const isFailure = ending.code !== EXIT.done && ending.code !== EXIT.interrupted;
      if (isFailure && first === undefined) {
        first = ending;
        endAfter(ending.signal === null ? GRACE.failed : GRACE.killed);
      }
      return ending;
    }),
  );
  for (const timer of timers) clearTimeout(timer);
  return { first, own: endings[0] as Ending };
}

function explain({ rank, signal }: Ending, errors: string): void {
  if (signal !== null) {
    process.stderr.write(
      `error: rank ${rank} was ended by ${signal}, and the others with it\n` +
        'hint: the last checkpoint stays; npx tadpole train --resume <run> goes on from it\n',
    );
  } else if (rank > 0) {
    process.stderr.write(errors.replace(/^(?=.)/gm, `rank ${rank}: `));
  }
}
