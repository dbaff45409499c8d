// Another job on every core while a task runs.
import { spawn } from 'node:child_process';
import { availableParallelism } from 'node:os';

/** Computes without a pause; checks every second whether the process that started it still runs. */
const JOB = `
  process.stdin.on('end', () => process.exit()).resume();
  setInterval(() => {
    const end = performance.now() + 1000;
    while (performance.now() < end);
  }, 0);
`;

/**
 * Runs `task` while a separate process keeps each core busy.
 * @template T
 * @param {() => Promise<T>} task
 * @returns {Promise<T>}
 */
export async function whileBusy(task) {
  const jobs = Array.from({ length: availableParallelism() }, () =>
    spawn(process.execPath, ['-e', JOB], { stdio: ['pipe', 'ignore', 'inherit'] }),
  );
  try {
    return await task();
  } finally {
    for (const job of jobs) job.kill('SIGKILL');
  }
}
