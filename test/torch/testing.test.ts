// torch.testing.assertClose: PyTorch's tolerances, and messages that locate the difference.
import { nn, torch } from 'tadpole';

const assertClose: typeof torch.testing.assertClose = torch.testing.assertClose;

test.each([
  ['float32', 1, 1 + 1.1e-5, 1 + 1.2e-5],
  ['float64', 1, 1 + 1.9e-7, 1 + 2.1e-7],
  ['float16', 1024, 1025, 1026],
  ['bfloat16', 1024, 1040, 1048],
  ['int64', 5, 5, 6],
  ['bool', 1, 1, 0],
] as const)('%s has the tolerance of its dtype', (dtype, expected, close, far) => {
  const make = (value: number) => torch.tensor([0, value], { dtype: 'float64' }).to(dtype);
  assertClose(make(close), make(expected));
  expect(() => assertClose(make(far), make(expected))).toThrow(
    /values differ in 1 of 2 elements \(50\.0 %\)/,
  );
});

test('the message says where, by how much, and in how many elements', () => {
  const expected = torch.zeros([2, 3]);
  const actual = torch.zeros([2, 3]);
  actual.setAt([1, 2], 0.5);
  actual.setAt([0, 1], 0.25);
  expect(() => assertClose({ loss: [expected, actual] }, { loss: [expected, expected] })).toThrow(
    'torch.testing.assertClose at [loss][1]: the values differ in 2 of 6 elements (33.3 %)\n' +
      '  greatest absolute difference: 0.5 at [1, 2] (up to 0.00001 allowed)',
  );
});

type Value = () => torch.testing.Comparable;

const different: [name: string, actual: Value, expected: Value, message: RegExp][] = [
  ['shapes', () => torch.ones([2]), () => torch.ones([1, 2]), /shapes differ: expected \[1, 2\], got \[2\]/],
  ['dtypes', () => torch.ones([1]), () => torch.tensor([1n]), /dtypes differ: expected int64, got float32/],
  ['kinds', () => torch.ones([1]), () => [1], /expected an array, got a Tensor/],
  ['lengths', () => [1, 2], () => [1], /unexpected: 1/],
  ['numbers', () => 1, () => 1.1, /expected 1.1, got 1/],
  ['keys', () => ({ a: 1 }), () => ({ b: 1 }), /missing: b/],
  ['NaNs', () => torch.tensor([Number.NaN]), () => torch.tensor([Number.NaN]), /differ in 1 of 1/],
  ['infinities', () => torch.tensor([Infinity]), () => torch.tensor([-Infinity]), /differ in 1 of 1/],
  ['texts', () => ({ a: 'x' }) as never, () => ({ a: 'y' }) as never, /at \[a\]: expected y, got x/],
];

test.each(different)('different %s', (_, actual, expected, message) => {
  expect(() => assertClose(actual(), expected())).toThrow(message);
});

const close: [name: string, actual: Value, expected: Value, options: torch.testing.CloseOptions][] = [
  [
    'NaN when it is allowed',
    () => torch.tensor([Number.NaN]),
    () => torch.tensor([Number.NaN]),
    { equalNan: true },
  ],
  ['equal infinities', () => torch.tensor([Infinity]), () => torch.tensor([Infinity]), {}],
  [
    'other dtypes when they are allowed',
    () => torch.ones([1]),
    () => torch.tensor([1n]),
    { checkDtype: false },
  ],
  ['given tolerances', () => torch.tensor([1.4]), () => torch.tensor([1]), { rtol: 0, atol: 0.5 }],
  [
    'complex numbers',
    () => torch.complex(torch.ones([1]), torch.ones([1])),
    () => torch.complex(torch.ones([1]), torch.ones([1])),
    {},
  ],
  ['sparse tensors', () => torch.eye(2).toSparse(), () => torch.eye(2).toSparse(), {}],
  ['no elements', () => torch.ones([0]), () => torch.ones([0]), {}],
  ['maps', () => new Map([['a', torch.ones([1])]]), () => new Map([['a', torch.ones([1])]]), {}],
];

test.each(close)('%s', (_, actual, expected, options) => {
  assertClose(actual(), expected(), options);
});

test('state dicts of one module and its copy', () => {
  const [first, second] = [new nn.Linear(2, 2), new nn.Linear(2, 2)];
  expect(() => assertClose(second.stateDict(), first.stateDict())).toThrow(/at \[weight\]/);
  second.loadStateDict(first.stateDict());
  assertClose(second.stateDict(), first.stateDict());
});

test('leaves no tensors behind, and asks for both tolerances', () => {
  const x = torch.ones([3]);
  const before = torch.memory().tensors;
  assertClose(x, x);
  expect(() => assertClose(x, torch.zeros([1]))).toThrow();
  expect(torch.memory().tensors).toBe(before + 1);
  expect(() => assertClose(x, x, { rtol: 1 })).toThrow(/rtol and atol together/);
});
