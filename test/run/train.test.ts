// A run of a recipe as one call of a program: its files, its hooks, and resuming bit for bit.
import fs from 'node:fs';
import { recipes, run, UsageError } from 'tadpole';
import { Runs } from '../cli/runs';

const runs = new Runs();
const SMALL = { hiddenSize: 16, batchSize: 8, logEvery: 1, sampleEvery: 3, checkpointEvery: 2 };
const options = (steps: number): run.RunOptions => ({
  seed: 3,
  threads: 1,
  data: runs.file('digits'),
  overrides: { ...SMALL, steps },
});

test('gives the same as `tadpole train`: a folder with samples, checkpoints and a generator', async () => {
  const out = runs.file('whole');
  const result = await run.train(recipes['digits-tensorflow'], { ...options(6), out });
  expect(result).toMatchObject({ step: 6, images: 48, interrupted: false, folder: fs.realpathSync(out) });
  for (const name of ['config.json', 'reals.png', 'losses.png', 'generator.pt', 'samples/step-000006.png']) {
    expect(runs.exists('whole', name)).toBe(true);
  }
  expect(runs.checkpoints('whole')).toEqual(['step-000004', 'step-000006']);
});

test('continues where a signal ended it, bit for bit', async () => {
  const [out, ending] = [runs.file('cut'), new AbortController()];
  const first = await run.train(recipes['digits-tensorflow'], {
    ...options(6),
    out,
    signal: ending.signal,
    hooks: { step: ({ step }) => step === 3 && ending.abort() },
  });
  expect(first).toMatchObject({ step: 3, interrupted: true });
  const second = await run.train(recipes['digits-tensorflow'], { ...options(6), resume: first.folder });
  expect(second).toMatchObject({ step: 6, interrupted: false });
  expect(runs.numbers('cut')).toEqual(runs.numbers('whole'));
  expect(fs.readFileSync(runs.file('cut', 'samples', 'step-000006.png'))).toEqual(
    fs.readFileSync(runs.file('whole', 'samples', 'step-000006.png')),
  );
});

test('waits for hooks that are asynchronous, and tells them of every step, picture and checkpoint', async () => {
  const told: string[] = [];
  const later = async (text: string): Promise<void> => {
    await new Promise((resolve) => setImmediate(resolve));
    told.push(text);
  };
  const out = runs.file('hooks');
  await run.train(recipes['digits-tensorflow'], {
    ...options(3),
    out,
    hooks: {
      step: ({ step }) => later(`step ${step}`),
      losses: ({ step, dLoss }) => later(`losses ${step} ${Number.isFinite(dLoss)}`),
      checkpoint: (folder, step) => later(`checkpoint ${step} ${fs.existsSync(folder)}`),
      wrote: (file) => later(`wrote ${file.split('/').at(-1)} ${fs.existsSync(file)}`),
    },
  });
  expect(told.filter((line) => /^(step|losses|checkpoint)/.test(line))).toEqual([
    ...['step 1', 'losses 1 true', 'step 2', 'losses 2 true', 'checkpoint 2 true'],
    ...['step 3', 'losses 3 true', 'checkpoint 3 true'],
  ]);
  expect(told.filter((line) => line.startsWith('wrote'))).toEqual([
    ...['wrote step-000003.png true', 'wrote losses.png true', 'wrote generator.pt true'],
    ...['wrote comparison.png true', 'wrote sample.png true', 'wrote canvas.png true'],
  ]);
});

test('releases the folder, also when a hook throws, so that the run can be resumed', async () => {
  const out = runs.file('thrown');
  const failing = run.train(recipes['digits-tensorflow'], {
    ...options(3),
    out,
    hooks: {
      checkpoint: () => {
        throw new Error('no space in the cloud');
      },
    },
  });
  await expect(failing).rejects.toThrow('no space in the cloud');
  await expect(
    run.train(recipes['digits-tensorflow'], { ...options(3), resume: out }),
  ).resolves.toMatchObject({
    step: 3,
  });
});

test.each<[what: string, remove: (out: string) => void]>([
  ['moved', (out) => fs.renameSync(out, `${out}-elsewhere`)],
  ['deleted', (out) => fs.rmSync(out, { recursive: true })],
])('ends when its folder is %s, and writes no other one', async (what, remove) => {
  const out = runs.file(what);
  const hooks = { step: ({ step }: { step: number }) => step === 3 && remove(out) };
  const ending = run.train(recipes['digits-tensorflow'], { ...options(6), out, hooks });
  await expect(ending).rejects.toThrow(/was moved or deleted while the run trained.*--resume/s);
  expect(fs.existsSync(out)).toBe(false);
  if (what === 'deleted') return;
  const resumed = { ...options(6), resume: `${out}-elsewhere` };
  await expect(run.train(recipes['digits-tensorflow'], resumed)).resolves.toMatchObject({ step: 6 });
  expect(runs.numbers('moved-elsewhere')).toEqual(runs.numbers('whole'));
});

test('makes the folders of samples and checkpoints again', async () => {
  const out = runs.file('tidied');
  const tidy = ({ step }: { step: number }): void => {
    for (const part of step === 2 ? ['samples', 'checkpoints'] : [])
      fs.rmSync(`${out}/${part}`, { recursive: true });
  };
  const result = await run.train(recipes['digits-tensorflow'], { ...options(6), out, hooks: { step: tidy } });
  expect(result.step).toBe(6);
  expect(fs.readdirSync(`${out}/samples`)).toEqual(['step-000003.png', 'step-000006.png']);
  expect(runs.checkpoints('tidied')).toEqual(['step-000004', 'step-000006']);
});

test('refuses what does not fit, with a message', async () => {
  const recipe = recipes['digits-tensorflow'];
  await expect(run.train(recipe, { out: 'a', resume: 'b' })).rejects.toThrow(
    'out and resume exclude each other',
  );
  await expect(run.train(recipe, { steps: 3 } as never)).rejects.toThrow("unknown option 'steps'");
  await expect(run.train(recipe, { overrides: { step: 3 } })).rejects.toThrow(UsageError);
});
