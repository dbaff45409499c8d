// Step 6: the pages of `tadpole view` and `tadpole export --html`, src/.../page/ -> dist/.../page/, bundled for browsers.
import { copyFileSync, existsSync, readFileSync, rmSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { SetupError } from './errors.mjs';
import { contentHash, readStamp, removeStamp, writeStamp, writeWhole } from './stamps.mjs';

/** @typedef {import('./effects.mjs').Effects} Effects */

export const PAGES = [
  { source: 'src/view/page', target: 'dist/view/page', entry: 'main.tsx' },
  { source: 'src/export/html/page', target: 'dist/export/html/page', entry: 'main.ts' },
];
const FILES = ['page.js', 'page.css', 'index.html', 'licenses.txt'];

/** @type {import('./steps.mjs').Step} */
export const page = {
  name: 'page',
  what: 'bundles the pages of `tadpole view` and of exported generators',
  done({ root }) {
    const pages = pagesOf(root);
    // An installed package brings dist/ and no sources.
    if (pages.length === 0) return '';
    const whole = pages.every(({ target }) => FILES.every((file) => existsSync(join(root, target, file))));
    return readStamp(root, 'page') === key(root) && whole ? '' : null;
  },
  async run({ root }) {
    const hash = key(root);
    const pages = pagesOf(root);
    removeStamp(root, 'page');
    for (const each of pages) await bundle(root, each);
    writeStamp(root, 'page', hash);
    return `${pages.map(({ target }) => target).join(' and ')} ${pages.length === 1 ? 'is' : 'are'} up to date`;
  },
};

/** The pages whose sources are there. @param {string} root */
function pagesOf(root) {
  return PAGES.filter(({ source }) => existsSync(join(root, source)));
}

/**
 * @param {string} root
 * @param {typeof PAGES[number]} page
 */
async function bundle(root, { source, target, entry }) {
  rmSync(join(root, target), { recursive: true, force: true });
  const { build } = await import('esbuild');
  const { metafile } = await build({
    metafile: true,
    absWorkingDir: root,
    entryPoints: { page: join(source, entry) },
    outdir: target,
    bundle: true,
    minify: true,
    format: 'iife',
    target: 'es2022',
    jsx: 'automatic',
    jsxImportSource: 'preact',
    legalComments: 'none',
    logLevel: 'silent',
    plugins: [webAssembly],
  }).catch((error) => {
    throw new SetupError(
      `the page ${source} cannot be bundled: ${error instanceof Error ? error.message : error}`,
      'fix what it names, then run this again',
    );
  });
  copyFileSync(join(root, source, 'index.html'), join(root, target, 'index.html'));
  writeWhole(join(root, target, 'licenses.txt'), licences(root, Object.keys(metafile.inputs)));
}

/**
 * Compiles WebAssembly text; the bundle holds its bytes in base64.
 * @type {import('esbuild').Plugin}
 */
const webAssembly = {
  name: 'webassembly',
  setup(build) {
    build.onLoad({ filter: /\.wat$/ }, async ({ path }) => {
      const { default: wabt } = await import('wabt');
      const module = (await wabt()).parseWat(path, await readFile(path, 'utf8'), { simd: true });
      const { buffer } = module.toBinary({});
      module.destroy();
      return { contents: Buffer.from(buffer).toString('base64'), loader: 'text' };
    });
  },
};

/** @param {string} root */
function key(root) {
  const sources = PAGES.map(({ source }) => source);
  return contentHash(root, [...sources, 'src/view/protocol.ts', 'package-lock.json', 'setup/page.mjs']);
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
