// First and second gradients of operators and layers agree with finite differences in float64.
import { nn, type Tensor, torch } from 'tadpole';
import { type Differentiable, gradcheck, gradgradcheck, variable } from './gradcheck';

const matrix = () => [variable([3, 4])];
const positive = () => [variable([3, 4], 0.2, 2)];
const image = (channels = 2) => variable([2, channels, 4, 4]);

/** name: [function, its variables] */
const OPERATORS: Record<string, [Differentiable, () => Tensor[]]> = {
  add: [(a, b) => torch.add(a, b, { alpha: 2 }), () => [variable([2, 3]), variable([3])]],
  mul: [(a, b) => a.mul(b), () => [variable([2, 1]), variable([2, 3])]],
  div: [(a, b) => a.div(b), () => [variable([3]), variable([3], 0.5, 2)]],
  pow: [(a) => a.pow(3), matrix],
  exp: [(a) => a.exp(), matrix],
  log: [(a) => a.log(), positive],
  sqrt: [(a) => a.sqrt(), positive],
  sin: [(a) => a.sin(), matrix],
  tanh: [(a) => a.tanh(), matrix],
  sigmoid: [(a) => a.sigmoid(), matrix],
  leakyRelu: [(a) => torch.leakyRelu(a, 0.2).mul(a), matrix],
  elu: [(a) => torch.elu(a), matrix],
  silu: [(a) => torch.silu(a), matrix],
  gelu: [(a) => torch.gelu(a), matrix],
  softplus: [(a) => torch.softplus(a), matrix],
  softmax: [(a) => torch.softmax(a, 1), matrix],
  logSoftmax: [(a) => torch.logSoftmax(a, 0), matrix],
  logsumexp: [(a) => torch.logsumexp(a, [1]), matrix],
  'sum and mean': [(a) => a.sum([1]).mul(a.mean([1])), matrix],
  norm: [(a) => torch.linalgVectorNorm(a, 2, [1]), matrix],
  var: [(a) => torch.var(a, [1]), matrix],
  cumprod: [(a) => a.cumprod(1), positive],
  maximum: [(a, b) => torch.maximum(a, b).pow(2), () => [variable([5]), variable([5], -0.7, 0.9)]],
  where: [
    (a, b) => torch.where(a.gt(0), a.mul(b), b.pow(2)),
    () => [variable([5]), variable([5], -0.7, 0.9)],
  ],
  matmul: [(a, b) => torch.matmul(a, b), () => [variable([2, 3]), variable([3, 2])]],
  bmm: [(a, b) => torch.bmm(a, b), () => [variable([2, 2, 3]), variable([2, 3, 2])]],
  linear: [(x, w, b) => torch.linear(x, w, b), () => [variable([2, 3]), variable([4, 3]), variable([4])]],
  conv2d: [
    (x, w, b) => torch.conv2d(x, w, b, [2, 1], [1, 1]),
    () => [image(), variable([3, 2, 3, 3]), variable([3])],
  ],
  convTranspose2d: [
    (x, w) => torch.convTranspose2d(x, w, null, [2, 2], [1, 1]),
    () => [variable([1, 2, 3, 3]), variable([2, 1, 4, 4])],
  ],
  avgPool2d: [(x) => torch.avgPool2d(x, [2, 2]).pow(2), () => [image()]],
  maxPool2d: [(x) => torch.maxPool2d(x, [2, 2]).pow(2), () => [image()]],
  upsampleBilinear2d: [(x) => torch.upsampleBilinear2d(x, [5, 5], false).pow(2), () => [image(1)]],
  indexSelect: [(a) => a.indexSelect(0, torch.tensor([2, 0, 2], { dtype: 'int64' })).pow(2), matrix],
  gather: [
    (a) =>
      a
        .gather(
          1,
          torch.tensor(
            [
              [0, 3],
              [1, 1],
              [2, 0],
            ],
            { dtype: 'int64' },
          ),
        )
        .pow(2),
    matrix,
  ],
  'permute, slice and cat': [(a) => torch.cat([a.t(), a.t().narrow(0, 1, 2)], 0).pow(2), matrix],
  binaryCrossEntropy: [
    (p) => torch.binaryCrossEntropy(p, torch.tensor([0, 1, 0.5], { dtype: 'float64' })),
    () => [variable([3], 0.1, 0.9)],
  ],
  binaryCrossEntropyWithLogits: [
    (x) => torch.binaryCrossEntropyWithLogits(x, torch.tensor([0, 1, 0.5], { dtype: 'float64' })),
    () => [variable([3])],
  ],
  mseLoss: [(a, b) => torch.mseLoss(a, b), () => [variable([3]), variable([3], 0, 2)]],
};

/** name: [layer, shape of its input]; the layer's parameters are checked with the input. */
const LAYERS: Record<string, [() => nn.Module, number[]]> = {
  Linear: [() => new nn.Linear(3, 2, { dtype: 'float64' }), [2, 3]],
  Conv1d: [() => new nn.Conv1d(2, 2, 3, { padding: 1, dtype: 'float64' }), [1, 2, 5]],
  Conv2d: [() => new nn.Conv2d(2, 2, 3, { padding: 'same', dtype: 'float64' }), [1, 2, 4, 4]],
  ConvTranspose2d: [
    () => new nn.ConvTranspose2d(2, 1, 4, { stride: 2, padding: 1, dtype: 'float64' }),
    [1, 2, 3, 3],
  ],
  BatchNorm1d: [() => new nn.BatchNorm1d(3, { dtype: 'float64' }), [4, 3]],
  BatchNorm2d: [() => new nn.BatchNorm2d(2, { dtype: 'float64' }), [2, 2, 3, 3]],
  'BatchNorm2d in eval mode': [() => new nn.BatchNorm2d(2, { dtype: 'float64' }).eval(), [2, 2, 3, 3]],
  LayerNorm: [() => new nn.LayerNorm(4, { dtype: 'float64' }), [2, 4]],
  GroupNorm: [() => new nn.GroupNorm(2, 4, { dtype: 'float64' }), [2, 4, 2, 2]],
  InstanceNorm2d: [() => new nn.InstanceNorm2d(2, { affine: true, dtype: 'float64' }), [2, 2, 3, 3]],
  PReLU: [() => new nn.PReLU({ dtype: 'float64' }), [2, 5]],
  'an MLP': [
    () =>
      new nn.Sequential(
        new nn.Linear(3, 4, { dtype: 'float64' }),
        new nn.Tanh(),
        new nn.BatchNorm1d(4, { dtype: 'float64' }),
        new nn.Linear(4, 1, { dtype: 'float64' }),
        new nn.Sigmoid(),
      ),
    [4, 3],
  ],
};

beforeEach(() => torch.manualSeed(1));

describe.each(Object.entries(OPERATORS))('%s', (_name, [fn, inputs]) => {
  test('gradients', () => {
    const variables = inputs();
    gradcheck(() => fn(...variables), variables);
  });

  // Squared, so that the second derivative of a linear operator is not zero everywhere.
  test('gradients of gradients', () => {
    const variables = inputs();
    gradgradcheck(() => fn(...variables).pow(2), variables);
  });
});

describe.each(Object.entries(LAYERS))('nn.%s', (_name, [build, shape]) => {
  test('gradients of the input and of the parameters', () => {
    const layer = build();
    const x = variable(shape);
    gradcheck(() => layer.forward(x), [x, ...layer.parameters()]);
  });

  test('gradients of gradients', () => {
    const layer = build();
    const x = variable(shape);
    gradgradcheck(() => layer.forward(x).pow(2), [x, ...layer.parameters()]);
  });
});

test('an embedding passes gradients to the rows that were looked up', () => {
  const layer = new nn.Embedding(4, 2, { dtype: 'float64' });
  const rows = torch.tensor([3, 1, 3], { dtype: 'int64' });
  gradcheck(() => layer.forward(rows).pow(2), [...layer.parameters()]);
});

test('a spectrally normalized layer is differentiated through its singular value', () => {
  const layer = nn.spectralNorm(new nn.Linear(3, 2, { dtype: 'float64' })).eval();
  const x = variable([2, 3]);
  gradcheck(() => layer.forward(x), [x, ...layer.parameters()]);
});

test('a gradient penalty trains the discriminator through the gradient of its input', () => {
  const discriminator = new nn.Sequential(
    new nn.Linear(3, 4, { dtype: 'float64' }),
    new nn.Softplus(),
    new nn.Linear(4, 1, { dtype: 'float64' }),
  );
  const x = variable([2, 3]);
  const penalty = (): Tensor => {
    const [grad] = torch.autograd.grad([discriminator.forward(x).sum()], [x], { createGraph: true });
    return (grad as Tensor).pow(2).sum();
  };
  // The last offset has no influence on the penalty.
  gradcheck(penalty, [...discriminator.parameters()].slice(0, 3));
});

test('a gradient penalty trains spectrally normalised layers through their singular values', () => {
  const layer = (inputs: number, outputs: number) =>
    nn.spectralNorm(new nn.Linear(inputs, outputs, { dtype: 'float64' }));
  const discriminator = new nn.Sequential(layer(3, 4), new nn.Softplus(), layer(4, 1)).eval();
  const x = variable([2, 3]);
  const penalty = (): Tensor => {
    const [grad] = torch.autograd.grad([discriminator.forward(x).sum()], [x], { createGraph: true });
    return (grad as Tensor).pow(2).sum();
  };
  const weights = discriminator.namedParameters().filter(([name]) => name.endsWith('original'));
  gradcheck(
    penalty,
    weights.map(([, weight]) => weight),
  );
});
