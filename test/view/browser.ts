// A Chromium for the tests of the page: the system's, where there is one.
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';

export { findChromium, startBrowser } from '../../scripts/chromium.mjs';

/** An empty page, which a busy machine may take long to fill: jest ends what hangs. */
export async function openPage(browser: Browser, options: BrowserContextOptions = {}): Promise<Page> {
  const context = await browser.newContext(options);
  context.setDefaultTimeout(0);
  return context.newPage();
}
