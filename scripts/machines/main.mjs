// `npm run test:machines`: the tests under the conditions of other machines; `-- busy node-22 test/torch` selects some.
import { delimiter, dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { realEffects } from '../../setup/effects.mjs';
import { refuseInterrupted, SetupError } from '../../setup/errors.mjs';
import { setUpSteps } from '../../setup/setup.mjs';
import { reportingErrors, runSteps, seconds } from '../../setup/steps.mjs';
import { countsOf, runJest } from '../jest.mjs';
import { whileBusy } from './busy.mjs';
import { nodeOf } from './node.mjs';
import { settings } from './settings.mjs';

const effects = realEffects(dirname(dirname(dirname(fileURLToPath(import.meta.url)))));

process.exitCode = await reportingErrors(effects, async () => {
  const [wanted, args] = understand(process.argv.slice(2));
  await runSteps(effects, setUpSteps);
  const rows = [];
  for (const setting of wanted) {
    effects.log(`\n${setting.name}: ${setting.what}`);
    const start = performance.now();
    const outcome = await runUnder(setting, args);
    refuseInterrupted(effects);
    rows.push({ name: setting.name, outcome, took: seconds(performance.now() - start) });
  }
  const width = Math.max(...rows.map(({ name }) => name.length));
  effects.log('');
  for (const { name, outcome, took } of rows)
    effects.log(
      `${name.padEnd(width)}  ${outcome.status === 0 ? 'ok    ' : 'FAILED'}  ${countsOf(outcome)} (${took})`,
    );
  return Number(rows.some(({ outcome }) => outcome.status !== 0));
});

/**
 * @param {import('./settings.mjs').Setting} setting
 * @param {string[]} args of jest
 */
async function runUnder({ env = {}, node: version, busy = false, umask }, args) {
  const node = version === undefined ? process.execPath : await nodeOf(effects, version);
  const path = [dirname(node), process.env['PATH']].join(delimiter);
  const run = () => runJest(effects, args, { node, env: { ...env, PATH: path } });
  const usual = umask === undefined ? undefined : process.umask(umask);
  try {
    return await (busy ? whileBusy(run) : run());
  } finally {
    if (usual !== undefined) process.umask(usual);
  }
}

/**
 * The settings named first (none: all), and the arguments after them, for jest.
 * @param {string[]} words
 * @returns {[readonly import('./settings.mjs').Setting[], string[]]}
 */
function understand(words) {
  const jestFrom = words.findIndex((word) => word.startsWith('-') || word.includes('/'));
  const names = jestFrom === -1 ? words : words.slice(0, jestFrom);
  const known = settings.map(({ name }) => name);
  const unknown = names.find((name) => !known.includes(name));
  if (unknown !== undefined)
    throw new SetupError(
      `there is no setting "${unknown}"`,
      `the settings are ${known.join(', ')}; a path after them, such as test/torch, narrows the tests`,
    );
  return [
    names.length === 0 ? settings : settings.filter(({ name }) => names.includes(name)),
    words.slice(names.length),
  ];
}
