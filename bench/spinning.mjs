// Steps of a recipe with threads that spin for more or fewer rounds while they wait, on an idle machine and a busy one.
import { spawn, spawnSync } from 'node:child_process';
import { cpus } from 'node:os';
import { fileURLToPath } from 'node:url';
import { duration, median, table, wholeFlags } from './lib/format.mjs';

const flags = wholeFlags({ rounds: 3, steps: 30 });
const ROUNDS = [1_000, 5_000, 20_000, 300_000];
const BATCH = 32;

if (process.env['TADPOLE_BENCH_STEPS']) {
  const { recipes, torch } = await import('tadpole');
  const trainer = recipes.digits.create({ seed: 0 });
  const real = torch.rand([BATCH, ...recipes.digits.imageShape]);
  const times = [];
  for (let step = 0; step < Number(process.env['TADPOLE_BENCH_STEPS']); step++) {
    const start = process.hrtime.bigint();
    trainer.step(real);
    times.push(Number(process.hrtime.bigint() - start) / 1e9);
  }
  console.log(median(times.slice(3)));
} else {
  const rows = ROUNDS.map((rounds) => [rounds.toLocaleString('en')]);
  for (const beside of [0, cpus().length]) {
    const busy = Array.from({ length: beside }, () => spawn(process.execPath, ['-e', 'for (;;);']));
    const times = ROUNDS.map(() => []);
    for (let round = 0; round < flags.rounds; round++) {
      for (const [index, rounds] of ROUNDS.entries()) times[index].push(stepTime(rounds));
    }
    for (const child of busy) child.kill('SIGKILL');
    for (const [index, row] of rows.entries()) row.push(duration(median(times[index])));
  }
  console.log(`One step of digits, ${BATCH} images; medians of ${flags.rounds} processes each.\n`);
  console.log(table(['rounds of spinning', 'alone', `beside ${cpus().length} busy processes`], rows));
}

/** Seconds per step, measured in a separate process. */
function stepTime(rounds) {
  const env = { ...process.env, GOMP_SPINCOUNT: String(rounds), TADPOLE_BENCH_STEPS: String(flags.steps) };
  const { stdout } = spawnSync(process.execPath, [fileURLToPath(import.meta.url)], { env, encoding: 'utf8' });
  return Number(stdout);
}
