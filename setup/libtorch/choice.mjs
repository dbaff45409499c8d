// The libtorch that set-up chose: build/libtorch.json, which the addon's build, its loader and `tadpole doctor` read.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { writeWhole } from '../stamps.mjs';

/**
 * @typedef {'LIBTORCH' | 'download' | 'python' | 'archive' | 'wheel'} Source where it came from: the folder in LIBTORCH, an
 *   earlier download, an installed Python torch, the official archive, the wheel
 *
 * @typedef {object} Choice
 * @property {string} version
 * @property {'cpu' | 'cuda'} variant what it is
 * @property {'cpu' | 'cuda'} wanted the variant that was asked for when it was chosen
 * @property {Source} source
 * @property {string} path the folder that holds include/ and lib/
 * @property {boolean} [untested] whether it is of another version than Tadpole is made for
 * @property {string[]} [nvidiaLibraries] folders of the NVIDIA libraries laid out beside it
 */

/**
 * @param {string} root
 * @returns {Choice | null}
 */
export function readChoice(root) {
  const path = join(root, 'build', 'libtorch.json');
  if (!existsSync(path)) return null;
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return null;
  }
}

/**
 * @param {string} root
 * @param {Choice} choice
 */
export function writeChoice(root, choice) {
  writeWhole(join(root, 'build', 'libtorch.json'), `${JSON.stringify(choice, null, 2)}\n`);
}
