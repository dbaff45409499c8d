// Dense layers large enough for the faster kernels give the values and derivatives of aten::linear, up to rounding.
import { nn, type Tensor, torch } from 'tadpole';

const SHAPES: [batch: number, inputs: number, outputs: number, bias: boolean][] = [
  [16, 512, 1024, true],
  [128, 784, 256, false],
  [1, 2048, 2048, true],
  [3000, 8, 100, true],
];

/** The output, its derivatives, and the derivatives of their squared norms, in the order of x, weight and bias. */
function derivatives(layer: nn.Linear, x: Tensor, direction: Tensor): Tensor[] {
  const inputs = [x, ...layer.parameters()];
  const y = layer.forward(x);
  const first = torch.autograd.grad([y], inputs, { gradOutputs: [direction], createGraph: true }) as Tensor[];
  const norm = first.map((gradient) => gradient.square().sum()).reduce((sum, of) => sum.add(of));
  return [y, ...first, ...(torch.autograd.grad(norm, [x, layer.weight]) as Tensor[])];
}

test.each(SHAPES)('%i images, %i to %i values, bias: %s', (batch, inputs, outputs, bias) => {
  torch.manualSeed(0);
  const layer = new nn.Linear(inputs, outputs, { bias });
  const [x, direction] = [torch.randn([batch, inputs]), torch.randn([batch, outputs])];
  const own = derivatives(layer, x.clone().requiresGrad_(), direction);
  const exact = derivatives(layer.to('float64'), x.to('float64').requiresGrad_(), direction.to('float64'));
  for (const [index, value] of own.entries()) {
    const expected = exact[index] as Tensor;
    const error = value.to('float64').sub(expected).abs().max().div(expected.abs().max());
    // Sums of at most 3000 products in float32.
    expect(error.item()).toBeLessThan(3000 * 2 ** -24);
  }
});

test('one graph can be walked twice where it is kept, and not otherwise', () => {
  const layer = new nn.Linear(512, 1024);
  const x = torch.randn([16, 512]);
  const loss = layer.forward(x).sum();
  loss.backward({ retainGraph: true });
  const once = layer.weight.grad?.clone() as Tensor;
  loss.backward();
  expect(layer.weight.grad?.equal(once.mul(2))).toBe(true);
  expect(() => loss.backward()).toThrow(/second time/);
});

test('a weight that changed after the forward pass is refused in the backward pass', () => {
  const layer = new nn.Linear(512, 1024);
  const x = torch.randn([16, 512], { requiresGrad: true });
  const loss = layer.forward(x).sum();
  torch.noGrad(() => layer.weight.mul_(2));
  expect(() => loss.backward()).toThrow(/modified by an inplace operation/);
});

test('without a graph, and while it is traced, a layer computes what its TorchScript form computes', () => {
  torch.manualSeed(0);
  const layer = new nn.Linear(512, 1024);
  const x = torch.randn([16, 512]);
  const script = torch.jit.trace(layer, [x]);
  const scripted = script.forward(x) as Tensor;
  expect(torch.noGrad(() => layer.forward(x)).equal(torch.noGrad(() => script.forward(x) as Tensor))).toBe(
    true,
  );
  expect(scripted.equal(torch.linear(x, layer.weight, layer.bias))).toBe(true);
});

test.each([
  ['three dimensions', [2, 16, 512]],
  ['one dimension', [512]],
  ['no images', [0, 512]],
])('%s go to aten::linear', (_, shape) => {
  const layer = new nn.Linear(512, 1024);
  const x = torch.randn(shape);
  expect(layer.forward(x).equal(torch.linear(x, layer.weight, layer.bias))).toBe(true);
});

test('an input of another size is refused in words', () => {
  expect(() => new nn.Linear(512, 1024).forward(torch.randn([16, 500]))).toThrow(
    /linear.*16x500 and 512x1024/,
  );
});
