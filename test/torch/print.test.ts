// Printing never throws and is always quick, whatever the tensor.
import { inspect } from 'node:util';

import { torch } from 'tadpole';

const kinds: [name: string, make: () => ReturnType<typeof torch.ones>, text: string | RegExp][] = [
  ['meta', () => torch.empty([2], { device: 'meta' }), 'Tensor(shape=[2], dtype=float32, device=meta)'],
  ['without elements', () => torch.empty([0]), 'tensor([], shape=[0], dtype=float32)'],
  [
    'without elements in many rows',
    () => torch.empty([2 ** 31, 0]),
    'tensor([], shape=[2147483648, 0], dtype=float32)',
  ],
  ['complex', () => torch.complex(torch.ones([1]), torch.ones([1])), 'Tensor(shape=[1], dtype=complex64)'],
  ['float16', () => torch.ones([2], { dtype: 'float16' }), 'tensor([1., 1.], shape=[2], dtype=float16)'],
  ['float8', () => torch.ones([1]).to('float8_e4m3fn' as never), /^tensor\(\[1\.\]/],
  ['uint64', () => torch.ones([1], { dtype: 'uint64' }), 'tensor([1], shape=[1], dtype=uint64)'],
  ['bool', () => torch.tensor([true, false]), 'tensor([ true, false], shape=[2], dtype=bool)'],
  ['sparse', () => torch.eye(2).toSparse(), /^Tensor\(shape=\[2, 2\], dtype=float32, layout=.*\)$/],
  [
    'quantised',
    () => torch.ops.aten.quantize_per_tensor?.default?.(torch.ones([2]), 0.1, 0, 'quint8') as never,
    /shape=\[2\], dtype=quint8/,
  ],
  [
    'of inference mode',
    () => torch.inferenceMode(() => torch.ones([2000])),
    /^tensor\(\[1\., 1\., 1\., \.\.\., /,
  ],
  [
    'expanded beyond memory',
    () => torch.ones([1]).expand([2 ** 40]),
    /^tensor\(\[1\., 1\., 1\., \.\.\., 1\., 1\., 1\.\]/,
  ],
  ['that requires gradients', () => torch.ones([1], { requiresGrad: true }), /requiresGrad\)$/],
  ['of one element in 60 dimensions', () => torch.ones(new Array(60).fill(1)), /^tensor\(\[{60}1\.\]{60}/],
  ['of 30 dimensions of 2', () => torch.ones([1]).expand(new Array(30).fill(2)), /^Tensor\(shape=/],
];

test.each(kinds)('a tensor %s', (_, make, text) => {
  const tensor = make();
  if (typeof text === 'string') expect(String(tensor)).toBe(text);
  else expect(String(tensor)).toMatch(text);
  expect(`${tensor}`).toBe(String(tensor));
  expect(inspect({ nested: [tensor] }, { depth: 4 })).toContain(String(tensor).split('\n')[0]);
});

test.each([1, 2, 3, 4, 5, 6, 7, 8, 9, 10])('%i dimensions of 6 are shortened to what can be read', (dims) => {
  const text = String(torch.zeros([1]).expand(new Array(dims).fill(6)));
  expect(text).toContain(`shape=[${new Array(dims).fill(6).join(', ')}]`);
  expect(text.length).toBeLessThan(200_000);
});

test('dimensions of 7 keep three items at each edge, as in PyTorch', () => {
  expect(String(torch.zeros([7, 7, 7, 7]))).toMatch(/^tensor\(\[{4}0\., 0\., 0\., \.\.\., 0\., 0\., 0\.\],/);
});

test('a disposed tensor, and what only looks like one', () => {
  const tensor = torch.ones([1]);
  tensor.dispose();
  expect(inspect([tensor])).toBe('[ Tensor(disposed) ]');
  expect(inspect([Object.create(torch.Tensor.prototype)])).toBe(
    '[ Tensor(a copy or a proxy, without values) ]',
  );
});

test('generators and TorchScript modules', () => {
  expect(inspect(new torch.Generator())).toMatch(/^Generator \{/);
});
