// `npm run lint`: every check except the tests.
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { realEffects } from '../../setup/effects.mjs';
import { reportingErrors } from '../../setup/steps.mjs';
import { runChecks } from './checks.mjs';

const effects = realEffects(dirname(dirname(dirname(fileURLToPath(import.meta.url)))));
process.exitCode = await reportingErrors(effects, async () => Number((await runChecks(effects)).length > 0));
