// torch.jit.trace: modules written in TypeScript become TorchScript.
import { nn, type Tensor, torch } from 'tadpole';
import { temporaryFolder } from './temporary';
import { example, formula } from './tracing';

beforeEach(() => torch.manualSeed(0));

// Threads of test files that run side by side would wait for each other.
torch.setNumThreads(1);

const inFolder = temporaryFolder();

/** Sizes, children in an array, a buffer that is not saved and one that changes while training. */
class Network extends nn.Module {
  input = new nn.Linear(4, 6);
  blocks = [new nn.BatchNorm1d(6), new nn.LeakyReLU(0.2), new nn.Linear(6, 6)];
  outScale = nn.parameter(torch.ones([6]));
  shift = nn.buffer(torch.zeros([6]), { persistent: false });

  forward(z: Tensor): Tensor {
    const hidden = this.blocks.reduce<Tensor>(
      (value, block) => (block as nn.Module).forward(value),
      this.input.forward(z),
    );
    return hidden.mul(this.outScale).add(this.shift).reshape([-1, 2, 3]);
  }
}

/** One row of a matrix. */
const row = (matrix: Tensor, index: number) => matrix.select(0, index).tolist();

describe('a traced module', () => {
  test('has the names of the original, in the original order of roles', () => {
    const network = new Network();
    using script = torch.jit.trace(network, [example()]);
    const names = (entries: [string, unknown][]) => entries.map(([name]) => name).sort();
    expect(names(script.namedParameters())).toEqual(names(network.namedParameters()));
    expect(Object.keys(script.stateDict()).sort()).toEqual(Object.keys(network.stateDict()).sort());
    expect(script.methods()).toEqual([{ name: 'forward', inputs: ['z'] }]);
  });

  test('takes any batch size and agrees with the original, also after a file', () => {
    const network = new Network().eval();
    using script = torch.jit.trace(network, [example()]);
    script.save(inFolder('network.pt'));
    using loaded = torch.jit.load(inFolder('network.pt'));
    expect(loaded.training).toBe(false);
    for (const batch of [1, 2, 7]) {
      const z = torch.randn([batch, 4]);
      expect(torch.allclose(script.forward(z), network.forward(z))).toBe(true);
      expect(torch.allclose(loaded.forward(z), network.forward(z))).toBe(true);
    }
  });

  test('holds what forward makes at its first call only, not how it is made', () => {
    class Lazy extends nn.Module {
      weight: Tensor | null = null;
      scale: Tensor | null = null;
      private table: Tensor | undefined;
      forward(x: Tensor): Tensor {
        this.weight ??= nn.parameter(torch.randn([4]));
        this.scale ??= nn.buffer(torch.rand([4]));
        this.table ??= torch.keep(torch.randn([1, 4]));
        return x.mul(this.weight).mul(this.scale).add(this.table);
      }
    }
    const module = new Lazy();
    torch.jit.trace(module, [example()]).save(inFolder('lazy.pt'));
    using loaded = torch.jit.load(inFolder('lazy.pt'));
    const x = torch.randn([3, 4]);
    expect(Object.keys(loaded.stateDict())).toEqual(['weight', 'scale']);
    expect(torch.allclose(loaded.forward(x), module.forward(x))).toBe(true);
  });

  test('can return its own tensors', () => {
    class Table extends nn.Module<Tensor[]> {
      weight = nn.parameter(torch.randn([4]));
      mean = nn.buffer(torch.randn([4]));
      forward(): Tensor[] {
        return [this.weight, this.mean];
      }
    }
    const module = new Table();
    torch.jit.trace(module, [example()]).save(inFolder('table.pt'));
    using loaded = torch.jit.load(inFolder('table.pt'));
    const results = loaded.forward<Tensor[]>(example());
    expect(results.map((result) => result.tolist())).toEqual(
      Object.values(module.stateDict()).map((tensor) => tensor.tolist()),
    );
  });

  test('shares its tensors with the original: gradients arrive there', () => {
    const network = new Network();
    using script = torch.jit.trace(network, [example()]);
    script
      .forward(torch.randn([3, 4]))
      .sum()
      .backward();
    expect(network.outScale.grad?.shape).toEqual([6]);
    torch.noGrad(() => network.outScale.fill_(0));
    expect(script.forward(example()).abs().sum().item()).toBe(0);
  });

  test('returns several results as the original does', () => {
    class Two extends nn.Module {
      override forward(...inputs: Tensor[]): Tensor {
        return inputs[0] as Tensor;
      }
    }
    const two = Object.assign(new Two(), { forward: (a: Tensor, b: Tensor) => [a.add(b), a.sub(b)] });
    using script = torch.jit.trace(two, [torch.ones([2]), torch.ones([2])], {
      inputNames: ['left', 'right'],
    });
    const [sum, difference] = script.forward<[Tensor, Tensor]>(
      torch.tensor([3, 4, 5]),
      torch.tensor([1, 2, 3]),
    );
    expect([sum.tolist(), difference.tolist()]).toEqual([
      [4, 6, 8],
      [2, 2, 2],
    ]);
    expect(script.methods()[0]?.inputs).toEqual(['left', 'right']);
  });
});

test('tracing leaves buffers, generators and the count of tensors as they were', () => {
  const network = new nn.Sequential(new nn.Linear(4, 4), new nn.BatchNorm1d(4), new nn.Dropout(0.5));
  const input = example();
  const buffers = network.namedBuffers().map(([, buffer]) => buffer.tolist());
  torch.manualSeed(5);
  const expected = torch.rand([3]).tolist();
  torch.manualSeed(5);
  const before = torch.memory();
  torch.jit.trace(network, [input]).dispose();
  expect(torch.memory()).toEqual(before);
  expect(network.namedBuffers().map(([, buffer]) => buffer.tolist())).toEqual(buffers);
  expect(torch.rand([3]).tolist()).toEqual(expected);
});

/** What a file of the traced module holds: written, and read into memory of its own after the old one was used again. */
function reopened(module: nn.Module, inputs: Tensor[] = [example()]): torch.jit.ScriptModule {
  using script = torch.jit.trace(module, inputs);
  script.save(inFolder('reopened.pt'));
  for (let i = 0; i < 8; i++) torch.full([30_000], 33, { dtype: 'float64' }).dispose();
  return torch.jit.load(inFolder('reopened.pt'));
}

describe('a tensor that forward makes is a constant of the file', () => {
  test.each([1, 3, 1000, 30_000])('of %d numbers', (count) => {
    const values = Float32Array.from({ length: count }, (_, index) => Math.sin(index));
    using file = reopened(formula((x) => x.sum().add(torch.tensor(values))));
    expect(file.forward(torch.zeros([2, 4])).toTypedArray()).toEqual(values);
  });

  test.each<[string, number[] | boolean[] | bigint[]]>([
    ['float64', [0.1, -1e300]],
    ['float16', [0.5, -2]],
    ['bfloat16', [0.5, -2]],
    ['int64', [2n ** 40n, -1n]],
    ['int32', [70_000, -1]],
    ['int16', [300, -1]],
    ['int8', [100, -1]],
    ['uint8', [200, 1]],
    ['bool', [true, false]],
  ])('of dtype %s', (dtype, values) => {
    const made = () => torch.tensor(values, { dtype: dtype as 'int64' });
    class Pair extends nn.Module {
      override forward(x: Tensor): Tensor {
        return [x, made()] as never;
      }
    }
    using file = reopened(new Pair());
    const constant = file.forward<Tensor[]>(example())[1] as Tensor;
    expect(constant.dtype).toBe(dtype);
    expect(constant.tolist()).toEqual(made().tolist());
  });

  test('recreated by each call, so that writing into it does not accumulate', () => {
    const module = formula((x) => {
      const sum = torch.tensor([1, 2, 3, 4]);
      sum.add_(1).mul_(2);
      return x.mul(sum);
    });
    using file = reopened(module);
    for (let call = 0; call < 3; call++) expect(row(file.forward(example()), 0)).toEqual([4, 6, 8, 10]);
  });

  test('read from a file, gathered by index, or of a closure whose tensor changes later', () => {
    torch.save({ scale: torch.tensor([1, 2, 3, 4]) }, inFolder('scale.safetensors'));
    using loading = reopened(
      formula((x) => x.mul(torch.load(inFolder('scale.safetensors'))['scale'] as Tensor)),
    );
    expect(row(loading.forward(example()), 1)).toEqual([1, 2, 3, 4]);
    using picking = reopened(formula((x) => x.at(':', [3, 0])));
    expect(picking.forward(torch.tensor([[5, 6, 7, 8]])).tolist()).toEqual([[8, 5]]);
    const outside = torch.tensor([1, 2, 3, 4]);
    using script = torch.jit.trace(
      formula((x) => x.mul(outside)),
      [example()],
    );
    outside.fill_(0);
    expect(row(script.forward(example()), 0)).toEqual([1, 2, 3, 4]);
  });
});

describe('the file repeats', () => {
  test('noise that forward draws, from the same state of the generator', () => {
    const module = formula((x) => x.add(torch.randnLike(x)));
    using file = reopened(module);
    const drawn = (forward: (x: Tensor) => Tensor) => {
      torch.manualSeed(3);
      return forward(torch.zeros([5, 4])).tolist();
    };
    expect(drawn((x) => file.forward(x))).toEqual(drawn((x) => module.forward(x)));
  });

  test('dropout and batch statistics of train mode', () => {
    const module = new nn.Sequential(new nn.Linear(4, 4), new nn.BatchNorm1d(4), new nn.Dropout(0.5));
    using file = reopened(module);
    torch.manualSeed(1);
    const expected = module.forward(torch.ones([6, 4]).cumsum(0));
    torch.manualSeed(1);
    expect(torch.allclose(file.forward(torch.ones([6, 4]).cumsum(0)), expected)).toBe(true);
  });

  test('a module that writes into its input, which keeps its values while it is traced', () => {
    const input = example();
    using file = reopened(
      formula((x) => x.mul_(3)),
      [input],
    );
    expect(input.tolist()).toEqual(example().tolist());
    expect(row(file.forward(example()), 0)).toEqual([3, 3, 3, 3]);
  });
});

describe('names', () => {
  /** A module with one parameter, or with one layer, under the given name of the state dict. */
  class Named extends nn.Module {
    constructor(
      private readonly key: string,
      private readonly value: Tensor | nn.Module,
    ) {
      super();
    }
    protected override fields(): [string, unknown][] {
      return [[this.key, this.value]];
    }
    override forward(x: Tensor): Tensor {
      return this.value instanceof nn.Module ? this.value.forward(x) : x.mul(this.value);
    }
  }
  const layer = () => new nn.Linear(4, 4);
  const weight = () => nn.parameter(torch.ones([4]));

  test.each(
    (
      'in is class if as with or and not None True False def del for while import global pass raise return assert break ' +
      'continue elif else Ellipsis NoneType torch training forward __annotations__ __parameters__ __buffers__ _c _modules ' +
      '_parameters _buffers'
    ).split(' '),
  )('a field named %s is refused', (name) => {
    for (const value of [layer(), weight()]) {
      expect(() => torch.jit.trace(new Named(name, value), [example()], { check: false })).toThrow(
        new RegExp(`a field of the module is named "${name}" in the state dict, .*rename the field`),
      );
    }
    const inner = new nn.Sequential(new Named(name, layer()));
    expect(() => torch.jit.trace(inner, [example()])).toThrow(`a field of '0' is named "${name}"`);
  });

  test.each(['', 'größe', 'a"b', 'a\\b', 'a\nb'])(
    'characters that no file can hold are refused: %j',
    (name) => {
      expect(() => torch.jit.trace(new Named(name, weight()), [example()])).toThrow(
        `named ${JSON.stringify(name)} in the state dict`,
      );
    },
  );

  test.each(['0', '7a', 'two words', 'a-b', "it's", '__x__', '_x', 'lambda', 'print', 'self', 'float'])(
    'a field named %s is kept',
    (name) => {
      for (const value of [layer(), weight()]) {
        const module = new Named(name, value);
        using file = reopened(module);
        expect(Object.keys(file.stateDict())).toEqual(Object.keys(module.stateDict()));
        expect(torch.allclose(file.forward(example()), module.forward(example()))).toBe(true);
      }
    },
  );

  test('a class may have any name', () => {
    for (const name of ['None', 'True', 'def', 'Größe', 'Ellipsis', '']) {
      const named = { [name]: class extends nn.Linear {} }[name] as typeof nn.Linear;
      using file = reopened(new nn.Sequential(new named(4, 2)));
      expect(file.forward(example()).shape).toEqual([2, 2]);
    }
  });

  test('an input is named only as a variable can be', () => {
    for (const inputNames of [['two words'], ['in'], ['0'], ['ü'], ['self']]) {
      expect(() => torch.jit.trace(layer(), [example()], { inputNames })).toThrow("'inputNames' must hold");
    }
    const two = Object.assign(layer(), { forward: (a: Tensor, b: Tensor) => a.add(b) });
    expect(() => torch.jit.trace(two, [example(), example()], { inputNames: ['a', 'a'] })).toThrow(
      'different names',
    );
  });
});
