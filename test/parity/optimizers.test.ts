// Optimizers move parameters as PyTorch, Keras, TensorFlow and CNTK do over 20 steps; schedules and clipping likewise.
import { optim, type Tensor, torch } from 'tadpole';
import { expectClose, expectNumbersClose, Fixture, type TensorRef, type Tolerance } from './fixtures';

interface StepsCase {
  kind: 'steps';
  name: string;
  optimizer: string;
  options: Record<string, unknown>;
  /** Settings of one group for each parameter. */
  groups?: Record<string, unknown>[];
  clipValue?: number | null;
  decay?: number;
  /** For each parameter its value after each step. */
  expected: TensorRef[];
}

interface ScheduleCase {
  kind: 'schedule';
  name: string;
  build: [name: string, ...args: unknown[]];
  lr: number;
  expected: number[];
}

interface ClipCase {
  kind: 'clip';
  name: string;
  clip: 'norm' | 'norm1' | 'normInf' | 'value';
  limit: number;
  norm?: number;
  expected: TensorRef[];
}

type OptimizerClass = new (params: unknown, options?: unknown) => optim.Optimizer<optim.BaseOptions>;
type ScheduleClass = new (optimizer: unknown, ...args: unknown[]) => optim.lrScheduler.LRScheduler;

const fixture = new Fixture<StepsCase | ScheduleCase | ClipCase, { steps: number }>('optimizers');
const { steps } = fixture.head;
const optimizers = optim as unknown as Record<string, OptimizerClass>;
const schedules = optim.lrScheduler as unknown as Record<string, ScheduleClass>;
const PRECISIONS: [string, Tolerance][] = [
  ['float64', { relative: 1e-10, absolute: 1e-12 }],
  ['float32', { relative: 1e-5, absolute: 1e-5 }],
];

const ofKind = <Kind extends string>(kind: Kind) =>
  fixture.cases
    .filter((entry) => entry.kind === kind)
    .map((entry) => [entry.name, entry as Extract<typeof entry, { kind: Kind }>] as const);

describe.each(ofKind('steps'))(
  '%s',
  (name, { optimizer: className, options, groups, clipValue, decay, expected }) => {
    test.each(PRECISIONS)('%s', (dtype, tolerance) => {
      const params = [0, 1].map((i) => start(i, dtype));
      const owned = groups ? params.map((param, i) => ({ params: [param], ...groups[i] })) : params;
      const Optimizer = optimizers[className] as OptimizerClass;
      const optimizer = new Optimizer(owned, options);
      const schedule = decay ? new optim.lrScheduler.InverseTimeDecay(optimizer, decay) : undefined;
      for (let step = 0; step < steps; step++) {
        torch.scope(() => {
          for (const [i, param] of params.entries()) param.grad = gradient(i, step, dtype);
          if (clipValue) optim.clipGradValue_(params, clipValue);
          optimizer.step();
          schedule?.step();
          for (const [i, param] of params.entries()) {
            const wanted = fixture
              .tensor(expected[i] as TensorRef)
              .select(0, step)
              .to(dtype);
            expectClose(param.detach(), wanted, `${name}, parameter ${i} after step ${step + 1}`, tolerance);
          }
        });
      }
    });
  },
);

describe('schedules', () => {
  test.each(ofKind('schedule'))('%s', (name, { build: [schedule, ...args], lr, expected }) => {
    const optimizer = new optim.SGD([start(0, 'float64')], { lr });
    const Schedule = schedules[schedule] as ScheduleClass;
    const scheduler = new Schedule(optimizer, ...args);
    const rates = expected.map(() => {
      const rate = (optimizer.paramGroups[0] as { lr: number }).lr;
      optimizer.step();
      scheduler.step();
      return rate;
    });
    expectNumbersClose(rates, expected, name, { relative: 1e-9, absolute: 1e-12 });
  });
});

describe('clipping', () => {
  test.each(ofKind('clip'))('%s', (name, { clip, limit, norm, expected }) => {
    const params = [0, 1].map((i) => start(i, 'float64'));
    for (const [i, param] of params.entries()) param.grad = gradient(i, 0, 'float64');
    if (clip === 'value') {
      optim.clipGradValue_(params, limit);
    } else {
      const normType = { norm: 2, norm1: 1, normInf: Infinity }[clip];
      const total = optim.clipGradNorm_(params, limit, { normType }).item() as number;
      expectNumbersClose([total], [norm as number], `${name}, norm`, { relative: 1e-12, absolute: 0 });
    }
    for (const [i, param] of params.entries()) {
      expectClose(param.grad, fixture.tensor(expected[i] as TensorRef), `${name}, gradient ${i}`);
    }
  });
});

function start(index: number, dtype: string): Tensor {
  const param = fixture
    .tensor({ tensor: `start/${index}` })
    .to(dtype)
    .clone();
  param.requiresGrad = true;
  return param;
}

function gradient(index: number, step: number, dtype: string): Tensor {
  return fixture
    .tensor({ tensor: `gradients/${index}` })
    .select(0, step)
    .to(dtype)
    .clone();
}
