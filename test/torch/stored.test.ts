// Files of Python's torch.save with every way of storing a tensor; what is not supported is refused by name.
import { join } from 'node:path';
import { type Tensor, torch } from 'tadpole';
import { temporaryFolder } from './temporary';

const inFolder = temporaryFolder();
const stored = (name: string) => join(__dirname, '..', 'fixtures', 'checkpoints', name);
const load = (name: string) => torch.load<Record<string, Tensor>>(stored(name));

describe('lazy conjugates and negatives', () => {
  const expected: Record<string, unknown> = {
    conjugate: [
      [
        [1, -2],
        [3, -4],
      ],
      [
        [5, -6],
        [7, -8],
      ],
    ],
    imaginary: [
      [-2, -4],
      [-6, -8],
    ],
    transposed: [
      [
        [1, -2],
        [5, -6],
      ],
      [
        [3, -4],
        [7, -8],
      ],
    ],
    part: [[7, -8]],
    expanded: [
      [
        [1, -2],
        [1, -2],
      ],
      [
        [1, -2],
        [1, -2],
      ],
    ],
    plain: [
      [
        [1, 2],
        [3, 4],
      ],
      [
        [5, 6],
        [7, 8],
      ],
    ],
    wide: [[1, 1]],
  };

  test('show what Python shows', () => {
    const values = Object.entries(load('lazy_views.pt')).map(([name, tensor]) => [name, tensor.tolist()]);
    expect(Object.fromEntries(values)).toEqual(expected);
  });

  test('are computed with, and written out as what they show', () => {
    const { conjugate, imaginary, transposed, part, expanded } = load('lazy_views.pt') as Record<
      string,
      Tensor
    >;
    expect(imaginary?.add(1).tolist()).toEqual([
      [-1, -3],
      [-5, -7],
    ]);
    expect(conjugate?.mul(conjugate).at(0, 0).tolist()).toEqual([-3, -4]);
    const views = { conjugate, imaginary, transposed, part, expanded } as Record<string, Tensor>;
    torch.save(views, inFolder('resolved.safetensors'));
    const again = torch.load(inFolder('resolved.safetensors'));
    for (const [name, tensor] of Object.entries(again))
      expect([name, tensor.tolist()]).toEqual([name, expected[name]]);
  });
});

test('every dtype, stride and size that torch.save writes comes in with its values', () => {
  const tensors = Object.entries(load('dtypes.pt'));
  for (const [name, tensor] of tensors) {
    const dtype = name === 'strided' || name === 'empty' ? 'float32' : name === 'single' ? 'int16' : name;
    expect([name, tensor.dtype]).toEqual([name, dtype]);
  }
  expect(Object.fromEntries(tensors.map(([name, tensor]) => [name, tensor.tolist()]))).toEqual({
    uint16: [0, 65535],
    uint32: [0, 4294967295],
    uint64: [0, 2n ** 64n - 1n],
    int64: [-(2n ** 63n), 2n ** 63n - 1n],
    float16: [0.5, 2, 4],
    bfloat16: [0.5, 2, 4],
    float8_e4m3fn: [0.5, 2, 4],
    float8_e4m3fnuz: [0.5, 2, 4],
    float8_e5m2: [0.5, 2, 4],
    float8_e5m2fnuz: [0.5, 2, 4],
    float8_e8m0fnu: [0.5, 2, 4],
    complex32: [
      [1.5, -2],
      [-0.25, 3],
    ],
    bool: [true, false],
    empty: [[], []],
    single: 7,
    strided: [
      [4, 8],
      [6, 10],
    ],
  });
  expect(load('dtypes.pt')['empty']?.shape).toEqual([2, 0, 3]);
});

test.each([
  ['two_keys.pt', /two keys that are both '1' here, of different types in Python at epochs/],
  ['sparse.pt', /it holds a sparse tensor, which is not read here; save to_dense\(\) of it at model\.sparse/],
  ['date.pt', /it holds a Python object of 'datetime\.date' at history\.1/],
])('%s is refused by the name of what is not read', (name, message) => {
  expect(() => load(name)).toThrow(message);
});

test('plain values come in as their counterparts', () => {
  expect(torch.load(stored('numbers.pt'))).toEqual({
    complex: { re: 1, im: -2 },
    bytes: Uint8Array.of(0, 255),
    counter: { a: 2, b: 1 },
    flags: [true, null],
    large: [2n ** 53n + 1n, -(2n ** 70n), 1e300, Number.POSITIVE_INFINITY],
    set: [3],
    7: { 1.5: 'key' },
  });
});

describe('safetensors', () => {
  /** A file of one tensor, byte by byte. */
  const one = (dtype: string, shape: number[], data: Buffer): string => {
    const entry = { dtype, shape, data_offsets: [0, data.length] };
    const json = Buffer.from(JSON.stringify({ x: entry }));
    const length = Buffer.alloc(8);
    length.writeBigUInt64LE(BigInt(json.length));
    const path = inFolder('one.safetensors');
    require('node:fs').writeFileSync(path, Buffer.concat([length, json, data]));
    return path;
  };

  test.each<[format: string, dtype: torch.DType]>([
    ['F8_E4M3', 'float8_e4m3fn'],
    ['F8_E4M3FNUZ', 'float8_e4m3fnuz'],
    ['F8_E5M2', 'float8_e5m2'],
    ['F8_E5M2FNUZ', 'float8_e5m2fnuz'],
    ['F8_E8M0', 'float8_e8m0fnu'],
  ])('%s is read as %s and written again', (format, dtype) => {
    const bytes = Buffer.from([0x38, 0x3c, 0x40]);
    const { x } = torch.load(one(format, [3], bytes));
    expect([x?.dtype, x?.shape]).toEqual([dtype, [3]]);
    expect((x as Tensor).view('uint8').tolist()).toEqual([...bytes]);
    torch.save({ x: x as Tensor }, inFolder('again.safetensors'));
    expect(torch.load(inFolder('again.safetensors'))['x']?.dtype).toBe(dtype);
  });

  test('F4 holds two values a byte', () => {
    const { x } = torch.load(one('F4', [2, 4], Buffer.from([1, 2, 3, 4])));
    expect([x?.dtype, x?.shape]).toEqual(['float4_e2m1fn_x2', [2, 2]]);
    torch.save({ x: x as Tensor }, inFolder('again.safetensors'));
    expect(torch.load(inFolder('again.safetensors'))['x']?.shape).toEqual([2, 2]);
    expect(() => torch.load(one('F4', [4, 3], Buffer.alloc(6)))).toThrow('odd number of values');
  });

  test.each(['F6_E2M3', 'F6_E3M2'])('%s is refused by name', (format) => {
    expect(() => torch.load(one(format, [4], Buffer.alloc(3)))).toThrow(
      `its tensor 'x' is of ${format}, for which PyTorch has no dtype`,
    );
  });
});

describe('writing views writes what they show', () => {
  const base = () => torch.arange(6, { dtype: 'float64' }).reshape([2, 3]);
  const complex = () => torch.complex(torch.tensor([1, 2]), torch.tensor([3, -4]));
  test.each<[name: string, make: () => Tensor, values: unknown]>([
    [
      'expanded',
      () => torch.tensor([1, 2]).expand([2, 2]),
      [
        [1, 2],
        [1, 2],
      ],
    ],
    [
      'transposed',
      () => base().t(),
      [
        [0, 3],
        [1, 4],
        [2, 5],
      ],
    ],
    [
      'stepping',
      () => base().at(':', '::2'),
      [
        [0, 2],
        [3, 5],
      ],
    ],
    ['flipped part', () => base().at(1, '1:'), [4, 5]],
    [
      'channels last',
      () => base().reshape([1, 2, 3, 1]).to({ memoryFormat: 'channelsLast' }),
      [
        [
          [[0], [1], [2]],
          [[3], [4], [5]],
        ],
      ],
    ],
    [
      'conjugate',
      () => complex().conj(),
      [
        [1, -3],
        [2, 4],
      ],
    ],
    ['imaginary part of a conjugate', () => torch.imag(complex().conj()), [-3, 4]],
    ['physical negative', () => base().neg().at(0), [-0, -1, -2]],
  ])('%s', (_, make, values) => {
    const path = inFolder('view.safetensors');
    torch.save({ view: make() }, path);
    expect(torch.load(path)['view']?.tolist()).toEqual(values);
    expect(make().tolist()).toEqual(values);
  });

  test('what is no dict of tensors is refused', () => {
    const path = inFolder('refused.safetensors');
    for (const wrong of [
      undefined,
      null,
      [torch.ones([1])],
      new Map([['x', torch.ones([1])]]),
      torch.ones([1]),
    ]) {
      expect(() => torch.save(wrong as never, path)).toThrow(
        'torch.save: a .safetensors file holds an object of names and Tensors, got',
      );
    }
  });
});
