// Tadpole's side of the benchmark: the same tasks as python/worker.py, each a function of a number of repetitions.
import { recipes, torch } from 'tadpole';

function addInPlace() {
  const [x, y] = [torch.zeros([1]), torch.ones([1])];
  return (count) => {
    for (let i = 0; i < count; i++) x.add_(y);
  };
}

function addAndFree() {
  const [x, y] = [torch.zeros([1]), torch.ones([1])];
  return (count) => {
    for (let i = 0; i < count; i++) x.add(y).dispose();
  };
}

/** Images per step: as many as python/*.py take. */
export const BATCHES = {
  digits: 32,
  'digits-keras': 16,
  'digits-keras-cnn': 16,
  'digits-tensorflow': 128,
  'digits-mxnet': 16,
  'frogs-keras': 8,
  'frogs-cntk': 8,
};

/** The names of the classes of a recipe that takes them from the data. */
const DIGITS = Array.from({ length: 10 }, (_, digit) => String(digit));

function steps(recipe) {
  const batch = BATCHES[recipe];
  const { classes, imageShape } = recipes[recipe];
  const trainer = recipes[recipe].create({ seed: 0, classes: classes === 'optional' ? DIGITS : [] });
  const images = torch.rand([batch, ...imageShape]);
  const { classes: labelled } = trainer.batchSpec;
  const real = labelled === 0 ? images : { images, labels: torch.randint(labelled, [batch]) };
  return (count) => {
    for (let i = 0; i < count; i++) trainer.step(real);
  };
}

/** Operators by the names of their tasks; any other task is a recipe's step. */
const OPERATORS = { add_: addInPlace, add: addAndFree };

const ready = new Map();

/** Seconds for `count` repetitions of a task. */
export function run(task, count) {
  if (!ready.has(task)) ready.set(task, OPERATORS[task]?.() ?? steps(task));
  const start = process.hrtime.bigint();
  ready.get(task)(count);
  return Number(process.hrtime.bigint() - start) / 1e9;
}
