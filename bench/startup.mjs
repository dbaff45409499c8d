// The time from `npm start` to its first training step, and of `tadpole sample` for a grid of 64 images.
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { recipes } from 'tadpole';
import { duration, median, table, wholeFlags } from './lib/format.mjs';

const flags = wholeFlags({ rounds: 3 });
const root = fileURLToPath(new URL('..', import.meta.url));

/** Seconds from the start of a command until `done()` holds; waits for the command to end. */
function timeUntil(command, args, done) {
  return new Promise((resolve, reject) => {
    const start = performance.now();
    let seconds;
    const look = () => {
      if (seconds === undefined && done()) seconds = (performance.now() - start) / 1e3;
    };
    const timer = setInterval(look, 10);
    let output = '';
    const child = spawn(command, args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += chunk));
    child.on('error', reject);
    child.on('close', (code) => {
      clearInterval(timer);
      look();
      if (code === 0 && seconds !== undefined) resolve(seconds);
      else
        reject(
          new Error(`${command} ${args.join(' ')} ended with ${code}: ${output.trim().split('\n').at(-1)}`),
        );
    });
  });
}

const isWritten = (file) => existsSync(file) && statSync(file).size > 0;

const folder = mkdtempSync(join(tmpdir(), 'tadpole-startup-'));
try {
  const starts = [];
  const samples = [];
  const generator = join(folder, 'generator.pt');
  recipes['digits-keras'].create({ seed: 0 }).saveGenerator(generator, { recipe: 'digits-keras', step: 0 });
  for (let round = -1; round < flags.rounds; round++) {
    const run = join(folder, `run-${round}`);
    const training = ['start', '--', '--steps', '3', '--log-every', '1', '--out', run];
    const start = await timeUntil('npm', training, () => isWritten(join(run, 'events.jsonl')));
    const grid = join(folder, `grid-${round}.png`);
    const sampling = [join(root, 'dist/cli/main.js'), 'sample', generator, '--count', '64', '--out', grid];
    const sample = await timeUntil(process.execPath, sampling, () => isWritten(grid));
    // Round -1 does any set-up that is still missing.
    if (round < 0) continue;
    starts.push(start);
    samples.push(sample);
  }
  console.log(
    table(
      ['', 'median', 'slowest', 'aim'],
      [
        [
          '`npm start` to its first training step',
          duration(median(starts)),
          duration(Math.max(...starts)),
          '5 s',
        ],
        [
          '`tadpole sample`, a grid of 64 images',
          duration(median(samples)),
          duration(Math.max(...samples)),
          '2 s',
        ],
      ],
    ),
  );
} finally {
  rmSync(folder, { recursive: true, force: true });
}
