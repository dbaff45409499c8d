// Step 4: the addon, native/ -> build/Release/tadpole.node, compiled by cmake-js against the libtorch that was chosen.
import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { SetupError } from './errors.mjs';
import { readChoice } from './libtorch/choice.mjs';
import { binaryOf, readManifest, versionOf } from './packages.mjs';
import { contentHash, readStamp, removeStamp, writeStamp } from './stamps.mjs';

/** @typedef {import('./effects.mjs').Effects} Effects */

/** Separate from build/ itself, which node-gyp fills and cleans. */
const TREE = 'build/cmake';
const ADDON = 'build/Release/tadpole.node';
const HINT = 'see the lines above; a C++20 compiler is needed (g++ 10, clang 12 or newer)';

/** @type {import('./steps.mjs').Step} */
export const addon = {
  name: 'addon',
  what: 'compiles native/ against libtorch (cmake-js; minutes the first time)',
  done: (effects) =>
    existsSync(join(effects.root, ADDON)) && readStamp(effects.root, 'addon') === key(effects) ? '' : null,
  async run(effects) {
    const { root, env } = effects;
    const hash = key(effects);
    removeStamp(root, 'addon');
    // The switch is for developers of Tadpole: a warning from an unknown compiler must not stop a user.
    await compileAddon(effects, TREE, { TADPOLE_WERROR: env['TADPOLE_WERROR'] ? 'ON' : 'OFF' });
    if (!existsSync(join(root, ADDON))) throw new SetupError(`${ADDON} is missing after its build`, HINT);
    writeStamp(root, 'addon', hash);
    const { version, variant } = readChoice(root) ?? {};
    return `${ADDON} is up to date, for libtorch ${version} (${variant})`;
  },
};

/**
 * Configures and compiles native/ in a separate build tree.
 * @param {Effects} effects
 * @param {string} tree its folder below the root
 * @param {Record<string, string>} definitions of CMakeLists.txt, in addition to the chosen libtorch
 * @throws {SetupError} when it does not compile
 */
export async function compileAddon({ root, run, show, log, jobs }, tree, definitions) {
  const cmakeJs = [binaryOf(root, 'cmake-js', 'cmake-js')];
  const place = ['--directory', root, '--out', join(root, tree), '--log-level', 'warn'];
  const { path = '', untested = false } = readChoice(root) ?? {};
  const any = { TADPOLE_ANY_LIBTORCH: untested ? 'ON' : 'OFF' };
  const all = { TADPOLE_LIBTORCH_PATH: path, ...any, ...definitions };
  const defined = Object.entries(all).map(([name, value]) => `--CD${name}=${value}`);
  const configure = () => run(process.execPath, [...cmakeJs, 'configure', ...place, ...defined]);
  let configured = await configure();
  if (configured.code !== 0 && existsSync(join(root, tree))) {
    // The tree may be from another compiler, or from before the package was moved.
    rmSync(join(root, tree), { recursive: true });
    configured = await configure();
  }
  if (configured.code !== 0) {
    log(configured.stdout + configured.stderr);
    throw new SetupError('CMake cannot configure the addon', 'see the lines above');
  }
  const status = await show(process.execPath, [...cmakeJs, 'build', ...place, '--parallel', String(jobs)]);
  if (status !== 0) throw new SetupError('the addon does not compile', HINT);
}

/** @param {Effects} effects */
function key({ root, arch, env }) {
  const { path, version, variant } = readChoice(root) ?? {};
  const manifest = readManifest(root);
  const surroundings = {
    arch,
    path,
    version,
    variant,
    cxx: env['CXX'],
    flags: env['CXXFLAGS'],
    tadpole: manifest.version,
  };
  const headers = versionOf(root, 'node-addon-api');
  return contentHash(
    root,
    ['CMakeLists.txt', 'native'],
    [JSON.stringify({ ...surroundings, pinned: manifest.libtorch, headers })],
  );
}
