// How long an exported page takes to draw: 64 digits, and 16 frogs of 32 x 32, in Chromium.
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';
import { recipes } from 'tadpole';
import { saveHtml } from 'tadpole/export';
import { duration, median, table, wholeFlags } from './lib/format.mjs';

const flags = wholeFlags({ rounds: 9 });
const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
const CASES = [
  ['digits', 64, '100 ms'],
  ['frogs', 16, '2 s'],
];

const executablePath = findChromium();
if (executablePath === undefined) {
  console.error('error: there is no Chromium on this machine\nhint: install it, or name it with CHROMIUM');
  process.exit(1);
}
const folder = mkdtempSync(join(tmpdir(), 'tadpole-page-'));
const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
try {
  const rows = [];
  for (const [name, count, aim] of CASES) {
    const file = join(folder, `${name}.html`);
    const trainer = recipes[name].create({ seed: 0 });
    const generator = trainer.asSaved(file, { recipe: name });
    saveHtml(generator, file);
    generator.dispose();
    trainer.dispose();
    const times = await drawn(file, count);
    rows.push([`${count} of \`${name}\``, duration(times[0]), duration(median(times.slice(1))), aim]);
  }
  console.log(table(['pictures', 'at first', 'median after that', 'aim'], rows));
} finally {
  await browser.close();
  rmSync(folder, { recursive: true, force: true });
}

/** Seconds that the page says it took, for one drawing after the other. */
async function drawn(file, count) {
  const page = await browser.newPage();
  await page.goto(pathToFileURL(file).href);
  await page.waitForSelector('body[data-drawn]');
  const times = [];
  for (let round = 0; round <= flags.rounds; round++) {
    const before = await page.getAttribute('body', 'data-drawn');
    if (round === 0) await page.fill('#count', String(count));
    else await page.click('#next');
    await page.waitForSelector(`body:not([data-drawn="${before}"])`);
    const [, pictures, milliseconds] = /^(\d+) pictures in (\d+) ms$/.exec(await page.textContent('#status'));
    if (Number(pictures) !== count) throw new Error(`the page drew ${pictures} pictures instead of ${count}`);
    times.push(Number(milliseconds) / 1000);
  }
  await page.close();
  return times;
}

function findChromium() {
  const folders = (process.env['PATH'] ?? '').split(delimiter);
  const places = folders.flatMap((place) => NAMES.map((name) => join(place, name)));
  return [process.env['CHROMIUM'] ?? '', ...places].find((file) => file !== '' && existsSync(file));
}
