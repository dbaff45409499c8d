// Keras' loss and accuracy on probabilities, against their formulas.
import { type Tensor, torch } from 'tadpole';
import { binaryAccuracy, clippedBinaryCrossEntropy } from '../../dist/recipes/tutorials/keras';

const real = [0.7, 0.2, 0.9];
const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;
const value = (loss: (p: Tensor) => Tensor): number =>
  Number(torch.scope(() => loss(torch.tensor(real)).item()));

test('binary cross-entropy on probabilities', () => {
  const expected = mean(real.map((p) => -(0.8 * Math.log(p) + 0.2 * Math.log(1 - p))));
  expect(value((p) => clippedBinaryCrossEntropy(p, 0.8))).toBeCloseTo(expected, 6);
  expect(value((p) => clippedBinaryCrossEntropy(p, torch.full([3], 0.8)))).toBeCloseTo(expected, 6);
});

test('binary cross-entropy clips probabilities to 1e-7 as Keras does', () => {
  const loss = torch.scope(() =>
    clippedBinaryCrossEntropy(torch.tensor([0, 1]), torch.tensor([1, 1])).item(),
  );
  expect(loss).toBeCloseTo((-Math.log(1e-7) - Math.log(1 - 1e-7)) / 2, 5);
});

test('binary cross-entropy takes targets outside [0, 1]', () => {
  const expected = mean(real.map((p) => -(1.1 * Math.log(p) - 0.1 * Math.log(1 - p))));
  expect(value((p) => clippedBinaryCrossEntropy(p, 1.1))).toBeCloseTo(expected, 6);
});

test('accuracy counts probabilities on the right side of 0.5', () => {
  expect(value((p) => binaryAccuracy(p, 1))).toBeCloseTo(2 / 3, 6);
  expect(value((p) => binaryAccuracy(p, 0))).toBeCloseTo(1 / 3, 6);
});
