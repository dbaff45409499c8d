// Optimizers with modules and schedules: groups added later, settings that change, mixed dtypes, restored state.
import { nn, optim, type Tensor, torch } from 'tadpole';

const param = (value = 1, dtype: 'float16' | 'bfloat16' | 'float32' | 'float64' = 'float32') =>
  torch.full([1], value, { dtype }).requiresGrad_();

function stepWith(optimizer: optim.Optimizer<optim.BaseOptions>, gradients: [Tensor, number][]): void {
  for (const [p, value] of gradients) p.grad = torch.full([1], value, { dtype: p.dtype });
  optimizer.step();
}

describe('addParamGroup', () => {
  test('takes a single tensor, any iterable, and fills up the settings', () => {
    const adam = new optim.Adam([param()], { lr: 0.1, betas: [0.5, 0.9], maximize: true });
    adam.addParamGroup({ params: param(), weightDecay: 0.2 });
    adam.addParamGroup({ params: new Set([param(), param()]) });
    expect(adam.paramGroups.map(({ params }) => params.length)).toEqual([1, 1, 2]);
    expect(adam.paramGroups[1]).toMatchObject({
      lr: 0.1,
      betas: [0.5, 0.9],
      maximize: true,
      weightDecay: 0.2,
    });
  });

  const known = param();
  test.each<[string, unknown, string]>([
    ['a parameter of another group', { params: [known] }, 'Adam: parameter 0 is given twice'],
    ['a parameter twice', { params: [param(), known, known] }, 'is given twice'],
    [
      'the result of a computation',
      { params: [param().mul(2)] },
      'parameter 0 is the result of a computation',
    ],
    ['no tensor', { params: [null] }, 'parameter 0 must be a Tensor, got null'],
    [
      'a name with its parameter',
      { params: [['weight', param()]] },
      'parameter 0 must be a Tensor, got an array',
    ],
    [
      'an unknown setting',
      { params: [param()], momentum: 0.9 },
      "unknown setting 'momentum'; known are lr, betas",
    ],
    ['an impossible setting', { params: [param()], eps: -1 }, 'eps must be a number of at least 0, got -1'],
    [
      'a rate that is no number',
      { params: [param()], lr: Number.NaN },
      'lr must be a number of at least 0, got NaN',
    ],
    ['a tensor in place of a group', param(), 'a group must be an object { params, ... }, got object'],
    ['nothing', null, 'a group must be an object { params, ... }, got null'],
  ])('refuses %s, and adds nothing', (_, group, message) => {
    const adam = new optim.Adam([known]);
    expect(() => adam.addParamGroup(group as { params: Tensor[] })).toThrow(message);
    expect(adam.paramGroups).toHaveLength(1);
  });

  test.each<[unknown, string]>([
    [0.1, 'SGD: settings must be an object such as { lr: 0.1 }, got number'],
    [null, 'SGD: settings must be an object such as { lr: 0.1 }, got null'],
    [{ nesterov: 1 }, 'SGD: nesterov must be a boolean, got number'],
    [{ lr: '0.1' }, 'SGD: lr must be a number, got string'],
    [{ momentum: 0.9, dampening: Number.NaN }, 'SGD: dampening must be a number, got NaN'],
  ])('settings of a wrong kind are refused: %p', (settings, message) => {
    expect(() => new optim.SGD([param()], settings as object)).toThrow(message);
  });

  test('groups and tensors in one list are refused', () => {
    const mixed = [{ params: [param()] }, param()] as unknown as Tensor[];
    expect(() => new optim.SGD(mixed)).toThrow('SGD: a group must be an object { params, ... }');
  });
});

describe('settings that change between steps', () => {
  test('amsgrad switched on later keeps the largest average from then on', () => {
    const [late, never] = [param(), param()];
    const [switched, plain] = [new optim.Adam([late], { lr: 0.1 }), new optim.Adam([never], { lr: 0.1 })];
    for (const gradient of [1, 2, 3, 4]) {
      if (gradient === 3) (switched.paramGroups[0] as { amsgrad: boolean }).amsgrad = true;
      stepWith(switched, [[late, gradient]]);
      stepWith(plain, [[never, gradient]]);
      // Growing gradients: the present average is the largest.
      expect(late.item()).toBeCloseTo(never.item() as number, 6);
    }
    for (const [optimizer, p] of [
      [switched, late],
      [plain, never],
    ] as const)
      stepWith(optimizer, [[p, 0]]);
    expect(late.item()).not.toBe(never.item());
  });

  test('momentum switched on later starts with the gradient of that step', () => {
    const p = param(0);
    const sgd = new optim.SGD([p], { lr: 1 });
    stepWith(sgd, [[p, 1]]);
    Object.assign(sgd.paramGroups[0] as object, { momentum: 0.5 });
    stepWith(sgd, [[p, 1]]);
    stepWith(sgd, [[p, 1]]);
    expect(p.item()).toBe(-1 - 1 - 1.5);
  });

  test('RMSprop continues when momentum and centring are switched on later', () => {
    const p = param();
    const rmsprop = new optim.RMSprop([p], { lr: 0.1 });
    stepWith(rmsprop, [[p, 1]]);
    Object.assign(rmsprop.paramGroups[0] as object, { momentum: 0.5, centered: true });
    stepWith(rmsprop, [[p, 1]]);
    expect(Number.isFinite(p.item())).toBe(true);
    expect(Object.keys(rmsprop.stateDict().state[0] as object).sort()).toEqual([
      'grad_avg',
      'momentum_buffer',
      'square_avg',
      'step',
    ]);
  });

  test('what a setting left behind when it was switched off is saved and comes back', () => {
    const p = param();
    const adam = new optim.Adam([p], { lr: 0.1, amsgrad: true });
    stepWith(adam, [[p, 3]]);
    (adam.paramGroups[0] as { amsgrad: boolean }).amsgrad = false;
    const other = new optim.Adam([param()], { lr: 0.1 });
    other.loadStateDict(adam.stateDict());
    const largest = other.stateDict().state[0]?.max_exp_avg_sq as Tensor;
    expect(largest.item()).toBeCloseTo(0.009);
  });
});

describe.each(['SGD', 'Adam', 'AdamW', 'RMSprop', 'Adagrad', 'Adadelta'] as const)('%s', (name) => {
  const make = (params: Tensor[]) => new optim[name](params, { lr: 0.1 });

  test('updates half, double and frozen parameters, and some without gradients, side by side', () => {
    const dtypes = ['float16', 'bfloat16', 'float32', 'float64'] as const;
    const params = dtypes.map((dtype) => param(1, dtype));
    const [frozen, idle] = [param().requiresGrad_(false), param()];
    const optimizer = make([...params, frozen, idle]);
    const alone = param(1, 'float64');
    const reference = make([alone]);
    for (const gradient of [1, -0.5, 0.25]) {
      stepWith(
        optimizer,
        params.map((p) => [p, gradient]),
      );
      stepWith(reference, [[alone, gradient]]);
    }
    for (const p of params) {
      const digits = { float16: 2, bfloat16: 1, float32: 5, float64: 12 }[p.dtype as 'float16'];
      expect(Math.abs((p.item() as number) - (alone.item() as number))).toBeLessThan(0.5 * 10 ** -digits);
    }
    expect([frozen.item(), idle.item()]).toEqual([1, 1]);
    expect(Object.keys(optimizer.stateDict().state)).not.toContain('5');
  });

  test('a parameter that is frozen between steps keeps its value, momentum or not', () => {
    const layer = new nn.Linear(1, 1, { bias: false });
    const optimizer = make(layer.parameters());
    const step = () => {
      optimizer.zeroGrad();
      const loss = layer.forward(torch.ones([1, 1])).sum();
      if (loss.requiresGrad) loss.backward();
      optimizer.step();
    };
    step();
    layer.requiresGrad_(false);
    const before = layer.weight.item();
    step();
    expect(layer.weight.item()).toBe(before);
    layer.requiresGrad_(true);
    step();
    expect(layer.weight.item()).not.toBe(before);
  });

  test('made before the module is moved to another dtype, it updates the moved parameters', () => {
    const layer = new nn.Linear(1, 1, { bias: false });
    const optimizer = make(layer.parameters());
    layer.to('float64');
    layer.weight.grad = torch.ones([1, 1], { dtype: 'float64' });
    const before = layer.weight.item();
    optimizer.step();
    expect(layer.weight.item()).not.toBe(before);
  });
});

describe('loadStateDict refuses, and changes nothing', () => {
  const filled = () => {
    const p = param();
    const adam = new optim.Adam([{ params: [p] }, { params: [param()], lr: 0.2 }], { lr: 0.1 });
    stepWith(adam, [[p, 1]]);
    return adam;
  };
  type Dict = ReturnType<ReturnType<typeof filled>['stateDict']>;

  test.each<[string, (dict: Dict) => unknown, string]>([
    ['nothing', () => null, 'expected { state, paramGroups }, got null'],
    [
      'groups without parameters',
      (dict) => ({ ...dict, paramGroups: [{}, {}] }),
      'expected { state, paramGroups }',
    ],
    [
      'fewer groups',
      (dict) => ({ ...dict, paramGroups: dict.paramGroups.slice(1) }),
      'expected groups with [1, 1] parameters, got [1]',
    ],
    [
      'an unknown setting',
      (dict) => ({ ...dict, paramGroups: dict.paramGroups.map((group) => ({ ...group, momentum: 1 })) }),
      "unknown setting 'momentum'",
    ],
    [
      'an impossible rate',
      (dict) => ({ ...dict, paramGroups: dict.paramGroups.map((group) => ({ ...group, lr: -1 })) }),
      'lr must be a number of at least 0, got -1',
    ],
    [
      'state that is no tensor',
      (dict) => ({ ...dict, state: { 0: { ...dict.state[0], exp_avg: 1 } } }),
      'exp_avg must have shape [1], got number',
    ],
  ])('%s', (_, change, message) => {
    const adam = filled();
    const before = adam.stateDict();
    expect(() => adam.loadStateDict(change(filled().stateDict()) as Dict)).toThrow(message);
    expect(adam.stateDict().paramGroups).toEqual(before.paramGroups);
    expect(adam.stateDict().state[0]?.exp_avg).toBe(before.state[0]?.exp_avg);
  });
});
