// Gradients that are summed while the backward pass runs: those of the whole batch, whatever accumulates them.
import { printed, runAlone, runRanks } from './ranks';

interface Result {
  name: string;
  gradients: (number[] | null)[];
  travelled?: { buckets: number; early: number; again: number };
}

interface Trained {
  hash: string;
  sums: number[];
}

const CLOSE = 1e-12;

function largestDifference(got: readonly number[], expected: readonly number[]): number {
  expect(got).toHaveLength(expected.length);
  return Math.max(
    0,
    ...expected.map((value, at) => Math.abs(value - Number(got[at])) / Math.max(1, Math.abs(value))),
  );
}

let alone: Result[];
beforeAll(async () => {
  alone = printed<Result[]>(await runAlone('gradients'));
});

test.each([2, 3])('%i ranks: sums in buckets are the gradients of the whole batch', async (count) => {
  const [first = [], ...others] = (await runRanks('gradients', count)).map((end) => printed<Result[]>(end));
  for (const other of others) {
    expect(other.map(({ gradients }) => gradients)).toEqual(first.map(({ gradients }) => gradients));
  }
  expect(first.map(({ name }) => name)).toEqual(alone.map(({ name }) => name));
  for (const [index, { gradients }] of alone.entries()) {
    for (const [at, expected] of gradients.entries()) {
      const got = first[index]?.gradients[at];
      if (expected === null) expect(got).toBeNull();
      else expect(largestDifference(got ?? [], expected)).toBeLessThan(CLOSE);
    }
  }
  const travelled = first.map(({ travelled: { buckets = 0, early = 0, again = 0 } = {} }) => [
    buckets,
    early,
    again,
  ]);
  // At first nothing is known; then everything leaves in the backward pass.
  const usual = [0, 1, 2, 3, 4].flatMap(() => [
    [5, 0, 0],
    [5, 5, 0],
    [5, 5, 0],
  ]);
  expect(travelled.slice(0, usual.length)).toEqual(usual);
  // More gradients than expected: all is summed again, but for the bucket without any.
  expect(travelled[usual.length]).toEqual([5, 5, 4]);
});

describe('a trainer of large networks on three processes', () => {
  const WHOLE = { steps: 5 };
  const WITHOUT_NORM = { steps: 5, batchSize: 24, norm: false };
  /** What one process makes of it. */
  let [whole, wholeWithoutNorm]: Trained[] = [];
  /** What each of three makes of it, in micro-batches without norm, not resumed, and resumed. */
  let ranks: Trained[][];
  beforeAll(async () => {
    [whole, wholeWithoutNorm] = printed<Trained[]>(await runAlone('large', [WHOLE, WITHOUT_NORM]));
    const args = [WHOLE, { ...WITHOUT_NORM, microBatchSize: 4 }, { steps: 4 }, { steps: 4, resumeAt: 2 }];
    ranks = (await runRanks('large', 3, { args })).map((end) => printed<Trained[]>(end));
  });

  test('is the same on each of them', () => {
    const [first, ...others] = ranks;
    expect(first).toHaveLength(4);
    for (const other of others) expect(other).toEqual(first);
  });

  test('has the weights of one process, in one pass with batch norm, and in micro-batches', () => {
    const [inOnePass, inMicroBatches] = ranks[0] ?? [];
    expect(largestDifference(inOnePass?.sums ?? [], whole?.sums ?? [])).toBeLessThan(1e-9);
    expect(largestDifference(inMicroBatches?.sums ?? [], wholeWithoutNorm?.sums ?? [])).toBeLessThan(1e-9);
  });

  test('goes on exactly when it is resumed, though it does not know what to expect', () => {
    const [, , straight, resumed] = ranks[0] ?? [];
    expect(resumed).toEqual(straight);
  });
});

test('a rank that dies while the others are in their backward pass ends them in words', async () => {
  const [first] = await runRanks('large', 2, { args: [{ steps: 1e9, killAfter: 300 }] });
  const { name, problem, hint } = printed<Record<string, string>>(first as never);
  expect(name).toBe('DistError');
  expect(problem).toMatch(/^rank 0 of 2 has lost another rank \(all-reduce: /);
  expect(hint).toContain('the first of them that failed');
});
