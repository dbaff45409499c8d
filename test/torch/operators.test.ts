// Operators through the dispatcher: overloads, keywords, results, and errors for wrong arguments.
import { spawnSync } from 'node:child_process';
import path from 'node:path';

import { torch } from 'tadpole';

const a = torch.tensor([1, 2, 3]);
const b = torch.tensor([4, 5, 6]);

/** One overload as a function of tensors. */
const overload = (name: string, overloadName: string) =>
  torch.ops.aten[name]?.[overloadName] as (...inputs: unknown[]) => typeof a;

describe('torch.ops.aten', () => {
  test('takes positional and keyword arguments by schema', () => {
    expect(overload('add', 'Tensor')(a, b, { alpha: 2 }).tolist()).toEqual([9, 12, 15]);
    expect(overload('sum', 'dim_IntList')(a, [0], { keepdim: true }).shape).toEqual([1]);
    expect(overload('zeros', 'default')([2]).dtype).toBe('float32');
  });

  test('several results come back as an array', () => {
    const [values, indices] = overload('topk', 'default')(b, 2) as unknown as [typeof a, typeof a];
    expect([values.tolist(), indices.tolist()]).toEqual([
      [6, 5],
      [2, 1],
    ]);
  });

  test('knows every overload of libtorch', () => {
    expect(torch.operatorNames().length).toBeGreaterThan(3000);
  });

  test('unknown names are told which exist', () => {
    expect(() => torch.ops.aten.ad).toThrow('libtorch has no operator aten::ad');
    expect(() => torch.ops.aten.add?.Tensr).toThrow(/has no overload 'Tensr'; it has .*Tensor/);
  });
});

describe('functions and methods', () => {
  test('pick the overload by the arguments', () => {
    expect(torch.add(a, 1).tolist()).toEqual([2, 3, 4]);
    expect(torch.add(a, b).tolist()).toEqual([5, 7, 9]);
    expect(a.max().item()).toBe(3);
    expect(torch.max(a, b).tolist()).toEqual([4, 5, 6]);
    const [values, indices] = a.reshape([1, 3]).max(1);
    expect([values.tolist(), indices.tolist()]).toEqual([[3], [2]]);
    expect(torch.arange(2, 5).tolist()).toEqual([2, 3, 4]);
    expect(torch.where(a.gt(1), a, 0).tolist()).toEqual([0, 2, 3]);
  });

  test('keywords are camelCase or snake_case', () => {
    expect(torch.div(b, a, { roundingMode: 'floor' }).tolist()).toEqual([4, 2, 2]);
    expect(torch.div(b, a, { rounding_mode: 'floor' } as never).tolist()).toEqual([4, 2, 2]);
  });

  test('a number fills an int list', () => {
    const image = torch.ones([1, 1, 4, 4]);
    expect(torch.maxPool2d(image, 2).shape).toEqual([1, 1, 2, 2]);
    expect(image.sum([1, 2, 3]).shape).toEqual([1]);
  });

  test('null stands for an absent tensor, undefined for the default', () => {
    const x = torch.ones([1, 1, 3, 3]);
    const w = torch.ones([1, 1, 3, 3]);
    expect(torch.conv2d(x, w, null, undefined, 1).shape).toEqual([1, 1, 3, 3]);
  });

  test('in-place operators and out arguments return the same object', () => {
    const x = torch.zeros([3]);
    expect(x.add_(a)).toBe(x);
    expect(torch.ops.aten.add?.out?.(a, b, { out: x })).toBe(x);
    expect(x.tolist()).toEqual([5, 7, 9]);
  });

  test('integers are int scalars, other numbers float scalars', () => {
    const integers = torch.tensor([1n, 2n]);
    expect(integers.mul(2).dtype).toBe('int64');
    expect(integers.mul(0.5).dtype).toBe('float32');
    expect(
      integers
        .add(2n ** 60n)
        .at(0)
        .item(),
    ).toBe(2n ** 60n + 1n);
  });

  test('lists of tensors, with gaps where the schema allows', () => {
    expect(torch.cat([a, b]).shape).toEqual([6]);
    expect(torch.stack([a, b], 1).shape).toEqual([3, 2]);
    expect(torch.index(torch.ones([2, 3]), [null, torch.tensor([0n, 2n])]).shape).toEqual([2, 2]);
  });
});

describe('errors', () => {
  test.each<[() => unknown, ErrorConstructor | TypeErrorConstructor | RangeErrorConstructor, RegExp]>([
    [
      () => torch.matmul(torch.ones([2, 3]), torch.ones([2, 3])),
      Error,
      /aten::matmul\(Tensor float32 \[2, 3\], .*cannot be multiplied/,
    ],
    [() => torch.relu('x' as never), TypeError, /aten::relu: argument 'self' must be Tensor, got string 'x'/],
    [() => torch.softmax(a, undefined as never), TypeError, /argument 'dim' \(integer\) is missing/],
    [() => torch.softmax(a, 0.5), TypeError, /argument 'dim' must be integer, got number 0.5/],
    [() => torch.zeros([2], { dtpe: 'float32' } as never), TypeError, /aten::zeros: has no argument 'dtpe'/],
    [
      () => torch.zeros([2], { dtype: 'float' as never }),
      RangeError,
      /unknown dtype 'float'; did you mean 'float32'\? Known are 'float32'/,
    ],
    [
      () => torch.zeros([2], { device: 'tpu' }),
      RangeError,
      /unknown device 'tpu'; expected 'cpu', 'cuda' or 'cuda:0'/,
    ],
    [
      () => torch.add(a, 'b' as never),
      TypeError,
      /fits no overload:\n {2}aten::add\.Tensor: argument 'other' must be Tensor/,
    ],
    [() => torch.cat([a, 3] as never), TypeError, /argument 'tensors' must be array of Tensors/],
    [() => a.add.call({} as never, 1 as never), TypeError, /'self' must be Tensor, got an object/],
    [() => torch.zeros([-1]), Error, /negative/],
  ])('%# names the operator, the argument and what came', (attempt, type, message) => {
    expect(attempt).toThrow(type);
    expect(attempt).toThrow(message);
  });

  test('a disposed tensor says so', () => {
    const x = torch.ones([1]);
    x.dispose();
    expect(() => x.add(1)).toThrow(/was disposed/);
    expect(() => x.shape).toThrow(/a disposed Tensor/);
  });

  test('what a getter throws comes through', () => {
    const options = {
      get alpha(): number {
        throw new Error('from the getter');
      },
    };
    expect(() => torch.add(a, b, options)).toThrow('from the getter');
  });
});

const { libtorch } = torch.versions();
const generatedFrom = (require('../../package.json') as { libtorch: { cpu: string } }).libtorch.cpu;
const testSameVersion = libtorch === generatedFrom ? test : test.skip;

testSameVersion(
  `regenerating the typed surface gives no difference (needs libtorch ${generatedFrom})`,
  () => {
    const script = path.join(__dirname, '..', '..', 'scripts', 'generate-operators.mjs');
    const { status, stderr } = spawnSync(process.execPath, [script, '--check'], { encoding: 'utf8' });
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  },
);

test('factories take requiresGrad', () => {
  expect(torch.zeros([2], { requiresGrad: true }).requiresGrad).toBe(true);
  expect(torch.onesLike(a, { requiresGrad: true }).requiresGrad).toBe(true);
  expect(() => torch.arange(3, { dtype: 'int64', requiresGrad: true })).toThrow(/floating point/);
});

describe('numbers for Tensor arguments', () => {
  const add = overload('add', 'Tensor');
  test('give way to tensors when dtypes are promoted, as in PyTorch', () => {
    const integers = torch.tensor([1n, 2n]);
    const half = torch.ones([2]).to('float16');
    expect(add(a, 0).tolist()).toEqual([1, 2, 3]);
    expect(add(integers, 1).dtype).toBe('int64');
    expect(add(integers, 1.5).dtype).toBe('float32');
    expect(add(half, 1e10).dtype).toBe('float16');
    expect(add(integers, true).tolist()).toEqual([2, 3]);
    expect(add(a, { re: 0, im: 1 }).dtype).toBe('complex64');
    expect(add(1, 1.5).item()).toBe(2.5);
    expect(overload('mul', 'Tensor')(2, a).tolist()).toEqual([2, 4, 6]);
    expect(overload('div', 'Tensor')(integers, 2).tolist()).toEqual([0.5, 1]);
    expect(overload('copy_', 'default')(torch.zeros([2]), 5).tolist()).toEqual([5, 5]);
    expect(overload('add', 'out')(a, 1, { out: torch.empty([0]) }).tolist()).toEqual([2, 3, 4]);
  });

  test('come first in functions too', () => {
    const sub = torch.sub as unknown as (...inputs: unknown[]) => typeof a;
    expect(sub(2, a).tolist()).toEqual([1, 0, -1]);
  });

  test('are written into without becoming the result', () => {
    expect(overload('add_', 'Tensor')(1, 2)).toBeInstanceOf(torch.Tensor);
  });

  test.each([
    ['matmul', 'default', [a, 2]],
    ['maximum', 'default', [a, 1]],
    ['eq', 'Tensor', [a, 2]],
    ['pow', 'Tensor_Tensor', [a, 2]],
    ['rsub', 'Tensor', [a, 2]],
  ])('are refused where PyTorch refuses them: %s.%s', (name, overloadName, inputs) => {
    expect(() => overload(name, overloadName)(...inputs)).toThrow(/must be Tensor, got number/);
  });
});

test('tensors of one value are numbers, as in PyTorch, where no gradient is lost', () => {
  const select = overload('select', 'int');
  expect(select(a, 0, torch.tensor(1n)).item()).toBe(2);
  expect(overload('add', 'Scalar')(a, torch.tensor(0.5)).tolist()).toEqual([1.5, 2.5, 3.5]);
  expect(() => select(a, 0, torch.tensor(1))).toThrow(/'index' must be integer, got Tensor float32/);
  expect(() => select(a, 0, torch.tensor([1n]))).toThrow(/'index' must be integer, got Tensor int64 \[1\]/);
  const trained = torch.tensor(0.5, { requiresGrad: true });
  expect(() => overload('add', 'Scalar')(a, trained)).toThrow(/'other' must be number/);
});

test('complex numbers are Scalars, and come back as such', () => {
  const complex = torch.full([2], { re: 1, im: -2 } as never);
  expect(complex.tolist()).toEqual([
    [1, -2],
    [1, -2],
  ]);
  expect(
    torch
      .mul(complex, { re: 0, im: 1 } as never)
      .at(0)
      .tolist(),
  ).toEqual([2, 1]);
});

test.each([
  ['channelsLast', 'channels_last', 'torch.channels_last'],
  ['contiguous', 'contiguousFormat', 'contiguous_format', 'torch.contiguous_format'],
  ['preserve', 'preserveFormat', 'preserve_format', 'torch.preserve_format'],
])('memory formats have PyTorch names in every spelling: %s', (...names) => {
  const image = torch.ones([1, 3, 4, 5]).to({ memoryFormat: 'channelsLast' });
  const strides = names.map((name) => image.clone({ memoryFormat: name as never }).stride(1));
  expect(strides).toEqual(names.map(() => (names[0] === 'contiguous' ? 20 : 1)));
});

test('volumes have channels last too', () => {
  const volume = torch.ones([1, 3, 2, 4, 5]);
  for (const name of ['channelsLast3d', 'channels_last_3d', 'torch.channels_last_3d'])
    expect(volume.contiguous({ memoryFormat: name as never }).stride(1)).toBe(1);
  expect(() => volume.clone({ memoryFormat: 'channelLast' as never })).toThrow(
    "unknown memory format 'channelLast'; did you mean 'channelsLast'?",
  );
});
