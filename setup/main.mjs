// Set-up as a command: `node setup/main.mjs [step ...]` brings everything, or the named steps, up to date.
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { realEffects } from './effects.mjs';
import { SetupError } from './errors.mjs';
import { setUpSteps } from './setup.mjs';
import { reportingErrors, runSteps } from './steps.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const effects = realEffects(root);
const names = process.argv.slice(2);

process.exitCode = await reportingErrors(effects, async () => {
  const known = setUpSteps.map((step) => step.name.toLowerCase());
  const unknown = names.find((name) => !known.includes(name.toLowerCase()));
  if (unknown !== undefined)
    throw new SetupError(`there is no set-up step "${unknown}"`, `the steps are ${known.join(', ')}`);
  const wanted = names.map((name) => name.toLowerCase());
  await runSteps(
    effects,
    setUpSteps.filter((step) => wanted.length === 0 || wanted.includes(step.name.toLowerCase())),
  );
  return 0;
});
