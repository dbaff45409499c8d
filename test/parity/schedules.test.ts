// Learning rates equal PyTorch's: single schedules, combined, in sequence, and on groups added later.
import { optim, torch } from 'tadpole';
import { expectNumbersClose, Fixture } from './fixtures';

const { lrScheduler } = optim;
type LRScheduler = InstanceType<typeof lrScheduler.LRScheduler>;
type Schedule = LRScheduler | InstanceType<typeof lrScheduler.SequentialLR>;
type ScheduleClass = new (optimizer: unknown, ...args: unknown[]) => LRScheduler;

interface Case {
  kind: 'chain' | 'sequence';
  name: string;
  /** First rates of the groups. */
  lrs: number[];
  builds: [name: string, ...args: unknown[]][];
  milestones?: number[];
  late?: { after: number; lr: number };
  /** Rates of all groups before the first step and after each. */
  expected: number[][];
}

const { cases } = new Fixture<Case>('schedules');
const TOLERANCE = { relative: 1e-12, absolute: 1e-15 };

const parameter = () => torch.zeros([1]).requiresGrad_();

function start({ lrs }: Case): optim.SGD {
  return new optim.SGD(lrs.map((lr) => ({ params: [parameter()], lr })));
}

/** The schedules of a case; those that take a function get the one that the fixture was made with. */
function build({ kind, builds, milestones = [] }: Case, optimizer: optim.SGD): Schedule[] {
  const schedules = builds.map(([name, ...args]) => {
    const Class = (lrScheduler as unknown as Record<string, ScheduleClass>)[name] as ScheduleClass;
    const takesFunction = name === 'LambdaLR' || name === 'MultiplicativeLR';
    const decay = Number(args[0]);
    return takesFunction
      ? new Class(optimizer, (step: number) => 1 / (1 + decay * step))
      : new Class(optimizer, ...args);
  });
  return kind === 'sequence' ? [new lrScheduler.SequentialLR(optimizer, schedules, milestones)] : schedules;
}

const rates = (optimizer: optim.SGD) => optimizer.paramGroups.map((group) => group.lr);

test.each(cases.map((entry) => [entry.name, entry] as const))('%s', (name, entry) => {
  const optimizer = start(entry);
  const schedules = build(entry, optimizer);
  for (const [step, expected] of entry.expected.entries()) {
    if (step > 0) {
      if (entry.late?.after === step - 1) {
        optimizer.addParamGroup({ params: [parameter()], lr: entry.late.lr });
      }
      optimizer.step();
      for (const schedule of schedules) schedule.step();
    }
    expectNumbersClose(rates(optimizer), expected, `${name}, step ${step}`, TOLERANCE);
  }
});

test.each(cases.filter(({ late }) => !late).map((entry) => [entry.name, entry] as const))(
  '%s, resumed in the middle from plain JSON',
  (name, entry) => {
    const [before, after] = [start(entry), start(entry)];
    const first = build(entry, before);
    for (let step = 0; step < 7; step++) for (const schedule of first) schedule.step();
    const states = JSON.parse(JSON.stringify(first.map((schedule) => schedule.stateDict())));
    const second = build(entry, after);
    for (const [i, schedule] of second.entries()) schedule.loadStateDict(states[i]);
    for (const expected of entry.expected.slice(7)) {
      expectNumbersClose(rates(after), expected, name, TOLERANCE);
      for (const schedule of second) schedule.step();
    }
  },
);
