// An error names the operator that threw it, and has the right class.
import { nn, type Tensor, torch } from 'tadpole';
import { aten, int32, int64 } from './aten';

/** What `fn` throws. */
function thrownBy(fn: () => unknown): Error {
  try {
    fn();
  } catch (error) {
    return error as Error;
  }
  throw new Error('nothing was thrown');
}

const x = torch.ones([2, 3]);

test.each<[string, () => unknown, new (message: string) => Error, RegExp]>([
  [
    'an index beyond its dimension',
    () => x.select(0, 5),
    RangeError,
    /^aten::select\.int\(Tensor float32 \[2, 3\], number 0, number 5\): .*index 5 out of range/,
  ],
  ['a dimension that is not there', () => x.sum(7), RangeError, /^aten::sum.*: Dimension out of range/],
  [
    'a value that a kernel would not check',
    () => aten('lu_unpack')(torch.ones([3, 3]), int32()),
    RangeError,
    /^aten::lu_unpack\(.*\): argument 'LU_pivots' must have the shape \[3\], got Tensor int32 \[0\]$/,
  ],
  [
    'shapes that do not fit',
    () => x.add(torch.ones([4])),
    Error,
    /^aten::add\.Tensor\(.*\): The size of tensor a/,
  ],
  ['a wrong type', () => x.add('three' as unknown as Tensor), TypeError, /string 'three'/],
  [
    'a dtype that an operator does not take',
    () => aten('embedding')(x, torch.ones([1])),
    Error,
    /^aten::embedding\(/,
  ],
])('%s', (_, call, errorClass, message) => {
  const error = thrownBy(call);
  expect(error.constructor).toBe(errorClass);
  expect(error.message).toMatch(message);
});

describe('a tensor of integers in place of an array of integers, as in Python', () => {
  const row = torch.arange(8);
  const split = (indices: unknown) =>
    (aten('tensor_split.indices')(row, indices) as Tensor[]).map(({ shape }) => shape[0]);

  test('splits at its values', () => {
    expect(split(int64(1, 3))).toEqual([1, 2, 5]);
    expect(split(torch.tensor([1, 3], { dtype: 'int32' }))).toEqual(split([1, 3]));
    expect(row.tensorSplit(int64(1, 3)).map(({ shape }) => shape[0])).toEqual([1, 2, 5]);
    expect(row.tensorSplit(torch.tensor(3, { dtype: 'int64' })).map(({ shape }) => shape[0])).toEqual([
      3, 3, 2,
    ]);
  });

  test('gives sizes, and shifts where one stands for all', () => {
    const roll = (shifts: Tensor) => (aten('roll')(row, shifts) as Tensor).select(0, 0).item();
    expect((aten('reshape')(row, int64(2, 4)) as Tensor).shape).toEqual([2, 4]);
    expect(roll(int64(1))).toBe(7);
    expect(roll(torch.tensor(1, { dtype: 'int64' }))).toBe(7);
  });

  test('but not one of other numbers or dimensions', () => {
    expect(thrownBy(() => split(torch.tensor([1.5])))).toBeInstanceOf(TypeError);
    expect(thrownBy(() => split(int64(1, 3).reshape([1, 2])))).toBeInstanceOf(TypeError);
    expect(thrownBy(() => split(int64(1).to('meta')))).toBeInstanceOf(TypeError);
  });
});

describe('a device that this machine or this build does not have is named, with what to do', () => {
  const ways: [string, (device: string) => unknown][] = [
    ['torch.zeros', (device) => torch.zeros([2], { device })],
    ['torch.tensor', (device) => torch.tensor([2], { device })],
    ['to', (device) => x.to(device)],
    ['a module', (device) => new nn.Linear(2, 2).to(device)],
    ['a generator', (device) => new torch.Generator({ device })],
  ];

  test.each(ways)('by %s', (_, use) => {
    const missing = torch.cuda.isAvailable()
      ? /^device 'cuda:99' was asked for, but there (is|are) \d+ .*cuda:0/
      : /^device 'cuda:99' was asked for, but .*; (run|install).*, or use the device cpu$/;
    expect(thrownBy(() => use('cuda:99')).message.replace(/^aten::\S+: argument 'device': /, '')).toMatch(
      missing,
    );
    expect(() => use('xpu')).toThrow(
      "device 'xpu' was asked for, but this build of libtorch has no support for it; use the device cpu",
    );
  });
});
