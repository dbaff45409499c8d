// Before jest runs: what the tests load, dist/ and the addon, must be built from the sources as they are.
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { addon } from '../setup/addon.mjs';
import { realEffects } from '../setup/effects.mjs';
import { SetupError } from '../setup/errors.mjs';
import { page } from '../setup/page.mjs';
import { reportingErrors, runSteps } from '../setup/steps.mjs';
import { typescript } from '../setup/typescript.mjs';

const SANITIZE = ['TADPOLE_ADDON', 'TADPOLE_NO_MEMORY_CACHING'];

const effects = realEffects(dirname(dirname(fileURLToPath(import.meta.url))));

/**
 * Compiles src/ where it has changed, and hides from the tests what their user has set for Tadpole. Ends the process when src/
 * does not compile, and when native/ has changed: compiling that takes minutes.
 */
export default async function globalSetup() {
  const status = await reportingErrors(effects, async () => {
    if ((await addon.done(effects)) === null)
      throw new SetupError('the addon is not built from native/ as it is', 'run `npm run setup`');
    for (const step of [typescript, page])
      if ((await step.done(effects)) === null) await runSteps(effects, [step]);
    return 0;
  });
  if (status !== 0) process.exit(status);
  // An addon elsewhere is that of `npm run sanitize`, and so is what it sets beside.
  const ours = ['TADPOLE_RECORD', ...(process.env['TADPOLE_ADDON'] ? SANITIZE : [])];
  for (const name of Object.keys(process.env))
    if (name.startsWith('TADPOLE_') && !ours.includes(name)) delete process.env[name];
}
