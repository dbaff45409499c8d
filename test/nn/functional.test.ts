// Losses by formula, reductions, and what is refused.
import { nn, torch } from 'tadpole';

const F = nn.functional;
const p = torch.tensor([0.25, 0.5], { dtype: 'float64' });
const target = torch.tensor([1, 0], { dtype: 'float64' });
const each = [-Math.log(0.25), -Math.log(0.5)] as const;

test('binaryCrossEntropy reduces to the mean, the sum or not at all', () => {
  expect(F.binaryCrossEntropy(p, target).item()).toBeCloseTo((each[0] + each[1]) / 2, 12);
  expect(F.binaryCrossEntropy(p, target, { reduction: 'sum' }).item()).toBeCloseTo(each[0] + each[1], 12);
  expect(F.binaryCrossEntropy(p, target, { reduction: 'none' }).shape).toEqual([2]);
});

test('noisy targets outside [0, 1] are extrapolated when asked for', () => {
  const noisy = torch.tensor([1.05, -0.05], { dtype: 'float64' });
  const loglikelihood =
    1.05 * Math.log(0.25) - 0.05 * Math.log(0.75) + -0.05 * Math.log(0.5) + 1.05 * Math.log(0.5);
  const loss = F.binaryCrossEntropy(p, noisy, { extrapolate: true, reduction: 'sum' });
  expect(loss.item()).toBeCloseTo(-loglikelihood, 12);
  expect(() => F.binaryCrossEntropy(p, noisy)).toThrow('target');
});

test('extrapolating agrees with the plain loss and its gradient inside [0, 1]', () => {
  const gradientOf = (extrapolate: boolean) => {
    const probabilities = p.clone().requiresGrad_();
    F.binaryCrossEntropy(probabilities, torch.tensor([0.9, 0.2], { dtype: 'float64' }), {
      extrapolate,
    }).backward();
    return probabilities.grad?.tolist() as number[];
  };
  for (const [i, value] of gradientOf(false).entries()) expect(gradientOf(true)[i]).toBeCloseTo(value, 12);
});

test('probabilities outside [0, 1] are an error', () => {
  expect(() => F.binaryCrossEntropy(torch.tensor([1.5, 0.5], { dtype: 'float64' }), target)).toThrow(
    'between 0 and 1',
  );
});

test('on logits it equals the loss of the sigmoid, and does not overflow', () => {
  const logits = torch.logit(p);
  expect(F.binaryCrossEntropyWithLogits(logits, target).item()).toBeCloseTo((each[0] + each[1]) / 2, 12);
  expect(
    F.binaryCrossEntropyWithLogits(torch.tensor([-1000.5]), torch.tensor([1.0], { dtype: 'float32' })).item(),
  ).toBe(1000.5);
});

test('squared, absolute and smooth losses', () => {
  const x = torch.tensor([0, 3], { dtype: 'float64' });
  expect(F.mseLoss(x, target).item()).toBe((1 + 9) / 2);
  expect(F.l1Loss(x, target).item()).toBe((1 + 3) / 2);
  expect(F.smoothL1Loss(x, target).item()).toBe((0.5 + 2.5) / 2);
});

test('crossEntropy takes class numbers', () => {
  const loss = F.crossEntropy(torch.zeros([2, 4]), torch.tensor([0, 3], { dtype: 'int64' }));
  expect(loss.item()).toBeCloseTo(Math.log(4), 6);
});

test('normalize divides by the norm', () => {
  const unit = F.normalize(torch.tensor([[3, 4]], { dtype: 'float64' }))
    .flatten()
    .tolist() as number[];
  expect(unit[0]).toBeCloseTo(0.6);
  expect(unit[1]).toBeCloseTo(0.8);
});

test.each([
  [() => F.mseLoss(p, torch.zeros([3])), 'mseLoss: input [2] and target [3] must have the same shape'],
  [
    () => F.l1Loss(p, target, { reduction: 'avg' as 'mean' }),
    "reduction must be 'mean', 'sum' or 'none', got 'avg'",
  ],
  [() => F.interpolate(torch.zeros([1, 1, 2, 2]), {}), 'interpolate: give either size or scaleFactor'],
])('errors %#', (call, message) => {
  expect(call).toThrow(message);
});
