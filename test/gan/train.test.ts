// The training loop calls its hooks at their time, can be stopped, and goes on from where it was.
import { gan } from 'tadpole';
import { images, tinyGan } from './tiny';

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

test('the event loop gets turns while training runs, so that signals arrive', async () => {
  const controller = new AbortController();
  // Asked for after the first step: without a turn, training would go on to its end.
  const step = ({ step }: gan.StepRecord) => void (step === 1 && setImmediate(() => controller.abort()));
  const { result } = await record({ steps: 1_000_000, signal: controller.signal, hooks: { step } });
  expect(result.interrupted).toBe(true);
});
