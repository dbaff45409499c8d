// The loader: the orders of images.
import { RandomIndices } from '../../dist/data/random';
import { draw, loaderOf } from './numbered';

describe('orders', () => {
  test('sequential starts again at 0 when a slice would run over the end', () => {
    expect(draw(loaderOf(5, 2, 'sequential'), 4)).toEqual([
      [0, 1],
      [2, 3],
      [0, 1],
      [2, 3],
    ]);
    expect(draw(loaderOf(4, 2, 'sequential'), 3)).toEqual([
      [0, 1],
      [2, 3],
      [0, 1],
    ]);
  });

  test('sequentialClamped moves the last slice back to the end', () => {
    expect(draw(loaderOf(5, 2, 'sequentialClamped'), 4)).toEqual([
      [0, 1],
      [2, 3],
      [3, 4],
      [0, 1],
    ]);
    expect(draw(loaderOf(4, 2, 'sequentialClamped'), 3)).toEqual([
      [0, 1],
      [2, 3],
      [0, 1],
    ]);
  });

  test('shuffledEpochs gives every image once per epoch, in an order that changes, across batch borders', () => {
    const drawn = draw(loaderOf(10, 4, 'shuffledEpochs'), 5).flat();
    const [first, second] = [drawn.slice(0, 10), drawn.slice(10)];
    const ascending = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9];
    expect([...first].sort((a, b) => a - b)).toEqual(ascending);
    expect([...second].sort((a, b) => a - b)).toEqual(ascending);
    expect(first).not.toEqual(ascending);
    expect(first).not.toEqual(second);
  });

  test('shuffledOnce goes through one random order again and again, across batch borders', () => {
    const drawn = draw(loaderOf(10, 4, 'shuffledOnce'), 10).flat();
    const first = drawn.slice(0, 10);
    const ascending = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9];
    expect([...first].sort((a, b) => a - b)).toEqual(ascending);
    expect(first).not.toEqual(ascending);
    expect(drawn).toEqual([...first, ...first, ...first, ...first]);
  });

  test.each(['sequential', 'sequentialClamped'] as const)(
    '%s goes around where a batch is larger than the data, and begins with the first image every time',
    (order) => {
      expect(draw(loaderOf(3, 7, order), 2)).toEqual([
        [0, 1, 2, 0, 1, 2, 0],
        [0, 1, 2, 0, 1, 2, 0],
      ]);
    },
  );

  test('random orders take batches larger than the data', () => {
    const [batch] = draw(loaderOf(3, 7, 'shuffledOnce'), 1) as [number[]];
    expect(batch).toEqual([...batch.slice(0, 3), ...batch.slice(0, 3), batch[0]]);
    expect(draw(loaderOf(3, 7, 'shuffledEpochs'), 1)[0]).toHaveLength(7);
    expect(draw(loaderOf(3, 7, 'withReplacement'), 1)[0]).toHaveLength(7);
  });

  test('withReplacement draws every image about equally often', () => {
    const counts = new Array(10).fill(0);
    for (const index of draw(loaderOf(10, 100, 'withReplacement'), 100).flat()) counts[index]++;
    // Standard deviation of each count is 30.
    for (const count of counts) expect(Math.abs(count - 1000)).toBeLessThan(120);
  });

  test.each(['shuffledOnce', 'shuffledEpochs', 'withReplacement'] as const)(
    '%s depends on the seed alone',
    (order) => {
      expect(draw(loaderOf(50, 8, order, 3), 10)).toEqual(draw(loaderOf(50, 8, order, 3), 10));
      expect(draw(loaderOf(50, 8, order, 3), 10)).not.toEqual(draw(loaderOf(50, 8, order, 4), 10));
    },
  );
});

describe('the generator behind the random orders', () => {
  test('is xoshiro128**: the first numbers of its reference implementation from the state 1, 2, 3, 4', () => {
    const random = new RandomIndices(0);
    random.state = [1, 2, 3, 4];
    expect([1, 2, 3, 4].map(() => random.below(2 ** 32))).toEqual([11520, 0, 5927040, 70819200]);
  });

  test('draws again what lies past the last whole multiple of the bound', () => {
    // Such a bound fits once into 2^32: what is below it counts as it is, the rest is passed over.
    const bound = 2 ** 31 + 1;
    const [all, bounded] = [new RandomIndices(9), new RandomIndices(9)];
    const below = Array.from({ length: 100 }, () => all.below(2 ** 32)).filter((value) => value < bound);
    expect(below.length).toBeLessThan(80);
    expect(below.map(() => bounded.below(bound))).toEqual(below);
  });

  test('tells all 53 bits of a seed apart', () => {
    const seeds = [0, 1, 2 ** 32, 2 ** 32 + 1, 2 ** 53 - 1];
    expect(new Set(seeds.map((seed) => new RandomIndices(seed).state.join())).size).toBe(5);
  });
});
