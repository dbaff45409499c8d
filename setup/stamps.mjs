// Stamps: the content hash of a step's inputs, kept when the step is done, so that an unchanged step is skipped.
import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';

/**
 * The hash of texts and of every file below the given files and folders (missing ones count as empty).
 * @param {string} root
 * @param {string[]} paths relative to `root`
 * @param {string[]} [texts]
 * @returns {string}
 */
export function contentHash(root, paths, texts = []) {
  const hash = createHash('sha256');
  for (const text of texts) hash.update(`${text.length}:${text}`);
  for (const path of filesBelow(root, paths)) {
    const content = readFileSync(join(root, path));
    hash.update(`${path}\0${content.length}\0`).update(content);
  }
  return hash.digest('hex');
}

/**
 * Every file below the given files and folders, relative to `root`, in a fixed order.
 * @param {string} root
 * @param {string[]} paths
 * @returns {string[]}
 */
export function filesBelow(root, paths) {
  return paths.flatMap((path) => {
    const stats = statSync(join(root, path), { throwIfNoEntry: false });
    if (stats === undefined) return [];
    if (!stats.isDirectory()) return [path];
    const names = readdirSync(join(root, path)).sort();
    return filesBelow(
      root,
      names.map((name) => join(path, name)),
    );
  });
}

/**
 * @param {string} root
 * @param {string} name
 * @returns {string | null} the hash kept for a step, null when there is none
 */
export function readStamp(root, name) {
  const path = stampPath(root, name);
  return existsSync(path) ? readFileSync(path, 'utf8') : null;
}

/**
 * @param {string} root
 * @param {string} name
 * @param {string} hash
 */
export function writeStamp(root, name, hash) {
  writeWhole(stampPath(root, name), hash);
}

/**
 * @param {string} root
 * @param {string} name
 */
export function removeStamp(root, name) {
  rmSync(stampPath(root, name), { force: true });
}

/**
 * Writes a file under a temporary name and renames it, so that it is never incomplete.
 * @param {string} path
 * @param {string} text
 */
export function writeWhole(path, text) {
  mkdirSync(dirname(path), { recursive: true });
  const beside = `${path}.${process.pid}.tmp`;
  writeFileSync(beside, text);
  renameSync(beside, path);
}

/**
 * @param {string} root
 * @param {string} name
 */
function stampPath(root, name) {
  return join(root, 'build', 'stamps', name);
}
