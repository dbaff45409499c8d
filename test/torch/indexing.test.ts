// `at` and `setAt`: Python's brackets.
import { torch } from 'tadpole';

const matrix = () =>
  torch.tensor([
    [1, 2, 3],
    [4, 5, 6],
  ]);

test.each([
  ['an integer selects', [0], [1, 2, 3]],
  ['negative integers count from the end', [-1, -1], 6],
  [
    'a slice keeps the dimension',
    [':', '1:'],
    [
      [2, 3],
      [5, 6],
    ],
  ],
  ['slices have steps', [0, '::2'], [1, 3]],
  [
    'slices count from the end',
    [':', '-2:'],
    [
      [2, 3],
      [5, 6],
    ],
  ],
  ['dots stand for all dimensions not named', ['...', 1], [2, 5]],
  [
    'a list picks and reorders',
    [[1, 0]],
    [
      [4, 5, 6],
      [1, 2, 3],
    ],
  ],
  [
    'a list in the second dimension',
    [':', [0, 2]],
    [
      [1, 3],
      [4, 6],
    ],
  ],
  ['an empty list picks nothing', [[]], []],
] as const)('%s', (_, indices, expected) => {
  const result = matrix().at(...(indices as unknown as never[]));
  expect(result.tolist()).toEqual(expected);
});

test('null adds a dimension', () => {
  expect(matrix().at(null).shape).toEqual([1, 2, 3]);
  expect(matrix().at(':', null).shape).toEqual([2, 1, 3]);
});

test('a mask picks where it is true', () => {
  const x = matrix();
  expect(x.at(x.gt(3)).tolist()).toEqual([4, 5, 6]);
});

test('views share memory, and none at all is the whole tensor as a view', () => {
  const x = matrix();
  x.at(0).fill_(0);
  x.at().add_(1);
  expect(x.tolist()).toEqual([
    [1, 1, 1],
    [5, 6, 7],
  ]);
});

test('setAt writes numbers and tensors through integers, slices, masks and lists', () => {
  const x = matrix();
  expect(x.setAt([0, '1:'], 9)).toBe(x);
  x.setAt([x.lt(2)], -1);
  x.setAt([1], torch.tensor([7, 8, 9]));
  expect(x.tolist()).toEqual([
    [-1, 9, 9],
    [7, 8, 9],
  ]);
  x.setAt([[1]], 0);
  expect(x.tolist()).toEqual([
    [-1, 9, 9],
    [0, 0, 0],
  ]);
});

test.each([
  [[5], /out of range/],
  [[0, 0, 0], /3 indices given for a tensor of 2 dimensions/],
  [['a'], /index 'a' is not a slice/],
  [['...', '...'], /only one/],
])('wrong indices %# say what is wrong', (indices, message) => {
  expect(() => matrix().at(...(indices as unknown as never[]))).toThrow(message);
});

test('a mask without dimensions adds one, of size 1 or 0, as in PyTorch', () => {
  expect(matrix().at(torch.tensor(true)).tolist()).toEqual([matrix().tolist()]);
  expect(matrix().at(torch.tensor(false)).shape).toEqual([0, 2, 3]);
  expect(matrix().at(1, torch.tensor(true)).tolist()).toEqual([[4, 5, 6]]);
  const changed = matrix();
  changed.setAt([torch.tensor(false)], 7);
  expect(changed.tolist()).toEqual(matrix().tolist());
  changed.setAt([torch.tensor(true), 0], 7);
  expect(changed.at(0).tolist()).toEqual([7, 7, 7]);
});

describe('lists', () => {
  test('of booleans are masks, not the numbers 0 and 1', () => {
    expect(matrix().at([true, false]).tolist()).toEqual([[1, 2, 3]]);
    expect(matrix().at(':', [false, true, true]).tolist()).toEqual([
      [2, 3],
      [5, 6],
    ]);
    const cells = [
      [true, false, true],
      [false, true, false],
    ];
    expect(matrix().at(cells).tolist()).toEqual([1, 3, 5]);
    expect(() => matrix().at([true, false, true])).toThrow(/shape of the mask \[3\]/);
  });

  test('may be nested, and hold bigints', () => {
    expect(
      matrix()
        .at(0, [
          [0, 1],
          [2, 0],
        ])
        .tolist(),
    ).toEqual([
      [1, 2],
      [3, 1],
    ]);
    expect(matrix().at([1n]).tolist()).toEqual([[4, 5, 6]]);
    expect(matrix().at(0, [2, 0n]).tolist()).toEqual([3, 1]);
    expect(matrix().at(1n).tolist()).toEqual([4, 5, 6]);
  });
});

test.each<[name: string, index: unknown, message: string]>([
  ['a fraction', 1.5, "argument 'index' must be integer, got number 1.5"],
  [
    'a fraction in a list',
    [0.5],
    'a list of indices must hold integers only, or booleans only, got number 0.5',
  ],
  ['NaN', [Number.NaN], 'or booleans only, got number NaN'],
  ['undefined', undefined, 'an index must be an integer, a slice'],
  ['undefined in a list', [0, undefined], 'or booleans only, got undefined'],
  ['a boolean', true, 'got boolean true'],
  ['a Date', new Date(0), 'got an object of class Date'],
  ['a mixed list', [0, true], 'or booleans only, got boolean true'],
  ['a tensor of floats', torch.ones([1]), 'tensors used as indices must be long'],
])('%s is no index', (_, index, message) => {
  expect(() => matrix().at(index as never)).toThrow(message);
});
