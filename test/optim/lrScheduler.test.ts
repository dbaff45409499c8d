// Learning-rate schedules by formula, in combination, and what they refuse.
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

test('a state without rates leaves them to the optimizer', () => {
  const optimizer = sgd(0.25);
  const schedule = new lrScheduler.ExponentialLR(optimizer, 0.5);
  schedule.loadStateDict({ lastStep: 2, baseLrs: [1] });
  schedule.step();
  expect([optimizer.paramGroups[0]?.lr, schedule.lastStep]).toEqual([0.125, 3]);
});

test("the first rate travels with the optimizer's state, and later schedules start from it", () => {
  const optimizer = sgd(0.5);
  new lrScheduler.ExponentialLR(optimizer, 0.5).step();
  const other = sgd(3);
  other.loadStateDict(optimizer.stateDict());
  const schedule = new lrScheduler.LambdaLR(other, (t) => 1 / (1 + t));
  expect(schedule.baseLrs).toEqual([0.5]);
  schedule.step();
  expect(other.paramGroups[0]?.lr).toBe(0.25);
});

test('one function schedules groups that are added later, a list of functions does not', () => {
  const [one, list] = [sgd(), sgd()];
  const schedule = new lrScheduler.LambdaLR(one, (t) => 1 / (1 + t));
  const listed = new lrScheduler.LambdaLR(list, [(t) => 1 / (1 + t)]);
  for (const optimizer of [one, list]) {
    optimizer.addParamGroup({ params: [torch.zeros([1]).requiresGrad_()], lr: 0.5 });
  }
  schedule.step();
  expect(schedule.getLastLr()).toEqual([0.5, 0.25]);
  expect(() => listed.step()).toThrow('group 1 was added later and has no function');
  expect([listed.lastStep, listed.getLastLr()]).toEqual([0, [1, 0.5]]);
});

test('a rate that is set by hand is scheduled from then on', () => {
  const optimizer = sgd();
  const schedule = new lrScheduler.ExponentialLR(optimizer, 0.5);
  (optimizer.paramGroups[0] as { lr: number }).lr = 8;
  schedule.step();
  expect(schedule.getLastLr()).toEqual([4]);
});

describe('errors', () => {
  const { StepLR, LambdaLR, LinearLR, SequentialLR, ChainedScheduler, ExponentialLR } = lrScheduler;
  const exponential = (optimizer = sgd()) => new ExponentialLR(optimizer, 0.5);
  test.each<[() => unknown, string]>([
    [() => new StepLR(sgd(), 0), 'StepLR: stepSize must be a whole number, at least 1, got 0'],
    [() => new StepLR({} as optim.SGD, 1), 'StepLR: expected an optimizer, got Object'],
    [() => new ExponentialLR(sgd(), undefined as unknown as number), 'gamma must be a number, got undefined'],
    [() => new LambdaLR(sgd(), []), 'LambdaLR: expected 1 functions'],
    [() => new LambdaLR(sgd(), 3 as unknown as () => number), 'LambdaLR: expected a function'],
    [() => new LambdaLR(sgd(), () => Number.NaN), 'the function of group 0 must give a number, got NaN'],
    [() => new LinearLR(sgd(), { startFactor: 0 }), 'startFactor must be above 0 and at most 1, got 0'],
    [() => new LinearLR(sgd(), { start_factor: 0.1 } as object), "unknown option 'start_factor'"],
    [() => new LinearLR(sgd(), 0.1 as never), 'LinearLR: options must be an object'],
    [() => new LinearLR(sgd(), { endFactor: 2 }), 'endFactor must be between 0 and 1, got 2'],
    [() => new SequentialLR(sgd(), [], []), 'SequentialLR: expected at least one schedule'],
    [() => new SequentialLR(sgd(), [exponential()], []), 'schedule 0 must be one of the same optimizer'],
    [
      () => new ChainedScheduler([exponential(), exponential()]),
      'schedule 1 must be one of the same optimizer',
    ],
    [
      () => exponential().loadStateDict({ lastStep: -1, baseLrs: [1] }),
      'expected { lastStep, baseLrs, lrs }',
    ],
    [() => exponential().loadStateDict({ lastStep: 1, baseLrs: [1, 1] }), 'with 1 rates each'],
  ])('%#', (use, message) => {
    expect(use).toThrow(message);
  });

  test('milestones that do not fit', () => {
    const optimizer = sgd();
    const both = [exponential(optimizer), exponential(optimizer)];
    expect(() => new SequentialLR(optimizer, both, [])).toThrow('expected 1 milestones');
    expect(() => new SequentialLR(optimizer, both, [0])).toThrow(
      'milestones[0] must be a whole number, at least 1',
    );
  });
});
