// Collective operations between two processes, and in one that is alone.
import { dist, torch } from 'tadpole';
import { printed, runRanks } from './ranks';

type Printed = Record<string, unknown>;

test('each operation gives the same on both ranks, and the sum is differentiable twice', async () => {
  const [first = {}, second = {}] = (await runRanks('collectives', 2)).map((end) => printed<Printed>(end));
  const { names, gradients, ...same } = first;
  const { names: otherNames, gradients: otherGradients, ...others } = second;
  expect(names).toEqual([0, 2, 0, 2, 'gloo']);
  expect(otherNames).toEqual([1, 2, 1, 2, 'gloo']);
  expect(same).toEqual({
    sum: [3, 5],
    max: [2, 3],
    min: [3],
    transposed: [2, 2, 2, 2, 2, 2],
    broadcast: [
      [1, 2],
      [1, 0],
    ],
    gathered: [[0], [1]],
    exchanged: [
      { rank: 0, text: '' },
      { rank: 1, text: 'ä' },
    ],
    fromFirst: { steps: [1, 2] },
    anyOf: [true, false],
    // The ranks' gradients are 1 and 2; that of rank 0 alone counts as it is, and none stays none.
    summed: [[3, 3], [5], null],
    joined: [0, 1, 2, 3, 4],
    named: [
      ['a', 'bfloat16', [1, 1]],
      ['b', 'float64', [4]],
    ],
    refused: "argument 'root' must be a rank from 0 to 1, got 7",
  });
  expect(others).toEqual(same);
  // x is 2 and 3, s = 5: the losses are s^3 and 2 s^3, together 3 s^3. Its gradient in either x is 9 s^2 = 225; the sum of the
  // ranks' first gradients is 18 s^2, whose gradient is 36 s = 180.
  expect(gradients).toEqual([225, 180]);
  expect(otherGradients).toEqual(gradients);
});

test('in a process that is alone, operations change nothing', async () => {
  expect(await dist.join()).toEqual({ rank: 0, size: 1, localRank: 0, localSize: 1, backends: 'none' });
  const x = torch.tensor([1, 2]);
  expect(dist.allReduce(x)).toBe(x);
  expect(dist.sum(x)).toBe(x);
  expect(dist.exchange('a')).toEqual(['a']);
  expect(dist.fromFirst(3)).toBe(3);
  expect(dist.anyOf([true, false])).toEqual([true, false]);
  expect(dist.allGather(x)).toHaveLength(1);
  dist.barrier();
  await dist.leave();
});

test('shares are consecutive and differ by one row at most', () => {
  const shares = [0, 1, 2].map((rank) => dist.shareOf(8, { rank, size: 3 }));
  expect(shares).toEqual([
    { start: 0, count: 2, total: 8 },
    { start: 2, count: 3, total: 8 },
    { start: 5, count: 3, total: 8 },
  ]);
  expect(() => dist.shareOf(2, { rank: 0, size: 3 })).toThrow(
    'a batch of 2 cannot be shared out among 3 processes',
  );
});
