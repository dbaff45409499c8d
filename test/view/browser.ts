// A Chromium for the tests of the page: the system's, where there is one.
import fs from 'node:fs';
import path from 'node:path';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
const ELSEWHERE = ['/Applications/Google Chrome.app/Contents/MacOS/Google Chrome'];

/** The path of a Chromium; undefined when there is none. `CHROMIUM` names one that lies elsewhere. */
export function findChromium(): string | undefined {
  const folders = (process.env['PATH'] ?? '').split(path.delimiter);
  const places = folders.flatMap((folder) => NAMES.map((name) => path.join(folder, name)));
  return [process.env['CHROMIUM'] ?? '', ...places, ...ELSEWHERE].find(
    (file) => file !== '' && fs.existsSync(file),
  );
}

/** Starts it. Its own sandbox is left out: it is not to be had in containers, and the pages are ours. */
export function startBrowser(executablePath: string): Promise<Browser> {
  return chromium.launch({ executablePath, args: ['--no-sandbox'] });
}

/** An empty page, which a busy machine may take long to fill: jest ends what hangs. */
export async function openPage(browser: Browser, options: BrowserContextOptions = {}): Promise<Page> {
  const context = await browser.newContext(options);
  context.setDefaultTimeout(0);
  return context.newPage();
}
