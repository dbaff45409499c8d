// Compares Tadpole with PyTorch: separate processes, alternating rounds, on an idle machine and beside busy processes.
import { setTimeout as pause } from 'node:timers/promises';
import { torch } from 'tadpole';
import { startBusy } from './lib/busy.mjs';
import { duration, median, table, wholeFlags } from './lib/format.mjs';
import { jemalloc, startPython, startTadpole } from './lib/side.mjs';
import { BATCHES } from './lib/tasks.mjs';

const { only, ...flags } = wholeFlags(
  { rounds: 9, threads: torch.getNumThreads(), calls: 100_000, seconds: 1, warm: 10, busy: 1 },
  { only: Object.keys(BATCHES) },
);

// Lets threads that have just started finish their first waits.
const SETTLE_MS = 200;

/** PyTorch's ways to do the same step, and their column titles. */
const WAYS = [
  { name: 'as written', suffix: '', preloaded: false },
  { name: 'tuned', suffix: ' tuned', preloaded: true },
  { name: 'tuned, channels last', suffix: ' tuned channels-last', preloaded: true },
];

/**
 * Runs a task for `--warm` seconds: V8 compiles what runs often, and a training run spends nearly all its time after that.
 *
 * @returns so many repetitions that a round takes about `--seconds`
 */
async function warmUp(side, task) {
  let each = (await side.run(task, 2)) / 2;
  const count = () => Math.max(1, Math.round(flags.seconds / each));
  for (let warm = 0; warm < flags.warm; ) {
    const steps = count();
    const seconds = await side.run(task, steps);
    each = seconds / steps;
    warm += seconds;
  }
  return count();
}

/** Medians of every side, and of the ratios of the first side to each other side in the same round. */
async function compare(sides, count) {
  const times = sides.map(() => []);
  for (let round = 0; round < flags.rounds; round++) {
    for (const [index, { side, task }] of sides.entries()) {
      await pause(SETTLE_MS);
      times[index].push((await side.run(task, count)) / count);
    }
  }
  const ratios = times.map((own) => median(times[0].map((mine, round) => mine / own[round])));
  return { medians: times.map(median), ratios };
}

async function operators(tadpole, python) {
  const rows = [];
  for (const [name, task] of [
    ['`x.add_(y)`, one element', 'add_'],
    ['`x.add(y)`, one element, result freed', 'add'],
  ]) {
    const sides = [tadpole, ...(python ? [python] : [])].map((side) => ({ side, task }));
    for (const { side } of sides) await side.run(task, flags.calls);
    const { medians, ratios } = await compare(sides, flags.calls);
    rows.push([name, ...medians.map(duration), ...(python ? [ratios[1].toFixed(2)] : [])]);
  }
  console.log(`${table(['', 'Tadpole', ...(python ? ['PyTorch', 'Tadpole / PyTorch'] : [])], rows)}\n`);
}

async function steps(tadpole, plain, preloaded) {
  const ways = plain ? WAYS : [];
  const rows = [];
  for (const recipe of only) {
    const sides = [
      { side: tadpole, task: recipe },
      ...ways.map(({ suffix, preloaded: tuned }) => ({
        side: tuned ? preloaded : plain,
        task: recipe + suffix,
      })),
    ];
    let count = 1;
    for (const [index, { side, task }] of sides.entries()) {
      const repetitions = await warmUp(side, task);
      if (index === 0) count = repetitions;
    }
    const { medians, ratios } = await compare(sides, count);
    const better = medians[2] <= medians[3] ? 2 : 3;
    const compared = ways.length > 0 ? [...medians.slice(1).map(duration), ratios[better].toFixed(2)] : [];
    rows.push([`\`${recipe}\`, ${BATCHES[recipe]} images`, duration(medians[0]), ...compared]);
  }
  const names = ways.map(({ name }) => `PyTorch ${name}`);
  const head = ways.length > 0 ? [...names, 'Tadpole / the better tuned'] : [];
  console.log(`${table(['one step of', 'Tadpole', ...head], rows)}\n`);
}

const { libtorch, variant, node, cpuCapability } = torch.versions();
const preload = jemalloc();
const tadpole = await startTadpole(flags.threads);
const plain = await startPython(libtorch, flags.threads);
const tuned = 'missing' in plain ? plain : await startPython(libtorch, flags.threads, preload);
const missing = 'missing' in plain ? plain.missing : undefined;
if (missing) console.log(`No PyTorch side: ${missing}.\n`);
console.log(
  `Tadpole on libtorch ${libtorch} (${variant}, ${cpuCapability}), Node ${node}; ` +
    `${missing ? 'no PyTorch' : `PyTorch ${plain.torch}, tuned: ${preload ? 'with jemalloc' : 'without jemalloc, which is not here'}`}; ` +
    `${flags.threads} threads; medians of ${flags.rounds} rounds.\n`,
);
console.log('Alone on the machine:\n');
await operators(tadpole, missing ? undefined : plain);
await steps(tadpole, missing ? undefined : plain, tuned);
const end = startBusy(flags.busy);
await pause(2000);
console.log(`Beside ${flags.busy} busy ${flags.busy === 1 ? 'process' : 'processes'}:\n`);
await steps(tadpole, missing ? undefined : plain, tuned);
end();
for (const side of [tadpole, plain, tuned]) if ('close' in side) side.close();
