// `tadpole train` on several processes: one run, whoever starts them, and one end for all.
import { type ChildProcess, spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { freePort } from '../freePort';
import { command } from './command';
import { ENDLESS, Runs, TRAIN, upTo } from './runs';
import { type Ended, outcome, reacting, tadpole } from './tadpole';

const main = path.resolve(__dirname, '../../dist/cli/main.js');
const runs = new Runs();
const TWO = [...TRAIN, '--nproc', '2'];

type Losses = [step: unknown, dLoss: number, gLoss: number];

/** The losses of a run's log. */
function losses(run: string): Losses[] {
  return runs
    .numbers(run)
    .filter((event) => 'dLoss' in event)
    .map(({ step, dLoss, gLoss }) => [step, Number(dLoss), Number(gLoss)]);
}

function expectClose(got: Losses[], expected: Losses[]): void {
  expect(got.map(([step]) => step)).toEqual(expected.map(([step]) => step));
  // What float32 rounds off in sums of another order, multiplied by a few steps.
  const apart = got.flatMap(([, ...found], index) =>
    found.map((loss, which) => Math.abs(loss - Number(expected[index]?.[which === 0 ? 1 : 2]))),
  );
  expect(Math.max(...apart)).toBeLessThan(1e-3);
}

/** Starts `tadpole <words>` in two processes by hand, as a launcher does. */
function launched(words: readonly string[], env: (rank: number) => NodeJS.ProcessEnv): Promise<Ended[]> {
  return Promise.all(
    [0, 1].map(
      (rank) =>
        new Promise<Ended>((resolve) => {
          const place = { ...process.env, ...env(rank) };
          const child = spawn(process.execPath, [main, ...words], { cwd: runs.folder, env: place });
          let [stdout, stderr] = ['', ''];
          child.stdout.on('data', (chunk) => {
            stdout += chunk;
          });
          child.stderr.on('data', (chunk) => {
            stderr += chunk;
          });
          child.on('close', (code) => resolve(outcome(code, stdout, stderr)));
        }),
    ),
  );
}

/** The processes that another one has started, where the system tells. */
function childrenOf({ pid }: ChildProcess): number[] {
  const file = `/proc/${pid}/task/${pid}/children`;
  if (!fs.existsSync(file)) return [];
  return fs.readFileSync(file, 'utf8').trim().split(' ').map(Number);
}

const isAlive = (pid: number): boolean => fs.existsSync(`/proc/${pid}`);

test('two processes, however they are started, give the losses of one', async () => {
  const steps = ['--steps', '4'];
  expect(await command(runs.folder, ...TRAIN, ...steps, '--out', 'one')).toMatchObject({ code: 0 });
  const two = tadpole(runs.folder, ...TWO, ...steps, '--out', 'two');
  expect(two).toMatchObject({ code: 0, complaints: '' });
  expect(two.stdout.match(/^done: 4 steps, 32 images/gm)).toHaveLength(1);
  expectClose(losses('two'), losses('one'));

  const port = String(await freePort());
  const torchrun = (rank: number) => ({
    RANK: `${rank}`,
    WORLD_SIZE: '2',
    LOCAL_RANK: `${rank}`,
    LOCAL_WORLD_SIZE: '2',
    MASTER_ADDR: '127.0.0.1',
    MASTER_PORT: port,
  });
  const mpirun = (rank: number) => ({
    OMPI_COMM_WORLD_RANK: `${rank}`,
    OMPI_COMM_WORLD_SIZE: '2',
    OMPI_COMM_WORLD_LOCAL_RANK: `${rank}`,
    OMPI_COMM_WORLD_LOCAL_SIZE: '2',
    PMIX_NAMESPACE: 'test',
  });
  for (const [name, env] of Object.entries({ torchrun, mpirun })) {
    const [first, second] = await launched([...TRAIN, ...steps, '--out', name], env);
    expect(first).toMatchObject({ code: 0, complaints: '' });
    expect(second).toMatchObject({ code: 0, stdout: '', stderr: '' });
    // Sums over the same two ranks are the same, bit for bit.
    expect(losses(name)).toEqual(losses('two'));
  }
});

test('a signal ends all processes at one step, after saving; the run resumes exactly on as many', async () => {
  const keras = ['train', 'digits-keras', ...TWO.slice(2)].filter(
    (word, index, all) => word !== '--set' && all[index - 1] !== '--set',
  );
  const ended = await reacting(
    runs.folder,
    [...keras, ...ENDLESS, '--out', 'stopped'],
    [[/^3 \[D loss:/m, (child) => child.kill('SIGTERM')]],
  );
  expect(ended).toMatchObject({ code: 130, complaints: '' });
  expect(ended.stdout).toMatch(/stopped after step \d+; everything is saved/);
  const step = Number(/after step (\d+)/.exec(ended.stdout)?.[1]);
  fs.cpSync(runs.file('stopped'), runs.file('alone'), { recursive: true });

  const further = ['--steps', String(step + 3)];
  const resumed = tadpole(runs.folder, 'train', '--resume', 'stopped', ...further, '--nproc', '2');
  expect(resumed).toMatchObject({ code: 0, complaints: '' });
  expect(tadpole(runs.folder, ...keras, ...further, '--out', 'whole').code).toBe(0);
  expect(losses('stopped')).toEqual(losses('whole'));

  // On another number of processes, it is resumed with a word about it.
  const alone = await command(runs.folder, 'train', '--resume', 'alone', ...further);
  expect(alone.code).toBe(0);
  expect(alone.stderr).toContain(
    'warning: the run was on 2 processes and goes on with one process: not bit for bit',
  );
  expect(runs.steps('alone')).toEqual(upTo(step + 3));
});

test('a process that is killed ends the others, with a word, and the run can be resumed', async () => {
  const words = [...TWO, ...ENDLESS, '--checkpoint-every', '2', '--out', 'killed'];
  let ranks: number[] = [];
  const ended = await reacting(runs.folder, words, [
    [
      /Step 5:/,
      (child) => {
        ranks = childrenOf(child);
        process.kill(ranks[1] ?? 0, 'SIGKILL');
      },
    ],
  ]);
  expect(ended.code).toBe(1);
  expect(ended.stderr).toContain('error: rank 1 was ended by SIGKILL, and the others with it');
  expect(ended.stderr).toContain('error: rank 0 of 2 has lost another rank');
  expect(ranks.filter(isAlive)).toEqual([]);
  const step = Number(runs.checkpoints('killed').at(-1)?.slice('step-'.length));
  const goOn = ['train', '--resume', 'killed', '--nproc', '2', '--steps', String(step + 2)];
  expect(tadpole(runs.folder, ...goOn)).toMatchObject({ code: 0, complaints: '' });
});

test('losses that are not finite end all processes with the error of one', () => {
  const ended = tadpole(runs.folder, ...TWO, '--lr', '1e30', '--steps', '50', '--out', 'broken');
  expect(ended.code).toBe(1);
  expect(ended.stderr.match(/^error: training broke down/gm)).toHaveLength(1);
});

test('what cannot be is said before anything starts', () => {
  expect(tadpole(runs.folder, ...TRAIN, '--nproc', '0').stderr).toContain(
    '--nproc: expected a whole number from 1',
  );
  expect(tadpole(runs.folder, ...TRAIN, '--nproc', 'auto').stderr).toContain('--nproc auto: there is no GPU');
  const many = tadpole(runs.folder, ...TRAIN, '--nproc', '2', '--batch-size', '1', '--out', 'none');
  expect(many.code).toBe(2);
  expect(many.stderr).toContain('a batch of 1 cannot be shared out among 2 processes');
  expect(runs.exists('none')).toBe(false);
});

test('dist-check prints the time of all-reduces between processes of this machine', () => {
  const { code, stdout } = tadpole(runs.folder, 'dist-check', '--nproc', '2');
  expect(code).toBe(0);
  expect(stdout).toMatch(/^2 processes on one machine, through gloo, tensors on cpu\n/);
  expect(stdout).toMatch(/^4 B .* ms .* MB\/s\n(.*\n)+20 MiB /m);
});

test('dist-check says who is missing', async () => {
  const alone = tadpole(runs.folder, 'dist-check');
  expect(alone).toMatchObject({ code: 2, stderr: expect.stringContaining('there is nobody to talk with') });
  const port = String(await freePort());
  const hosts = ['127.0.0.1', 'other.invalid', '--rank', '0', '--port', port, '--timeout', '1'];
  const missing = tadpole(runs.folder, 'dist-check', ...hosts);
  expect(missing.code).toBe(1);
  expect(missing.stderr).toContain('rank 1 of 2 did not come within 1 s');
});

test('evaluations on several processes: while training, and of a generator', async () => {
  process.env.TADPOLE_CACHE = runs.file('cache');
  const often = ['--steps', '4', '--evaluate-every', '2', '--set', 'bestBy=kid'];
  // FID needs more images than these features are; the others are taken.
  const random = ['--set', 'evaluateFeatures=random'];
  const trained = tadpole(runs.folder, ...TWO, ...often, ...random, '--out', 'watched');
  expect(trained).toMatchObject({ code: 0, complaints: '' });
  const events = runs.events('watched').filter(({ event }) => event === 'evaluation');
  expect(events.map(({ step }) => step)).toEqual([2, 4]);
  expect(trained.stdout).toMatch(/best +step [24], kid /);

  const words = [
    'evaluate',
    'watched',
    ...['--features', 'random', '--metrics', 'kid,precision,memorisation'],
  ];
  const json = (ended: Ended) => {
    expect(ended).toMatchObject({ code: 0, complaints: '' });
    return JSON.parse(ended.stdout);
  };
  const one = json(await command(runs.folder, ...words, '--threads', '1', '--json'));
  const shared = [...words, '--threads', '1', '--nproc', '2', '--out', 'result', '--json'];
  expect(json(tadpole(runs.folder, ...shared))).toEqual(one);
  expect(JSON.parse(fs.readFileSync(runs.file('result/evaluation.json'), 'utf8'))).toEqual(one);

  const missing = tadpole(runs.folder, 'evaluate', 'nowhere', '--nproc', '2');
  expect(missing.code).not.toBe(0);
  expect(missing.stderr.match(/^error: /gm)).toHaveLength(1);
});
