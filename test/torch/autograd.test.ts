// Gradients, gradients of gradients, and the modes around them.
import { torch } from 'tadpole';

const leaf = () => torch.tensor([2, 3], { requiresGrad: true });

test('backward adds to grad of the leaves', () => {
  const x = leaf();
  x.square().sum().backward();
  x.square().sum().backward();
  expect(x.grad?.tolist()).toEqual([8, 12]);
  x.grad = null;
  expect(x.grad).toBeNull();
});

test('backward of several elements needs a gradient', () => {
  const x = leaf();
  expect(() => x.square().backward()).toThrow(/scalar/);
  x.square().backward({ gradient: torch.tensor([1, 10]) });
  expect(x.grad?.tolist()).toEqual([4, 60]);
});

test('backward into chosen inputs leaves all others alone', () => {
  const x = leaf();
  const y = leaf();
  x.mul(y)
    .sum()
    .backward({ inputs: [x] });
  expect(x.grad?.tolist()).toEqual([2, 3]);
  expect(y.grad).toBeNull();
});

test('createGraph gives gradients of gradients', () => {
  const x = leaf();
  const [first] = torch.autograd.grad(x.pow(3).sum(), x, { createGraph: true });
  const [second] = torch.autograd.grad(first?.sum() as typeof x, x);
  expect(first?.tolist()).toEqual([12, 27]);
  expect(second?.tolist()).toEqual([12, 18]);
});

test('unused inputs are an error, or null when allowed', () => {
  const x = leaf();
  const unused = leaf();
  expect(() => torch.autograd.grad(x.sum(), [unused])).toThrow(/not have been used|allow_unused/);
  expect(torch.autograd.grad(x.sum(), [unused], { allowUnused: true })).toEqual([null]);
});

test('the graph is freed by backward unless it is kept', () => {
  const x = leaf();
  const loss = x.square().sum();
  loss.backward({ retainGraph: true });
  loss.backward();
  expect(() => loss.backward()).toThrow(/second time/);
});

test('noGrad, enableGrad and inferenceMode nest and are restored after a throw', () => {
  const x = leaf();
  expect(torch.noGrad(() => x.mul(2).requiresGrad)).toBe(false);
  expect(torch.noGrad(() => torch.enableGrad(() => x.mul(2).requiresGrad))).toBe(true);
  expect(torch.inferenceMode(() => torch.ones([1]).isInference())).toBe(true);
  expect(() =>
    torch.noGrad(() => {
      throw new Error('inside');
    }),
  ).toThrow('inside');
  expect(torch.isGradEnabled()).toBe(true);
});

test('autocast computes products in bfloat16', () => {
  const x = torch.ones([2, 2]);
  expect(torch.autocast('cpu', { dtype: 'bfloat16' }, () => torch.matmul(x, x).dtype)).toBe('bfloat16');
  expect(torch.matmul(x, x).dtype).toBe('float32');
});

test.each([
  [() => torch.ones([1]).backward(), /does not require gradients/],
  [() => torch.tensor([1n]).requiresGrad_(), /floating point/],
  [
    () => {
      leaf().mul(2).requiresGrad = false;
    },
    /leaves/,
  ],
  [
    () => {
      leaf().grad = torch.ones([3]);
    },
    /shape, dtype and device of its tensor/,
  ],
])('misuse %# is explained', (attempt, message) => {
  expect(attempt).toThrow(message);
});
