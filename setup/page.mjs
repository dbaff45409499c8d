// Step 6: the page of `tadpole view`, src/view/page/ -> dist/view/page/, bundled for browsers.
import { copyFileSync, existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { SetupError } from './errors.mjs';
import { contentHash, readStamp, removeStamp, writeStamp, writeWhole } from './stamps.mjs';

/** @typedef {import('./effects.mjs').Effects} Effects */

const SOURCE = 'src/view/page';
const TARGET = 'dist/view/page';
const FILES = ['page.js', 'page.css', 'index.html', 'licenses.txt'];

/** @type {import('./steps.mjs').Step} */
export const page = {
  name: 'page',
  what: 'bundles the page of `tadpole view`',
  done({ root }) {
    // An installed package brings dist/ and no sources.
    if (!existsSync(join(root, SOURCE))) return '';
    return readStamp(root, 'page') === key(root) &&
      FILES.every((file) => existsSync(join(root, TARGET, file)))
      ? ''
      : null;
  },
  async run({ root }) {
    const hash = key(root);
    removeStamp(root, 'page');
    rmSync(join(root, TARGET), { recursive: true, force: true });
    const { build } = await import('esbuild');
    const { metafile } = await build({
      metafile: true,
      absWorkingDir: root,
      entryPoints: { page: join(SOURCE, 'main.tsx') },
      outdir: TARGET,
      bundle: true,
      minify: true,
      format: 'iife',
      target: 'es2022',
      jsx: 'automatic',
      jsxImportSource: 'preact',
      legalComments: 'none',
      logLevel: 'silent',
    }).catch((error) => {
      throw new SetupError(
        `the page cannot be bundled: ${error instanceof Error ? error.message : error}`,
        'fix what it names, then run this again',
      );
    });
    copyFileSync(join(root, SOURCE, 'index.html'), join(root, TARGET, 'index.html'));
    writeWhole(join(root, TARGET, 'licenses.txt'), licences(root, Object.keys(metafile.inputs)));
    writeStamp(root, 'page', hash);
    return `${TARGET} is up to date`;
  },
};

/** @param {string} root */
function key(root) {
  return contentHash(root, [SOURCE, 'src/view/protocol.ts', 'package-lock.json']);
}

/**
 * The licences of the packages that are bundled.
 * @param {string} root
 * @param {string[]} inputs the files that the bundle is made of, relative to `root`
 * @returns {string}
 */
function licences(root, inputs) {
  const packages = inputs.flatMap((input) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(input)?.[0] ?? []);
  const texts = [...new Set(packages)].sort().map((folder) => {
    const name = folder.replace(/^.*node_modules\//, '');
    return `${name}\n\n${readFileSync(join(root, folder, 'LICENSE'), 'utf8').trim()}\n`;
  });
  return texts.join('\n');
}
