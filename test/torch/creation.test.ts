// torch.tensor: values that a dtype cannot hold, or that are no numbers, are refused; the rest is PyTorch's.
import { torch } from 'tadpole';

const make = (values: unknown, dtype?: torch.DType) => torch.tensor(values as never, dtype && { dtype });

describe('what is no number is refused where it stands', () => {
  // biome-ignore lint/suspicious/noSparseArray: the hole is the case
  const withHole = [1, , 3];
  const cyclic: unknown[] = [];
  cyclic.push(cyclic);
  test.each<[value: unknown, message: string]>([
    [[1, undefined, 3], 'got undefined at values[1]'],
    [[undefined, 1], 'got undefined at values[0]'],
    [withHole, 'got undefined at values[1]'],
    [new Array(3), 'got undefined at values[0]'],
    [[true, undefined], 'got undefined at values[1]'],
    [[1n, null], 'got null at values[1]'],
    [
      [
        [1, 2],
        [3, null],
      ],
      'got null at values[1][1]',
    ],
    [[1, true], 'got boolean true at values[1] after numbers'],
    [[1n, 2], 'got number 2 at values[1] after bigints'],
    [['1'], "got string '1' at values[0]"],
    ['12', "got string '12' at values"],
    [undefined, 'got undefined at values'],
    [new Date(0), 'got an object of class Date at values'],
    [new Set([1]), 'got an object of class Set at values; spread it into an array'],
    [new Map([[0, 1]]), 'got an object of class Map at values; spread it into an array'],
    [[new Float32Array(2)], 'got an object of class Float32Array at values[0]; give a typed array alone'],
    [[torch.ones([2])], 'at values[0]; copy a tensor with clone(), join several with torch.stack'],
    [{ re: 1, im: 2 }, 'use torch.complex'],
    [new DataView(new ArrayBuffer(4)), 'an object of class DataView, which has no dtype'],
    [() => 1, 'got a function at values'],
  ])('%p', (value, message) => {
    expect(() => make(value)).toThrow(TypeError);
    expect(() => make(value)).toThrow(message);
  });

  test.each<[value: unknown, message: string]>([
    [[[1, 2], [3]], 'values[1] is an array of 1, expected 2'],
    [[[1], 2], 'values[1] is number 2, expected an array of 1'],
    [[1, [2]], 'values[1] is an array of 1, expected no array'],
    [[[], [1]], 'values[1] is an array of 1, expected 0'],
    [cyclic, 'nested more than 64 arrays deep, or contains itself'],
  ])('uneven nesting: %#', (value, message) => {
    expect(() => make(value)).toThrow(RangeError);
    expect(() => make(value)).toThrow(message);
  });
});

describe('what a dtype cannot hold is refused', () => {
  test.each<[dtype: torch.DType, value: number | bigint]>([
    ['uint8', 300],
    ['uint8', -256],
    ['uint8', 255.5],
    ['uint8', -0.5],
    ['uint8', 300n],
    ['int8', 128],
    ['int8', -129],
    ['int16', 70000],
    ['int32', 2 ** 31],
    ['int32', Number.POSITIVE_INFINITY],
    ['int64', 1e20],
    ['int64', 2 ** 63],
    ['int64', 2n ** 63n],
    ['int64', -(2n ** 63n) - 1n],
    ['int64', Number.NaN],
    ['uint16', 65536],
    ['uint32', 2 ** 32],
    ['uint64', -1],
    ['uint64', 2n ** 64n],
    ['uint64', 2 ** 64],
  ])('%s: %p', (dtype, value) => {
    const text = typeof value === 'bigint' ? `${value}n` : String(value);
    expect(() => make([value], dtype)).toThrow(RangeError);
    expect(() => make([value], dtype)).toThrow(`values[0] is ${text}, which ${dtype} cannot hold`);
  });

  test('bigints beyond int64 need a dtype that has them', () => {
    expect(() => make([1n, 2n ** 63n])).toThrow(
      'values[1] is 9223372036854775808n, which int64 cannot hold (-9223372036854775808 to 9223372036854775807)',
    );
    expect(make([2n ** 64n - 1n], 'uint64').tolist()).toEqual([2n ** 64n - 1n]);
  });

  test('the place is that in the nested values, or in the shape given', () => {
    const rows = [
      [1, 2],
      [3, 256],
    ];
    expect(() => make(rows, 'uint8')).toThrow('values[1][1] is 256');
    expect(() => torch.tensor(Float32Array.of(0, 1, 2, 999), { shape: [2, 2], dtype: 'uint8' })).toThrow(
      'values[1][1] is 999',
    );
  });

  test.each<[values: ArrayBufferView, dtype: torch.DType, message: string]>([
    [Float32Array.of(Number.NaN), 'int32', 'values[0] is NaN'],
    [Float64Array.of(0, 1e19), 'int64', 'values[1] is 10000000000000000000'],
    [Int16Array.of(200), 'int8', 'values[0] is 200'],
    [BigInt64Array.of(-1n), 'uint64', 'values[0] is -1n'],
    [BigUint64Array.of(2n ** 63n), 'int64', 'values[0] is 9223372036854775808n'],
    [BigInt64Array.of(2n ** 40n), 'int32', 'values[0] is 1099511627776n'],
  ])('in a typed array of another kind: %#', (values, dtype, message) => {
    expect(() => make(values, dtype)).toThrow(message);
  });
});

describe("what PyTorch takes is taken with PyTorch's values", () => {
  test.each<[dtype: torch.DType, given: unknown[], held: unknown[]]>([
    ['int64', [1.5, -1.5, 2 ** 62], [1, -1, 2n ** 62n]],
    ['int64', [-(2n ** 63n), 2n ** 63n - 1n], [-(2n ** 63n), 2n ** 63n - 1n]],
    ['uint8', [-1, -255, 254.5], [255, 1, 254]],
    ['uint16', [-1], [65535]],
    ['uint32', [-1, -2], [4294967295, 4294967294]],
    ['uint32', [-2n], [4294967294]],
    ['uint64', [2 ** 63, 1], [2n ** 63n, 1]],
    ['int8', [-128, 127], [-128, 127]],
    ['bool', [0, 2.5, -1], [false, true, true]],
    ['bool', [0n, 2n ** 70n], [false, true]],
    ['float32', [1e40, -1e40], [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]],
    ['float64', [2n ** 70n, -1n], [2 ** 70, -1]],
    ['float16', [70000, 0.5], [Number.POSITIVE_INFINITY, 0.5]],
    ['float32', [true, false], [1, 0]],
    ['int64', [true, false], [1, 0]],
    ['complex64', [1.5], [[1.5, 0]]],
  ])('%s %#', (dtype, given, held) => {
    expect(make(given, dtype).tolist()).toEqual(held);
  });

  test('NaN is true', () => {
    expect(make([Number.NaN], 'bool').tolist()).toEqual([true]);
  });

  test('typed arrays convert exactly', () => {
    expect(make(BigInt64Array.of(2n ** 53n + 1n), 'uint64').item()).toBe(2n ** 53n + 1n);
    expect(make(BigUint64Array.of(2n ** 53n + 1n), 'int64').item()).toBe(2n ** 53n + 1n);
    expect(make(Float64Array.of(-1, 3.75), 'uint8').tolist()).toEqual([255, 3]);
    expect(make(Buffer.from([1, 2])).dtype).toBe('uint8');
  });

  test('the typed array given is left as it was', () => {
    const given = Int16Array.of(-1, 5);
    expect(make(given, 'uint8').tolist()).toEqual([255, 5]);
    expect([...given]).toEqual([-1, 5]);
  });
});

test('values in shared memory are copied', () => {
  const shared = new Float32Array(new SharedArrayBuffer(8));
  shared.set([1, 2]);
  const made = make(shared);
  shared.fill(0);
  expect(made.tolist()).toEqual([1, 2]);
});

test('values whose memory was transferred are refused', () => {
  const moved = Float32Array.of(1, 2);
  structuredClone(moved.buffer, { transfer: [moved.buffer] });
  expect(() => make(moved)).toThrow(/Float32Array whose memory was moved elsewhere/);
  expect(make(new Float32Array(0)).shape).toEqual([0]);
});

test('values that do not fill the shape are counted', () => {
  expect(() => torch.tensor([1, 2, 3], { shape: [2] })).toThrow(
    "argument 'values' holds 3 values of float32, which do not fill the shape [2]",
  );
});

test('a scalar that the dtype of a tensor cannot hold is refused by operators too', () => {
  const bytes = torch.zeros([2], { dtype: 'uint8' });
  expect(() => torch.full([2], 300, { dtype: 'uint8' })).toThrow('without overflow');
  expect(() => torch.full([2], Number.NaN, { dtype: 'int64' })).toThrow('without overflow');
  expect(() => bytes.fill_(300)).toThrow('without overflow');
  expect(() => bytes.setAt([0], 300)).toThrow('without overflow');
  expect(() => bytes.maskedFill(bytes.eq(0), 256)).toThrow('without overflow');
});

test('integers of 64 bits stay integers, whatever their size', () => {
  const zero = torch.tensor([0n]);
  expect(zero.add(2 ** 60).item()).toBe(2n ** 60n);
  expect(zero.add(2n ** 62n + 1n).item()).toBe(2n ** 62n + 1n);
  expect(torch.full([1], 2n ** 63n, { dtype: 'uint64' }).item()).toBe(2n ** 63n);
  expect(() => zero.add(2n ** 64n)).toThrow('the bigint 18446744073709551616 does not fit into 64 bits');
  expect(() => torch.cumsum(zero, 2 ** 60)).toThrow('give integers beyond 2^53 as bigints');
});
