// No parameter gets lost: a field keeps its kind, and whatever a field holds is found or refused in words.
import { nn, optim, type Tensor, torch } from 'tadpole';

abstract class Empty extends nn.Module {
  forward(x: Tensor): Tensor {
    return x;
  }
}

const one = () => torch.ones([1]);
const names = (module: nn.Module) => module.namedParameters().map(([name]) => name);

/** A module with one field, as a user's class would have it. */
function holding(value: unknown): nn.Module & { field: unknown } {
  class Holder extends Empty {
    field = value;
  }
  return new Holder();
}

/** Assigns as JavaScript does, where TypeScript would complain. */
const assign = (module: nn.Module, field: string, value: unknown) => () => {
  (module as unknown as Record<string, unknown>)[field] = value;
};

describe("a parameter's field", () => {
  test.each([
    ['a tensor', () => torch.zeros([2, 2])],
    ['a tensor that requires gradients', () => torch.zeros([2, 2], { requiresGrad: true })],
    ['a buffer', () => nn.buffer(torch.zeros([2, 2]))],
    ['a module', () => new nn.Linear(2, 2)],
    ['a number', () => 3],
  ])('refuses %s, and nothing changes', (_, value) => {
    const layer = new nn.Linear(2, 2);
    const { weight } = layer;
    expect(assign(layer, 'weight', value())).toThrow(TypeError);
    expect(assign(layer, 'weight', value())).toThrow(
      /Linear: cannot assign .* as parameter 'weight' \(new nn\.Parameter\(tensor\) or null expected/,
    );
    expect(layer.weight).toBe(weight);
    expect(Object.keys(layer.stateDict())).toEqual(['weight', 'bias']);
  });

  test('takes another parameter, null, undefined, and a parameter again, but no plain tensor after null', () => {
    const layer = new nn.Linear(2, 2);
    const other = nn.parameter(torch.zeros([2, 2]));
    layer.weight = other;
    expect(layer.parameters()[0]).toBe(other);
    for (const nothing of [null, undefined]) {
      assign(layer, 'weight', nothing)();
      expect(names(layer)).toEqual(['bias']);
      expect(assign(layer, 'weight', torch.zeros([2, 2]))).toThrow(
        'cannot assign a plain tensor as parameter',
      );
    }
    layer.weight = other;
    expect(names(layer)).toEqual(['weight', 'bias']);
  });

  test('is free again after delete', () => {
    const module = holding(nn.parameter(one()));
    delete (module as { field?: unknown }).field;
    module.field = one();
    expect(names(module)).toEqual([]);
  });

  test.each<[string, () => nn.Module, string]>([
    ['Linear', () => new nn.Linear(1, 1, { bias: false }), 'bias'],
    ['Conv2d', () => new nn.Conv2d(1, 1, 1, { bias: false }), 'bias'],
    ['ConvTranspose2d', () => new nn.ConvTranspose2d(1, 1, 1, { bias: false }), 'bias'],
    ['BatchNorm1d', () => new nn.BatchNorm1d(1, { affine: false }), 'weight'],
    ['InstanceNorm2d', () => new nn.InstanceNorm2d(1), 'bias'],
    ['LayerNorm', () => new nn.LayerNorm(1, { bias: false }), 'bias'],
    ['GroupNorm', () => new nn.GroupNorm(1, 1, { affine: false }), 'weight'],
  ])('of %s is kept for a parameter when the layer does without', (_, make, field) => {
    const layer = make();
    expect(assign(layer, field, one())).toThrow(`cannot assign a plain tensor as parameter '${field}'`);
    assign(layer, field, nn.parameter(one()))();
    expect(names(layer)).toContain(field);
  });
});

describe('other fields', () => {
  test("a tensor assigned to a buffer's field becomes the buffer, persistent or not as before", () => {
    class Buffers extends Empty {
      kept = nn.buffer(one());
      scratch = nn.buffer(one(), { persistent: false });
    }
    const module = new Buffers();
    module.kept = torch.zeros([1]);
    module.scratch = torch.zeros([1]);
    expect(Object.keys(module.stateDict())).toEqual(['kept']);
    expect(module.namedBuffers().map(([name]) => name)).toEqual(['kept', 'scratch']);
    expect(assign(module, 'kept', 3)).toThrow("cannot assign a number as buffer 'kept'");
  });

  test("a module's field takes a module or null", () => {
    const module = holding(new nn.Linear(1, 1));
    expect(() => {
      module.field = (x: Tensor) => x;
    }).toThrow("cannot assign a function as child module 'field' (a module or null expected)");
    module.field = new nn.ReLU();
    expect(names(module)).toEqual([]);
    module.field = null;
    expect(module.children()).toEqual([]);
  });

  test('registerParameter and registerBuffer make fields, also for nothing yet', () => {
    const module = holding(0);
    module.registerParameter('gain', one());
    module.registerParameter('offset', null);
    module.registerBuffer('count', one(), { persistent: false });
    expect(names(module)).toEqual(['gain']);
    expect(Object.keys(module.stateDict())).toEqual(['gain']);
    expect(assign(module, 'offset', one())).toThrow("cannot assign a plain tensor as parameter 'offset'");
    assign(module, 'count', one())();
    expect(module.buffers()).toHaveLength(1);
  });

  test('a hidden place for a parameter is refused at once', () => {
    const module = holding(0) as unknown as Record<symbol, unknown>;
    expect(() => {
      module[Symbol('gain')] = nn.parameter(one());
    }).toThrow(
      'the field Symbol(gain) cannot hold a parameter, buffer or module; use a field with a plain name',
    );
    expect(() => Object.defineProperty(module, 'gain', { value: new nn.ReLU() })).toThrow(
      "'gain' cannot hold",
    );
  });

  test('what is no parameter is left alone', () => {
    const values = { list: [1, [2]], text: new Map([[{}, 'x']]), date: new Date(), none: null, plain: one() };
    const module = holding(values);
    expect(names(module)).toEqual([]);
    module.field = 5;
    expect(module.field).toBe(5);
  });

  test('parameter and buffer refuse what cannot be one', () => {
    expect(() => nn.parameter(3 as unknown as Tensor)).toThrow('parameter: expected a Tensor, got number');
    expect(() => nn.buffer(null as unknown as Tensor)).toThrow('buffer: expected a Tensor, got null');
    const result = torch.ones([1], { requiresGrad: true }).mul(2);
    expect(() => nn.parameter(result)).toThrow('expected a leaf tensor, got the result of a computation');
  });
});

describe('what fields hold is found', () => {
  const w = () => nn.parameter(one());
  const layer = () => new nn.Linear(1, 1, { bias: false });

  test.each<[string, () => unknown, string[]]>([
    [
      'a Map',
      () =>
        new Map([
          ['first', w()],
          ['toRgb', w()],
        ]),
      ['field.first', 'field.toRgb'],
    ],
    [
      'a Map with numbers',
      () =>
        new Map([
          [4, layer()],
          [8, layer()],
        ]),
      ['field.4.weight', 'field.8.weight'],
    ],
    ['a Set', () => new Set([layer(), layer()]), ['field.0.weight', 'field.1.weight']],
    ['a plain object', () => ({ w: w(), inner: { l: layer() } }), ['field.w', 'field.inner.l.weight']],
    ['an object without prototype', () => Object.assign(Object.create(null), { w: w() }), ['field.w']],
    ['nested arrays', () => [[layer()], [[w()]]], ['field.1.0.0', 'field.0.0.weight']],
    ['objects in a Map in an array', () => [new Map([['a', { b: w() }]])], ['field.0.a.b']],
    [
      'a getter of an object',
      () => {
        const kept = w();
        return {
          get w() {
            return kept;
          },
        };
      },
      ['field.w'],
    ],
  ])('in %s', (_, make, expected) => {
    const module = holding(make());
    expect([...names(module)].sort()).toEqual([...expected].sort());
    expect(Object.keys(module.stateDict()).sort()).toEqual([...expected].sort());
  });

  test('it is trained, moved, frozen, switched to inference and loaded like any other', () => {
    const module = holding(
      new Map<string, unknown>([
        ['scale', w()],
        ['layers', [layer()]],
      ]),
    );
    module.to('float64').eval().requiresGrad_(false);
    expect(module.parameters().map((p) => [p.dtype, p.requiresGrad])).toEqual([
      ['float64', false],
      ['float64', false],
    ]);
    expect(module.modules().every((child) => !child.training)).toBe(true);
    const values = Object.fromEntries(
      names(module).map((name) => [name, torch.zeros(name.endsWith('weight') ? [1, 1] : [1])]),
    );
    module.loadStateDict(values);
    expect(module.parameters().map((p) => p.sum().item())).toEqual([0, 0]);
  });

  test('in fields of a class that extends Sequential or ModuleList', () => {
    class Scaled extends nn.Sequential {
      scale = nn.parameter(one());
      extra = layer();
    }
    expect(names(new Scaled(layer()))).toEqual(['scale', '0.weight', 'extra.weight']);
  });

  test('shared values are listed once as parameters and under each name in the state dict', () => {
    const shared = w();
    const module = holding({ a: shared, b: [shared] });
    expect(names(module)).toEqual(['field.a']);
    expect(Object.keys(module.stateDict())).toEqual(['field.a', 'field.b.0']);
    const sgd = new optim.SGD(module.parameters(), { lr: 1 });
    shared.grad = one();
    sgd.step();
    expect(shared.item()).toBe(0);
  });

  test('a TorchScript module is trained, saved, moved and switched with the module that holds it', () => {
    const traced = () =>
      torch.jit.trace(new nn.Sequential(layer(), new nn.BatchNorm1d(1)).eval(), [torch.ones([2, 1])]);
    const script = traced();
    const module = holding([script]);
    expect(names(module)).toEqual(['field.0.0.weight', 'field.0.1.weight', 'field.0.1.bias']);
    expect(Object.keys(module.stateDict())).toContain('field.0.1.running_mean');
    module.train().to('float64').requiresGrad_(false);
    expect([script.training, script.parameters()[0]?.dtype]).toEqual([true, 'float64']);
    const output: Tensor = script.forward(torch.ones([2, 1], { dtype: 'float64' }));
    expect([output.dtype, output.requiresGrad]).toEqual(['float64', false]);
  });

  test('private fields of the class work, and are not found', () => {
    class Private extends Empty {
      #gain = nn.parameter(one());
      override forward(x: Tensor): Tensor {
        return x.mul(this.#gain);
      }
    }
    const module = new Private();
    expect(module.forward(one()).item()).toBe(1);
    expect(names(module)).toEqual([]);
  });
});

describe('what cannot be found under a name is refused in words', () => {
  const w = () => nn.parameter(one());
  test.each<[string, () => unknown, string]>([
    [
      'an object as a key',
      () => new Map([[{}, w()]]),
      "'field' keeps parameters or modules under the key [object Object]",
    ],
    ['a symbol as a key', () => ({ [Symbol('s')]: w() }), 'under the key Symbol(s)'],
    ['a dot in a key', () => ({ 'a.b': w() }), "under the key 'a.b'"],
    ['an empty key', () => ({ '': { w: w() } }), "under the key ''"],
    ['a plain tensor beside parameters', () => [w(), one()], "'field.1' is a plain tensor beside parameters"],
    [
      'a getter that makes a new parameter',
      () => ({
        get w() {
          return nn.parameter(one());
        },
      }),
      "'field.w' is a getter that makes something new each time",
    ],
  ])('%s', (_, make, message) => {
    const module = holding(make());
    for (const use of [() => module.parameters(), () => module.stateDict(), () => module.to('float64')]) {
      expect(use).toThrow(message);
    }
  });

  test('a module inside itself', () => {
    const parent = holding(null);
    parent.field = { child: holding([parent]) };
    expect(() => parent.parameters()).toThrow("Holder: contains itself, as 'field.child.field.0'");
    expect(() => parent.train()).toThrow('contains itself');
  });

  test('a data structure that contains itself is no obstacle', () => {
    const ring: unknown[] = [w()];
    ring.push(ring);
    expect(names(holding(ring))).toEqual(['field.0']);
  });
});

describe('nn.Parameter and nn.Buffer', () => {
  test('mark the tensor that they are given', () => {
    const values = torch.zeros([2]);
    const weight: nn.Parameter = new nn.Parameter(values);
    expect(weight).toBe(values);
    expect(weight.requiresGrad).toBe(true);
    expect(new nn.Parameter(torch.zeros([2]), false).requiresGrad).toBe(false);
  });

  test('are told from other tensors by instanceof', () => {
    const [parameter, buffer] = [new nn.Parameter(torch.zeros([2])), new nn.Buffer(torch.zeros([2]))];
    expect([parameter, buffer, torch.zeros([2])].map((value) => value instanceof nn.Parameter)).toEqual([
      true,
      false,
      false,
    ]);
    expect(buffer instanceof nn.Buffer).toBe(true);
    expect(parameter instanceof torch.Tensor).toBe(true);
  });

  test('are found in the fields of a module; a buffer that is not persistent is not saved', () => {
    class Scale extends nn.Module {
      weight = new nn.Parameter(torch.ones([2]));
      mean = new nn.Buffer(torch.zeros([2]));
      count = new nn.Buffer(torch.zeros([]), { persistent: false });
      forward(x: Tensor): Tensor {
        return x.mul(this.weight);
      }
    }
    const scale = new Scale();
    expect(scale.namedParameters().map(([name]) => name)).toEqual(['weight']);
    expect(scale.namedBuffers().map(([name]) => name)).toEqual(['mean', 'count']);
    expect(Object.keys(scale.stateDict())).toEqual(['weight', 'mean']);
  });
});

test('a module may give several tensors', () => {
  class Moments extends nn.Module<[mean: Tensor, deviation: Tensor]> {
    forward(x: Tensor): [Tensor, Tensor] {
      return [x.mean(), x.std()];
    }
  }
  const [mean, deviation] = new Moments().forward(torch.tensor([1, 3]));
  expect([mean.item(), deviation.item()]).toEqual([2, expect.closeTo(Math.SQRT2, 6)]);
});
