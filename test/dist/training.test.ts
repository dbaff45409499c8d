// Training on several processes: the numbers of one process with the whole batch, and no divergence without a word.
import { printed, type RankEnd, runAlone, runRanks } from './ranks';

interface Trained {
  losses: Record<string, number>[];
  weights: number[];
}

// What another order of sums rounds off, after the steps of a recipe have multiplied it.
const CLOSE = 1e-9;

interface Case {
  name: string;
  steps: number;
  batchSize: number;
  /** The settings that keep it small. */
  overrides: Record<string, number>;
}

/** The others are for `scripts/ranks.mjs`: steps take too long. */
const CASES: readonly Case[] = [
  { name: 'digits', steps: 10, batchSize: 6, overrides: { channels: 8 } },
  { name: 'digits-keras', steps: 10, batchSize: 6, overrides: {} },
  { name: 'digits-keras-cnn', steps: 10, batchSize: 6, overrides: {} },
  { name: 'digits-tensorflow', steps: 10, batchSize: 6, overrides: { hiddenSize: 32 } },
  { name: 'frogs', steps: 3, batchSize: 6, overrides: { channels: 8 } },
];
const UNEVEN: Case = { name: 'digits-keras-cnn', steps: 3, batchSize: 7, overrides: {} };

/** What one process makes of the cases, and what each of several does. */
let alone: Map<Case, Trained>;
let two: Map<Case, Trained>[];
let three: Map<Case, Trained>[];
beforeAll(async () => {
  const trained = (cases: readonly Case[], end: RankEnd): Map<Case, Trained> => {
    const results = printed<Trained[]>(end);
    return new Map(cases.map((entry, index) => [entry, results[index] as Trained]));
  };
  const all = [...CASES, UNEVEN];
  alone = trained(all, await runAlone('recipe', all));
  two = (await runRanks('recipe', 2, { args: CASES })).map((end) => trained(CASES, end));
  three = (await runRanks('recipe', 3, { args: [UNEVEN] })).map((end) => trained([UNEVEN], end));
});

test.each(CASES)('$name: two processes give the losses and weights of one ($steps steps)', (entry) => {
  const [first, second] = two.map((results) => results.get(entry));
  expect(second).toEqual(first);
  expect(largestDifference(first, alone.get(entry))).toBeLessThan(CLOSE);
});

test('shares of different sizes count by their images', () => {
  expect(largestDifference(three[0]?.get(UNEVEN), alone.get(UNEVEN))).toBeLessThan(CLOSE);
});

test('trainers that differ are refused before the first step, with the difference', async () => {
  const args = { rates: [1e-3, 2e-3] };
  for (const end of await runRanks('diverging', 2, { args })) {
    const { steps, name, problem } = printed<Record<string, string>>(end);
    expect([steps, name]).toEqual([0, 'DistError']);
    expect(problem).toMatch(
      /the ranks differ in their trainers: .*lr is 0.002 on rank 1, and 0.001 on rank 0/,
    );
  }
});

test('a statistic that ranks keep for themselves is found at the next check', async () => {
  for (const end of await runRanks('diverging', 2, { args: { keeps: true } })) {
    const { steps, name, problem } = printed<Record<string, string>>(end);
    expect([steps, name]).toEqual([100, 'DistError']);
    expect(problem).toBe(
      "the ranks have diverged by step 100: 'discriminator' of rank 1 is not what rank 0 has",
    );
  }
});

function largestDifference(got: Trained | undefined, expected: Trained | undefined): number {
  // Accuracies are computed in float32.
  const numbers = ({ losses, weights }: Trained): number[] => [
    ...losses.flatMap(({ dLoss = 0, gLoss = 0, r1 = 0 }) => [dLoss, gLoss, r1]),
    ...weights,
  ];
  const [found = [], wanted = []] = [got, expected].map((trained) => trained && numbers(trained));
  expect(wanted).not.toEqual([]);
  expect(found).toHaveLength(wanted.length);
  return Math.max(
    ...wanted.map(
      (value, index) => Math.abs(value - (found[index] ?? Number.NaN)) / Math.max(1, Math.abs(value)),
    ),
  );
}
