// Runs jest and counts its results, for `npm test` and `npm run test:machines`.
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { binaryOf } from '../setup/packages.mjs';

/**
 * @typedef {object} Outcome
 * @property {number} status jest's exit status
 * @property {number} passed
 * @property {number} failed
 * @property {number} skipped
 */

/**
 * Runs jest with its output shown.
 * @param {import('../setup/effects.mjs').Effects} effects
 * @param {string[]} args the arguments of jest
 * @param {{ node?: string, env?: NodeJS.ProcessEnv }} [how] a Node other than this one, and variables in addition to those of this process
 * @returns {Promise<Outcome>}
 */
export async function runJest({ root, jobs, show }, args, { node = process.execPath, env = {} } = {}) {
  // Two suites run at the same time, each on half of the cores.
  const threads = process.env['OMP_NUM_THREADS'] ?? String(Math.max(1, Math.ceil(jobs / 2)));
  const result = join(root, 'build', 'jest.json');
  mkdirSync(dirname(result), { recursive: true });
  rmSync(result, { force: true });
  const status = await show(
    node,
    [binaryOf(root, 'jest', 'jest'), '--json', `--outputFile=${result}`, ...args],
    { ...process.env, OMP_NUM_THREADS: threads, ...env },
  );
  const counts = existsSync(result) ? JSON.parse(readFileSync(result, 'utf8')) : {};
  return {
    status,
    passed: counts.numPassedTests ?? 0,
    // A suite that cannot even be loaded has no failed test to count.
    failed: (counts.numFailedTests ?? 0) + (counts.numRuntimeErrorTestSuites ?? 0),
    skipped: (counts.numPendingTests ?? 0) + (counts.numTodoTests ?? 0),
  };
}

/**
 * @param {Outcome} outcome
 * @returns {string} the counts as text
 */
export function countsOf({ passed, failed, skipped }) {
  return `${passed} passed, ${failed} failed, ${skipped} skipped`;
}
