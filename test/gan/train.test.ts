// The training loop calls its hooks at their time, can be stopped, and goes on from where it was.
import { gan, type Tensor, torch } from 'tadpole';
import { images, tinyGan, weights } from './tiny';

function batches(size = 4): gan.BatchSource {
  return { next: () => images(size), state: () => null, loadState: () => {} };
}

async function record(options: Partial<gan.TrainOptions>, stopAfter?: number) {
  const pair = tinyGan();
  const calls: string[] = [];
  const controller = new AbortController();
  const result = await gan.train({
    gan: pair,
    batches: batches(),
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

test('a run goes on from earlier progress', async () => {
  const { calls } = await record({ steps: 6, from: { step: 5, images: 20, seconds: 1 } });
  expect(calls).toEqual(['step 6 24', 'checkpoint 6']);
});

test('signals get a turn while training runs', async () => {
  const controller = new AbortController();
  const pair = tinyGan();
  setTimeout(() => controller.abort(), 60);
  const result = await gan.train({
    gan: pair,
    batches: batches(),
    steps: 1_000_000,
    signal: controller.signal,
  });
  expect(result.interrupted).toBe(true);
  pair.dispose();
});

/** Some turns of the event loop, in which training would go on if it did not wait. */
async function turns(): Promise<void> {
  for (let i = 0; i < 5; i++) await new Promise((resolve) => setImmediate(resolve));
}

describe('asynchronous hooks', () => {
  test('are waited for, each before the next', async () => {
    const calls: string[] = [];
    const late = (name: string) => async (about: number | gan.StepRecord) => {
      const step = typeof about === 'number' ? about : about.step;
      calls.push(`${name} ${step} begins`);
      await turns();
      calls.push(`${name} ${step} ends`);
    };
    const hooks = {
      step: late('step'),
      batch: late('batch'),
      sample: late('sample'),
      checkpoint: late('checkpoint'),
    };
    await record({ steps: 2, sampleEvery: 2, hooks });
    const order = ['step 1', 'step 2', 'batch 2', 'sample 2', 'checkpoint 2'];
    expect(calls).toEqual(order.flatMap((call) => [`${call} begins`, `${call} ends`]));
  });

  test.each(['step', 'batch', 'sample', 'checkpoint'] as const)(
    'the networks stand still while %s is at work',
    async (name) => {
      const pair = tinyGan();
      let looks = 0;
      const hook = async () => {
        const before = weights(pair.generator);
        await turns();
        expect(weights(pair.generator)).toEqual(before);
        looks += 1;
      };
      const every = { sampleEvery: 1, checkpointEvery: 1 };
      await gan.train({ gan: pair, batches: batches(), steps: 3, ...every, hooks: { [name]: hook } });
      expect(looks).toBe(3);
      pair.dispose();
    },
  );

  test('the images of a batch live until its hook has ended', async () => {
    const pair = tinyGan();
    const seen: Tensor[] = [];
    const batch = async (_: number, { reals, fakes }: gan.BatchImages) => {
      await turns();
      expect([reals.shape, fakes?.shape]).toEqual([
        [4, 1, 4, 4],
        [4, 1, 4, 4],
      ]);
      seen.push(reals, fakes as Tensor);
    };
    await gan.train({ gan: pair, batches: batches(), steps: 2, sampleEvery: 1, hooks: { batch } });
    expect(seen.map((tensor) => tensor.isDisposed)).toEqual([true, true, true, true]);
    pair.dispose();
  });

  test.each(['step', 'batch', 'sample', 'checkpoint'] as const)(
    'what %s throws ends training',
    async (name) => {
      const pair = tinyGan();
      const before = torch.memory().tensors;
      const every = { sampleEvery: 2, checkpointEvery: 2 };
      const run = (hook: () => unknown) =>
        gan.train({ gan: pair, batches: batches(), steps: 6, ...every, hooks: { [name]: hook } });
      const later = async () => {
        await turns();
        throw new Error('too late');
      };
      await expect(run(later)).rejects.toThrow('too late');
      const atOnce = () => {
        throw new Error('at once');
      };
      await expect(run(atOnce)).rejects.toThrow('at once');
      pair.generating.optimizer.dispose();
      pair.judging.optimizer.dispose();
      expect(torch.memory().tensors).toBeLessThanOrEqual(before);
      pair.dispose();
    },
  );
});

test('tensors that hooks make are freed', async () => {
  const pair = tinyGan();
  const made: Tensor[] = [];
  const hooks = { step: () => made.push(torch.ones([1])) };
  await gan.train({ gan: pair, batches: batches(), steps: 2, hooks });
  expect(made.map((tensor) => tensor.isDisposed)).toEqual([true, true]);
  pair.dispose();
});

test.each([
  ['a promise', () => Promise.resolve(images(4)), /batches.next: expected a Tensor of images, got a promise/],
  ['nothing', () => undefined, /batches.next: expected a Tensor of images, got undefined/],
])('a source that gives %s is refused', async (_, next, message) => {
  const pair = tinyGan();
  const source = { ...batches(), next: next as never };
  await expect(gan.train({ gan: pair, batches: source, steps: 1 })).rejects.toThrow(message);
  pair.dispose();
});
