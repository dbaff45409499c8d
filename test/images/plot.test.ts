// Loss plots: thinning of long series keeps their extremes, and the picture shows every line and its legend.
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { images } from 'tadpole';
import { minMaxPerColumn, movingAverage, quantile, thin } from '../../dist/images/decimate';

const count = (length: number) => Array.from({ length }, (_, i) => i);

describe('thinning', () => {
  test('keeps the least and the greatest value of every column, in their order', () => {
    const y = [0, 5, -5, 1, 2, 2, 9, 3];
    expect(minMaxPerColumn(count(8), y, 2)).toEqual([
      { x: 1, y: 5 },
      { x: 2, y: -5 },
      { x: 4, y: 2 },
      { x: 6, y: 9 },
    ]);
  });

  test('keeps a short series whole, and makes a gap where nothing is finite', () => {
    expect(minMaxPerColumn([1, 2, 3], [4, Number.NaN, 6], 10)).toEqual([
      { x: 1, y: 4 },
      { x: 2, y: Number.NaN },
      { x: 3, y: 6 },
    ]);
  });

  test('never gives more than two points a column', () => {
    const y = count(70_000).map((i) => Math.sin(i * i));
    expect(minMaxPerColumn(count(70_000), y, 700)).toHaveLength(1400);
  });

  test('thin keeps both ends', () => {
    expect(thin(count(100), count(100), 3).map((point) => point.x)).toEqual([0, 50, 99]);
  });

  test('the moving average looks evenly to both sides and past values that are not finite', () => {
    expect(Array.from(movingAverage([3, 6, 9, Number.NaN, 5], 3))).toEqual([4.5, 6, 7.5, 7, 5]);
    expect(Array.from(movingAverage([Number.NaN, Number.POSITIVE_INFINITY], 1))).toEqual([
      Number.NaN,
      Number.NaN,
    ]);
  });

  test('quantiles', () => {
    expect(quantile([4, 1, Number.NaN, 3, 2, 0], 0.5)).toBe(2);
    expect(quantile([], 0.5)).toBeNaN();
  });
});

describe('plots', () => {
  const long = count(70_000).map((i) => 1 + Math.exp(-i / 9000) + 0.2 * Math.sin(i * i));

  test.each([
    [
      '70 000 points a line',
      { 'Generator loss': long, 'Discriminator loss': long.map((value) => value / 2) },
    ],
    ['60 points a line', { 'Generator loss': long.slice(0, 60), 'Discriminator loss': long.slice(60, 120) }],
  ])('%s: the size that was asked for, both colours, a white ground', (_, series) => {
    const picture = images.decodePng(images.drawLossPlot({ series, width: 800, height: 450 }));
    expect([picture.width, picture.height]).toEqual([800, 450]);
    const legend = colorCounts(picture, 0, 80);
    expect(legend.get(images.LINE_COLORS[0])).toBeGreaterThan(20);
    expect(legend.get(images.LINE_COLORS[1])).toBeGreaterThan(20);
    const whole = colorCounts(picture, 0, 450);
    expect(whole.get(images.LINE_COLORS[0])).toBeGreaterThan((legend.get(images.LINE_COLORS[0]) ?? 0) + 100);
    expect(whole.get('#ffffff')).toBeGreaterThan(800 * 450 * 0.4);
  });

  test('text is drawn: another title gives another picture', () => {
    const series = { loss: [1, 2, 3] };
    const first = images.drawLossPlot({ series, title: 'digits' });
    expect(images.drawLossPlot({ series, title: 'digits' }).equals(first)).toBe(true);
    expect(images.drawLossPlot({ series, title: 'frogs' }).equals(first)).toBe(false);
  });

  test('one value, no finite value and no value at all are drawn as well', () => {
    for (const values of [[0.5], [Number.NaN, Number.NaN], []]) {
      const png = images.drawLossPlot({ series: { loss: values }, width: 400, height: 225 });
      expect(images.decodePng(png)).toMatchObject({ width: 400, height: 225 });
    }
  });

  test('a plot is written as one file', () => {
    const folder = mkdtempSync(join(tmpdir(), 'tadpole-plot-'));
    try {
      images.saveLossPlot(join(folder, 'losses.png'), {
        steps: [50, 100],
        series: { loss: [2, 1] },
        width: 400,
        height: 225,
      });
      expect(readdirSync(folder)).toEqual(['losses.png']);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  test('series must be there and be as long as the steps', () => {
    expect(() => images.drawLossPlot({ series: {} })).toThrow(/series: expected at least one/);
    expect(() => images.drawLossPlot({ steps: [1, 2], series: { loss: [1] } })).toThrow(
      "series 'loss': expected 2 values, one per step, got 1",
    );
  });
});

/** How many pixels of each colour lie between two heights. */
function colorCounts(picture: images.Picture, top: number, bottom: number): Map<string, number> {
  const { width, channels, data } = picture;
  const counts = new Map<string, number>();
  for (let i = top * width * channels; i < bottom * width * channels; i += channels) {
    const color = `#${Buffer.from(data.subarray(i, i + 3)).toString('hex')}`;
    counts.set(color, (counts.get(color) ?? 0) + 1);
  }
  return counts;
}
