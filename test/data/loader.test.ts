// The loader: in which order images come, how they are scaled, and that a saved cursor gives the same batches
// again.
import { data, torch } from 'tadpole';
import { RandomIndices } from '../../dist/data/random';

/** `count` images of one pixel; image i has the byte i. */
function numbered(count: number) {
  return {
    images: torch.tensor(
      Uint8Array.from({ length: count }, (_, i) => i),
      { shape: [count, 1, 1, 1] },
    ),
  };
}

/** The bytes of the next `batches` batches. */
function draw(loader: data.Loader, batches: number): number[][] {
  return Array.from({ length: batches }, () =>
    torch.scope(() => Array.from(loader.next().reshape([-1]).toTypedArray() as Float32Array, Math.round)),
  );
}

function loaderOf(count: number, batchSize: number, order: data.OrderName, seed = 1) {
  return new data.Loader(numbered(count), { batchSize, order, seed, range: [0, 255] });
}

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

  test('shuffledEpochs gives every image once an epoch, in an order that changes, across batch borders', () => {
    const drawn = draw(loaderOf(10, 4, 'shuffledEpochs'), 5).flat();
    const [first, second] = [drawn.slice(0, 10), drawn.slice(10)];
    const ascending = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9];
    expect([...first].sort((a, b) => a - b)).toEqual(ascending);
    expect([...second].sort((a, b) => a - b)).toEqual(ascending);
    expect(first).not.toEqual(ascending);
    expect(first).not.toEqual(second);
  });

  test('shuffledEpochs and withReplacement take batches larger than the data', () => {
    expect(draw(loaderOf(3, 7, 'shuffledEpochs'), 1)[0]).toHaveLength(7);
    expect(draw(loaderOf(3, 7, 'withReplacement'), 1)[0]).toHaveLength(7);
  });

  test('withReplacement draws every image about equally often', () => {
    const counts = new Array(10).fill(0);
    for (const index of draw(loaderOf(10, 100, 'withReplacement'), 100).flat()) counts[index]++;
    // Standard deviation of each count is 30.
    for (const count of counts) expect(Math.abs(count - 1000)).toBeLessThan(120);
  });

  test.each(['shuffledEpochs', 'withReplacement'] as const)('%s depends on the seed alone', (order) => {
    expect(draw(loaderOf(50, 8, order, 3), 10)).toEqual(draw(loaderOf(50, 8, order, 3), 10));
    expect(draw(loaderOf(50, 8, order, 3), 10)).not.toEqual(draw(loaderOf(50, 8, order, 4), 10));
  });
});

describe('the generator behind the random orders', () => {
  test('is xoshiro128**: the first numbers of its reference implementation from the state 1, 2, 3, 4', () => {
    const random = new RandomIndices(0);
    random.state = [1, 2, 3, 4];
    expect([1, 2, 3, 4].map(() => random.below(2 ** 32))).toEqual([11520, 0, 5927040, 70819200]);
  });

  test('tells all 53 bits of a seed apart', () => {
    const seeds = [0, 1, 2 ** 32, 2 ** 32 + 1, 2 ** 53 - 1];
    expect(new Set(seeds.map((seed) => new RandomIndices(seed).state.join())).size).toBe(5);
  });
});

describe('scaling', () => {
  const bytes = { images: torch.tensor(new Uint8Array([0, 51, 128, 255]), { shape: [1, 1, 2, 2] }) };
  const scaled = (range: readonly [number, number]) =>
    new data.Loader(bytes, { batchSize: 1, order: 'sequential', range }).next();

  test('[0, 1] is v / 255 and [-1, 1] is v / 127.5 - 1, in float32', () => {
    const f = Math.fround;
    expect(Array.from(scaled([0, 1]).toTypedArray() as Float32Array)).toEqual([
      0,
      f(51 / 255),
      f(128 / 255),
      1,
    ]);
    expect(Array.from(scaled([-1, 1]).toTypedArray() as Float32Array)).toEqual([
      -1,
      f(f(51 / 127.5) - 1),
      f(f(128 / 127.5) - 1),
      1,
    ]);
  });

  test('batches have the shape of the images and the dtype that was asked for', () => {
    expect(scaled([0, 1]).shape).toEqual([1, 1, 2, 2]);
    expect(scaled([0, 1]).dtype).toBe('float32');
    expect(new data.Loader(bytes, { batchSize: 2, range: [0, 1], dtype: 'bfloat16' }).next().dtype).toBe(
      'bfloat16',
    );
  });

  test('the images themselves stay as they are', () => {
    scaled([-1, 1]);
    expect(Array.from(bytes.images.toTypedArray() as Uint8Array)).toEqual([0, 51, 128, 255]);
  });
});

describe('a saved cursor', () => {
  test.each(['sequential', 'sequentialClamped', 'shuffledEpochs', 'withReplacement'] as const)(
    '%s goes on with the same batches after a round trip through JSON',
    (order) => {
      for (const batchesBefore of [0, 1, 3, 8]) {
        const loader = loaderOf(11, 3, order, 5);
        draw(loader, batchesBefore);
        const saved = JSON.parse(JSON.stringify(loader.state()));
        const expected = draw(loader, 20);
        const resumed = loaderOf(11, 3, order, 99);
        resumed.loadState(saved);
        expect(draw(resumed, 20)).toEqual(expected);
        expect(resumed.epoch).toBe(loader.epoch);
      }
    },
  );

  test('of another order, another data set or with damage is refused', () => {
    const loader = loaderOf(11, 3, 'shuffledEpochs');
    const state = loader.state();
    expect(() => loaderOf(11, 3, 'sequential').loadState(state)).toThrow(
      /expected one of order 'sequential'/,
    );
    expect(() => loaderOf(12, 3, 'shuffledEpochs').loadState(state)).toThrow(
      /over 12 images; got .* over 11/,
    );
    expect(() => loader.loadState({ ...state, position: -1 })).toThrow(/position from 0 to 11/);
    expect(() => loader.loadState({ ...state, random: [0, 0, 0, 0] })).toThrow(/four 32-bit words/);
    expect(() => loader.loadState({ ...state, drawn: 1.5 })).toThrow(/state.drawn/);
  });
});

describe('bad arguments', () => {
  test.each([
    [{ batchSize: 0 }, /batchSize: expected a whole number of at least 1; got 0/],
    [{ batchSize: 6, order: 'sequential' }, /batchSize: expected at most 5/],
    [{ seed: -1 }, /seed: expected a whole number/],
    [{ order: 'random' as 'sequential' }, /order: expected 'sequential'.*got 'random'/],
  ] as const)('%j', (options, message) => {
    expect(() => new data.Loader(numbered(5), { batchSize: 2, range: [0, 1], ...options })).toThrow(message);
  });

  test('images must be bytes, N x C x H x W', () => {
    expect(
      () => new data.Loader({ images: torch.zeros([2, 1, 2, 2]) }, { batchSize: 1, range: [0, 1] }),
    ).toThrow(
      'dataset.images: expected a uint8 tensor N x C x H x W with at least one image; got float32 [2, 1, 2, 2]',
    );
  });

  test('a range must rise', () => {
    expect(() => new data.Loader(numbered(2), { batchSize: 1, range: [1, 1] })).toThrow(
      /range: expected \[low, high\]/,
    );
  });
});

test('a thousand batches leave no tensor behind', () => {
  const loader = loaderOf(20, 4, 'withReplacement');
  const before = torch.memory().tensors;
  draw(loader, 1000);
  expect(torch.memory().tensors).toBe(before);
});

test('a loader made in a scope outlives it', () => {
  const loader = torch.scope(() => loaderOf(4, 2, 'sequential'));
  expect(draw(loader, 1)).toEqual([[0, 1]]);
});
