// Learning-rate schedules by formula.
import { optim, torch } from 'tadpole';

const sgd = (lr = 1) => new optim.SGD([torch.zeros([1]).requiresGrad_()], { lr });
const { lrScheduler } = optim;

type Scheduler = InstanceType<typeof lrScheduler.LRScheduler>;

function rates(make: (optimizer: optim.SGD) => Scheduler, steps: number): number[] {
  const optimizer = sgd();
  const schedule = make(optimizer);
  return Array.from({ length: steps }, () => {
    const [rate] = schedule.getLastLr() as [number];
    schedule.step();
    return rate;
  });
}

test.each([
  ['StepLR', (o: optim.SGD) => new lrScheduler.StepLR(o, 2, 0.5), [1, 1, 0.5, 0.5, 0.25]],
  ['MultiStepLR', (o: optim.SGD) => new lrScheduler.MultiStepLR(o, [1, 3], 0.1), [1, 0.1, 0.1, 0.01, 0.01]],
  ['ExponentialLR', (o: optim.SGD) => new lrScheduler.ExponentialLR(o, 0.5), [1, 0.5, 0.25, 0.125, 0.0625]],
  [
    'CosineAnnealingLR',
    (o: optim.SGD) => new lrScheduler.CosineAnnealingLR(o, 4, 0.2),
    [1, 0.8828427, 0.6, 0.3171573, 0.2],
  ],
  [
    'LinearLR',
    (o: optim.SGD) => new lrScheduler.LinearLR(o, { startFactor: 0.5, totalIters: 2 }),
    [0.5, 0.75, 1, 1, 1],
  ],
  [
    'InverseTimeDecay',
    (o: optim.SGD) => new lrScheduler.InverseTimeDecay(o, 0.5),
    [1, 1 / 1.5, 0.5, 0.4, 1 / 3],
  ],
  ['LambdaLR', (o: optim.SGD) => new lrScheduler.LambdaLR(o, (t) => t + 1), [1, 2, 3, 4, 5]],
])('%s', (_, make, expected) => {
  const actual = rates(make, expected.length);
  for (const [i, rate] of expected.entries()) expect(actual[i]).toBeCloseTo(rate, 6);
});

test('a schedule continues from its state, which is plain JSON', () => {
  const first = new lrScheduler.ExponentialLR(sgd(), 0.5);
  first.step();
  const optimizer = sgd(123);
  const second = new lrScheduler.ExponentialLR(optimizer, 0.5);
  second.loadStateDict(JSON.parse(JSON.stringify(first.stateDict())));
  expect(optimizer.paramGroups[0]?.lr).toBe(0.5);
  second.step();
  expect(optimizer.paramGroups[0]?.lr).toBe(0.25);
});

test('errors', () => {
  expect(() => new lrScheduler.StepLR(sgd(), 0)).toThrow('StepLR: stepSize must be above 0, got 0');
  expect(() => new lrScheduler.LambdaLR(sgd(), [])).toThrow('LambdaLR: expected 1 functions');
});
