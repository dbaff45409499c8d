// The exported page in a real browser, from a file and without a network.
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { gan, images, recipes, torch } from 'tadpole';
import { saveHtml } from '../../dist/export';
import { findChromium, openPage, startBrowser } from '../view/browser';
import { Around, CASES, LATENT_SHAPE } from './operatorCases';
import { generatorOf, testFolder } from './runtime';

const folder = testFolder();

const executablePath = findChromium() ?? '';
const inBrowser = executablePath === '' ? describe.skip : describe;
if (executablePath === '') console.warn('skipped: there is no Chromium on this machine');

inBrowser('in Chromium', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await startBrowser(executablePath);
  });
  afterAll(() => browser.close());

  /** The page of a generator, drawn; everything that it asks for is refused and noted. */
  async function opened(
    generator: gan.SavedGenerator,
  ): Promise<{ page: Page; asked: string[]; errors: string[] }> {
    const file = path.join(folder, 'page.html');
    saveHtml(generator, file);
    const page = await openPage(browser, { offline: true });
    const asked: string[] = [];
    const errors: string[] = [];
    page.on('request', (request) => {
      if (!request.url().startsWith('file:') && !/^(data|blob):/.test(request.url()))
        asked.push(request.url());
    });
    page.on('pageerror', (error) => errors.push(error.message));
    page.on('console', (message) => {
      if (message.type() === 'error') errors.push(message.text());
    });
    await page.goto(pathToFileURL(file).href);
    await page.waitForSelector('body[data-drawn]');
    return { page, asked, errors };
  }

  /** Grey values of the canvas, row by row. */
  const greys = (page: Page): Promise<number[]> =>
    page.evaluate(`(() => {
      const canvas = document.querySelector('canvas');
      const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
      return Array.from({ length: data.length / 4 }, (_, index) => data[4 * index]);
    })()`);

  /** The largest difference of what is drawn at first from libtorch's pictures of the same seeds. */
  function farthest(drawn: readonly number[], generator: gan.SavedGenerator): number {
    const latents = gan.latentsOfSeeds(generator.latent, [...Array(16).keys()]);
    // As many at a time as the page draws, for what depends on the batch.
    const values = generator.generate(latents, { batchSize: 8 });
    const expected = images.composeGrid(images.toPictures(values, { range: generator.valueRange }), {
      columns: 4,
      rows: 4,
      padding: 0,
    });
    expect(drawn.length).toBe(expected.width * expected.height);
    return drawn.reduce(
      (most, value, at) => Math.max(most, Math.abs(value - (expected.data[at] as number))),
      0,
    );
  }

  /** Does something to the page, and waits until it has drawn again. */
  async function redrawn(page: Page, action: () => Promise<unknown>): Promise<number[]> {
    const before = await page.getAttribute('body', 'data-drawn');
    await action();
    // A selector: the page's policy forbids the evaluation that waiting for a function takes.
    await page.waitForSelector(`body:not([data-drawn="${before}"])`);
    return greys(page);
  }

  test('draws the pictures of the seeds within 1 of 255, and asks nobody for anything', async () => {
    const trainer = recipes.digits.create({ seed: 4, overrides: { channels: 8 } });
    const generator = trainer.asSaved('digits');
    trainer.dispose();
    const { page, asked, errors } = await opened(generator);
    const drawn = await greys(page);
    expect(farthest(drawn, generator)).toBeLessThanOrEqual(1);
    const moved = await redrawn(page, () => page.getByLabel('z1', { exact: true }).fill('2'));
    expect(moved).not.toEqual(drawn);
    expect(await redrawn(page, () => page.getByRole('button', { name: 'Reset' }).click())).toEqual(drawn);
    expect(await redrawn(page, () => page.getByRole('button', { name: 'Next' }).click())).not.toEqual(drawn);
    expect(await page.getByLabel('First seed').inputValue()).toBe('16');
    await redrawn(page, () => page.getByRole('button', { name: 'Walk' }).click());
    const download = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Save as PNG' }).click();
    expect((await download).suggestedFilename()).toMatch(/^seed-\d+\.png$/);
    expect({ asked, errors }).toEqual({ asked: [], errors: [] });
    await page.close();
    generator.dispose();
  });

  test('draws what every exported operator gives, in the code of the page as it is shipped', async () => {
    const made = CASES.map(({ change, layers = () => [] }) => [change, layers()] as const);
    const network = new Around(
      (x) => {
        const values = made.map(([change, layers]) => new Around(change, layers).forward(x));
        const all = torch.cat(values, 3);
        // Within the range of values that pictures show, whatever an operator gives.
        return all.div(all.abs().add(1));
      },
      made.flatMap(([, layers]) => layers),
    );
    const generator = generatorOf(network, { shape: LATENT_SHAPE, image: [1, 1, 1] });
    const { page, asked, errors } = await opened(generator);
    expect(farthest(await greys(page), generator)).toBeLessThanOrEqual(1);
    expect({ asked, errors }).toEqual({ asked: [], errors: [] });
    await page.close();
    generator.dispose();
  });

  test('a class is chosen by name', async () => {
    const options = { imageShape: [1, 8, 8], channels: [8, 8], classes: 2 } as const;
    const network = new gan.networks.ResidualGenerator(4, options);
    torch.noGrad(() => {
      for (const parameter of network.parameters()) parameter.normal_(0, 0.2);
    });
    const generator = generatorOf(network, { shape: [4], image: [1, 8, 8], classes: ['cat', 'dog'] });
    const { page, errors } = await opened(generator);
    const choose = (name: string) => redrawn(page, () => page.getByLabel('Class').selectOption(name));
    expect(await choose('dog')).not.toEqual(await choose('cat'));
    expect(errors).toEqual([]);
    await page.close();
    generator.dispose();
  });
});
