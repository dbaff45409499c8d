// clang-format and clang-tidy: pinned pip wheels in a separate virtual environment, build/lint-tools.
import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { findPython } from '../../setup/libtorch/python.mjs';
import { contentHash, readStamp, writeStamp } from '../../setup/stamps.mjs';

/** @typedef {import('../../setup/effects.mjs').Effects} Effects */

const FOLDER = 'build/lint-tools';
const REQUIREMENTS = 'scripts/lint/requirements.txt';

/**
 * Installs the C++ tools when they are missing.
 * @param {Effects} effects
 * @returns {Promise<{ folder: string } | { missing: string }>} where their programs are, or why they are missing
 */
export async function cppTools(effects) {
  const folder = join(effects.root, FOLDER, 'bin');
  const hash = contentHash(effects.root, [REQUIREMENTS]);
  if (existsSync(join(folder, 'clang-tidy')) && readStamp(effects.root, 'lint-tools') === hash)
    return { folder };
  const python = await findPython(effects);
  if (python === null) return { missing: 'there is no Python to install them with' };
  effects.log('lint tools: installs clang-format and clang-tidy (pip)');
  rmSync(join(effects.root, FOLDER), { recursive: true, force: true });
  const made = await effects.run(python, ['-m', 'venv', FOLDER]);
  if (made.code !== 0) return { missing: `${python} cannot make a virtual environment` };
  const pip = [
    '-m',
    'pip',
    'install',
    '--quiet',
    '--retries',
    '1',
    '--disable-pip-version-check',
    '-r',
    REQUIREMENTS,
  ];
  const installed = await effects.run(join(folder, 'python'), pip);
  if (installed.code !== 0)
    return { missing: `pip cannot install them: ${installed.stderr.trim().split('\n').at(-1) ?? ''}` };
  writeStamp(effects.root, 'lint-tools', hash);
  return { folder };
}
