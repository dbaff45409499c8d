// How long a run will take, by its first steps.
import { createEstimate } from '../../dist/cli/estimate';

/** What is said of a run whose steps take so many seconds each. */
function said(steps: number, secondsOf: (step: number) => number, done = 0): string[] {
  const lines: string[] = [];
  let time = 0;
  const after = createEstimate(
    steps,
    done,
    (line) => lines.push(line),
    () => time,
  );
  for (let step = done + 1; step <= steps; step++) {
    time += secondsOf(step);
    after({ step, images: step, seconds: time });
  }
  return lines;
}

test('it is said once, and the first two steps do not count', () => {
  expect(said(10_034, (step) => (step <= 2 ? 100 : 0.36))).toEqual([
    'at the pace of the first 34 steps, the remaining 10000 take about 60 minutes',
  ]);
});

test('quick steps are watched for ten seconds; hours and days are said as such', () => {
  expect(said(100_000, () => 0.125)).toEqual([expect.stringMatching(/first 82 steps.* 3\.5 hours$/)]);
  expect(said(100_000, () => 10, 500)).toEqual([
    'at the pace of the first 34 steps, the remaining 99466 take about 11.5 days',
  ]);
});

test('nothing is said of a run that ends soon', () => {
  expect(said(200, () => 0.4)).toEqual([]);
  expect(said(20, () => 10)).toEqual([]);
});
