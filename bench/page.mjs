// How long an exported page takes to draw: 64 digits, and 16 frogs of 32 x 32, in Chromium.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { recipes } from 'tadpole';
import { saveHtml } from 'tadpole/export';
import { needBrowser } from '../scripts/chromium.mjs';
import { duration, median, table, wholeFlags } from './lib/format.mjs';

const flags = wholeFlags({ rounds: 9 });
const CASES = [
  ['digits', 64, '100 ms'],
  ['frogs', 16, '2 s'],
];

const browser = await needBrowser();
const folder = mkdtempSync(join(tmpdir(), 'tadpole-page-'));
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
