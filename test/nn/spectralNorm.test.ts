// Spectral normalization bounds the largest singular value by one.
import { nn, optim, type Tensor, torch } from 'tadpole';

beforeEach(() => torch.manualSeed(0));

const largestSingularValue = (weight: Tensor) => torch.linalgMatrixNorm(weight, 2).item() as number;

test('the weight that a layer uses has a largest singular value near one', () => {
  const layer = nn.spectralNorm(new nn.Linear(6, 4), { nPowerIterations: 30 });
  layer.forward(torch.randn([2, 6]));
  expect(largestSingularValue(layer.weight.detach())).toBeCloseTo(1, 4);
});

test('names equal those of PyTorch', () => {
  expect(Object.keys(nn.spectralNorm(new nn.Conv2d(2, 3, 3)).stateDict())).toEqual([
    'bias',
    'parametrizations.weight.original',
    'parametrizations.weight.0._u',
    'parametrizations.weight.0._v',
  ]);
});

test('outputs are the first dimension, and the second for transposed convolutions', () => {
  const sizes = (layer: nn.Module) => layer.buffers().map((vector) => vector.shape);
  expect(sizes(nn.spectralNorm(new nn.Conv2d(2, 3, 3)))).toEqual([[3], [18]]);
  expect(sizes(nn.spectralNorm(new nn.ConvTranspose2d(2, 3, 3)))).toEqual([[3], [18]]);
});

test('train mode follows the singular vectors, inference mode leaves them alone', () => {
  const layer = nn.spectralNorm(new nn.Linear(5, 5));
  const vectors = () => layer.buffers().map((vector) => vector.tolist());
  const before = vectors();
  layer.eval().forward(torch.ones([1, 5]));
  expect(vectors()).toEqual(before);
  layer.train().forward(torch.ones([1, 5]));
  expect(vectors()).not.toEqual(before);
});

test('two forward passes before one backward pass, and an optimizer step, work', () => {
  const layer = nn.spectralNorm(new nn.Linear(3, 1));
  const sgd = new optim.SGD(layer.parameters(), { lr: 0.1 });
  const before = layer.parameters()[1]?.detach().tolist();
  layer
    .forward(torch.ones([2, 3]))
    .mean()
    .sub(layer.forward(torch.zeros([2, 3])).mean())
    .backward();
  sgd.step();
  expect(layer.parameters()[1]?.detach().tolist()).not.toEqual(before);
});

test('errors', () => {
  expect(() => nn.spectralNorm(new nn.ReLU())).toThrow("spectralNorm: ReLU has no parameter 'weight'");
  const layer = nn.spectralNorm(new nn.Linear(2, 2));
  expect(() => nn.spectralNorm(layer)).toThrow('is already normalized');
  expect(() => nn.spectralNorm(new nn.Linear(2, 2), { dim: 2 })).toThrow('dim must be in [-2, 1]');
});
