// Parameters and modules inside fields are found, or refused with an error that names them.
import { nn, optim, type Tensor, torch } from 'tadpole';
import { Empty, holding, names, one } from './holding';

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

describe('what cannot be found under a name is refused with a message', () => {
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
