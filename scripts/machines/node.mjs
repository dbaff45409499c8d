// Other versions of Node, from the npm package `node`, each in a folder of its own below build/nodes.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { SetupError } from '../../setup/errors.mjs';

/** @typedef {import('../../setup/effects.mjs').Effects} Effects */

/**
 * Installs the newest Node of a version unless one is there already.
 * @param {Effects} effects
 * @param {string} version such as `22` or `20.19.0`
 * @returns {Promise<string>} the path of its program
 * @throws {SetupError} when npm cannot bring it, or what it brought does not run
 */
export async function nodeOf(effects, version) {
  const folder = join(effects.root, 'build', 'nodes', version);
  const program = join(folder, 'node_modules', 'node', 'bin', 'node');
  if (!existsSync(program)) {
    effects.log(`node: fetches Node ${version} (npm)`);
    const options = ['--prefix', folder, '--no-save', '--no-package-lock', '--no-audit', '--no-fund'];
    const { code, stderr } = await effects.run('npm', ['install', ...options, `node@${version}`]);
    if (code !== 0)
      throw new SetupError(
        `npm cannot install node@${version}: ${stderr.trim()}`,
        'look at the network, run it again',
      );
  }
  const { code, stdout } = await effects.run(program, ['--version']);
  if (code !== 0 || !stdout.startsWith(`v${version}`))
    throw new SetupError(`${program} is not Node ${version}`, `remove ${folder} and run this again`);
  return program;
}
