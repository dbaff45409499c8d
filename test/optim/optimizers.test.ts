// Optimizers against their formulas, in float64 on a parameter with given gradients.
import { nn, optim, type Tensor, torch } from 'tadpole';

const GRADIENTS = [0.5, -1.5, 0.25, 2];

const scalar = (value: number) => torch.tensor([value], { dtype: 'float64', requiresGrad: true });

/** Runs an optimizer over GRADIENTS, starting at 1. */
function run(make: (params: Tensor[]) => { step(): void }): number {
  const param = scalar(1);
  const optimizer = make([param]);
  for (const gradient of GRADIENTS) {
    param.grad = torch.tensor([gradient], { dtype: 'float64' });
    optimizer.step();
  }
  return param.item() as number;
}

/** The same by formula: `update(gradient, step, parameter)` returns what is subtracted. */
function follow(update: (g: number, t: number, p: number) => number): number {
  return GRADIENTS.reduce((p, g, i) => p - update(g, i + 1, p), 1);
}

describe('updates', () => {
  test('SGD', () => {
    expect(run((p) => new optim.SGD(p, { lr: 0.1 }))).toBeCloseTo(
      follow((g) => 0.1 * g),
      12,
    );
  });

  test('SGD with momentum, dampening and weight decay: the first buffer is the first gradient', () => {
    let buffer = 0;
    const expected = follow((g, t, p) => {
      const decayed = g + 0.01 * p;
      buffer = t === 1 ? decayed : 0.9 * buffer + 0.8 * decayed;
      return 0.1 * buffer;
    });
    const options = { lr: 0.1, momentum: 0.9, dampening: 0.2, weightDecay: 0.01 };
    expect(run((p) => new optim.SGD(p, options))).toBeCloseTo(expected, 12);
  });

  test('SGD with Nesterov momentum', () => {
    let buffer = 0;
    const expected = follow((g, t) => {
      buffer = t === 1 ? g : 0.9 * buffer + g;
      return 0.1 * (g + 0.9 * buffer);
    });
    expect(run((p) => new optim.SGD(p, { lr: 0.1, momentum: 0.9, nesterov: true }))).toBeCloseTo(
      expected,
      12,
    );
  });

  const adam = (eps: number, placement: 'pytorch' | 'keras', amsgrad = false) => {
    let [m, v, largest] = [0, 0, 0];
    return follow((g, t) => {
      m = 0.5 * m + 0.5 * g;
      v = 0.9 * v + 0.1 * g * g;
      largest = amsgrad ? Math.max(largest, v) : v;
      const [c1, c2] = [1 - 0.5 ** t, 1 - 0.9 ** t];
      return placement === 'pytorch'
        ? (0.1 * m) / c1 / (Math.sqrt(largest / c2) + eps)
        : (((0.1 * Math.sqrt(c2)) / c1) * m) / (Math.sqrt(largest) + eps);
    });
  };

  // An epsilon this large makes the two placements differ visibly.
  test.each([
    ['pytorch', false],
    ['keras', false],
    ['pytorch', true],
    ['keras', true],
  ] as const)('Adam, epsilon placed as in %s, amsgrad %s', (epsilonPlacement, amsgrad) => {
    const options = { lr: 0.1, betas: [0.5, 0.9] as const, eps: 0.3, epsilonPlacement, amsgrad };
    expect(run((p) => new optim.Adam(p, options))).toBeCloseTo(adam(0.3, epsilonPlacement, amsgrad), 12);
  });

  test('AdamW shrinks the parameter itself', () => {
    const withDecay = run((p) => new optim.AdamW(p, { lr: 0.1, betas: [0, 0], eps: 0, weightDecay: 0.5 }));
    expect(withDecay).toBeCloseTo(
      GRADIENTS.reduce((p, g) => p * (1 - 0.1 * 0.5) - 0.1 * Math.sign(g), 1),
      12,
    );
  });

  test.each(['pytorch', 'tensorflow'] as const)('RMSprop, epsilon placed as in %s', (epsilonPlacement) => {
    let average = 0;
    const expected = follow((g) => {
      average = 0.9 * average + 0.1 * g * g;
      const root = epsilonPlacement === 'pytorch' ? Math.sqrt(average) + 0.3 : Math.sqrt(average + 0.3);
      return (0.1 * g) / root;
    });
    const options = { lr: 0.1, alpha: 0.9, eps: 0.3, epsilonPlacement };
    expect(run((p) => new optim.RMSprop(p, options))).toBeCloseTo(expected, 12);
  });

  test('RMSprop, centred, with momentum', () => {
    let [average, mean, buffer] = [0, 0, 0];
    const expected = follow((g) => {
      average = 0.9 * average + 0.1 * g * g;
      mean = 0.9 * mean + 0.1 * g;
      buffer = 0.5 * buffer + g / (Math.sqrt(average - mean * mean) + 1e-3);
      return 0.1 * buffer;
    });
    const options = { lr: 0.1, alpha: 0.9, eps: 1e-3, centered: true, momentum: 0.5 };
    expect(run((p) => new optim.RMSprop(p, options))).toBeCloseTo(expected, 12);
  });

  test('Adadelta with the settings of CNTK', () => {
    let [v, u] = [0, 0];
    const expected = follow((g) => {
      v = 0.95 * v + 0.05 * g * g;
      const delta = (Math.sqrt(u + 1e-8) / Math.sqrt(v + 1e-8)) * g;
      u = 0.95 * u + 0.05 * delta * delta;
      return delta;
    });
    expect(run((p) => new optim.Adadelta(p, { rho: 0.95, eps: 1e-8 }))).toBeCloseTo(expected, 12);
  });

  test('Adagrad with decay', () => {
    let sum = 0.1;
    const expected = follow((g, t) => {
      sum += g * g;
      return ((0.1 / (1 + (t - 1) * 0.5)) * g) / (Math.sqrt(sum) + 1e-10);
    });
    const options = { lr: 0.1, lrDecay: 0.5, initialAccumulatorValue: 0.1 };
    expect(run((p) => new optim.Adagrad(p, options))).toBeCloseTo(expected, 12);
  });

  test('maximize climbs', () => {
    for (const Kind of [optim.SGD, optim.Adam, optim.RMSprop, optim.Adadelta, optim.Adagrad]) {
      const sum = run((p) => new Kind(p, { lr: 0.1 })) + run((p) => new Kind(p, { lr: 0.1, maximize: true }));
      expect(sum).toBeCloseTo(2, 12);
    }
  });
});

const KINDS = {
  SGD: (params: Tensor[]) => new optim.SGD(params, { lr: 0.05, momentum: 0.9 }),
  Adam: (params: Tensor[]) => new optim.Adam(params, { lr: 0.05, epsilonPlacement: 'keras', amsgrad: true }),
  AdamW: (params: Tensor[]) => new optim.AdamW(params, { lr: 0.05 }),
  RMSprop: (params: Tensor[]) => new optim.RMSprop(params, { lr: 0.05, momentum: 0.5, centered: true }),
  Adadelta: (params: Tensor[]) => new optim.Adadelta(params, { lr: 0.5 }),
  Adagrad: (params: Tensor[]) => new optim.Adagrad(params, { lr: 0.05 }),
};

describe.each(Object.entries(KINDS))('%s', (_, make) => {
  const approach = (params: Tensor[], optimizer: { step(): void; zeroGrad(): void }, steps: number) => {
    for (let i = 0; i < steps; i++) {
      torch.scope(() => {
        optimizer.zeroGrad();
        params.reduce<Tensor>((loss, p) => loss.add(p.sub(1).square().sum()), torch.zeros([])).backward();
        optimizer.step();
      });
    }
  };
  const twoParams = () => [torch.zeros([2, 3]).requiresGrad_(), torch.ones([4]).mul(3).detach()];

  test('goes towards the minimum; parameters without a gradient stay', () => {
    const [a, b] = twoParams() as [Tensor, Tensor];
    const optimizer = make([a, b]);
    approach([a], optimizer, 10);
    expect(a.detach().sub(1).abs().max().item()).toBeLessThan(1);
    expect(b.tolist()).toEqual([3, 3, 3, 3]);
    expect(Object.keys(optimizer.stateDict().state)).toEqual(['0']);
  });

  test('steps leave no tensors behind, and dispose frees the state', () => {
    const params = twoParams().map((p) => nn.parameter(p));
    const before = torch.memory().tensors;
    const optimizer = make(params);
    approach(params, optimizer, 1);
    const settled = torch.memory().tensors;
    approach(params, optimizer, 3);
    expect(torch.memory().tensors).toBe(settled);
    optimizer.dispose();
    expect(torch.memory().tensors).toBe(before);
  });

  test('continues from a state dict exactly', () => {
    const params = twoParams().map((p) => nn.parameter(p));
    const first = make(params);
    approach(params, first, 3);
    const copies = params.map((p) => nn.parameter(p.detach().clone()));
    const second = make(copies);
    second.loadStateDict(first.stateDict() as never);
    approach(params, first, 3);
    approach(copies, second, 3);
    expect(copies.map((p) => p.detach().tolist())).toEqual(params.map((p) => p.detach().tolist()));
  });

  test('memory layouts may differ between parameter, gradient and state', () => {
    const plain = torch.arange(24, { dtype: 'float32' }).reshape([2, 3, 2, 2]);
    const strange = nn.parameter(plain.clone({ memoryFormat: 'channelsLast' }));
    const ordinary = nn.parameter(plain.clone());
    const gaps = nn.parameter(torch.zeros([2, 3, 2, 4]).narrow(3, 0, 2).copy_(plain));
    const optimizers = [strange, ordinary, gaps].map((p) => make([p]));
    for (let i = 0; i < 3; i++) {
      for (const p of [strange, ordinary, gaps]) p.grad = plain.sub(10).contiguous();
      for (const optimizer of optimizers) optimizer.step();
    }
    expect(strange.detach().tolist()).toEqual(ordinary.detach().tolist());
    expect(gaps.detach().tolist()).toEqual(ordinary.detach().tolist());
  });
});
