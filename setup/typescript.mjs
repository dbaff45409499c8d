// Step 5: TypeScript, src/ -> dist/.
import { chmodSync, existsSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { SetupError } from './errors.mjs';
import { binaryOf } from './packages.mjs';
import { PAGES } from './page.mjs';
import { contentHash, filesBelow, readStamp, removeStamp, writeStamp } from './stamps.mjs';

/** @typedef {import('./effects.mjs').Effects} Effects */

const ENTRIES = ['dist/index.js', 'dist/cli/main.js'];

/** @type {import('./steps.mjs').Step} */
export const typescript = {
  name: 'TypeScript',
  what: 'compiles src/ to dist/',
  done({ root }) {
    // An installed package has dist/ and no sources.
    if (!existsSync(join(root, 'src'))) return '';
    return readStamp(root, 'typescript') === key(root) &&
      ENTRIES.every((entry) => existsSync(join(root, entry)))
      ? ''
      : null;
  },
  async run({ root, show }) {
    const hash = key(root);
    // Sources with errors are compiled, too: until they are fixed, dist/ matches no known sources.
    removeStamp(root, 'typescript');
    if (!existsSync(join(root, 'dist'))) rmSync(join(root, 'build/tsc/src.tsbuildinfo'), { force: true });
    removeOrphans(root);
    const status = await show(process.execPath, [binaryOf(root, 'typescript', 'tsc'), '-p', 'tsconfig.json']);
    if (status !== 0)
      throw new SetupError(
        'TypeScript finds errors in src/',
        'fix what the lines above name, then run this again',
      );
    for (const entry of ENTRIES) if (existsSync(join(root, entry))) chmodSync(join(root, entry), 0o755);
    writeStamp(root, 'typescript', hash);
    return 'dist/ is up to date';
  },
};

/** @param {string} root */
function key(root) {
  return contentHash(root, ['tsconfig.json', 'src']);
}

/**
 * Removes what was compiled from a source that is gone, so that nothing can import it.
 * @param {string} root
 */
function removeOrphans(root) {
  for (const path of filesBelow(root, ['dist'])) {
    // Bundled by a separate step.
    if (PAGES.some(({ target }) => path.startsWith(join(target)))) continue;
    const stem = path.replace(/^dist/, 'src').replace(/(\.d\.m?ts|\.m?js)(\.map)?$/, '');
    // A folder may have taken the place of a file.
    if (!['.ts', '.mts', '.d.ts', '.json', ''].some((end) => isFile(join(root, stem + end))))
      rmSync(join(root, path));
  }
}

/** @param {string} path */
function isFile(path) {
  return statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;
}
