// Step 3: libtorch. Looks in LIBTORCH, an earlier download, an installed Python torch, the official archive, the wheel.
import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { Unavailable } from '../download.mjs';
import { SetupError } from '../errors.mjs';
import { archiveUrl, fetchArchive } from './archive.mjs';
import { readChoice, writeChoice } from './choice.mjs';
import { inspectFolder, nvidiaFolders } from './folder.mjs';
import { findPythonTorch } from './python.mjs';
import { downloadFolder, wantedLibtorch } from './wanted.mjs';
import { fetchWheel } from './wheel.mjs';

/** @typedef {import('../effects.mjs').Effects} Effects */
/** @typedef {import('./wanted.mjs').Wanted} Wanted */
/** @typedef {import('./choice.mjs').Choice} Choice */

/** @type {import('../steps.mjs').Step} */
export const libtorch = {
  name: 'libtorch',
  what: 'looks for libtorch: LIBTORCH, an earlier download, Python, the official archive, the wheel',
  done(effects) {
    const choice = choiceAtHand(effects, wantedLibtorch(effects));
    if (choice === null) return null;
    // The file of an unchanged choice is not rewritten, so that no step that depends on it runs again.
    if (!sameChoice(choice, readChoice(effects.root))) writeChoice(effects.root, choice);
    return describe(choice);
  },
  async run(effects) {
    const wanted = wantedLibtorch(effects);
    const choice = await findLibtorch(effects, wanted);
    writeChoice(effects.root, choice);
    return describe(choice);
  },
};

/**
 * The libtorch that needs neither a command nor the network: LIBTORCH, an earlier download, or the earlier choice.
 * @param {Effects} effects
 * @param {Wanted} wanted
 * @returns {Choice | null}
 * @throws {SetupError} when LIBTORCH names a folder that does not fit
 */
function choiceAtHand({ root, env }, wanted) {
  if (env['LIBTORCH']) return choiceOfLibtorchVariable(resolve(env['LIBTORCH']), wanted);
  const downloaded = join(downloadFolder(root, wanted), 'torch');
  if (inspectFolder(downloaded) !== null) {
    const { source } = readChoice(root) ?? {};
    return choose(downloaded, source === 'archive' || source === 'wheel' ? source : 'download', wanted);
  }
  const before = readChoice(root);
  if (before === null || before.wanted !== wanted.variant) return null;
  const found = inspectFolder(before.path);
  return found !== null && found.variant === before.variant && wanted.accepted.includes(found.version)
    ? choose(before.path, before.source, wanted)
    : null;
}

/**
 * @param {string} path
 * @param {Wanted} wanted
 * @returns {Choice}
 */
function choiceOfLibtorchVariable(path, wanted) {
  const found = inspectFolder(path);
  if (found === null) {
    throw new SetupError(
      `LIBTORCH is ${path}, which holds no libtorch`,
      'set it to a folder with include/ and lib/ in it (of the archive: libtorch/; of Python: site-packages/torch/), or unset it',
    );
  }
  if (!wanted.accepted.includes(found.version) && !wanted.any) {
    throw new SetupError(
      `LIBTORCH is ${path}, which holds libtorch ${found.version}; Tadpole is made for ${wanted.accepted.join(' and ')}`,
      `set it to a folder of libtorch ${wanted.version}, or unset it, and set-up downloads the right one; TADPOLE_ANY_LIBTORCH=1 takes it untested`,
    );
  }
  if (wanted.insisted && found.variant !== wanted.variant) {
    throw new SetupError(
      `LIBTORCH is ${path}, a build for ${found.variant}, and TADPOLE_LIBTORCH asks for ${wanted.variant}`,
      'change one of the two, or unset LIBTORCH',
    );
  }
  return choose(path, 'LIBTORCH', wanted);
}

/**
 * Tries the installed Python torch, then downloads the archive, then the wheel.
 * @param {Effects} effects
 * @param {Wanted} wanted
 * @returns {Promise<Choice>}
 */
async function findLibtorch(effects, wanted) {
  const installed = await findPythonTorch(effects, wanted);
  if ('path' in installed) return choose(installed.path, 'python', wanted);
  effects.log(`  Python: ${installed.missing}, wanted ${wanted.version} (${wanted.variant})`);

  const folder = downloadFolder(effects.root, wanted);
  const partial = `${folder}.partial`;
  rmSync(partial, { recursive: true, force: true });
  mkdirSync(partial, { recursive: true });
  const source = await fetchLibtorch(effects, wanted, partial);
  const found = inspectFolder(join(partial, 'torch'));
  if (found === null || !wanted.accepted.includes(found.version)) {
    throw new SetupError(
      `the ${source} holds ${found === null ? 'no complete libtorch' : `libtorch ${found.version}`}, expected ${wanted.version}`,
      'set LIBTORCH to a folder of the right one',
    );
  }
  if (existsSync(folder)) rmSync(folder, { recursive: true });
  mkdirSync(dirname(folder), { recursive: true });
  renameSync(partial, folder);
  return choose(join(folder, 'torch'), source, wanted);
}

/**
 * @param {Effects} effects
 * @param {Wanted} wanted
 * @param {string} folder where to unpack
 * @returns {Promise<'archive' | 'wheel'>}
 */
async function fetchLibtorch(effects, wanted, folder) {
  const url = archiveUrl(effects, wanted);
  if (url === null) {
    effects.log(`  official archive: there is none for ${effects.platform} on ${effects.arch}`);
  } else {
    try {
      effects.log(`  official archive: ${url}`);
      await fetchArchive(effects, url, folder);
      return 'archive';
    } catch (error) {
      if (!(error instanceof Unavailable)) throw error;
      effects.log(`  official archive: cannot be downloaded (${error.message}); the wheel is next`);
    }
  }
  await fetchWheel(effects, wanted, folder);
  return 'wheel';
}

/**
 * @param {string} path
 * @param {import('./choice.mjs').Source} source
 * @param {Wanted} wanted
 * @returns {Choice}
 */
function choose(path, source, wanted) {
  const found = inspectFolder(path);
  if (found === null) throw new SetupError(`${path} holds no libtorch`, 'run set-up again');
  const nvidia = found.variant === 'cuda' ? nvidiaFolders(path) : [];
  return {
    ...found,
    wanted: wanted.variant,
    source,
    path,
    ...(nvidia.length > 0 ? { nvidiaLibraries: nvidia } : {}),
    ...(wanted.accepted.includes(found.version) ? {} : { untested: true }),
  };
}

/**
 * @param {Choice} choice
 * @param {Choice | null} other
 */
function sameChoice(choice, other) {
  return other !== null && JSON.stringify(choice) === JSON.stringify(other);
}

/** @param {Choice} choice */
function describe({ version, variant, source, path, untested = false }) {
  const origin = {
    LIBTORCH: `LIBTORCH ${path}`,
    download: 'earlier download',
    python: `Python's ${path}`,
    archive: 'official archive',
    wheel: 'wheel',
  };
  const warning = untested
    ? '; UNTESTED with this version: operators may be missing or compute something else'
    : '';
  return `libtorch ${version} (${variant}, ${origin[source]})${warning}`;
}
