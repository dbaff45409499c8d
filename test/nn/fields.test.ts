// Fields of modules keep their kind: what holds a parameter, a buffer or a module accepts nothing else.
import { nn, type Tensor, torch } from 'tadpole';
import { Empty, holding, names, one } from './holding';

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

  test.each([
    ['constructor', new nn.ReLU(), "the name of the class of the module, 'constructor'"],
    ['constructor', () => 1, "the name of the class of the module, 'constructor'"],
    ['parameters', new nn.Parameter(one()), "the name of a method of the module, 'parameters'"],
    ['stateDict', null, "the name of a method of the module, 'stateDict'"],
    ['train', true, "the name of a method of the module, 'train'"],
    ['toString', 'x', "the name of a method of the module, 'toString'"],
    ['forward', new nn.ReLU(), "the name of a method of the module, 'forward'"],
  ])('a field that would hide %s is refused', (field, value, words) => {
    const module = new nn.Linear(1, 1);
    expect(() => Object.assign(module, { [field]: value })).toThrow(words);
    expect(() => module.registerBuffer('buffers', one())).toThrow("'buffers'; choose another one");
    expect(module.parameters()).toHaveLength(2);
  });

  test('a function may replace a method', () => {
    const module = Object.assign(new nn.Linear(1, 1), { extraRepr: () => 'mine' });
    expect(String(module)).toBe('Linear(mine)');
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
