// `npm start`: set-up, then training of the default recipe. `npm start -- [recipe] [flags]` are passed on to `tadpole train`.
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { realEffects } from '../setup/effects.mjs';
import { setUpSteps } from '../setup/setup.mjs';
import { reportingErrors, runSteps } from '../setup/steps.mjs';

const DEFAULT_RECIPE = 'digits';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const effects = realEffects(root);
const args = process.argv.slice(2);

process.exitCode = await reportingErrors(effects, async () => {
  await runSteps(effects, setUpSteps);
  const recipe = args[0] === undefined || args[0].startsWith('-') ? [DEFAULT_RECIPE] : [];
  return effects.show(process.execPath, [join(root, 'dist/cli/main.js'), 'train', ...recipe, ...args]);
});
