// Step 4: the addon, native/ -> build/Release/tadpole.node, compiled by cmake-js against the libtorch that was chosen.
import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { SetupError } from './errors.mjs';
import { readChoice } from './libtorch/choice.mjs';
import { binaryOf, readManifest, versionOf } from './packages.mjs';
import { contentHash, readStamp, removeStamp, writeStamp } from './stamps.mjs';

/** @typedef {import('./effects.mjs').Effects} Effects */

/** Apart from build/ itself, which node-gyp fills and empties. */
const TREE = 'build/cmake';
const ADDON = 'build/Release/tadpole.node';

/** @type {import('./steps.mjs').Step} */
export const addon = {
  name: 'addon',
  what: 'compiles native/ against libtorch (cmake-js; minutes the first time)',
  done: (effects) =>
    existsSync(join(effects.root, ADDON)) && readStamp(effects.root, 'addon') === key(effects) ? '' : null,
  async run(effects) {
    const { root, run, show, jobs } = effects;
    const hash = key(effects);
    removeStamp(root, 'addon');
    const cmakeJs = [binaryOf(root, 'cmake-js', 'cmake-js')];
    const place = ['--directory', root, '--out', join(root, TREE), '--log-level', 'warn'];
    const libtorch = `--CDTADPOLE_LIBTORCH_PATH=${readChoice(root)?.path ?? ''}`;
    const configure = () => run(process.execPath, [...cmakeJs, 'configure', ...place, libtorch]);
    let configured = await configure();
    if (configured.code !== 0 && existsSync(join(root, TREE))) {
      // The tree may be of another compiler, or of before the package was moved.
      rmSync(join(root, TREE), { recursive: true });
      configured = await configure();
    }
    if (configured.code !== 0) {
      effects.log(configured.stdout + configured.stderr);
      throw new SetupError('CMake cannot configure the addon', 'see the lines above');
    }
    const status = await show(process.execPath, [...cmakeJs, 'build', ...place, '--parallel', String(jobs)]);
    if (status !== 0 || !existsSync(join(root, ADDON))) {
      throw new SetupError(
        'the addon does not compile',
        'see the lines above; a C++20 compiler is needed (g++ 10, clang 12 or newer)',
      );
    }
    writeStamp(root, 'addon', hash);
    const { version, variant } = readChoice(root) ?? {};
    return `${ADDON} is up to date, for libtorch ${version} (${variant})`;
  },
};

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
