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

function steps(recipe, batch) {
  const trainer = recipes[recipe].create({ seed: 0 });
  const real = torch.rand([batch, ...recipes[recipe].imageShape]);
  return (count) => {
    for (let i = 0; i < count; i++) trainer.step(real);
  };
}

/** Makes the task of this name ready; `run(task, count)` gives seconds. */
const TASKS = {
  add_: addInPlace,
  add: addAndFree,
  'digits-keras': () => steps('digits-keras', 16),
  'digits-mxnet': () => steps('digits-mxnet', 16),
  'digits-tensorflow': () => steps('digits-tensorflow', 128),
};

const ready = new Map();

/** Seconds for `count` repetitions of a task. */
export function run(task, count) {
  if (!ready.has(task)) ready.set(task, TASKS[task]());
  const start = process.hrtime.bigint();
  ready.get(task)(count);
  return Number(process.hrtime.bigint() - start) / 1e9;
}
