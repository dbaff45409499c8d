// Initializers: statistics, seeds, and PyTorch's defaults.
import { nn, type Tensor, torch } from 'tadpole';

beforeEach(() => torch.manualSeed(0));

const statistics = (tensor: Tensor) => ({
  mean: tensor.mean().item() as number,
  std: tensor.std().item() as number,
  min: tensor.min().item() as number,
  max: tensor.max().item() as number,
});

test('normal_, uniform_, constant_, zeros_ and ones_ fill in place and return the tensor', () => {
  const weight = nn.parameter(torch.empty([200, 300]));
  expect(nn.init.normal_(weight, 1, 0.02)).toBe(weight);
  expect(statistics(weight.detach())).toMatchObject({
    mean: expect.closeTo(1, 3),
    std: expect.closeTo(0.02, 3),
  });
  nn.init.uniform_(weight, -2, 4);
  expect(statistics(weight.detach())).toMatchObject({
    mean: expect.closeTo(1, 1),
    min: expect.closeTo(-2, 2),
  });
  expect(nn.init.constant_(weight, 0.5).min().item()).toBe(0.5);
  expect(nn.init.zeros_(weight).max().item()).toBe(0);
  expect(nn.init.ones_(weight).min().item()).toBe(1);
  expect(weight.requiresGrad).toBe(true);
});

test('Glorot and He use the fans of dense and convolutional weights', () => {
  const weight = torch.empty([40, 30, 3, 3]);
  const [fanIn, fanOut] = [270, 360];
  const glorot = Math.sqrt(6 / (fanIn + fanOut));
  expect(statistics(nn.init.xavierUniform_(weight)).max).toBeCloseTo(glorot, 3);
  expect(statistics(nn.init.xavierNormal_(weight, 2)).std).toBeCloseTo((2 * glorot) / Math.sqrt(3), 2);
  expect(statistics(nn.init.kaimingUniform_(weight, { nonlinearity: 'relu' })).max).toBeCloseTo(
    Math.sqrt(6 / fanIn),
    3,
  );
  const backward = nn.init.kaimingNormal_(weight, { mode: 'fanOut', a: 0.2 });
  expect(statistics(backward).std).toBeCloseTo(Math.sqrt(2 / 1.04 / fanOut), 3);
  expect(() => nn.init.xavierUniform_(torch.empty([3]))).toThrow('at least 2 dimensions, got shape [3]');
});

test.each([
  [[3, 5], 'rows'],
  [[5, 3], 'columns'],
  [[4, 2, 2], 'rows'],
])('orthogonal_ makes the shorter side of %p orthonormal', (shape, side) => {
  const matrix = nn.init.orthogonal_(torch.empty(shape as number[], { dtype: 'float64' }), 2).flatten(1);
  const gram = side === 'rows' ? matrix.matmul(matrix.t()) : matrix.t().matmul(matrix);
  const n = gram.shape[0] as number;
  expect(
    gram
      .sub(torch.eye(n, { dtype: 'float64' }).mul(4))
      .abs()
      .max()
      .item(),
  ).toBeLessThan(1e-12);
});

test.each([
  ['wide bounds', 0, 1, -2, 2],
  ['far bounds', 0, 1, 3, 4],
])('truncNormal_ stays inside %s', (_, mean, std, a, b) => {
  const { min, max } = statistics(nn.init.truncNormal_(torch.empty([1000]), mean, std, a, b));
  expect(min).toBeGreaterThanOrEqual(a);
  expect(max).toBeLessThanOrEqual(b);
});

test('calculateGain', () => {
  expect(nn.init.calculateGain('tanh')).toBe(5 / 3);
  expect(nn.init.calculateGain('leakyRelu', 1)).toBe(1);
  expect(() => nn.init.calculateGain('swish' as 'relu')).toThrow("got 'swish'");
});

test('a separate generator makes a layer independent of the global seed', () => {
  const make = () =>
    new nn.Linear(3, 3, { generator: new torch.Generator({ seed: 7 }) }).weight.detach().tolist();
  const first = make();
  torch.manualSeed(99);
  expect(make()).toEqual(first);
});

test('default initialization is that of PyTorch under the same seed, but for the rounding of fused multiplications', () => {
  const { weight, bias } = new nn.Linear(2, 2);
  // python: torch.manual_seed(0); torch.nn.Linear(2, 2).state_dict()
  const expected = [-0.005293981172144413, 0.37932288646698, -0.5819807648658752, -0.5203874707221985];
  const offsets = [-0.27234524488449097, 0.1896158903837204];
  // A value is bound * (2 u - 1) of a bound below 1; processors that fuse the two operations round once less.
  const rounding = 2 ** -24;
  for (const [given, wanted] of [
    [weight.detach().flatten(), expected],
    [(bias as Tensor).detach(), offsets],
  ] as const) {
    for (const [i, value] of (given.tolist() as number[]).entries()) {
      expect(Math.abs(value - (wanted[i] as number))).toBeLessThanOrEqual(rounding);
    }
  }
});
