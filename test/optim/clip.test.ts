// Clipping by norm and by value.
import { optim, type Tensor, torch } from 'tadpole';

const withGradient = (gradient: number[]) => {
  const param = torch.zeros([gradient.length]).requiresGrad_();
  param.grad = torch.tensor(gradient, { dtype: 'float32' });
  return param;
};

const gradientOf = (param: Tensor | undefined) => param?.grad?.tolist() as number[];

test('clipGradNorm_ scales all gradients together and returns the norm before', () => {
  const params = [withGradient([3]), withGradient([0, 4]), torch.zeros([2]).requiresGrad_()];
  expect(optim.clipGradNorm_(params, 1).item()).toBeCloseTo(5);
  expect(params[0]?.grad?.item()).toBeCloseTo(0.6);
  expect(gradientOf(params[1])[1]).toBeCloseTo(0.8);
});

test('gradients within the bound stay as they are', () => {
  const param = withGradient([0.3, 0.4]);
  const before = param.grad?.tolist();
  optim.clipGradNorm_([param], 1);
  expect(param.grad?.tolist()).toEqual(before);
});

test('the infinity norm is the largest element', () => {
  const param = withGradient([1, -8]);
  expect(optim.clipGradNorm_([param], 2, { normType: Infinity }).item()).toBe(8);
  expect(gradientOf(param)[1]).toBeCloseTo(-2);
});

test('without gradients the norm is zero', () => {
  expect(optim.clipGradNorm_([torch.zeros([1]).requiresGrad_()], 1).item()).toBe(0);
});

test('clipGradValue_ clamps each element', () => {
  const param = withGradient([-3, 0.5, 3]);
  optim.clipGradValue_([param], 1);
  expect(param.grad?.tolist()).toEqual([-1, 0.5, 1]);
});

test('errors', () => {
  expect(() => optim.clipGradValue_([withGradient([1])], 0)).toThrow(
    "argument 'clipValue' must be a positive number",
  );
  expect(() => optim.clipGradNorm_([withGradient([Number.NaN])], 1, { errorIfNonfinite: true })).toThrow(
    'not finite',
  );
  expect(() => optim.clipGradNorm_(['x'] as never, 1)).toThrow(TypeError);
});
