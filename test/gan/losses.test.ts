// Each loss equals its formula, computed by hand.
import { gan, torch } from 'tadpole';

const mean = (values: number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
const softplus = (x: number): number => Math.log1p(Math.exp(x));
const real = [0.9, 0.4, 0.7];
const fake = [0.2, 0.6, 0.1];

function value(
  loss: (real: ReturnType<typeof torch.tensor>, fake: ReturnType<typeof torch.tensor>) => unknown,
): number {
  return torch.scope(() => (loss(torch.tensor(real), torch.tensor(fake)) as { item(): number }).item());
}

test('minimax losses on probabilities', () => {
  const expected = -mean(real.map((p, i) => Math.log(p) + Math.log(1 - (fake[i] as number))));
  expect(value(gan.logProbabilityDiscriminatorLoss)).toBeCloseTo(expected, 6);
  expect(value((_, f) => gan.logProbabilityGeneratorLoss(f))).toBeCloseTo(-mean(fake.map(Math.log)), 6);
});

test('logistic losses on logits', () => {
  const expected = mean(real.map((x) => softplus(-x))) + mean(fake.map(softplus));
  expect(value(gan.logisticDiscriminatorLoss)).toBeCloseTo(expected, 6);
  expect(value((_, f) => gan.logisticGeneratorLoss(f))).toBeCloseTo(mean(fake.map((x) => softplus(-x))), 6);
});

test('hinge losses', () => {
  const expected = mean(real.map((x) => Math.max(0, 1 - x))) + mean(fake.map((x) => Math.max(0, 1 + x)));
  expect(value(gan.hingeDiscriminatorLoss)).toBeCloseTo(expected, 6);
  expect(value((_, f) => gan.hingeGeneratorLoss(f))).toBeCloseTo(-mean(fake), 6);
});

test('least-squares losses', () => {
  const expected = (mean(real.map((x) => (x - 1) ** 2)) + mean(fake.map((x) => x ** 2))) / 2;
  expect(value(gan.leastSquaresDiscriminatorLoss)).toBeCloseTo(expected, 6);
  expect(value((_, f) => gan.leastSquaresGeneratorLoss(f))).toBeCloseTo(
    mean(fake.map((x) => (x - 1) ** 2)) / 2,
    6,
  );
});

test('relativistic loss is small when the target beats the other', () => {
  const expected = mean(real.map((x, i) => softplus((fake[i] as number) - x)));
  expect(value(gan.relativisticLoss)).toBeCloseTo(expected, 6);
});
