// The Chromium of the system, for the tests in a browser, the screenshots of docs/ and the bench of the exported page.
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { chromium } from 'playwright-core';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
const ELSEWHERE = ['/Applications/Google Chrome.app/Contents/MacOS/Google Chrome'];

/**
 * The path of a Chromium; undefined when there is none. `CHROMIUM` names one that lies elsewhere.
 * @returns {string | undefined}
 */
export function findChromium() {
  const folders = (process.env['PATH'] ?? '').split(delimiter);
  const places = folders.flatMap((folder) => NAMES.map((name) => join(folder, name)));
  return [process.env['CHROMIUM'] ?? '', ...places, ...ELSEWHERE].find(
    (file) => file !== '' && existsSync(file),
  );
}

/**
 * Starts it. Its own sandbox is left out: it is not to be had in containers, and the pages are ours.
 * @param {string} executablePath
 * @returns {Promise<import('playwright-core').Browser>}
 */
export function startBrowser(executablePath) {
  return chromium.launch({ executablePath, args: ['--no-sandbox'] });
}

/**
 * {@link findChromium} for a program that cannot do without; ends the process in words when there is none.
 * @returns {Promise<import('playwright-core').Browser>}
 */
export async function needBrowser() {
  const executablePath = findChromium();
  if (executablePath !== undefined) return startBrowser(executablePath);
  process.stderr.write(
    'error: there is no Chromium on this machine\nhint: install it, or name it with CHROMIUM\n',
  );
  process.exit(1);
}
