// The trainer: inputs and results of a step, sampling, state, and no leaks.
import { type gan, torch } from 'tadpole';
import { images, tinyTrainer, weights } from './tiny';

/** What this thread holds. */
function alive() {
  const { tensors, bytes } = torch.memory();
  return { tensors, bytes };
}

test('a step returns plain numbers and changes both networks', () => {
  const pair = tinyTrainer();
  const [g, d] = [weights(pair.generator), weights(pair.discriminator)];
  const losses = torch.scope(() => pair.step(images(8)));
  expect(losses).toEqual({ dLoss: expect.any(Number), gLoss: expect.any(Number) });
  expect(weights(pair.generator)).not.toEqual(g);
  expect(weights(pair.discriminator)).not.toEqual(d);
  pair.dispose();
});

test('with given latents a step is a function of weights, data and latents', () => {
  const run = (noise: number) => {
    const pair = tinyTrainer();
    for (let draws = 0; draws < noise; draws += 1)
      torch.scope(() => pair.random && torch.randn([3], { generator: pair.random }));
    const losses = torch.scope(() => pair.step(images(8), { latents: torch.ones([8, 4]) }));
    const after = weights(pair.generator);
    pair.dispose();
    return { losses, after };
  };
  expect(run(5)).toEqual(run(0));
});

test('latents that are missing or misshapen are named', () => {
  const pair = tinyTrainer();
  torch.scope(() => {
    expect(() => pair.step(images(8), { latents: [] })).toThrow(
      'latents: expected at least 1 tensors, got 0',
    );
    expect(() => pair.step(images(8), { latents: torch.ones([8, 3]) })).toThrow(
      'expected shape [N, 4], got [8, 3]',
    );
  });
  pair.dispose();
});

test('bytes are scaled into the value range; flat rows are taken as images', () => {
  const seen: number[][] = [];
  const look: gan.Phase = {
    name: 'look',
    network: 'both',
    accumulate: ({ reals }) => {
      seen.push([
        ...reals.images.shape,
        Number(reals.images.min().item()),
        Number(reals.images.max().item()),
      ]);
      return { dLoss: torch.zeros([]), gLoss: torch.zeros([]) };
    },
  };
  const pair = tinyTrainer({ objective: [look] });
  torch.scope(() => {
    const bytes = torch.zeros([2, 16], { dtype: 'uint8' });
    bytes.select(0, 0).fill_(255);
    pair.step(bytes);
    expect(() => pair.step(torch.zeros([2, 3, 4, 4]))).toThrow(
      'images: expected shape [N, 1, 4, 4], got [2, 3, 4, 4]',
    );
  });
  expect(seen).toEqual([[2, 1, 4, 4, -1, 1]]);
  pair.dispose();
});

test('a loss that is not a number stops training with a remedy', () => {
  const pair = tinyTrainer();
  torch.scope(() => {
    const broken = images(8);
    broken.select(0, 0).fill_(Number.NaN);
    expect(() => pair.step(broken)).toThrow(/training broke down: dLoss is NaN.*learning rate/s);
  });
  pair.dispose();
});

test('live tensors and their bytes stay constant over steps', () => {
  const pair = tinyTrainer({ averageDecay: 0.9 });
  const step = (): void => {
    torch.scope(() => pair.step(images(8)));
  };
  step();
  step();
  const before = alive();
  for (let count = 0; count < 50; count += 1) step();
  expect(alive()).toEqual(before);
  pair.dispose();
});

test('dispose frees everything', () => {
  const before = alive();
  const pair = tinyTrainer({ averageDecay: 0.9 });
  torch.scope(() => pair.step(images(8)));
  pair.dispose();
  expect(alive()).toEqual(before);
});

test('samples repeat with their seed and leave train mode as it was', () => {
  const pair = tinyTrainer();
  torch.scope(() => {
    pair.step(images(8));
    const first = pair.sample(5, { seed: 3 });
    expect(first.shape).toEqual([5, 1, 4, 4]);
    expect(pair.sample(5, { seed: 3, batchSize: 2 }).sub(first).abs().max().item()).toBeLessThan(1e-6);
    expect(pair.sample(5, { seed: 4 }).tolist()).not.toEqual(first.tolist());
    expect(pair.generator.training).toBe(true);
    expect(() => pair.sample(0)).toThrow('count: expected a whole number of at least 1, got 0');
  });
  pair.dispose();
});

test('a state with a moving average fits no trainer without one, and the other way round', () => {
  const [plain, averaged] = [tinyTrainer(), tinyTrainer({ averageDecay: 0.9 })];
  expect(() => plain.loadState(averaged.state())).toThrow(
    'the state is not one of this trainer: it also holds average',
  );
  expect(() => averaged.loadState(plain.state())).toThrow(
    'the state is not one of this trainer: it lacks average',
  );
  plain.dispose();
  averaged.dispose();
});

test('a restored state resumes exactly as the original', () => {
  const [one, two] = [tinyTrainer({ averageDecay: 0.9 }), tinyTrainer({ seed: 2, averageDecay: 0.9 })];
  torch.scope(() => {
    for (let count = 0; count < 3; count += 1) one.step(images(8, count));
    two.loadState(one.state());
    for (let count = 0; count < 3; count += 1)
      expect(two.step(images(8, count))).toEqual(one.step(images(8, count)));
    expect(weights(two.sampler)).toEqual(weights(one.sampler));
  });
  one.dispose();
  two.dispose();
});

test('the average follows the weights and is what samples', () => {
  const pair = tinyTrainer({ averageDecay: 0.75 });
  const average = pair.average as gan.WeightAverage;
  const before = weights(average.network);
  expect(before).toEqual(weights(pair.generator));
  torch.scope(() => pair.step(images(8)));
  const after = weights(average.network);
  for (const [i, value] of weights(pair.generator).entries()) {
    expect(after[i]).toBeCloseTo(0.75 * (before[i] as number) + 0.25 * value, 5);
  }
  expect(pair.sampler).toBe(average.network);
  expect(average.network.buffers().map((buffer) => buffer.tolist())).toEqual(
    pair.generator.buffers().map((buffer) => buffer.tolist()),
  );
  pair.dispose();
});

test('bf16 trains close to fp32 with float32 weights and samples', () => {
  const run = (precision: 'fp32' | 'bf16') => {
    const pair = tinyTrainer({ precision });
    const losses = torch.scope(() => [pair.step(images(8)), pair.step(images(8))]);
    expect(pair.generator.parameters().map((parameter) => parameter.dtype)).not.toContain('bfloat16');
    torch.scope(() => expect(pair.sample(2).dtype).toBe('float32'));
    pair.dispose();
    return losses.flatMap(({ dLoss, gLoss }) => [dLoss, gLoss]);
  };
  const exact = run('fp32');
  const short = run('bf16');
  for (const [i, value] of short.entries()) expect(Math.abs(value - (exact[i] as number))).toBeLessThan(0.02);
  expect(short).not.toEqual(exact);
});
