// The Python on this machine: the folder of its torch, and pip.
import { SetupError } from '../errors.mjs';
import { inspectFolder } from './folder.mjs';

/** @typedef {import('../effects.mjs').Effects} Effects */

/** Finds torch without importing it, which would take seconds. */
const FIND_TORCH =
  'import importlib.util, os; s = importlib.util.find_spec("torch"); print(os.path.dirname(s.origin) if s and s.origin else "")';

/**
 * The command that runs Python: PYTHON, python3 or python; null when there is none.
 * @param {Effects} effects
 * @returns {Promise<string | null>}
 */
export async function findPython({ run, env }) {
  const candidates = env['PYTHON'] ? [env['PYTHON']] : ['python3', 'python'];
  for (const python of candidates) {
    if ((await run(python, ['-c', 'import sys; assert sys.version_info >= (3, 8)'])).code === 0)
      return python;
  }
  return null;
}

/**
 * The folder of an installed Python torch, when it is of the wanted version and variant.
 * @param {Effects} effects
 * @param {import('./wanted.mjs').Wanted} wanted
 * @returns {Promise<{ path: string } | { missing: string }>}
 */
export async function findPythonTorch(effects, wanted) {
  const python = await findPython(effects);
  if (python === null) return { missing: 'no Python' };
  const { code, stdout } = await effects.run(python, ['-c', FIND_TORCH]);
  const path = stdout.trim();
  if (code !== 0 || path === '') return { missing: `no torch in ${python}` };
  const found = inspectFolder(path);
  if (found === null) return { missing: `the torch in ${path} has no headers or libraries` };
  if (found.version !== wanted.version || found.variant !== wanted.variant) {
    return { missing: `the torch in ${path} is ${found.version} (${found.variant})` };
  }
  return { path };
}

/**
 * Downloads wheels with pip, from the indexes that the user's pip is configured for.
 * @param {Effects} effects
 * @param {string} folder
 * @param {string[]} args requirements and options
 * @returns {Promise<{ ok: true } | { ok: false, why: string }>}
 * @throws {SetupError} when there is no Python or no pip
 */
export async function pipDownload(effects, folder, args) {
  const python = await findPython(effects);
  if (python === null) {
    throw new SetupError(
      'there is no Python to download the libtorch wheel with',
      'install Python 3, or set LIBTORCH to a folder of libtorch',
    );
  }
  const options = [
    '--only-binary',
    ':all:',
    '--retries',
    '1',
    '--disable-pip-version-check',
    '--dest',
    folder,
  ];
  const command = ['-m', 'pip', 'download', ...options, ...args];
  const { code, stderr } = await effects.run(python, command, (line) => {
    const wheel = wheelOf(line);
    if (wheel !== null) effects.log(`    ${wheel}`);
  });
  if (code === 0) return { ok: true };
  if (/No module named pip/.test(stderr)) {
    throw new SetupError(
      `${python} has no pip`,
      `install it with \`${python} -m ensurepip\`, or set LIBTORCH to a folder of libtorch`,
    );
  }
  const errors = stderr.split('\n').filter((line) => line.startsWith('ERROR:'));
  return { ok: false, why: errors.at(-1)?.slice('ERROR:'.length).trim() ?? `pip ended with status ${code}` };
}

/**
 * The file name and size in pip's line about a wheel that it downloads; null for other lines.
 * @param {string} line
 */
function wheelOf(line) {
  const match = /^\s*(?:Downloading|Using cached|Processing) (?:\S*\/)?(\S+\.whl)( \(.+\))?$/.exec(line);
  return match && (match[1] ?? '').replaceAll(/%2B/gi, '+') + (match[2] ?? '');
}
