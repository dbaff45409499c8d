// The training loop calls its hooks at the right steps, can be stopped, and continues where it was.
import { gan, type Tensor, torch } from 'tadpole';
import { images, TinyBatches, tinyTrainer, weights } from './tiny';

async function record(options: Partial<gan.TrainOptions>, stopAfter?: number) {
  const pair = options.trainer ?? tinyTrainer();
  const calls: string[] = [];
  const controller = new AbortController();
  const result = await gan.train({
    trainer: pair,
    batches: new TinyBatches(),
    steps: 6,
    signal: controller.signal,
    hooks: {
      step: ({ step, images: shown }) => {
        calls.push(`step ${step} ${shown}`);
        if (step === stopAfter) controller.abort();
      },
      sample: (step) => calls.push(`sample ${step}`),
      checkpoint: (step) => calls.push(`checkpoint ${step}`),
    },
    ...options,
  });
  pair.dispose();
  return { calls, result };
}

test('steps are counted from 1, with the images shown so far', async () => {
  const { calls, result } = await record({ steps: 2 });
  expect(calls).toEqual(['step 1 4', 'step 2 8', 'checkpoint 2']);
  expect(result).toMatchObject({ step: 2, images: 8, interrupted: false });
  expect(result.seconds).toBeGreaterThan(0);
});

test('samples and checkpoints come after their step, and a checkpoint at the end', async () => {
  const { calls } = await record({ sampleEvery: 3, checkpointEvery: 4 });
  const others = calls.filter((call) => !call.startsWith('step'));
  expect(others).toEqual(['sample 3', 'checkpoint 4', 'sample 6', 'checkpoint 6']);
});

test('an aborted signal ends the run after its step, with a checkpoint', async () => {
  const { calls, result } = await record({ steps: 100 }, 2);
  expect(calls).toEqual(['step 1 4', 'step 2 8', 'checkpoint 2']);
  expect(result).toMatchObject({ step: 2, interrupted: true });
});

test('a run continues from where its trainer stands', async () => {
  const trainer = tinyTrainer();
  await gan.train({ trainer, batches: new TinyBatches(), steps: 5 });
  const { calls, result } = await record({ trainer, steps: 6, seconds: 100 });
  expect(calls).toEqual(['step 6 24', 'checkpoint 6']);
  expect(result.seconds).toBeGreaterThan(100);
});

test('log is called at the first step, at every so many and at the last; losses is given every step once', async () => {
  const logged: number[] = [];
  const read: number[] = [];
  const seen: Record<number, gan.StepRecord> = {};
  await record({
    steps: 8,
    logEvery: 3,
    hooks: {
      log: (step) => {
        logged.push(step.step);
        expect(seen[step.step]).toEqual(step);
      },
      losses: (records) => {
        for (const step of records) seen[step.step] = step;
        read.push(...records.map(({ step }) => step));
      },
    },
  });
  expect(logged).toEqual([1, 3, 6, 8]);
  expect(read).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
  expect(seen[4]).toEqual({
    step: 4,
    images: 16,
    seconds: expect.any(Number),
    dLoss: expect.any(Number),
    gLoss: expect.any(Number),
  });
});

/** Some turns of the event loop, in which training would go on if it did not wait. */
async function turns(): Promise<void> {
  for (let i = 0; i < 5; i++) await new Promise((resolve) => setImmediate(resolve));
}

test('asynchronous hooks are waited for, each before the next', async () => {
  const calls: string[] = [];
  const late =
    (name: string) =>
    async (about: unknown): Promise<void> => {
      const step = (Array.isArray(about) ? about.at(-1) : about) as { step: number } | number;
      const number = typeof step === 'number' ? step : step.step;
      calls.push(`${name} ${number} begins`);
      await turns();
      calls.push(`${name} ${number} ends`);
    };
  const names = ['step', 'losses', 'log', 'batch', 'sample', 'checkpoint'];
  const hooks = Object.fromEntries(names.map((name) => [name, late(name)]));
  await record({ steps: 2, sampleEvery: 2, logEvery: 2, hooks });
  const order = ['step 1', 'losses 1', 'log 1', 'step 2', 'losses 2', 'log 2', 'batch 2', 'sample 2'];
  expect(calls).toEqual([...order, 'checkpoint 2'].flatMap((call) => [`${call} begins`, `${call} ends`]));
});

test.each(['step', 'losses', 'batch', 'sample', 'checkpoint'] as const)(
  'the networks stand still while an asynchronous %s hook is at work',
  async (name) => {
    const trainer = tinyTrainer();
    let looks = 0;
    const hook = async (): Promise<void> => {
      const before = weights(trainer.generator);
      await turns();
      expect(weights(trainer.generator)).toEqual(before);
      looks += 1;
    };
    const every = { logEvery: 1, sampleEvery: 1, checkpointEvery: 1 };
    await gan.train({ trainer, batches: new TinyBatches(), steps: 3, ...every, hooks: { [name]: hook } });
    expect(looks).toBe(3);
    trainer.dispose();
  },
);

test('tensors that hooks make are freed', async () => {
  const made: Tensor[] = [];
  await record({ steps: 2, hooks: { step: () => made.push(torch.ones([1])) } });
  expect(made.map((tensor) => tensor.isDisposed)).toEqual([true, true]);
});

test.each([
  ['a promise', () => Promise.resolve(images(4)), 'got a promise'],
  ['nothing', () => undefined, 'got undefined'],
])('a source that gives %s is refused', async (_, next, message) => {
  const trainer = tinyTrainer();
  const training = gan.train({ trainer, batches: { next: next as never }, steps: 1 });
  await expect(training).rejects.toThrow(
    `batch: expected a tensor of images or { images, labels }, ${message}`,
  );
  trainer.dispose();
});

test.each(['step', 'losses', 'log', 'sample', 'batch', 'checkpoint'] as const)(
  'a %s hook that rejects ends training with its error, and nothing is left behind',
  async (name) => {
    const trainer = tinyTrainer();
    torch.scope(() => trainer.step(images(4)));
    const before = torch.memory().tensors;
    const hooks = { [name]: () => Promise.reject(new Error(`the ${name} hook failed`)) };
    const batches = { next: () => images(4) };
    await expect(
      gan.train({ trainer, batches, steps: 4, sampleEvery: 2, logEvery: 1, hooks }),
    ).rejects.toThrow(`the ${name} hook failed`);
    expect(torch.memory().tensors).toBe(before);
    trainer.dispose();
  },
);

test('the batch hook gets the images of its step, which are freed afterwards', async () => {
  const shapes: (number[] | undefined)[] = [];
  const kept: Tensor[] = [];
  await record({
    sampleEvery: 3,
    hooks: {
      batch: (_, { reals, fakes }) => {
        shapes.push(reals.images.shape, fakes?.images.shape);
        kept.push(reals.images);
      },
    },
  });
  expect(shapes).toEqual(Array.from({ length: 4 }, () => [4, 1, 4, 4]));
  expect(kept.map((tensor) => tensor.isDisposed)).toEqual([true, true]);
});

test('a loss that is not finite ends training at its step; the steps before it are handed on', async () => {
  const trainer = tinyTrainer();
  const read: number[] = [];
  const source = new TinyBatches();
  const batches = {
    next: () => {
      const batch = source.next();
      return source.state().drawn === 5 ? batch.fill_(Number.NaN) : batch;
    },
  };
  const losses = (records: readonly gan.StepRecord[]) => read.push(...records.map(({ step }) => step));
  const training = gan.train({ trainer, batches, steps: 20, hooks: { losses } });
  await expect(training).rejects.toMatchObject({
    name: 'NotFiniteError',
    step: 5,
    problem: expect.stringContaining('dLoss is NaN'),
  });
  expect(read).toEqual([1, 2, 3, 4]);
  trainer.dispose();
});

test('a stop that is asked for outside of the loop is heard while training runs', async () => {
  const controller = new AbortController();
  const trainer = tinyTrainer();
  setImmediate(() => controller.abort());
  const result = await gan.train({
    trainer,
    batches: new TinyBatches(),
    steps: Number.MAX_SAFE_INTEGER,
    signal: controller.signal,
  });
  expect(result.interrupted).toBe(true);
  trainer.dispose();
});

test.each([
  ['logEvery', { logEvery: 0 }, 'train: logEvery: expected a whole number of at least 1, got 0'],
  ['steps', { steps: 1.5 }, 'train: steps: expected a whole number of at least 0, got 1.5'],
  ['sampleEvery', { sampleEvery: -1 }, 'train: sampleEvery: expected a whole number of at least 0, got -1'],
])('a bad %s is refused', async (_, options, message) => {
  await expect(record(options)).rejects.toThrow(message);
});
