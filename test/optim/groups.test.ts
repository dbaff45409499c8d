// Parameter groups, state dicts and what is refused.
import { nn, optim, type Tensor, torch } from 'tadpole';

const param = (value = 1) => torch.tensor([value], { dtype: 'float32', requiresGrad: true });

test('each group has its own settings, filled up with the defaults', () => {
  const [a, b] = [param(), param()];
  const sgd = new optim.SGD([{ params: [a], lr: 0.5 }, { params: [b] }], { lr: 0.1 });
  for (const p of [a, b]) p.grad = torch.ones([1]);
  sgd.step();
  expect(a.item()).toBeCloseTo(0.5);
  expect(b.item()).toBeCloseTo(0.9);
  expect(sgd.paramGroups[1]).toMatchObject({ lr: 0.1, momentum: 0 });
});

test('groups can be added, and settings changed between steps', () => {
  const sgd = new optim.SGD([param()], { lr: 0.1 });
  const late = param();
  sgd.addParamGroup({ params: [late], lr: 1 });
  (sgd.paramGroups[1] as { lr: number }).lr = 0.25;
  late.grad = torch.ones([1]);
  sgd.step();
  expect(late.item()).toBe(0.75);
});

test('the state dict has the structure and the state names of PyTorch', () => {
  const params = [param(), param()];
  const adam = new optim.Adam(params, { lr: 0.1 });
  (params[1] as Tensor).grad = torch.ones([1]);
  adam.step();
  const { state, paramGroups } = adam.stateDict();
  expect(Object.keys(state)).toEqual(['1']);
  expect(Object.keys(state[1] as object)).toEqual(['step', 'exp_avg', 'exp_avg_sq']);
  expect(state[1]?.step?.item()).toBe(1);
  expect(paramGroups).toEqual([
    {
      params: [0, 1],
      lr: 0.1,
      betas: [0.9, 0.999],
      eps: 1e-8,
      weightDecay: 0,
      amsgrad: false,
      maximize: false,
      epsilonPlacement: 'pytorch',
    },
  ]);
});

test('zeroGrad drops all gradients', () => {
  const p = param();
  p.grad = torch.ones([1]);
  new optim.SGD([p]).zeroGrad();
  expect(p.grad).toBeNull();
});

test('one optimizer takes several dtypes', () => {
  const params = [param(), torch.ones([1], { dtype: 'float64' }).requiresGrad_()];
  for (const p of params) p.grad = torch.onesLike(p.detach());
  const adam = new optim.Adam(params, { lr: 0.1 });
  adam.step();
  for (const p of params) expect(p.item()).toBeCloseTo(0.9, 6);
});

describe('errors', () => {
  const shared = param();
  test.each([
    [() => new optim.Adam([]), 'Adam: got no parameters'],
    [() => new optim.Adam({} as Tensor[]), 'Adam: params must be an array of tensors or groups, got object'],
    [() => new optim.SGD([1] as unknown as Tensor[]), 'SGD: parameter 0 must be a Tensor, got number'],
    [() => new optim.SGD([shared, shared]), 'SGD: parameter 1 is given twice'],
    [() => new optim.SGD([shared.add(1)]), 'SGD: parameter 0 is the result of a computation'],
    [() => new optim.SGD([shared], { lr: -1 }), 'SGD: lr must be a number of at least 0, got -1'],
    [
      () => new optim.Adam([shared], { betas: [0.9, 1] }),
      'Adam: betas[1] must be at least 0 and below 1, got 1',
    ],
    [() => new optim.Adam([shared], { learningRate: 1 } as object), "Adam: unknown setting 'learningRate'"],
    [() => new optim.SGD([shared], { nesterov: true }), 'SGD: nesterov needs a momentum'],
    [
      () => new optim.RMSprop([shared], { epsilonPlacement: 'keras' as 'pytorch' }),
      'epsilonPlacement must be',
    ],
  ])('%#', (build, message) => {
    expect(build).toThrow(message);
  });

  test('a state dict that does not fit is refused and changes nothing', () => {
    const p = param();
    const adam = new optim.Adam([p], { lr: 0.1 });
    const other = new optim.Adam([param(), param()]);
    expect(() => adam.loadStateDict(other.stateDict())).toThrow(
      'expected groups with [1] parameters, got [2]',
    );
    const dict = adam.stateDict();
    const wrongShape = {
      ...dict,
      state: { 0: { step: torch.zeros([]), exp_avg: torch.zeros([2]), exp_avg_sq: p } },
    };
    expect(() => adam.loadStateDict(wrongShape)).toThrow('exp_avg must have shape [1], got [2]');
    const wrongName = { ...dict, state: { 0: { step: torch.zeros([]) } } };
    expect(() => adam.loadStateDict(wrongName)).toThrow('expected state exp_avg, exp_avg_sq, step, got step');
    expect(adam.stateDict().state).toEqual({});
  });

  test('a module that was moved after its optimizer began is told', () => {
    const layer = new nn.Linear(1, 1);
    const adam = new optim.Adam(layer.parameters());
    const step = () => {
      layer
        .forward(torch.ones([1, 1], { dtype: layer.weight.dtype }))
        .sum()
        .backward();
      adam.step();
    };
    step();
    layer.to('float64');
    expect(step).toThrow('move a module before making its optimizer');
  });

  test('a disposed parameter is an error, not a crash', () => {
    const p = param();
    const adam = new optim.Adam([p]);
    p.dispose();
    expect(() => adam.step()).toThrow();
    expect(() => adam.zeroGrad()).toThrow();
  });
});
