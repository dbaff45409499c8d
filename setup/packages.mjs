// Finds the programs of npm packages, wherever npm installed the packages.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

/**
 * The path of the script behind a package's command.
 * @param {string} root the folder from which the package is resolved
 * @param {string} packageName
 * @param {string} command
 * @returns {string}
 */
export function binaryOf(root, packageName, command) {
  const manifest = createRequire(join(root, 'package.json')).resolve(`${packageName}/package.json`);
  const { bin } = JSON.parse(readFileSync(manifest, 'utf8'));
  return join(dirname(manifest), typeof bin === 'string' ? bin : bin[command]);
}

/**
 * The version of an installed package.
 * @param {string} root
 * @param {string} packageName
 * @returns {string}
 */
export function versionOf(root, packageName) {
  const require = createRequire(join(root, 'package.json'));
  return JSON.parse(readFileSync(require.resolve(`${packageName}/package.json`), 'utf8')).version;
}

/**
 * @typedef {object} Manifest what set-up reads of Tadpole's own package.json
 * @property {string} version
 * @property {{ cpu: string, cuda: string, cudaTag: string, sha256?: Record<string, string> }} libtorch the pinned versions of
 *   libtorch, the archive's name for the CUDA version, and checksums by archive name
 */

/**
 * @param {string} root
 * @returns {Manifest}
 */
export function readManifest(root) {
  return JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
}
