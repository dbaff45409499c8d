// Another job on every core, for as long as a piece of work takes.
import { spawn } from 'node:child_process';
import { availableParallelism } from 'node:os';

/** Computes without a pause; looks every second whether the process that started it is still there. */
const JOB = `
  process.stdin.on('end', () => process.exit()).resume();
  setInterval(() => {
    const end = performance.now() + 1000;
    while (performance.now() < end);
  }, 0);
`;

/**
 * Runs `task` while every core is kept busy by a process of its own.
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
