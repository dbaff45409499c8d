// `npm run screenshots -- <run> <run>`: the pictures of docs/view.md and docs/export.md, of two finished runs of one recipe.
// Needs Chromium: the system's, or the one that CHROMIUM names.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { needBrowser } from './chromium.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const main = join(root, 'dist', 'cli', 'main.js');
/** @param {string} name */
const docs = (name) => join(root, 'docs', name);
const runs = process.argv.slice(2);
if (runs.length !== 2) {
  process.stderr.write('error: expected two run folders\nhint: npm run screenshots -- runs/a runs/b\n');
  process.exit(2);
}

const browser = await needBrowser();
const view = spawn(process.execPath, [main, 'view', ...runs, '--port', '0'], {
  stdio: ['ignore', 'pipe', 'inherit'],
});
const folder = mkdtempSync(join(tmpdir(), 'tadpole-screenshots-'));
try {
  const [printed] = await once(view.stdout, 'data');
  const url = /http:\S+/.exec(String(printed))?.[0] ?? '';

  const wide = await open(url, 1280, 1000);
  await wide.getByText('D loss').first().waitFor();
  await wide.keyboard.press('End');
  await settle(wide);
  await wide.screenshot({ path: docs('view/training.png') });
  await wide.getByRole('button', { name: 'Latent lab' }).click();
  await wide.getByText('tadpole sample').first().waitFor();
  await settle(wide);
  await wide.screenshot({ path: docs('view/lab.png') });

  const phone = await open(url, 390, 844);
  await phone.getByText('D loss').first().waitFor();
  await settle(phone);
  await phone.screenshot({ path: docs('view/phone.png') });

  const page = join(folder, 'page.html');
  const exporting = spawn(process.execPath, [main, 'export', String(runs[0]), '--html', page], {
    stdio: 'inherit',
  });
  await once(exporting, 'exit');
  const exported = await open(pathToFileURL(page).href, 1100, 800);
  await exported.locator('canvas').first().waitFor();
  await settle(exported);
  await exported.screenshot({ path: docs('export-page.png') });
} finally {
  view.kill();
  await browser.close();
  rmSync(folder, { recursive: true, force: true });
}

/**
 * @param {string} url
 * @param {number} width
 * @param {number} height
 */
async function open(url, width, height) {
  const context = await browser.newContext({ viewport: { width, height }, colorScheme: 'light' });
  context.setDefaultTimeout(180_000);
  const page = await context.newPage();
  await page.goto(url);
  return page;
}

/**
 * What is shown is drawn in a worker or decoded meanwhile, which no element tells.
 * @param {import('playwright-core').Page} page
 */
async function settle(page) {
  await page.waitForLoadState('networkidle');
  await page.waitForTimeout(5000);
}
