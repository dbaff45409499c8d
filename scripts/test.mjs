// `npm test`: set-up, lint, then jest. `npm test -- test/torch` passes arguments on to jest.
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { realEffects } from '../setup/effects.mjs';
import { setUpSteps } from '../setup/setup.mjs';
import { reportingErrors, runSteps } from '../setup/steps.mjs';
import { countsOf, runJest } from './jest.mjs';
import { runChecks } from './lint/checks.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
// What is compiled for the tests is compiled without warnings.
const effects = { ...realEffects(root), env: { ...process.env, TADPOLE_WERROR: '1' } };

process.exitCode = await reportingErrors(effects, async () => {
  await runSteps(effects, setUpSteps);
  const failedChecks = await runChecks(effects);
  const outcome = await runJest(effects, process.argv.slice(2));
  effects.log(countsOf(outcome));
  if (failedChecks.length > 0)
    process.stderr.write(
      `error: failed checks: ${failedChecks.join(', ')}\nhint: see their lines above the tests\n`,
    );
  return outcome.status !== 0 ? outcome.status : Number(failedChecks.length > 0);
});
