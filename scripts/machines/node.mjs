// Other versions of Node, from the npm package `node`, each in its own folder below build/nodes.
import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { refuseInterrupted, SetupError } from '../../setup/errors.mjs';

/** @typedef {import('../../setup/effects.mjs').Effects} Effects */

/** The number of attempts: a registry that does not answer once may answer the next time. */
const ATTEMPTS = 3;

/**
 * Installs the newest Node of a version unless one is there already.
 * @param {Effects} effects
 * @param {string} version such as `22` or `20.19.0`
 * @returns {Promise<string>} the path of its program
 * @throws {SetupError} when npm cannot install it, or it does not run
 */
export async function nodeOf(effects, version) {
  const folder = join(effects.root, 'build', 'nodes', version);
  const program = join(folder, 'node_modules', 'node', 'bin', 'node');
  if (!existsSync(program)) {
    effects.log(`node: fetches Node ${version} (npm)`);
    await install(effects, folder, version);
  }
  const { code, stdout } = await effects.run(program, ['--version']);
  if (code !== 0 || !stdout.startsWith(`v${version}`))
    throw new SetupError(`${program} is not Node ${version}`, `remove ${folder} and run this again`);
  return program;
}

/**
 * @param {Effects} effects
 * @param {string} folder emptied before each attempt: npm leaves incomplete packages behind
 * @param {string} version
 * @throws {SetupError} when npm has failed in every attempt
 */
async function install(effects, folder, version) {
  const options = ['--prefix', folder, '--no-save', '--no-package-lock', '--no-audit', '--no-fund'];
  for (let attempt = 1; ; attempt++) {
    rmSync(folder, { recursive: true, force: true });
    const { code, stderr } = await effects.run('npm', ['install', ...options, `node@${version}`]);
    refuseInterrupted(effects);
    if (code === 0) return;
    rmSync(folder, { recursive: true, force: true });
    const [reason = 'no reason given'] = stderr.match(/\S.*/) ?? [];
    if (attempt === ATTEMPTS)
      throw new SetupError(
        `npm cannot install node@${version}: ${reason}`,
        'check the network and `npm config get registry`, then run this again',
      );
    effects.log(`node: npm failed (${reason}), attempt ${attempt + 1} of ${ATTEMPTS}`);
  }
}
