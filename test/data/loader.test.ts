// The loader: resizing, scaling and batching of images; a saved cursor gives the same batches again.
import { data, images, nn, type Tensor, torch, UsageError } from 'tadpole';
import { draw, loaderOf, numbered } from './numbered';

describe('scaling', () => {
  const bytes = { images: torch.tensor(new Uint8Array([0, 51, 128, 255]), { shape: [1, 1, 2, 2] }) };
  const scaled = (range: readonly [number, number]) =>
    new data.Loader(bytes, { batchSize: 1, order: 'sequential', range }).next().images;

  test('[0, 1] is v / 255 and [-1, 1] is v / 127.5 - 1, in float32, for every byte', () => {
    const every = { images: torch.arange(256).to('uint8').reshape([1, 1, 16, 16]) };
    const values = (range: readonly [number, number]) => [
      ...(new data.Loader(every, { batchSize: 1, range }).next().images.toTypedArray() as Float32Array),
    ];
    const f = Math.fround;
    expect(values([0, 1])).toEqual(Array.from({ length: 256 }, (_, v) => f(v / 255)));
    expect(values([-1, 1])).toEqual(Array.from({ length: 256 }, (_, v) => f(f(v / 127.5) - 1)));
  });

  test('batches have the shape of the images and the dtype that was asked for', () => {
    expect(scaled([0, 1]).shape).toEqual([1, 1, 2, 2]);
    expect(scaled([0, 1]).dtype).toBe('float32');
    expect(
      new data.Loader(bytes, { batchSize: 2, range: [0, 1], dtype: 'bfloat16' }).next().images.dtype,
    ).toBe('bfloat16');
  });

  test('the images themselves stay as they are', () => {
    scaled([-1, 1]);
    expect(Array.from(bytes.images.toTypedArray() as Uint8Array)).toEqual([0, 51, 128, 255]);
  });
});

describe('imageShape', () => {
  const bytes = torch.tensor(
    Uint8Array.from({ length: 3 * 5 * 4 }, (_, i) => (i * 37) % 256),
    { shape: [3, 1, 5, 4] },
  );
  const colours = { images: torch.tensor(new Uint8Array(2 * 3 * 4 * 4).fill(7), { shape: [2, 3, 4, 4] }) };
  const shaped = (imageShape: readonly [number, number, number], dataset = { images: bytes }) =>
    new data.Loader(dataset, { batchSize: 2, order: 'sequential', range: [-1, 1], imageShape });
  const valuesOf = (tensor: Tensor) => Array.from(tensor.contiguous().toTypedArray() as Float32Array);

  test('resizes the bytes as OpenCV does it, then scales them', () => {
    const batch = shaped([1, 9, 7]).next().images;
    expect(batch.shape).toEqual([2, 1, 9, 7]);
    const expected = images.bytesToRange(images.resizeBilinear(bytes.narrow(0, 0, 2), 9, 7), [-1, 1]);
    expect(valuesOf(batch)).toEqual(valuesOf(expected));
  });

  test('copies one channel to all, resized or not', () => {
    for (const shape of [
      [3, 5, 4],
      [3, 9, 7],
    ] as const) {
      const batch = shaped(shape).next().images;
      expect(batch.shape).toEqual([2, ...shape]);
      expect(batch.isContiguous()).toBe(true);
      const single = valuesOf(shaped([1, shape[1], shape[2]]).next().images);
      for (let channel = 0; channel < 3; channel++) {
        expect(valuesOf(batch.narrow(1, channel, 1))).toEqual(single);
      }
    }
  });

  test('keeps the channels of colour images', () => {
    expect(shaped([3, 8, 6], colours).next().images.shape).toEqual([2, 3, 8, 6]);
  });

  test.each([
    [[1, 4, 4], 'imageShape: expected 3 channels, as many as the images have, got [1, 4, 4]'],
    [[4, 8, 8], 'imageShape: expected 3 channels, as many as the images have, got [4, 8, 8]'],
    [
      [3, 0, 4],
      'imageShape: expected channels, height and width, whole numbers of at least 1, got [3, 0, 4]',
    ],
    [
      [3, 4.5, 4],
      'imageShape: expected channels, height and width, whole numbers of at least 1, got [3, 4.5, 4]',
    ],
    [
      [3, 4] as never,
      'imageShape: expected channels, height and width, whole numbers of at least 1, got [3, 4]',
    ],
  ] as const)('%j of colour images is refused', (imageShape, message) => {
    expect(() => shaped(imageShape, colours)).toThrow(expect.objectContaining({ problem: message }));
  });
});

describe('batches', () => {
  test('are tensors of their own: one may be changed in place while autograd holds another', () => {
    const loader = loaderOf(6, 2, 'sequential');
    const layer = new nn.Linear(1, 1, { bias: false });
    // The first batch is made alone, those after it together.
    const [, second, third] = [loader.next().images, loader.next().images, loader.next().images];
    const loss = layer.forward(second.reshape([2, 1])).sum();
    third.fill_(100);
    loss.backward();
    expect(layer.weight.grad?.item()).toBe(2 + 3);
    expect(draw(loader, 3)).toEqual([
      [0, 1],
      [2, 3],
      [4, 5],
    ]);
  });

  test('may be changed in place by what requires a gradient', () => {
    const loader = loaderOf(4, 2, 'sequential');
    const scale = torch.ones([1], { requiresGrad: true });
    const sum = loader.next().images.mul_(scale).sum().add(loader.next().images.mul_(scale).sum());
    sum.backward();
    expect(scale.grad?.item()).toBe(0 + 1 + 2 + 3);
  });

  test('belong to the scope in which they are drawn, also those that were made ahead', () => {
    const loader = loaderOf(20, 4, 'withReplacement');
    const drawn = Array.from({ length: 40 }, () => torch.scope(() => loader.next().images));
    expect(drawn.map((batch) => batch.shape[0])).toEqual(new Array(40).fill(4));
    let inside: Tensor | undefined;
    torch.scope(() => {
      inside = loader.next().images;
    });
    expect(() => inside?.sum()).toThrow(/disposed/);
  });

  test('a thousand of them leave no tensor behind but those made ahead, which dispose() frees', () => {
    const dataset = numbered(20);
    const before = torch.memory().tensors;
    const loader = new data.Loader(dataset, {
      batchSize: 4,
      order: 'withReplacement',
      range: [0, 1],
      imageShape: [3, 2, 2],
    });
    draw(loader, 1);
    const held = torch.memory().tensors;
    draw(loader, 1000);
    expect(torch.memory().tensors).toBeLessThan(held + 16);
    loader.dispose();
    expect(torch.memory().tensors).toBe(before);
    expect(dataset.images.shape).toEqual([20, 1, 1, 1]);
  });

  test('come from a loader that was made in a scope, after its end', () => {
    const loader = torch.scope(() => loaderOf(4, 2, 'sequential'));
    expect(draw(loader, 1)).toEqual([[0, 1]]);
  });
});

describe('a saved cursor', () => {
  test.each([
    'sequential',
    'sequentialClamped',
    'shuffledOnce',
    'shuffledEpochs',
    'withReplacement',
  ] as const)('%s goes on with the same batches after a round trip through JSON', (order) => {
    for (const batchesBefore of [0, 1, 3, 8]) {
      const loader = loaderOf(11, 3, order, 5);
      draw(loader, batchesBefore);
      const saved = JSON.parse(JSON.stringify(loader.state()));
      const expected = draw(loader, 20);
      const resumed = loaderOf(11, 3, order, 99);
      draw(resumed, 2);
      resumed.loadState(saved);
      expect(resumed.state()).toEqual(saved);
      expect(draw(resumed, 20)).toEqual(expected);
      expect(resumed.epoch).toBe(loader.epoch);
      expect(resumed.state()).toEqual(loader.state());
    }
  });

  test('of another order, another data set or with damage is refused', () => {
    const loader = loaderOf(11, 3, 'shuffledEpochs');
    const state = loader.state();
    expect(() => loaderOf(11, 3, 'sequential').loadState(state)).toThrow(
      /expected one of order 'sequential'/,
    );
    expect(() => loaderOf(12, 3, 'shuffledEpochs').loadState(state)).toThrow(
      /over 12 images, got .* over 11/,
    );
    expect(() => loader.loadState({ ...state, position: -1 })).toThrow(
      expect.objectContaining({
        problem: expect.stringContaining('cursor: expected a position from 0 to 11'),
        hint: 'give a state as `loader.state()` returned it',
      }),
    );
    expect(() => loader.loadState({ ...state, random: [0, 0, 0, 0] })).toThrow(/four 32-bit words/);
    expect(() => loader.loadState({ ...state, drawn: 1.5 })).toThrow(/state.drawn/);
  });
});

describe('bad arguments', () => {
  test.each([
    [{ batchSize: 0 }, /batchSize: expected a whole number of at least 1, got 0/],
    [{ seed: -1 }, /seed: expected a whole number/],
    [{ order: 'random' as 'sequential' }, /order: expected 'sequential'.*got 'random'/],
  ] as const)('%j', (options, message) => {
    const make = () => new data.Loader(numbered(5), { batchSize: 2, range: [0, 1], ...options });
    expect(make).toThrow(UsageError);
    expect(make).toThrow(message);
  });

  test('images must be bytes, N x C x H x W', () => {
    expect(
      () => new data.Loader({ images: torch.zeros([2, 1, 2, 2]) }, { batchSize: 1, range: [0, 1] }),
    ).toThrow(
      'dataset.images: expected a uint8 tensor N x C x H x W with at least one image, got float32 [2, 1, 2, 2]',
    );
  });

  test('a range must rise', () => {
    expect(() => new data.Loader(numbered(2), { batchSize: 1, range: [1, 1] })).toThrow(
      /range: expected \[low, high\]/,
    );
  });
});

describe('mirrored images', () => {
  /** Images of one row; the first pixel says which image it is, the last one is 0. */
  const rows = (count: number) => ({
    images: torch.tensor(
      Uint8Array.from({ length: count * 3 }, (_, i) => (i % 3 === 0 ? 1 + i / 3 : 0)),
      { shape: [count, 1, 1, 3] },
    ),
  });
  const options = { batchSize: 4, range: [0, 255], seed: 3, mirror: true } as const;
  /** Whether each image of the next batches is mirrored. */
  const sides = (loader: data.Loader, batches: number): boolean[] =>
    Array.from({ length: batches }, () =>
      torch.scope(() => {
        const { images: batch } = loader.next();
        return (batch.narrow(3, 2, 1).gt(0).reshape([-1]).tolist() as unknown[]).map(Boolean);
      }),
    ).flat();

  test('half of them, drawn each time from the seed; the order stays', () => {
    const [loader, again] = [new data.Loader(rows(8), options), new data.Loader(rows(8), options)];
    const drawn = sides(loader, 100);
    expect(sides(again, 100)).toEqual(drawn);
    const count = drawn.filter(Boolean).length;
    expect(count).toBeGreaterThan(160);
    expect(count).toBeLessThan(240);
    const numbers = (mirror: boolean): number[] => {
      const one = new data.Loader(rows(8), { ...options, mirror });
      return Array.from({ length: 6 }, () =>
        torch.scope(() => one.next().images.amax([1, 2, 3]).tolist() as number[]),
      ).flat();
    };
    expect(numbers(true)).toEqual(numbers(false));
  });

  test('a saved cursor gives the same sides again, also amid batches that were made ahead', () => {
    const loader = new data.Loader(rows(8), options);
    sides(loader, 5);
    const saved = JSON.parse(JSON.stringify(loader.state()));
    const expected = sides(loader, 30);
    const other = new data.Loader(rows(8), { ...options, seed: 99 });
    other.loadState(saved);
    expect(sides(other, 30)).toEqual(expected);
  });

  test('a cursor with or without a coin fits only a loader that mirrors or does not', () => {
    const [mirroring, plain] = [
      new data.Loader(rows(8), options),
      new data.Loader(rows(8), { ...options, mirror: false }),
    ];
    expect(() => mirroring.loadState(plain.state())).toThrow('state.mirror: expected four 32-bit words');
    expect(() => plain.loadState(mirroring.state())).toThrow('state.mirror: expected none');
    expect(() => mirroring.loadState({ ...mirroring.state(), mirror: [0, 0, 0, 0] })).toThrow(UsageError);
  });
});
