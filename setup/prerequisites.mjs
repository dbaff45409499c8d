// Step 1: the prerequisites (Node, a C++ compiler, CMake); a missing one is named with its remedy.
import { SetupError } from './errors.mjs';
import { contentHash, readStamp, writeStamp } from './stamps.mjs';

/** @typedef {import('./effects.mjs').Effects} Effects */

/** The oldest Node that is tested. */
export const MINIMUM_NODE = [20, 19];
const MINIMUM_CMAKE = [3, 19];

/** @type {import('./steps.mjs').Step} */
export const prerequisites = {
  name: 'prerequisites',
  what: 'looks for Node, a C++ compiler and CMake',
  done: (effects) =>
    readStamp(effects.root, 'prerequisites') === key(effects) ? `Node ${effects.nodeVersion}` : null,
  async run(effects) {
    checkNode(effects);
    const compiler = await checkCompiler(effects);
    const cmake = await checkCmake(effects);
    writeStamp(effects.root, 'prerequisites', key(effects));
    return `Node ${effects.nodeVersion}, ${compiler}, CMake ${cmake}`;
  },
};

/** @param {Effects} effects */
function key(effects) {
  return contentHash(
    effects.root,
    [],
    [effects.nodeVersion, effects.env['PATH'] ?? '', effects.env['CXX'] ?? ''],
  );
}

/** @param {Effects} effects */
function checkNode({ nodeVersion, platform }) {
  if (isOlder(nodeVersion, MINIMUM_NODE)) {
    throw new SetupError(
      `Node ${nodeVersion} is too old, Tadpole needs Node ${MINIMUM_NODE.join('.')} or newer`,
      'install it from https://nodejs.org, or with `nvm install --lts`',
    );
  }
  if (platform !== 'linux' && platform !== 'darwin') {
    throw new SetupError(`Tadpole builds on Linux and macOS, this is ${platform}`, 'on Windows, use WSL');
  }
}

/**
 * @param {Effects} effects
 * @returns {Promise<string>}
 */
async function checkCompiler({ run, env, platform }) {
  const candidates = env['CXX'] ? [env['CXX']] : ['c++', 'g++', 'clang++'];
  for (const compiler of candidates) {
    const { code, stdout } = await run(compiler, ['--version']);
    if (code === 0) return firstLine(stdout);
  }
  throw new SetupError(
    `no C++ compiler: none of ${candidates.join(', ')} runs`,
    platform === 'darwin'
      ? 'install one with `xcode-select --install`'
      : 'install one with `sudo apt-get install g++` (Debian, Ubuntu) or `sudo dnf install gcc-c++` (Fedora), or name yours in CXX',
  );
}

/**
 * @param {Effects} effects
 * @returns {Promise<string>}
 */
async function checkCmake({ run, platform }) {
  const remedy =
    platform === 'darwin'
      ? 'install it with `brew install cmake`'
      : 'install it with `sudo apt-get install cmake` or `pip install cmake`';
  const { code, stdout } = await run('cmake', ['--version']);
  if (code !== 0) throw new SetupError('CMake is missing', remedy);
  const version = /\d+\.\d+[.\d]*/.exec(stdout)?.[0] ?? '?';
  if (isOlder(version, MINIMUM_CMAKE))
    throw new SetupError(
      `CMake ${version} is too old, ${MINIMUM_CMAKE.join('.')} or newer is needed`,
      remedy,
    );
  return version;
}

/**
 * Whether a version is older than a major and minor version, or not a version.
 * @param {string} version
 * @param {number[]} minimum
 */
function isOlder(version, [wantMajor = 0, wantMinor = 0]) {
  const [major = 0, minor = 0] = version.split('.').map((part) => Number.parseInt(part, 10) || 0);
  return major < wantMajor || (major === wantMajor && minor < wantMinor);
}

/** @param {string} text */
function firstLine(text) {
  return text.split('\n', 1)[0] ?? '';
}
