// The page in a real browser: one cursor for curves and pictures, keys, one latent over time, runs that grow, and a report.
import fs from 'node:fs';
import path from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { images } from 'tadpole';
import { Library } from '../../dist/view/library';
import { saveReport } from '../../dist/view/report';
import { startView, type View } from '../../dist/view/server';
import { readAnimation } from '../images/apngFile';
import { findChromium, openPage, startBrowser } from './browser';
import { gridFile, losses, makeFolder, makeRun } from './runs';

const chromium = findChromium();
if (chromium === undefined)
  console.warn('the page is not tested: there is no Chromium here (apt-get install chromium)');

(chromium === undefined ? describe.skip : describe)('the page', () => {
  let folder: string;
  let view: View;
  let browser: Browser;
  let page: Page;
  const complaints: string[] = [];
  beforeAll(async () => {
    folder = makeFolder();
    const finding = {
      step: 200,
      event: 'collapse',
      message: 'the samples are all alike',
      remedy: 'a lower rate; for example --set generatorLearningRate=0.25 (now 1)',
      measured: 0.01,
    };
    const events = [...losses([100, 200, 300]), { ...losses([400])[0], dLoss: null }, finding];
    makeRun(folder, 'first', { events, grids: [100, 200, 300, 400], settings: { generatorLearningRate: 1 } });
    makeRun(folder, 'second', { seed: 1, grids: [100, 300] });
    view = await startView(new Library([folder]), { port: 0 });
    browser = await startBrowser(chromium ?? '');
    page = await openPage(browser, { viewport: { width: 1280, height: 900 }, acceptDownloads: true });
    page.on('pageerror', ({ message }) => complaints.push(message));
    page.on('console', (message) => {
      if (message.type() === 'error') complaints.push(message.text());
    });
    await page.goto(view.url);
    await page.getByText('D loss').first().waitFor();
  });
  afterAll(async () => {
    await browser?.close();
    await view?.close();
    fs.rmSync(folder, { recursive: true, force: true });
  });

  const grid = (run: string, step: number) =>
    page.getByRole('img', { name: `Samples of ${run} at step ${step}`, exact: true });
  const isShown = async (run: string, step: number): Promise<void> => grid(run, step).waitFor();
  const overflow = (): Promise<number> =>
    page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth');

  test('begins at the end, and follows a pointer over the curves in every run', async () => {
    await isShown('first', 400);
    await isShown('second', 300);
    const box = await page.locator('.u-over').first().boundingBox();
    await page.mouse.move((box?.x ?? 0) + 0.28 * (box?.width ?? 0), (box?.y ?? 0) + 20);
    await isShown('first', 100);
    await isShown('second', 100);
  });

  test('keys go from picture to picture, to both ends, and play the film', async () => {
    await page.mouse.move(0, 0);
    await page.keyboard.press('Home');
    await isShown('first', 100);
    await page.keyboard.press('ArrowRight');
    await isShown('first', 200);
    await page.keyboard.press('ArrowLeft');
    await isShown('first', 100);
    await page.keyboard.press('Space');
    await isShown('first', 400);
    await page.keyboard.press('Home');
    await page.keyboard.press('End');
    await isShown('first', 400);
  });

  test('findings are shown, with the remedy as a command', async () => {
    await page.getByText('the samples are all alike').waitFor();
    await page.getByText(/^npx tadpole train digits --seed 0 .*--set generatorLearningRate=0.25$/).waitFor();
    await page.getByRole('button', { name: 'first, step 200' }).click();
    await isShown('first', 200);
  });

  test('a number that was not finite is called NaN', async () => {
    await page.keyboard.press('End');
    await page.getByRole('button', { name: 'first: D loss' }).getByText('NaN').waitFor();
  });

  test('a cell is shown at every step, and saved as an animated PNG', async () => {
    await grid('first', 400).click({ position: { x: 30, y: 30 } });
    const strip = page.getByRole('region', { name: 'One latent over time: cell 1 of first' });
    await strip.getByRole('button', { name: 'Step 100' }).waitFor();
    expect(await strip.getByRole('listitem').count()).toBe(4);
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      strip.getByRole('button', { name: 'Save as animated PNG' }).click(),
    ]);
    const { frames } = readAnimation(fs.readFileSync(await download.path()));
    // Grey values of cell 0: half of the step.
    expect(frames.map(({ picture }) => picture.data[0])).toEqual([50, 100, 150, 0]);
    await strip.getByRole('button', { name: 'Close the strip' }).click();
  });

  test('a resumed run and a new one appear by themselves', async () => {
    const root = path.join(folder, 'second');
    fs.appendFileSync(path.join(root, 'events.jsonl'), `${JSON.stringify(losses([400])[0])}\n`);
    images.writePng(gridFile(root, 400), images.readPng(gridFile(root, 100)));
    await isShown('second', 400);
    makeRun(folder, 'third');
    await isShown('third', 300);
  });

  test('events that a resume cut back are read again', async () => {
    const file = path.join(folder, 'third', 'events.jsonl');
    fs.writeFileSync(
      `${file}.new`,
      losses([100])
        .map((event) => `${JSON.stringify({ ...event, gLoss: 77.5 })}\n`)
        .join(''),
    );
    fs.renameSync(`${file}.new`, file);
    await page.getByRole('button', { name: 'third: G loss' }).getByText('77.5').waitFor();
  });

  test('two runs are compared: the settings that differ', async () => {
    await page.getByRole('button', { name: 'Compare' }).click();
    await page.getByRole('row', { name: 'seed 0 1' }).waitFor();
    await page.getByText('not of the same latents').waitFor();
    await page.getByRole('button', { name: 'Training' }).click();
  });

  test('a dark page is dark, and remembers that it is to be light', async () => {
    const becomes = (theme: string): Promise<void> =>
      page.locator(`html[data-theme="${theme}"]`).waitFor({ state: 'attached' });
    await page.emulateMedia({ colorScheme: 'light' });
    await becomes('light');
    await page.emulateMedia({ colorScheme: 'dark' });
    await becomes('dark');
    expect(await page.evaluate('getComputedStyle(document.body).backgroundColor')).toBe('rgb(18, 24, 29)');
    await page.getByLabel('Theme').selectOption('light');
    await becomes('light');
    await page.reload();
    await isShown('first', 400);
    await becomes('light');
  });

  test.each([1280, 390])('nothing lies outside of a window of %d pixels', async (width) => {
    await page.setViewportSize({ width, height: 844 });
    for (const name of ['Training', 'Compare', 'Latent lab']) {
      await page.getByRole('button', { name, exact: true }).click();
      expect(await overflow()).toBeLessThanOrEqual(0);
    }
    await page.getByRole('button', { name: 'Training' }).click();
  });

  test('a report shows the same from a file, without a server', async () => {
    const file = path.join(folder, 'report.html');
    saveReport(new Library([path.join(folder, 'first')]), file);
    await page.goto(`file://${file}`);
    await isShown('first', 400);
    await page.keyboard.press('Home');
    await isShown('first', 100);
    await page.getByText('the samples are all alike').waitFor();
    expect(await page.getByRole('button', { name: 'Latent lab' }).count()).toBe(0);
  });

  test('a value without neighbours is a point of its curve', async () => {
    const alone = makeFolder();
    const events = [...losses([100, 200]), { step: 200, event: 'evaluation', fid: 12 }];
    makeRun(alone, 'evaluated', { events, grids: [] });
    const file = path.join(alone, 'report.html');
    saveReport(new Library([alone]), file);
    await page.emulateMedia({ colorScheme: 'light' });
    await page.goto(`file://${file}`);
    // The only blue on the canvas: the cursor is no part of it.
    const bluePixels = `(() => {
      const canvas = document.querySelector('[aria-label="fid, curves"] canvas');
      if (!canvas || canvas.width === 0) return 0;
      const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
      let count = 0;
      for (let at = 0; at < data.length; at += 4)
        if (data[at] < 40 && data[at + 2] > 150 && data[at + 3] === 255) count += 1;
      return count;
    })()`;
    // The page forbids what Playwright's own waiting would evaluate in it.
    while (Number(await page.evaluate(bluePixels)) <= 10) await page.waitForTimeout(50);
    fs.rmSync(alone, { recursive: true, force: true });
  });

  test('the browser had nothing to complain of', () => {
    expect(complaints).toEqual([]);
  });
});
