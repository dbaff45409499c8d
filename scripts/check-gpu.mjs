// `npm run check:gpu`: every check that needs a GPU. Without one it says so and checks nothing.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const main = join(root, 'dist/cli/main.js');
const folder = mkdtempSync(join(tmpdir(), 'tadpole-gpu-'));

/** Losses of float32 on other kernels, after a few steps of training. */
const CLOSE = 0.05;
const RUN = ['train', 'digits', '--steps', '20', '--log-every', '1', '--seed', '1', '--set', 'dropout=0'];

let failed = 0;

/**
 * @param {string} what
 * @param {() => string | undefined} check what is wrong; undefined where nothing is
 */
function check(what, check) {
  const wrong = check();
  console.log(
    `${wrong === undefined ? 'ok    ' : 'FAILED'} ${what}${wrong === undefined ? '' : `: ${wrong}`}`,
  );
  if (wrong !== undefined) failed += 1;
}

/** @param {string[]} words */
function tadpole(...words) {
  return spawnSync(process.execPath, [main, ...words], { cwd: folder, encoding: 'utf8' });
}

/** @param {string} run */
function losses(run) {
  const lines = readFileSync(join(folder, run, 'events.jsonl'), 'utf8')
    .trim()
    .split('\n');
  const events = lines.map((line) => JSON.parse(line)).filter((event) => 'dLoss' in event);
  return events.flatMap(({ dLoss, gLoss }) => [dLoss, gLoss]);
}

/**
 * Trains, and compares the losses with those of the first run.
 * @param {string} name
 * @param {string[]} flags
 * @returns {string | undefined}
 */
function trained(name, ...flags) {
  const { status, stderr } = tadpole(...RUN, ...flags, '--out', name);
  if (status !== 0) return stderr.trim();
  const expected = losses('cpu');
  const apart = losses(name).map((loss, index) => Math.abs(loss - (expected[index] ?? Number.NaN)));
  const most = Math.max(...apart);
  return most < CLOSE ? undefined : `losses are ${most} from those of the CPU`;
}

const { torch } = await import('tadpole');
const gpus = torch.cuda.deviceCount();
if (gpus === 0) {
  console.log(
    'there is no GPU here, or this is the CPU build (see `npx tadpole doctor`): nothing was checked',
  );
} else {
  const done = tadpole('doctor');
  console.log(done.stdout.trim());
  check('doctor finds no problem', () => (done.status === 0 ? undefined : done.stderr));
  check('a run on the CPU, to compare with', () => trained('cpu', '--device', 'cpu'));
  check('the same on one GPU', () => trained('gpu', '--device', 'cuda:0'));
  check('two processes on one GPU, through Gloo', () =>
    trained('gloo', '--nproc', '2', '--device', 'cuda:0'),
  );
  check('all-reduces of tensors on one GPU', () => {
    const { status, stdout, stderr } = tadpole('dist-check', '--nproc', '2', '--device', 'cuda:0');
    console.log(stdout.trim());
    return status === 0 ? undefined : stderr.trim();
  });
  if (gpus > 1) {
    check('one process per GPU, through NCCL', () => trained('nccl', '--nproc', 'auto'));
  } else console.log('skipped NCCL: there is one GPU');
  check('a saved generator draws on the GPU', () => {
    const { status, stderr } = tadpole('sample', 'gpu/generator.pt', '--device', 'cuda', '--out', 'grid.png');
    return status === 0 ? undefined : stderr.trim();
  });
  check('bfloat16', () => {
    const { status, stderr } = tadpole(...RUN, '--device', 'cuda:0', '--precision', 'bf16', '--out', 'bf16');
    return status === 0 ? undefined : stderr.trim();
  });
}
rmSync(folder, { recursive: true, force: true });
process.exitCode = failed > 0 ? 1 : 0;
