// Tensors from values and back, their properties, conversions and errors.
import { torch } from 'tadpole';

beforeEach(() => torch.manualSeed(0));

describe('torch.tensor', () => {
  test('numbers become float32, booleans bool, bigints int64', () => {
    expect(torch.tensor([1, 2]).dtype).toBe('float32');
    expect(torch.tensor([true, false]).dtype).toBe('bool');
    expect(torch.tensor([1n]).dtype).toBe('int64');
    expect(torch.tensor(3).shape).toEqual([]);
  });

  test('nesting gives the shape', () => {
    const tensor = torch.tensor([
      [1, 2, 3],
      [4, 5, 6],
    ]);
    expect(tensor.shape).toEqual([2, 3]);
    expect(tensor.tolist()).toEqual([
      [1, 2, 3],
      [4, 5, 6],
    ]);
    expect(torch.tensor([]).shape).toEqual([0]);
  });

  test.each([
    [new Float32Array([1.5]), 'float32'],
    [new Float64Array([1.5]), 'float64'],
    [new Int8Array([-1]), 'int8'],
    [new Int16Array([-1]), 'int16'],
    [new Int32Array([-1]), 'int32'],
    [new BigInt64Array([-(2n ** 60n)]), 'int64'],
    [new Uint8Array([255]), 'uint8'],
    [new Uint8ClampedArray([255]), 'uint8'],
  ] as const)('typed array %# keeps its type and its values', (values, dtype) => {
    const tensor = torch.tensor(values);
    expect(tensor.dtype).toBe(dtype);
    expect(Array.from(tensor.toTypedArray() as Iterable<unknown> as never[])).toEqual(
      Array.from(values as never),
    );
  });

  test('shape, dtype and requiresGrad can be given', () => {
    const tensor = torch.tensor(new Float32Array(6), { shape: [2, 3], dtype: 'float64', requiresGrad: true });
    expect([tensor.shape, tensor.dtype, tensor.requiresGrad]).toEqual([[2, 3], 'float64', true]);
  });

  test('every dtype has a name that tensors take and give', () => {
    const names = [
      'float8_e8m0fnu',
      'float8_e4m3fnuz',
      'float8_e5m2fnuz',
      'float4_e2m1fn_x2',
      'complex32',
    ] as const;
    for (const name of names) expect(torch.empty([2], { dtype: name }).dtype).toBe(name);
    expect(torch.empty([2], { dtype: 'torch.float64' as never }).dtype).toBe('float64');
    expect(torch.ones([1]).to('torch.float64' as never).dtype).toBe('float64');
  });

  test('requiresGrad is a boolean', () => {
    expect(() => torch.tensor([1], { requiresGrad: 'no' as never })).toThrow(
      "'requiresGrad' must be a boolean",
    );
    expect(() => torch.zeros([1], { requiresGrad: 1 as never })).toThrow("'requiresGrad' must be boolean");
    expect(torch.zeros([1], { requires_grad: true } as never).requiresGrad).toBe(true);
  });

  test('a view of a larger buffer copies only what it sees', () => {
    const values = new Float32Array([0, 1, 2, 3]).subarray(1, 3);
    expect(torch.tensor(values).tolist()).toEqual([1, 2]);
  });

  test('the values are a copy', () => {
    const values = new Float32Array([1]);
    const tensor = torch.tensor(values);
    values[0] = 2;
    expect(tensor.item()).toBe(1);
  });

  test.each([
    [() => torch.tensor([[1, 2], [3]]), /nested evenly/],
    [() => torch.tensor([1, [2]] as never), /nested evenly/],
    [() => torch.tensor(['a'] as never), /numbers/],
    [() => torch.tensor([1, true]), /only/],
    [() => torch.tensor(new Float32Array(5), { shape: [2, 3] }), /5 values .* shape/],
    [() => torch.tensor([1], { dtype: 'float31' as never }), /unknown dtype 'float31'/],
    [() => torch.tensor([1], { device: 'gpu' }), /unknown device 'gpu'/],
    [() => torch.tensor([1n], { requiresGrad: true }), /floating point/],
  ])('wrong input %# says what was expected', (attempt, message) => {
    expect(attempt).toThrow(message);
  });
});

describe('values out', () => {
  test('every dtype has a typed array', () => {
    expect(torch.tensor([1, 2], { dtype: 'int64' }).toTypedArray()).toEqual(new BigInt64Array([1n, 2n]));
    expect(torch.tensor([true, false]).toTypedArray()).toEqual(new Uint8Array([1, 0]));
    expect(torch.tensor([1.5, 2]).to('bfloat16').toTypedArray()).toEqual(new Float32Array([1.5, 2]));
    expect(torch.tensor([1.5, 2]).to('float16').toTypedArray()).toEqual(new Float32Array([1.5, 2]));
    expect(torch.complex(torch.tensor([1]), torch.tensor([2])).toTypedArray()).toEqual(
      new Float32Array([1, 2]),
    );
  });

  test('a transposed tensor comes out in its own order', () => {
    expect(
      torch
        .tensor([
          [1, 2],
          [3, 4],
        ])
        .T.toTypedArray(),
    ).toEqual(new Float32Array([1, 3, 2, 4]));
  });

  test('item gives numbers, booleans and exact big integers', () => {
    expect(torch.tensor(1.5).item()).toBe(1.5);
    expect(torch.tensor(true).item()).toBe(true);
    expect(torch.tensor([2n ** 60n]).item()).toBe(2n ** 60n);
    expect(() => torch.zeros([2]).item()).toThrow(/one element, got Tensor float32 \[2\]/);
  });

  test('tolist keeps booleans and integers', () => {
    expect(torch.tensor([[true], [false]]).tolist()).toEqual([[true], [false]]);
    expect(torch.tensor([7n]).tolist()).toEqual([7]);
    expect(torch.zeros([2, 0]).tolist()).toEqual([[], []]);
  });
});

describe('factories and conversions', () => {
  test('factories give float32 unless a dtype is given', () => {
    expect(torch.zeros([2]).dtype).toBe('float32');
    expect(torch.full([2], 1).dtype).toBe('float32');
    expect(torch.arange(3).dtype).toBe('float32');
    expect(torch.arange(3, { dtype: 'int64' }).tolist()).toEqual([0, 1, 2]);
    expect(torch.randperm(4).dtype).toBe('int64');
  });

  test('to changes dtype, device or memory format, and is free when nothing changes', () => {
    const tensor = torch.rand([1, 3, 4, 4]);
    expect(tensor.to('float64').dtype).toBe('float64');
    expect(tensor.to(torch.zeros([1], { dtype: 'int32' })).dtype).toBe('int32');
    expect(tensor.to({ memoryFormat: 'channelsLast' }).stride(1)).toBe(1);
    expect(tensor.to('cpu').device).toBe('cpu');
  });

  test('size and properties', () => {
    const tensor = torch.zeros([2, 3]);
    expect([tensor.size(), tensor.size(-1), tensor.dim(), tensor.numel(), tensor.layout]).toEqual([
      [2, 3],
      3,
      2,
      6,
      'strided',
    ]);
    expect(() => tensor.size(2)).toThrow(/between -2 and 1, got 2/);
  });

  test('setData replaces the storage in place', () => {
    const parameter = torch.zeros([2], { dtype: 'float32' }).requiresGrad_();
    parameter.setData(torch.ones([3]));
    expect([parameter.shape, parameter.requiresGrad]).toEqual([[3], true]);
  });
});

describe('printing', () => {
  test('shows values, shape and dtype', () => {
    expect(
      String(
        torch.tensor([
          [1, 2.5],
          [-3, 4],
        ]),
      ),
    ).toBe('tensor([[ 1.0000,  2.5000],\n        [-3.0000,  4.0000]], shape=[2, 2], dtype=float32)');
    expect(String(torch.tensor([1n, 20n]))).toBe('tensor([ 1, 20], shape=[2], dtype=int64)');
    expect(String(torch.tensor(2))).toBe('tensor(2., shape=[], dtype=float32)');
  });

  test('long tensors show their edges only, and nothing is leaked', () => {
    const tensor = torch.arange(2000);
    const before = torch.memory().tensors;
    expect(String(tensor)).toMatch(
      /^tensor\(\[ +0\., +1\., +2\., \.\.\., +1997\., +1998\., +1999\.\], shape=\[2000\]/,
    );
    expect(torch.memory().tensors).toBe(before);
  });

  test('special values and disposed tensors', () => {
    expect(String(torch.tensor([Number.NaN, Number.POSITIVE_INFINITY]))).toContain('nan, inf');
    const tensor = torch.ones([1]);
    tensor.dispose();
    expect(String(tensor)).toBe('Tensor(disposed)');
  });
});
