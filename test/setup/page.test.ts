// The step that bundles the page of `tadpole view`: run once, again when a source changes, never in an installed package.
import fs from 'node:fs';
import path from 'node:path';
import { page } from '#setup/page.mjs';
import { makeWorld, type World, writeFiles } from './world';

let world: World;
beforeEach(() => {
  world = makeWorld();
});
afterEach(() => world.remove());

const SOURCE = 'src/view/page';

function writePage(script: string): void {
  writeFiles(world.root, {
    [`${SOURCE}/main.tsx`]: `import './page.css';\n${script}\n`,
    [`${SOURCE}/page.css`]: 'body { margin: 0; }',
    [`${SOURCE}/index.html`]: '<!doctype html>',
  });
}

const bundled = (name: string): string =>
  fs.readFileSync(path.join(world.root, 'dist/view/page', name), 'utf8');

test('bundles scripts and styles, and is done until a source changes', async () => {
  writePage("document.title = 'first';");
  expect(await page.done(world)).toBeNull();
  expect(await page.run(world)).toBe('dist/view/page is up to date');
  expect(bundled('page.js')).toContain('first');
  expect(bundled('page.css')).toContain('margin');
  expect(bundled('index.html')).toBe('<!doctype html>');
  expect(await page.done(world)).toBe('');
  writePage("document.title = 'second';");
  expect(await page.done(world)).toBeNull();
});

test('licences of what is bundled lie beside it', async () => {
  writeFiles(world.root, {
    'node_modules/part/package.json': JSON.stringify({ name: 'part', main: 'index.js' }),
    'node_modules/part/index.js': 'export const part = 1;',
    'node_modules/part/LICENSE': 'Anyone may.',
  });
  writePage("import { part } from 'part';\ndocument.title = String(part);");
  await page.run(world);
  expect(bundled('licenses.txt')).toBe('part\n\nAnyone may.\n');
});

test('a source that does not compile is named', async () => {
  writePage('const = 1;');
  await expect(page.run(world)).rejects.toMatchObject({
    message: expect.stringMatching(/main\.tsx/),
    hint: expect.stringContaining('run this again'),
  });
});

test('an installed package has its page', async () => {
  expect(await page.done(world)).toBe('');
});
