// Empty shapes: a size of 0 in any place, through everything that makes, reshapes, shows, saves and joins tensors.
import { torch } from 'tadpole';
import { temporaryFolder } from './temporary';

const inFolder = temporaryFolder();

beforeEach(() => torch.manualSeed(0));

const shapes = [[0], [2, 0], [0, 2], [2, 0, 3], [0, 0], [1, 0, 1], [3, 2, 0]];

/** Nested arrays of that shape, down to the size of 0. */
const nested = (shape: readonly number[]): unknown =>
  shape.length === 0 ? 1 : Array.from({ length: shape[0] as number }, () => nested(shape.slice(1)));

describe.each(shapes.map((shape) => [shape] as const))('shape %j', (shape) => {
  const empty = () => torch.tensor(new Float32Array(0), { shape });

  test('is made by every factory', () => {
    const sources = [
      empty(),
      torch.tensor([], { shape }),
      torch.tensor(new BigInt64Array(0), { shape, dtype: 'uint8' }),
      torch.zeros(shape),
      torch.full(shape, 1),
      torch.randn(shape),
      torch.emptyLike(empty()),
    ];
    for (const source of sources) expect([source.shape, source.numel()]).toEqual([shape, 0]);
  });

  test('goes out as typed and as nested arrays', () => {
    expect(empty().toTypedArray()).toEqual(new Float32Array(0));
    expect(empty().tolist()).toEqual(nested(shape));
    expect(torch.tensor(empty().tolist(), { shape }).shape).toEqual(shape);
    expect(empty().to('complex64').toTypedArray()).toHaveLength(0);
  });

  test('prints', () => {
    expect(String(empty())).toContain(`shape=[${shape.join(', ')}]`);
  });

  test('reshapes, transposes and copies', () => {
    expect(empty().reshape(shape.toReversed()).shape).toEqual(shape.toReversed());
    expect(empty().flatten().shape).toEqual([0]);
    expect(empty().t_ === undefined || empty().permute(shape.map((_, dim) => -1 - dim)).shape).toEqual(
      shape.toReversed(),
    );
    expect(empty().clone().contiguous().shape).toEqual(shape);
    expect(empty().to('int64').dtype).toBe('int64');
  });

  test('computes, sums to 0 and has gradients', () => {
    const x = empty().requiresGrad_();
    const total = x.mul(2).add(1).sum();
    total.backward();
    expect([total.item(), x.grad?.shape]).toEqual([0, shape]);
  });

  test('joins and stacks', () => {
    const twice = torch.cat([empty(), empty()], 0);
    expect(twice.shape).toEqual([2 * (shape[0] as number), ...shape.slice(1)]);
    expect(torch.stack([empty(), empty()]).shape).toEqual([2, ...shape]);
  });

  test('is indexed and written to', () => {
    expect(empty().at('...').shape).toEqual(shape);
    expect(empty().at(':').shape).toEqual(shape);
    expect(empty().at([]).shape).toEqual([0, ...shape.slice(1)]);
    expect(empty().at(empty().gt(0)).shape).toEqual([0]);
    expect(empty().setAt(['...'], 1).shape).toEqual(shape);
  });

  test.each(['float32', 'bfloat16', 'int64', 'bool', 'complex64', 'uint16'] as const)(
    'is saved and loaded as %s',
    (dtype) => {
      torch.save({ none: empty().to(dtype), one: torch.ones([1]) }, inFolder('empty.safetensors'));
      const { none, one } = torch.load(inFolder('empty.safetensors'));
      expect([none?.shape, none?.dtype, one?.item()]).toEqual([shape, dtype, 1]);
    },
  );
});

test.each<[values: ArrayBufferView, shape: number[], message: RegExp]>([
  [new Float32Array(1), [2, 0], /holds 1 values of float32, which do not fill the shape \[2, 0\]/],
  [new Float32Array(0), [2], /holds 0 values/],
  [new Float32Array(0), [], /holds 0 values/],
  [new Float32Array(4), [2 ** 40, 2 ** 40], /holds 4 values/],
  [new Float32Array(0), [2 ** 32, 2 ** 32], /holds 0 values/],
  [new Float32Array(0), [-1, 0], /sizes of at least 0, got -1/],
])('values that do not fill a shape are refused: %#', (values, shape, message) => {
  expect(() => torch.tensor(values as Float32Array, { shape })).toThrow(message);
});

test('nested empty arrays give their shape', () => {
  expect(torch.tensor([]).shape).toEqual([0]);
  expect(torch.tensor([[], []]).shape).toEqual([2, 0]);
  expect(torch.tensor([[[]], [[]]]).shape).toEqual([2, 1, 0]);
});
