// Curves: the debiased average, thinning of many points, and number formats.
import { inWords, positive, smooth, thin } from '../../../src/view/page/curve';

describe('the moving average', () => {
  test('of a constant is that constant from the first value on', () => {
    expect([...smooth([3, 3, 3, 3], 0.9)].every((value) => Math.abs(value - 3) < 1e-12)).toBe(true);
  });

  test('weighs what is older less: m = w m + (1 - w) y, over 1 - w^n', () => {
    const [first, second, third] = smooth([1, 2, 4], 0.5);
    expect(first).toBeCloseTo(1);
    expect(second).toBeCloseTo((0.25 * 1 + 0.5 * 2) / 0.75);
    expect(third).toBeCloseTo((0.125 * 1 + 0.25 * 2 + 0.5 * 4) / 0.875);
  });

  test('without weight is the values; NaN stays where it is and counts for nothing', () => {
    expect([...smooth([1, 5, 2], 0)]).toEqual([1, 5, 2]);
    const [one, gap, two] = smooth([1, Number.NaN, 1], 0.9);
    expect(one).toBeCloseTo(1);
    expect(gap).toBeNaN();
    expect(two).toBeCloseTo(1);
  });
});

describe('thinning', () => {
  const count = 300_000;
  const x = Array.from({ length: count }, (_, index) => index);
  const y = x.map((index) => Math.sin(index / 5000));

  test('keeps few points, and every peak', () => {
    const spiked = [...y];
    spiked[123_456] = 40;
    spiked[222_222] = -40;
    const points = thin(x, spiked, 0, count, 800);
    expect(points.x.length).toBeLessThanOrEqual(2 * 801);
    expect(points.y).toContain(40);
    expect(points.y).toContain(-40);
    expect([...points.x].sort((a, b) => a - b)).toEqual(points.x);
  });

  test('of a part of the axis keeps a point to each side, so that the line leaves the chart', () => {
    const points = thin(x, y, 1000, 1010, 800);
    expect(points.x).toEqual([999, 1000, 1001, 1002, 1003, 1004, 1005, 1006, 1007, 1008, 1009, 1010, 1011]);
  });

  test('leaves out what is no number', () => {
    expect(thin([1, 2, 3], [1, Number.NaN, 3], 0, 4, 100)).toEqual({ x: [1, 3], y: [1, 3] });
    expect(thin([], [], 0, 1, 100)).toEqual({ x: [], y: [] });
  });
});

test('a logarithmic axis has no place for zero and less', () => {
  expect(positive({ x: [1, 2, 3], y: [1, 0, -2] })).toEqual({ x: [1], y: [1] });
});

test.each([
  [0, '0'],
  [0.123456, '0.1235'],
  [-12.5, '-12.5'],
  [1234.5, '1,235'],
  [1.5e9, '1.50e+9'],
  [0.00001, '1.00e-5'],
  [Number.NaN, 'NaN'],
  [Number.POSITIVE_INFINITY, 'Infinity'],
])('%s as %s', (value, text) => {
  expect(inWords(value)).toBe(text);
});
