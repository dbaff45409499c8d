// Compares Tadpole with PyTorch in one run, in interleaved rounds, and prints one table.
import { torch } from 'tadpole';
import { duration, median, table, wholeFlags } from './lib/format.mjs';
import { startPython } from './lib/python.mjs';
import { run as runTadpole } from './lib/tasks.mjs';

const flags = wholeFlags({ rounds: 15, threads: torch.getNumThreads(), calls: 100_000, steps: 40 });

// A step of digits-mxnet takes a second.
const heavySteps = Math.ceil(flags.steps / 20);

// what the row says, the task, PyTorch's task, repetitions a round
const ROWS = [
  ['`x.add_(y)`, one element', 'add_', 'add_', flags.calls],
  ['`x.add(y)`, one element, result freed', 'add', 'add', flags.calls],
  ['digits-keras, one step, B = 16', 'digits-keras', 'digits-keras', flags.steps],
  ['the same, PyTorch with frozen D and fused Adam', 'digits-keras', 'digits-keras tuned', flags.steps],
  ['digits-tensorflow, one step, B = 128', 'digits-tensorflow', 'digits-tensorflow', flags.steps],
  ['the same, PyTorch with fused Adam', 'digits-tensorflow', 'digits-tensorflow tuned', flags.steps],
  ['digits-mxnet, one step, B = 16', 'digits-mxnet', 'digits-mxnet', heavySteps],
  ['the same, PyTorch with frozen D and fused Adam', 'digits-mxnet', 'digits-mxnet tuned', heavySteps],
];

async function measure(python, [, task, pythonTask, count]) {
  const times = { tadpole: [], python: [], ratio: [] };
  for (let round = -1; round < flags.rounds; round++) {
    const mine = runTadpole(task, count) / count;
    const theirs = python.missing ? undefined : (await python.run(pythonTask, count)) / count;
    // Round -1 warms both sides up.
    if (round < 0) continue;
    times.tadpole.push(mine);
    if (theirs === undefined) continue;
    times.python.push(theirs);
    times.ratio.push(mine / theirs);
  }
  return times;
}

torch.setNumThreads(flags.threads);
const { libtorch, variant, node } = torch.versions();
const python = await startPython(libtorch, flags.threads);
if (python.missing) console.log(`No PyTorch side: ${python.missing}.\n`);
console.log(
  `Tadpole on libtorch ${libtorch} (${variant}), Node ${node}; ${python.missing ? 'no PyTorch' : `PyTorch ${python.torch}`}; ` +
    `${flags.threads} threads; medians of ${flags.rounds} interleaved rounds.\n`,
);
const rows = [];
for (const row of ROWS) {
  if (python.missing && row[2] !== row[1]) continue;
  const { tadpole, python: theirs, ratio } = await measure(python, row);
  const compared = python.missing ? ['-', '-'] : [duration(median(theirs)), median(ratio).toFixed(2)];
  rows.push([row[0], duration(median(tadpole)), ...compared]);
}
if (!python.missing) python.close();
console.log(table(['', 'Tadpole', 'PyTorch', 'Tadpole / PyTorch'], rows));
