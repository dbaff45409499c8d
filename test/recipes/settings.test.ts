// The values that a recipe's settings accept, wherever they come from.
import { recipes } from 'tadpole';

const resolve = (overrides: Record<string, unknown>) => recipes.digits.resolve(overrides);

test('up to the limits', () => {
  expect(resolve({ gridRows: 100, gridColumns: 100, steps: 2 ** 31 - 1 })).toMatchObject({
    gridColumns: 100,
  });
  expect(resolve({ gridRows: 10_000, gridColumns: 1 })).toMatchObject({ gridRows: 10_000 });
});

test.each<[string, Record<string, unknown>, RegExp]>([
  ['a grid', { gridRows: 101, gridColumns: 100 }, /'101x100' is more than 10,000 images/],
  ['a grid of which one side is the default', { gridRows: 5000 }, /'5000x8' is more than 10,000 images/],
  ['a side of a grid', { gridRows: 100_000 }, /setting gridRows .*100000 does not fit/],
  ['beyond every number of steps', { steps: 1e300 }, /setting steps .*1e\+300 does not fit/],
  ['more steps than are counted', { steps: 2 ** 31 }, /setting steps .*2147483648 does not fit/],
  ['not a number', { batchSize: Number.NaN }, /setting batchSize .*NaN does not fit/],
  ['a number as text', { batchSize: '16' }, /setting batchSize .*16 does not fit/],
  ['hexadecimal text', { batchSize: '0x10' }, /setting batchSize .*0x10 does not fit/],
  ['no number at all', { batchSize: Symbol('16') }, /setting batchSize .*Symbol\(16\) does not fit/],
  ['a part of an image', { batchSize: 1.5 }, /setting batchSize .*1.5 does not fit/],
  ['less than one', { batchSize: -1 }, /setting batchSize .*-1 does not fit/],
  ['of a name that every object has', { toString: 0 }, /has no setting 'toString'/],
  ['nothing', { batchSize: null }, /setting batchSize .*null does not fit/],
])('%s is refused', (_, overrides, message) => {
  expect(() => resolve(overrides)).toThrow(message);
});
