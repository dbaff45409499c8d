// What the summing of gradients adds to a step of two processes: in buckets during the backward pass, and in one operation after it.
import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { duration, median, table, wholeFlags } from './lib/format.mjs';

const flags = wholeFlags({ ranks: 2, rounds: 20, steps: 5, batch: 32, width: 1024, layers: 5, pinned: 0 });
const WAYS = {
  none: undefined,
  flat: { bucketsFrom: Number.MAX_SAFE_INTEGER },
  buckets: { bucketsFrom: 0 },
};

const folder = mkdtempSync(join(tmpdir(), 'tadpole-overlap-'));
try {
  await (process.env.WORLD_SIZE === undefined ? start() : measure());
} finally {
  rmSync(folder, { recursive: true, force: true });
}

/** Starts the processes, one thread each, unless a launcher has. */
function start() {
  const one = (rank) =>
    new Promise((resolve, reject) => {
      const place = { RANK: rank, LOCAL_RANK: rank, WORLD_SIZE: flags.ranks, LOCAL_WORLD_SIZE: flags.ranks };
      const env = {
        OMP_NUM_THREADS: '1',
        TADPOLE_MEETING_FILE: join(folder, 'meeting'),
        ...process.env,
        ...place,
      };
      const stdio = ['ignore', rank === 0 ? 'inherit' : 'ignore', 'inherit'];
      spawn(process.execPath, [fileURLToPath(import.meta.url), ...process.argv.slice(2)], { env, stdio })
        .once('error', reject)
        .once('close', (code) => (code === 0 ? resolve(code) : reject(new Error(`rank ${rank}: ${code}`))));
    });
  return Promise.all(Array.from({ length: flags.ranks }, (_, rank) => one(rank)));
}

/** Puts the threads of Gloo on the second core, and all others on the first, which the ranks then share. */
function pin() {
  for (const thread of readdirSync('/proc/self/task')) {
    const name = readFileSync(`/proc/self/task/${thread}/comm`, 'utf8');
    const core = name.includes('gloo') ? '1' : '0';
    const { status, stderr } = spawnSync('taskset', ['-cp', core, thread], { encoding: 'utf8' });
    if (status !== 0) throw new Error(`taskset: ${stderr}`);
  }
}

async function measure() {
  const { dist, nn, torch } = await import('tadpole');
  const { rank } = await dist.join({ timeout: 120 });
  torch.manualSeed(1);
  const { width, layers, batch, steps, rounds } = flags;
  const network = new nn.Sequential(
    ...Array.from({ length: layers }, () => [new nn.Linear(width, width), new nn.Tanh()]).flat(),
  );
  const parameters = network.parameters();
  const images = torch.randn([batch, width]);
  const step = (sums) =>
    torch.scope(() => {
      for (const parameter of parameters) parameter.grad = null;
      const accumulate = () => network.forward(images).square().mean().backward();
      if (sums) sums.around('step', parameters, accumulate);
      else accumulate();
    });
  const time = (sums) => {
    dist.barrier();
    const begun = performance.now();
    for (let count = 0; count < steps; count++) step(sums);
    dist.barrier();
    return (performance.now() - begun) / steps / 1000;
  };
  const sums = Object.values(WAYS).map((options) => options && new dist.GradientSums(options));
  for (const way of sums) for (let count = 0; count < 3; count++) step(way);
  if (flags.pinned > 0) pin();
  const times = sums.map(() => []);
  for (let round = 0; round < rounds; round++)
    for (const [index, way] of sums.entries()) times[index].push(time(way));
  const megabytes = parameters.reduce((sum, one) => sum + 4 * one.numel(), 0) / 2 ** 20;
  const { early, buckets } = sums.at(-1).travelled;
  const rows = Object.keys(WAYS).map((name, index) => {
    const ratio = median(times[index].map((own, round) => own / times[0][round]));
    return [name, duration(median(times[index])), ratio.toFixed(2)];
  });
  if (rank === 0) {
    console.log(
      `${dist.size} processes of ${torch.getNumThreads()} threads, ${megabytes.toFixed(1)} MiB of gradients, ${batch} images each;`,
      `${early} of ${buckets} buckets left early; medians of ${rounds} rounds.\n`,
    );
    console.log(table(['gradients summed', 'step', 'against none'], rows));
  }
  dist.barrier();
  await dist.leave();
}
