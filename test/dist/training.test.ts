// Training on several processes: the numbers of one process with the whole batch, and no divergence without a word.
import { printed, runAlone, runRanks } from './ranks';

interface Trained {
  losses: Record<string, number>[];
  weights: number[];
}

// What another order of sums rounds off, after the steps of a recipe have multiplied it.
const CLOSE = 1e-9;

/** A recipe, the steps that it takes, and the settings that keep it small. The others are for `scripts/ranks.mjs`: steps take too long. */
const CASES: [name: string, steps: number, overrides: Record<string, number>][] = [
  ['digits', 10, { channels: 8 }],
  ['digits-keras', 10, {}],
  ['digits-keras-cnn', 10, {}],
  ['digits-tensorflow', 10, { hiddenSize: 32 }],
  ['frogs', 3, { channels: 8 }],
];

test.each(CASES)(
  '%s: two processes give the losses and weights of one (%i steps)',
  async (name, steps, overrides) => {
    const args = { name, steps, batchSize: 6, overrides };
    const alone = printed<Trained>(await runAlone('recipe', args));
    const [first, second] = (await runRanks('recipe', 2, { args })).map((end) => printed<Trained>(end));
    expect(second).toEqual(first);
    expect(largestDifference(first, alone)).toBeLessThan(CLOSE);
  },
);

test('shares of different sizes count by their images', async () => {
  const args = { name: 'digits-keras-cnn', steps: 3, batchSize: 7 };
  const alone = printed<Trained>(await runAlone('recipe', args));
  const [first] = (await runRanks('recipe', 3, { args })).map((end) => printed<Trained>(end));
  expect(largestDifference(first, alone)).toBeLessThan(CLOSE);
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

function largestDifference(got: Trained | undefined, expected: Trained): number {
  // Accuracies are computed in float32.
  const numbers = ({ losses, weights }: Trained): number[] => [
    ...losses.flatMap(({ dLoss = 0, gLoss = 0, r1 = 0 }) => [dLoss, gLoss, r1]),
    ...weights,
  ];
  const found = got ? numbers(got) : [];
  const wanted = numbers(expected);
  expect(found).toHaveLength(wanted.length);
  return Math.max(
    ...wanted.map(
      (value, index) => Math.abs(value - (found[index] ?? Number.NaN)) / Math.max(1, Math.abs(value)),
    ),
  );
}
