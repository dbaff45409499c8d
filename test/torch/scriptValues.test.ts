// Arguments of TorchScript methods: Maps and objects are dicts; values without a counterpart are refused with their position.
import { join } from 'node:path';
import { type Tensor, torch } from 'tadpole';

const script = torch.jit.load(join(__dirname, '..', 'fixtures', 'checkpoints', 'many_arguments.pt'));
const echo = (value: unknown) => script.call('echo', value as never);
const one = torch.ones([1]);

describe('values of any type', () => {
  test.each<[given: unknown, back: unknown]>([
    [new Map([['a', 1]]), { a: 1 }],
    [new Map([[1, 'x']]), { 1: 'x' }],
    [
      { a: [1, 2], b: null },
      { a: [1, 2], b: null },
    ],
    [
      [1, 'a', null, [true]],
      [1, 'a', null, [true]],
    ],
    [Object.assign(Object.create(null), { a: 0.5 }), { a: 0.5 }],
    [2 ** 60, 2n ** 60n],
    [
      { re: 1, im: 2 },
      { re: 1, im: 2 },
    ],
    [undefined, null],
  ])('%p comes back', (given, back) => {
    expect(echo(given)).toEqual(back);
  });

  test.each<[given: unknown, message: string]>([
    [new Date(0), "argument 'value' cannot be passed to TorchScript: an object of class Date"],
    [new Set([1]), 'an object of class Set'],
    [new Float32Array(2), 'an object of class Float32Array'],
    [[1, undefined], "argument 'value'[1] cannot be passed to TorchScript: undefined"],
    [{ a: [() => 1] }, "argument 'value'[string 'a'][0] cannot be passed to TorchScript: a function"],
    [new Map([[{}, 1]]), "argument 'value' has a key that is an object"],
    [
      new Map<unknown, number>([
        [1, 1],
        ['1', 2],
      ]),
      "argument 'value' has keys of several types",
    ],
  ])('%p is refused', (given, message) => {
    expect(() => echo(given)).toThrow(TypeError);
    expect(() => echo(given)).toThrow(message);
  });
});

describe('declared dicts', () => {
  const forward = (tensors: unknown) =>
    script.call('forward', tensors as never, [one, 2], [[1]]) as unknown[];

  test('take objects and Maps', () => {
    for (const tensors of [{ a: one }, new Map([['a', one]])]) {
      const [scaled] = forward(tensors) as [Record<string, Tensor>];
      expect(scaled['a']?.tolist()).toEqual([3]);
    }
  });

  test.each<[given: unknown, message: string]>([
    [new Map([[1, one]]), 'got the key number 1'],
    [{ a: undefined }, 'must be Tensor, got undefined'],
    [[one], 'must be Dict[str, Tensor], got an array of 1'],
    [new Set([one]), 'got an object of class Set'],
    [one, 'must be Dict[str, Tensor], got Tensor float32 [1]'],
  ])('refuse what is no dict of tensors: %#', (given, message) => {
    expect(() => forward(given)).toThrow(message);
  });
});
