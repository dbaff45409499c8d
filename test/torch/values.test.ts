// Values of tensors in JavaScript: every dtype by item, tolist and toTypedArray, exactly or with an error.
import { torch } from 'tadpole';

const of = (values: unknown[], dtype: torch.DType) => torch.tensor(values as never, { dtype });

test.each<[dtype: torch.DType, given: unknown[], list: unknown[], typed: ArrayBufferView]>([
  ['float64', [0.1], [0.1], Float64Array.of(0.1)],
  ['float32', [0.1], [Math.fround(0.1)], Float32Array.of(0.1)],
  ['float16', [0.1], [0.0999755859375], Float32Array.of(0.0999755859375)],
  ['bfloat16', [0.1], [0.10009765625], Float32Array.of(0.10009765625)],
  ['float8_e4m3fn', [1.1], [1.125], Float32Array.of(1.125)],
  ['float8_e5m2', [1.1], [1], Float32Array.of(1)],
  ['int64', [2n ** 53n + 1n], [2n ** 53n + 1n], BigInt64Array.of(2n ** 53n + 1n)],
  ['int64', [-7], [-7], BigInt64Array.of(-7n)],
  ['uint64', [2n ** 64n - 1n], [2n ** 64n - 1n], BigUint64Array.of(2n ** 64n - 1n)],
  ['uint64', [7], [7], BigUint64Array.of(7n)],
  ['uint32', [2 ** 32 - 1], [2 ** 32 - 1], Uint32Array.of(2 ** 32 - 1)],
  ['uint16', [65535], [65535], Uint16Array.of(65535)],
  ['int8', [-128], [-128], Int8Array.of(-128)],
  ['bool', [true], [true], Uint8Array.of(1)],
])('%s %#', (dtype, given, list, typed) => {
  const tensor = of(given, dtype);
  expect([tensor.item(), tensor.tolist(), tensor.toTypedArray()]).toEqual([list[0], list, typed]);
});

test.each(['complex32', 'complex64', 'complex128'] as const)(
  '%s comes out as pairs, conjugated or not',
  (dtype) => {
    const numbers = torch.complex(torch.tensor([1.5, 2]), torch.tensor([-3, 0.5])).to(dtype);
    expect(numbers.tolist()).toEqual([
      [1.5, -3],
      [2, 0.5],
    ]);
    expect([...(numbers.toTypedArray() as Float32Array)]).toEqual([1.5, -3, 2, 0.5]);
    expect(numbers.conj().tolist()).toEqual([
      [1.5, 3],
      [2, -0.5],
    ]);
    expect(() => numbers.at(0).item()).toThrow(`item() has no JavaScript value for ${dtype}`);
  },
);

test('quantized numbers come out as what they stand for', () => {
  const bytes = torch.tensor([0, 3, 255], { dtype: 'uint8' });
  const quantized = torch.ops.aten._make_per_tensor_quantized_tensor?.default?.(
    bytes,
    0.5,
    1,
  ) as typeof bytes;
  expect([quantized.dtype, quantized.tolist()]).toEqual(['quint8', [-0.5, 1, 127]]);
});

test('reading leaves no tensors behind', () => {
  const numbers = torch.complex(torch.tensor([1]), torch.tensor([2])).to('complex32');
  const before = torch.memory().tensors;
  numbers.conj().tolist();
  expect(torch.memory().tensors).toBe(before + 1);
});

test('what has no value for every place says so', () => {
  expect(() => torch.eye(2).toSparse().tolist()).toThrow(
    "layout 'sparse' has no value for every place; use toDense()",
  );
  expect(() => torch.eye(2).toSparseCsr().toTypedArray()).toThrow("layout 'sparseCsr'");
  expect(() => torch.empty([2], { device: 'meta' }).tolist()).toThrow('on the device meta has no values');
  expect(() => torch.empty([1], { device: 'meta' }).item()).toThrow('on the device meta has no values');
});
