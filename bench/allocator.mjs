// What keeping the memory of freed tensors is worth: steps of each recipe with and without it, and resident memory.
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { recipes, torch } from 'tadpole';
import { duration, median, table, wholeFlags } from './lib/format.mjs';

/** Images a step and steps a round: about a second of work each. */
const WORK = {
  'digits-tensorflow': { batchSize: 128, steps: 200 },
  'digits-keras': { batchSize: 16, steps: 100 },
  'digits-keras-cnn': { batchSize: 16, steps: 25 },
  'digits-mxnet': { batchSize: 16, steps: 2 },
  'frogs-cntk': { batchSize: 8, steps: 2 },
  'frogs-keras': { batchSize: 8, steps: 1 },
};

/** The side that works: answers each message with the seconds of a step and the most memory that was resident so far. */
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

async function compare(name, rounds) {
  const { TADPOLE_NO_MEMORY_CACHING: _, ...env } = process.env;
  const start = (extra) => {
    const child = fork(fileURLToPath(import.meta.url), [], { env: { ...env, ...extra, BENCH_RECIPE: name } });
    child.on('exit', (code) => {
      if (code === null) return;
      console.error(`error: the process for ${name} ended with ${code}`);
      process.exit(1);
    });
    return child;
  };
  const sides = [start({}), start({ TADPOLE_NO_MEMORY_CACHING: '1' })];
  const pairs = [];
  // The first round warms up.
  for (let round = 0; round <= rounds; round++) pairs.push([await ask(sides[0]), await ask(sides[1])]);
  for (const side of sides) side.kill();
  const [kept, malloc] = [0, 1].map((side) => pairs.slice(1).map((pair) => pair[side]));
  const seconds = (side) => median(side.map((round) => round.seconds));
  const mebibytes = (side) => side.at(-1).resident.toFixed(0);
  return [
    `${name}, ${WORK[name].batchSize} images`,
    duration(seconds(kept)),
    duration(seconds(malloc)),
    median(kept.map((round, i) => round.seconds / malloc[i].seconds)).toFixed(2),
    mebibytes(kept),
    mebibytes(malloc),
  ];
}

if (process.env.BENCH_RECIPE) {
  serve(process.env.BENCH_RECIPE);
} else {
  const { rounds } = wholeFlags({ rounds: 5 });
  const rows = [];
  for (const name of Object.keys(WORK)) rows.push(await compare(name, rounds));
  console.log(`libtorch ${torch.versions().libtorch}, ${torch.getNumThreads()} threads, ${rounds} rounds\n`);
  console.log(
    table(['a step of', 'kept', 'through malloc', 'ratio', 'peak MiB, kept', 'peak MiB, malloc'], rows),
  );
}
