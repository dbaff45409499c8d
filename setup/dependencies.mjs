// Step 2: the npm packages, as package-lock.json names them.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { SetupError } from './errors.mjs';

/** @typedef {import('./effects.mjs').Effects} Effects */
/** @typedef {{ packages: Record<string, { version?: string, optional?: boolean, devOptional?: boolean }> }} Lock */

/** @type {import('./steps.mjs').Step} */
export const dependencies = {
  name: 'dependencies',
  what: 'installs the npm packages (npm ci)',
  done({ root }) {
    // A package that npm installed has no lock file: npm has installed its dependencies, too.
    if (!existsSync(join(root, 'package-lock.json'))) return '';
    return installedAsLocked(root) ? '' : null;
  },
  async run({ show, root, env }) {
    // No package needs a script of its own to be installed, and some would fetch what is never used.
    const status = await show(
      'npm',
      ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'],
      env,
    );
    if (status !== 0) {
      throw new SetupError(
        `npm ci failed with status ${status}`,
        status === 127
          ? 'npm is missing: install Node from https://nodejs.org'
          : 'see the lines above; check the network, then run this again',
      );
    }
    return `${Object.keys(readLock(join(root, 'package-lock.json')).packages).length - 1} packages in place`;
  },
};

/**
 * Whether node_modules contains what the lock file names. npm writes its own record of the tree last, so that an
 * interrupted installation does not count.
 * @param {string} root
 */
function installedAsLocked(root) {
  const record = join(root, 'node_modules', '.package-lock.json');
  if (!existsSync(record)) return false;
  const locked = readLock(join(root, 'package-lock.json')).packages;
  const installed = readLock(record).packages;
  return Object.entries(locked).every(([path, { version, optional, devOptional }]) => {
    if (path === '') return true;
    const present = installed[path];
    return present ? present.version === version : Boolean(optional || devOptional);
  });
}

/**
 * @param {string} path
 * @returns {Lock}
 */
function readLock(path) {
  return JSON.parse(readFileSync(path, 'utf8'));
}
