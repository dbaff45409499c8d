// Tensors, generators and TorchScript modules as JavaScript objects: unequal to all others, never copied or computed with.
import assert from 'node:assert';
import { MessageChannel } from 'node:worker_threads';

import { nn, torch } from 'tadpole';

class Twice extends nn.Module {
  forward(x: ReturnType<typeof torch.ones>) {
    return x.add(x);
  }
}

/** Pairs of different objects of one kind; the last of each pair's makers may give equal contents. */
const kinds: [name: string, make: () => object][] = [
  ['tensors', () => torch.ones([2])],
  ['generators', () => new torch.Generator({ seed: 1 })],
  ['TorchScript modules', () => torch.jit.trace(new Twice(), [torch.ones([1])])],
  ['state dicts', () => new nn.Linear(2, 2).stateDict()],
  ['modules', () => new nn.Linear(2, 2)],
];

/** A copy of everything that reflection shows of an object, as thorough cloning libraries make it. */
function reflect<T extends object>(object: T): T {
  return Object.create(Object.getPrototypeOf(object), Object.getOwnPropertyDescriptors(object));
}

describe.each(kinds)('deep equality tells %s apart', (_, make) => {
  const [first, second] = [make(), make()];

  test('assert', () => {
    assert.deepStrictEqual(first, first);
    assert.notDeepStrictEqual(first, second);
    assert.notDeepEqual(first, second);
    assert.notDeepStrictEqual({ nested: [first] }, { nested: [second] });
  });

  test('jest', () => {
    expect(first).toEqual(first);
    expect(first).not.toEqual(second);
    expect(first).not.toStrictEqual(second);
    expect({ nested: [first] }).not.toMatchObject({ nested: [second] });
    expect(new Set([first])).not.toEqual(new Set([second]));
  });

  test('a comparison of all enumerable properties, inherited ones too', () => {
    const equal = (a: unknown, b: unknown): boolean => {
      if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return a === b;
      for (const key in a) {
        if (!equal((a as Record<string, unknown>)[key], (b as Record<string, unknown>)[key])) return false;
      }
      return true;
    };
    expect(equal(first, first)).toBe(true);
    expect(equal(first, second)).toBe(false);
  });
});

test('a tensor that was disposed is not equal to the one that has its handle next', () => {
  const first = torch.ones([1]);
  const frozen = Object.freeze(torch.ones([1]));
  first.dispose();
  frozen.dispose();
  for (const next of [torch.ones([1]), torch.ones([1])]) {
    expect(first).not.toEqual(next);
    expect(frozen).not.toEqual(next);
  }
});

test('the default generator of a device is one object', () => {
  expect(torch.defaultGenerator('cpu')).toBe(torch.defaultGenerator());
});

describe('copies are refused', () => {
  const copiers: [name: string, copy: (x: object) => unknown][] = [
    ['spreading', (x) => ({ ...x })],
    ['Object.assign', (x) => Object.assign(Object.create(Object.getPrototypeOf(x)), x)],
    ['property descriptors', reflect],
    ['inheriting from it', (x) => Object.create(x)],
    ['a proxy', (x) => new Proxy(x, {})],
    ['an object of the class', (x) => Object.create(Object.getPrototypeOf(x))],
  ];

  test.each(copiers)('%s of a tensor gives nothing that computes', (_, copy) => {
    const best = torch.full([4], 1);
    const copied = copy(best) as typeof best;
    expect(() => torch.add(copied, 1)).toThrow(TypeError);
    expect(() => torch.cat([best, copied])).toThrow(TypeError);
    expect(() => best.add(copied)).toThrow(TypeError);
    expect(() => best.copy_(copied)).toThrow(TypeError);
    expect(() => torch.tensor([0]).setData(copied)).toThrow(TypeError);
    expect(() => torch.keep(copied)).toThrow(TypeError);
    best.dispose();
    const weights = torch.full([2], 7);
    expect(() => torch.add(copied, 1)).toThrow(TypeError);
    expect(weights.tolist()).toEqual([7, 7]);
  });

  test.each(copiers.slice(1))('%s of a tensor: its methods say what it is', (_, copy) => {
    const best = torch.full([4], 1);
    const copied = copy(best) as typeof best;
    for (const use of [() => copied.tolist(), () => copied.add(1), () => copied.shape, () => copied.item()])
      expect(use).toThrow(/copy or a proxy of a Tensor/);
    expect(String(copied)).toBe('Tensor(a copy or a proxy, without values)');
    copied.dispose();
    expect([copied.isDisposed, best.isDisposed]).toEqual([true, false]);
  });

  test.each(copiers)('%s of a generator or a TorchScript module gives nothing that works', (_, copy) => {
    const generator = copy(new torch.Generator()) as InstanceType<typeof torch.Generator>;
    expect(() => torch.randn([1], { generator })).toThrow(TypeError);
    const script = copy(torch.jit.trace(new Twice(), [torch.ones([1])])) as torch.jit.ScriptModule;
    expect(() => torch.jit.ScriptModule.prototype.forward.call(script, torch.ones([1]))).toThrow(TypeError);
  });

  test.each(kinds)('structuredClone and postMessage of %s', (_, make) => {
    const { port1, port2 } = new MessageChannel();
    const object = make();
    for (const value of [object, { nested: [object] }, new Map([[1, object]])]) {
      expect(() => structuredClone(value)).toThrow(/could not be cloned/);
      expect(() => port1.postMessage(value)).toThrow(/could not be cloned/);
    }
    port1.close();
    port2.close();
  });

  test.each(kinds)('JSON.stringify of %s', (_, make) => {
    expect(() => JSON.stringify(make())).toThrow(/cannot be written as JSON; use /);
    expect(() => JSON.stringify({ losses: [make()] })).toThrow(TypeError);
  });

  test('a tensor that is made by hand', () => {
    expect(() => new (torch.Tensor as unknown as new () => unknown)()).toThrow(/made by torch.tensor/);
  });
});

test('arithmetic and comparisons of JavaScript throw, text is the printed tensor', () => {
  const x = torch.tensor([1, 2]) as unknown as number;
  const mistakes = [
    () => x + 1,
    () => 1 - x,
    () => -x,
    () => x > 0,
    () => 2 >= x,
    // biome-ignore lint/suspicious/noDoubleEquals: what is tested
    () => (x as unknown) == 1,
    () => ['loss'].join() + (x as unknown as string),
    () => Math.max(x, 1),
    () => Number(x),
    () => [x, x].sort((a, b) => a - b),
    () => x.valueOf(),
  ];
  for (const mistake of mistakes)
    expect(mistake).toThrow(/not a number for JavaScript's operators; use methods/);
  expect(`${x}`).toBe('tensor([1., 2.], shape=[2], dtype=float32)');
  expect(String(x)).toBe(`${x}`);
});

test('a tensor is no array, nor an empty one', () => {
  const x = torch.ones([3]) as unknown as number[];
  for (const mistake of [() => Array.from(x), () => Float32Array.from(x), () => x.length]) {
    expect(mistake).toThrow('a Tensor is no array: use size(0)');
  }
  expect(() => [...x]).toThrow(TypeError);
  expect({ x }).toEqual({ x });
});

test('a frozen tensor is used and freed like any other', () => {
  const before = torch.memory().tensors;
  torch.scope(() => {
    const frozen = Object.freeze(torch.ones([1]));
    torch.ones([1]);
    expect(frozen.add(1).item()).toBe(2);
    frozen.add_(1);
    torch.keep(frozen);
    frozen.dispose();
    expect(frozen.isDisposed).toBe(true);
    Object.freeze(torch.ones([1]));
    torch.ones([1]);
  });
  expect(torch.memory().tensors).toBe(before);
});

test('getters among the arguments cannot swap the tensor that is computed with', () => {
  const x = torch.full([1], 1);
  const options = {
    get alpha() {
      x.dispose();
      torch.full([1], 100);
      return 1;
    },
  };
  expect(() => x.add(torch.ones([1]), options)).toThrow(/was disposed/);
});

test('a proxy among the arguments cannot swap the tensor that is computed with', () => {
  const meddling = new Proxy(
    {},
    {
      getPrototypeOf: () => {
        torch.add(torch.full([1], 100), torch.full([1], 100));
        return null;
      },
    },
  );
  const [x, y] = [torch.full([1], 1), torch.full([1], 2)];
  expect(torch.add(x, y, meddling).tolist()).toEqual([3]);
  expect(x.add(y, meddling).tolist()).toEqual([3]);
});
