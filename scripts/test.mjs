// `npm test`: set-up, the checks of form, then jest. `npm test -- test/torch` passes arguments on to jest.
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runChecks } from './lint/checks.mjs';
import { realEffects } from './setup/effects.mjs';
import { binaryOf } from './setup/packages.mjs';
import { setUpSteps } from './setup/setup.mjs';
import { reportingErrors, runSteps } from './setup/steps.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const effects = realEffects(root);

process.exitCode = await reportingErrors(effects, async () => {
  await runSteps(effects, setUpSteps);
  const failedChecks = await runChecks(effects);
  const status = await runJest(process.argv.slice(2));
  if (failedChecks.length > 0)
    process.stderr.write(
      `error: failed checks: ${failedChecks.join(', ')}\nhint: see their lines above the tests\n`,
    );
  return status !== 0 ? status : Number(failedChecks.length > 0);
});

/**
 * Runs jest and prints the counts alone on a line.
 * @param {string[]} args
 * @returns {Promise<number>} jest's exit status
 */
async function runJest(args) {
  const result = join(root, 'build', 'jest.json');
  mkdirSync(dirname(result), { recursive: true });
  rmSync(result, { force: true });
  const status = await effects.show(
    process.execPath,
    [binaryOf(root, 'jest', 'jest'), '--json', `--outputFile=${result}`, ...args],
    {
      ...process.env,
      // Two suites run at once: each keeps to half of the cores.
      OMP_NUM_THREADS: process.env['OMP_NUM_THREADS'] ?? String(Math.max(1, Math.ceil(effects.jobs / 2))),
    },
  );
  const counts = existsSync(result) ? JSON.parse(readFileSync(result, 'utf8')) : {};
  // A suite that cannot even be loaded has no failed test to count.
  const failed = (counts.numFailedTests ?? 0) + (counts.numRuntimeErrorTestSuites ?? 0);
  effects.log(
    `${counts.numPassedTests ?? 0} passed, ${failed} failed, ${(counts.numPendingTests ?? 0) + (counts.numTodoTests ?? 0)} skipped`,
  );
  return status;
}
