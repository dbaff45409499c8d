// Long checks of training on several processes, which are no part of `npm test`: `node scripts/ranks.mjs [losses|long|kills|resume ...]`.
import { spawn, spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const main = join(root, 'dist/cli/main.js');
const folder = mkdtempSync(join(tmpdir(), 'tadpole-ranks-'));

const KILLS = Number(process.env['KILLS'] ?? 20);
const STEPS = Number(process.env['STEPS'] ?? 1000);
const ENDED_WITHIN = 10_000;

/** What keeps a run small: narrow layers, few images per step. */
const SMALL = ['--batch-size', '12', '--seed', '3', '--threads', '1', '--log-every', '1'];

/** The recipes, with the settings that make their steps short. */
const RECIPES = {
  digits: { channels: 8 },
  'digits-keras': {},
  'digits-keras-cnn': {},
  'digits-tensorflow': { hiddenSize: 32 },
  frogs: { channels: 8 },
  'frogs-keras': {},
  'frogs-cntk': {},
  'digits-mxnet': {},
};

/** @type {Record<string, () => boolean | Promise<boolean>>} */
const CHECKS = { losses, long, kills, resume };

/**
 * @param {string[]} words
 */
function tadpole(...words) {
  const { status, stderr } = spawnSync(process.execPath, [main, ...words], { cwd: folder, encoding: 'utf8' });
  return { status, stderr };
}

/**
 * Runs a program of the tests in some processes.
 * @param {string} name
 * @param {number} count
 * @param {unknown} args
 * @returns {Promise<any[]>} what each printed
 */
async function program(name, count, args) {
  const meeting = join(mkdtempSync(join(folder, 'meeting-')), 'meeting');
  const one = (/** @type {number} */ rank) =>
    new Promise((resolve, reject) => {
      const place = {
        RANK: `${rank}`,
        WORLD_SIZE: `${count}`,
        LOCAL_RANK: `${rank}`,
        LOCAL_WORLD_SIZE: `${count}`,
      };
      const env = { ...process.env, ...place, TADPOLE_MEETING_FILE: meeting, OMP_NUM_THREADS: '1' };
      const file = join(root, 'test/dist/programs', `${name}.mjs`);
      const child = spawn(process.execPath, [file, JSON.stringify(args)], { env });
      let [stdout, stderr] = ['', ''];
      child.stdout.on('data', (chunk) => (stdout += chunk));
      child.stderr.on('data', (chunk) => (stderr += chunk));
      child.on('close', (code) => (code === 0 ? resolve(JSON.parse(stdout)) : reject(new Error(stderr))));
    });
  return Promise.all(Array.from({ length: count }, (_, rank) => one(rank)));
}

/** Ten steps of every recipe in float64 on 2 and on 4 processes, against one: within 1e-9. */
async function losses() {
  let good = true;
  for (const [name, overrides] of Object.entries(RECIPES)) {
    const args = [{ name, steps: 10, batchSize: 8, overrides }];
    const [[alone]] = await program('recipe', 1, args);
    for (const count of [2, 4]) {
      const [[first], ...others] = await program('recipe', count, args);
      const apart = difference(first, alone);
      const same = others.every(([other]) => JSON.stringify(other) === JSON.stringify(first));
      good &&= apart < 1e-9 && same;
      console.log(
        `${name.padEnd(18)} ${count} processes: losses and weights ${apart.toExponential(1)} apart`,
      );
    }
  }
  return good;
}

/**
 * @param {{ losses: Record<string, number>[], weights: number[] }} got
 * @param {{ losses: Record<string, number>[], weights: number[] }} expected
 */
function difference(got, expected) {
  const numbers = (/** @type {typeof got} */ { losses, weights }) => [
    // Accuracies are computed in float32.
    ...losses.flatMap(({ dLoss = 0, gLoss = 0, r1 = 0 }) => [dLoss, gLoss, r1]),
    ...weights,
  ];
  const wanted = numbers(expected);
  return Math.max(
    ...numbers(got).map((value, index) => {
      const other = wanted[index] ?? Number.NaN;
      return Math.abs(value - other) / Math.max(1, Math.abs(other));
    }),
  );
}

/** Many steps on 4 processes; every hundredth compares everything that they hold. */
function long() {
  const { status, stderr } = tadpole(
    ...['train', 'digits', ...SMALL, '--set', 'channels=8', '--nproc', '4'],
    ...['--steps', String(STEPS), '--sample-every', String(STEPS), '--out', 'long'],
  );
  const said = stderr.match(/^(error|warning): .*$/gm)?.join('; ') ?? 'no error';
  console.log(`${STEPS} steps of digits on 4 processes ended with ${status}: ${said}`);
  return status === 0;
}

/** Kills one of 3 processes at random, again and again, and resumes each time. */
async function kills() {
  let good = true;
  const base = ['--nproc', '3', '--checkpoint-every', '5', '--steps', '1000000'];
  for (let kill = 0; kill < KILLS; kill++) {
    const words =
      kill === 0
        ? ['train', 'digits-tensorflow', ...SMALL, '--set', 'hiddenSize=16', ...base, '--out', 'killed']
        : ['train', '--resume', 'killed', ...base];
    const rank = kill % 3;
    const { code, took, stderr } = await killed(words, rank, 1500 + 137 * kill);
    const checkpoints = join(folder, 'killed/checkpoints');
    const newest = existsSync(checkpoints) ? readdirSync(checkpoints).sort().at(-1) : 'none';
    const said = /^error: .*/m.exec(stderr)?.[0] ?? 'nothing';
    good &&= code === 1 && took < ENDED_WITHIN;
    console.log(
      `kill ${kill + 1} of rank ${rank}: ended with ${code} after ${took.toFixed(0)} ms, at ${newest}: ${said}`,
    );
  }
  const step = Number(readdirSync(join(folder, 'killed/checkpoints')).sort().at(-1)?.slice('step-'.length));
  const { status } = tadpole('train', '--resume', 'killed', '--nproc', '3', '--steps', String(step + 2));
  console.log(`resumed after the last: ended with ${status}`);
  return good && status === 0;
}

/**
 * @param {string[]} words
 * @param {number} rank
 * @param {number} later milliseconds after the first line of progress
 * @returns {Promise<{ code: number | null, took: number, stderr: string }>}
 */
function killed(words, rank, later) {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [main, ...words], { cwd: folder });
    let stderr = '';
    let at = 0;
    child.stderr.on('data', (chunk) => (stderr += chunk));
    // Progress is on the standard error output.
    child.stderr.once('data', () =>
      setTimeout(() => {
        const [...ranks] = readFileSync(`/proc/${child.pid}/task/${child.pid}/children`, 'utf8')
          .trim()
          .split(' ');
        at = performance.now();
        process.kill(Number(ranks[rank]), 'SIGKILL');
      }, later),
    );
    child.stdout.on('data', () => {});
    child.on('close', (code) => resolve({ code, took: performance.now() - at, stderr }));
  });
}

/** A run on 3 processes that is stopped and resumed, against one that is not: the same to the last bit. */
function resume() {
  const words = ['train', 'digits', ...SMALL, '--set', 'channels=8', '--nproc', '3', '--sample-every', '20'];
  const codes = [
    tadpole(...words, '--steps', '20', '--out', 'whole').status,
    tadpole(...words, '--steps', '11', '--out', 'parts').status,
    tadpole('train', '--resume', 'parts', '--nproc', '3', '--steps', '20').status,
  ];
  const tensors = (/** @type {string} */ run) =>
    readFileSync(join(folder, run, 'checkpoints/step-000020/tensors.safetensors'));
  const same = codes.every((code) => code === 0) && tensors('whole').equals(tensors('parts'));
  console.log(
    `resumed at step 11 of 20 on 3 processes: ${same ? 'the same to the last bit' : 'DIFFERENT'} (${codes})`,
  );
  return same;
}

const names = process.argv.length > 2 ? process.argv.slice(2) : Object.keys(CHECKS);
try {
  for (const name of names) {
    const check = CHECKS[name];
    if (!check) throw new Error(`there is no check '${name}'; there are ${Object.keys(CHECKS).join(', ')}`);
    if (!(await check())) process.exitCode = 1;
  }
} finally {
  if (process.env['KEEP']) cpSync(folder, process.env['KEEP'], { recursive: true });
  rmSync(folder, { recursive: true, force: true });
}
