// What keeping freed memory saves: the time of recipes' steps, and resident memory, with it and with malloc, jemalloc
// and tcmalloc instead.
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { recipes, torch } from 'tadpole';
import { otherAllocators } from './lib/allocators.mjs';
import { duration, median, table, wholeFlags } from './lib/format.mjs';

/** Images per step and steps per round, for about one second of work each. */
const WORK = {
  'digits-tensorflow': { batchSize: 128, steps: 200 },
  'digits-keras': { batchSize: 16, steps: 100 },
  'digits-keras-cnn': { batchSize: 16, steps: 25 },
  'digits-mxnet': { batchSize: 16, steps: 2 },
  'frogs-cntk': { batchSize: 8, steps: 2 },
  'frogs-keras': { batchSize: 8, steps: 1 },
};

/** The measuring process: answers each message with the seconds of a step and the peak of resident memory so far. */
function serve(name) {
  const { batchSize, steps } = WORK[name];
  const trainer = recipes[name].create({ seed: 0, overrides: { batchSize } });
  const real = torch.rand([batchSize, ...recipes[name].imageShape]);
  process.on('message', () => {
    const start = performance.now();
    for (let i = 0; i < steps; i++) trainer.step(real);
    const seconds = (performance.now() - start) / 1e3 / steps;
    process.send({ seconds, resident: process.resourceUsage().maxRSS / 1024 });
  });
}

async function ask(child) {
  child.send('round');
  const [answer] = await once(child, 'message');
  return answer;
}

/** The environments to compare, by name; ours first. */
function environments(libraries) {
  const { TADPOLE_NO_MEMORY_CACHING: _, LD_PRELOAD: __, ...env } = process.env;
  const through = (extra) => ({ ...env, TADPOLE_NO_MEMORY_CACHING: '1', ...extra });
  const others = Object.entries(libraries).map(([name, path]) => [name, through({ LD_PRELOAD: path })]);
  return new Map([['kept', env], ['malloc', through({})], ...others]);
}

function start(name, env) {
  const child = fork(fileURLToPath(import.meta.url), [], { env: { ...env, BENCH_RECIPE: name } });
  child.on('exit', (code) => {
    if (code === null) return;
    console.error(`error: the process for ${name} ended with ${code}`);
    process.exit(1);
  });
  return child;
}

/** A row: seconds of a step with kept memory, its ratio to each other environment in neighbouring rounds, and peaks. */
async function compare(name, rounds, sides) {
  const children = [...sides.values()].map((env) => start(name, env));
  const answers = children.map(() => []);
  // The first round warms up.
  for (let round = 0; round <= rounds; round++)
    for (const [side, child] of children.entries()) answers[side].push(await ask(child));
  for (const child of children) child.kill();
  const measured = answers.map((all) => all.slice(1));
  const [kept, ...others] = measured;
  const ratio = (other) => median(kept.map(({ seconds }, i) => seconds / other[i].seconds)).toFixed(2);
  return [
    `${name}, ${WORK[name].batchSize} images`,
    duration(median(kept.map(({ seconds }) => seconds))),
    ...others.map(ratio),
    ...measured.map((side) => side.at(-1).resident.toFixed(0)),
  ];
}

if (process.env.BENCH_RECIPE) {
  serve(process.env.BENCH_RECIPE);
} else {
  const { rounds } = wholeFlags({ rounds: 5 });
  const { found, missing } = otherAllocators();
  const sides = environments(found);
  const [kept, ...others] = sides.keys();
  const rows = [];
  for (const name of Object.keys(WORK)) rows.push(await compare(name, rounds, sides));
  for (const line of missing) console.log(line);
  console.log(`libtorch ${torch.versions().libtorch}, ${torch.getNumThreads()} threads, ${rounds} rounds\n`);
  const ratios = others.map((other) => `${kept} / ${other}`);
  const peaks = [kept, ...others].map((side) => `peak MiB, ${side}`);
  console.log(table(['a step of', kept, ...ratios, ...peaks], rows));
}
