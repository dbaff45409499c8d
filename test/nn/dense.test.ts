// Dense layers large enough for the faster kernels give the values and derivatives of aten::linear, up to rounding.
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { nn, type Tensor, torch } from 'tadpole';

/** Ways in which n rows of k values can lie in memory. */
const LAYOUTS: Record<string, (randn: typeof torch.randn, n: number, k: number) => Tensor> = {
  'some columns of a wider matrix': (randn, n, k) => randn([n, k + 10]).narrow(1, 3, k),
  'every other row': (randn, n, k) => randn([n, 2, k]).select(1, 0),
  'every other column': (randn, n, k) => randn([n, k, 2]).select(2, 1),
  'a transposed matrix': (randn, n, k) => randn([k, n]).t(),
  'one row for all': (randn, n, k) => randn([1, k]).expand([n, k]),
};

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

/** Values and derivatives are those of aten::linear in float64. */
function expectExact(layer: nn.Linear, x: Tensor, direction: Tensor): void {
  const own = derivatives(layer, x.detach().requiresGrad_(), direction);
  const exact = derivatives(layer.to('float64'), x.to('float64').requiresGrad_(), direction.to('float64'));
  for (const [index, value] of own.entries()) {
    const expected = exact[index] as Tensor;
    const error = value.to('float64').sub(expected).abs().max().div(expected.abs().max());
    // Sums of at most 3000 products in float32.
    expect(error.item()).toBeLessThan(3000 * 2 ** -24);
  }
}

test.each(SHAPES)('%i images, %i to %i values, bias: %s', (batch, inputs, outputs, bias) => {
  torch.manualSeed(0);
  const layer = new nn.Linear(inputs, outputs, { bias });
  expectExact(layer, torch.randn([batch, inputs]), torch.randn([batch, outputs]));
});

test.each(Object.entries(LAYOUTS))('input, weight and gradient as %s', (_, lay) => {
  torch.manualSeed(0);
  const layer = new nn.Linear(512, 256);
  layer.weight.setData(lay(torch.randn, 256, 512));
  expectExact(layer, lay(torch.randn, 128, 512), lay(torch.randn, 128, 256));
});

test('no layout of an input or a gradient is multiplied in the plain loops of oneDNN', () => {
  const program = `
    const { nn, torch } = require('tadpole');
    const layouts = [${Object.values(LAYOUTS).join(', ')}];
    const layer = new nn.Linear(512, 256);
    for (const lay of layouts) {
      const y = layer.forward(lay(torch.randn, 128, 512).requiresGrad_());
      y.backward({ gradient: lay(torch.randn, 128, 256) });
    }
    console.log('done');`;
  const env = { ...process.env, ONEDNN_VERBOSE: '1' };
  const cwd = path.join(__dirname, '..', '..');
  const { stdout, stderr } = spawnSync(process.execPath, ['-e', program], { cwd, env, encoding: 'utf8' });
  expect(stderr).toBe('');
  expect(stdout).toContain('done');
  expect(stdout.match(/.*,inner_product,ref.*/g)).toBeNull();
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
