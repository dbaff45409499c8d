// Each detector of the watch fires on a run that is made to fail, and is silent on one that goes well.
import { gan, nn, torch } from 'tadpole';
import { batches, pairOf, SIDE, spots } from './spots';
import { images, tinyTrainer } from './tiny';

// For networks this small a second thread costs more than it gains, on a busy machine much more.
const threads = torch.getNumThreads();
beforeAll(() => torch.setNumThreads(1));
afterAll(() => torch.setNumThreads(threads));

function watchOf(pair: gan.Trainer, every = 20): gan.Watch {
  return torch.scope(() => new gan.Watch(pair, spots(32, new torch.Generator({ seed: 3 })), { every }));
}

/** Trains under a watch; what it found. */
async function findings(pair: gan.Trainer, steps: number, watch = watchOf(pair)): Promise<gan.Finding[]> {
  const found: gan.Finding[] = [];
  const losses = (records: readonly gan.StepRecord[]) =>
    found.push(...records.flatMap((record) => watch.step(record)));
  try {
    await gan.train({ trainer: pair, batches: batches(), steps, logEvery: watch.every, hooks: { losses } });
    return found;
  } finally {
    watch.dispose();
    pair.dispose();
  }
}

/** The last layer of a network of `pairOf` that has weights. */
function lastLayer(network: nn.Module): nn.Linear {
  return network
    .children()
    .filter((layer) => layer instanceof nn.Linear)
    .at(-1) as nn.Linear;
}

function fill(layer: nn.Linear, weight: number, bias: number): void {
  torch.noGrad(() => {
    layer.weight.fill_(weight);
    layer.bias?.fill_(bias);
  });
}

const kinds = (found: gan.Finding[]): string[] =>
  found.map(({ trouble, step, recovered }) => `${trouble} ${recovered ? 'over' : 'found'} at ${step}`);

describe('a run that goes well', () => {
  test('nothing is found, and its samples are as diverse as good samples are', async () => {
    const pair = pairOf();
    const watch = watchOf(pair);
    const checks: gan.Measurements[] = [];
    const found: gan.Finding[] = [];
    const losses = (records: readonly gan.StepRecord[]) => {
      found.push(...records.flatMap((record) => watch.step(record)));
    };
    const log = ({ step }: gan.StepRecord) => step % 100 === 0 && checks.push(watch.measure());
    const { every } = watch;
    await gan.train({
      trainer: pair,
      batches: batches(),
      steps: 400,
      logEvery: every,
      hooks: { losses, log },
    });
    expect(found).toEqual([]);
    expect(watch.standing).toEqual([]);
    for (const { diversity, spread } of checks) {
      expect(diversity).toBeGreaterThan(0.2);
      expect(spread).toBeGreaterThan(0.01);
    }
    watch.dispose();
    pair.dispose();
  });

  test('the watch changes nothing: with and without it, the weights are equal bit for bit', async () => {
    const weightsAfter = async (watched: boolean): Promise<Uint8Array[]> => {
      const pair = pairOf();
      const watch = watchOf(pair, 3);
      const losses = (records: readonly gan.StepRecord[]) => records.map((record) => watch.step(record));
      const hooks = watched ? { losses } : {};
      await gan.train({ trainer: pair, batches: batches(), steps: 10, logEvery: watch.every, hooks });
      const tensors = [pair.generator, pair.discriminator].flatMap((network) =>
        Object.values(network.stateDict()),
      );
      const bytes = tensors.map((tensor) => new Uint8Array(tensor.toTypedArray().buffer));
      watch.dispose();
      pair.dispose();
      return bytes;
    };
    expect(await weightsAfter(true)).toEqual(await weightsAfter(false));
  });
});

describe('collapse', () => {
  test('a generator that ignores its latents is found, once, with a remedy', async () => {
    const pair = pairOf({ generatorLr: 1e-9, discriminatorLr: 1e-4 });
    fill(lastLayer(pair.generator), 0, 0.1);
    const found = await findings(pair, 300);
    expect(kinds(found)).toEqual(['collapse found at 120']);
    expect(found[0]?.message).toMatch(/^the generator has collapsed: its samples are all alike/);
    expect(found[0]?.remedy).toContain('another --seed');
    expect(found[0]?.measured).toBeLessThan(0.05);
  });

  test('it is over when the samples differ again, and can then be found again', () => {
    const pair = pairOf();
    const watch = watchOf(pair, 1);
    const last = lastLayer(pair.generator);
    const good = torch.scope(() => last.weight.detach().clone());
    const found: gan.Finding[] = [];
    for (let step = 1; step <= 18; step += 1) {
      const collapsed = step > 6 && (step <= 10 || step > 14);
      torch.noGrad(() => (collapsed ? last.weight.fill_(0) : last.weight.copy_(good)));
      found.push(...watch.step({ step, dLoss: 1 }));
      if (step === 8) expect(watch.standing).toEqual([{ trouble: 'collapse', since: 8 }]);
    }
    expect(kinds(found)).toEqual(['collapse found at 8', 'collapse over at 12', 'collapse found at 16']);
    good.dispose();
    watch.dispose();
    pair.dispose();
  });
});

describe('a dead discriminator', () => {
  test.each([
    ['its last layer is zero', 0, 0.3],
    ['its answers are all minus infinity or nearly', 0, -1e30],
  ])('%s: found at the second check', async (_, weight, bias) => {
    const pair = pairOf({ discriminatorLr: 1e-30 });
    fill(lastLayer(pair.discriminator), weight, bias);
    const found = await findings(pair, 60);
    expect(kinds(found)).toEqual(['deadDiscriminator found at 40']);
    expect(found[0]?.message).toContain('it says the same of every image');
    expect(found[0]?.remedy).toContain('lower learning rate of the discriminator');
  });

  test('a sigmoid that is shut is dead, whatever its last digits say', () => {
    const pair = pairOf();
    const last = lastLayer(pair.discriminator);
    torch.noGrad(() => last.bias?.fill_(-40));
    const shut = new gan.Trainer({
      model: { ...pair.model, discriminator: new nn.Sequential(pair.discriminator, new nn.Sigmoid()) },
      optimizers: pair.optimizers,
    });
    const watch = watchOf(shut, 1);
    expect(watch.measure().spread).toBeLessThan(1e-5);
    watch.dispose();
    pair.dispose();
  });
});

describe('an overpowering discriminator', () => {
  test('a loss of about zero at three checks in a row is found', async () => {
    const pair = pairOf({ generatorLr: 1e-9, discriminatorLr: 3e-2 });
    const found = await findings(pair, 400);
    expect(kinds(found)).toEqual([expect.stringMatching(/^overpoweringDiscriminator found at \d+$/)]);
    expect(found[0]?.measured).toBeLessThan(1e-3);
    expect(found[0]?.remedy).toContain('lower learning rate of the discriminator');
  });

  test('two checks are not enough, and a single step with another loss restarts the count', () => {
    const pair = pairOf();
    const watch = watchOf(pair, 2);
    const losses = [0, 0, 0, 0, 0, 0.1, 0, 0, 0, 0, 0, 0];
    const found = losses.flatMap((dLoss, index) => watch.step({ step: index + 1, dLoss }));
    expect(kinds(found)).toEqual(['overpoweringDiscriminator found at 12']);
    watch.dispose();
    pair.dispose();
  });
});

describe('numbers that are not finite', () => {
  test('a learning rate far too high ends the run with a NotFiniteError', async () => {
    const run = findings(pairOf({ generatorLr: 1e30, discriminatorLr: 1e30 }), 100);
    await expect(run).rejects.toThrow(gan.NotFiniteError);
  });

  test('weights that broke while the losses did not are found at the check', () => {
    const pair = pairOf();
    const watch = watchOf(pair, 5);
    expect(watch.step({ step: 4, dLoss: 1 })).toEqual([]);
    torch.noGrad(() => lastLayer(pair.generator).weight.select(0, 3).fill_(Number.POSITIVE_INFINITY));
    expect(() => watch.step({ step: 5, dLoss: 1 })).toThrow(
      'training broke down: weights of the generator are not finite',
    );
    watch.dispose();
    pair.dispose();
  });

  test('samples that are not finite are found at the check', () => {
    const pair = pairOf();
    const watch = watchOf(pair, 5);
    const norm = pair.generator.children()[1] as nn.BatchNorm1d;
    torch.noGrad(() => norm.runningMean?.fill_(Number.NaN));
    expect(() => watch.measure()).toThrow('samples are not finite');
    watch.dispose();
    pair.dispose();
  });
});

test('a watch that continues from the state of another finds the same', () => {
  const pair = pairOf();
  const losses = Array.from({ length: 12 }, (_, index) => (index === 0 ? 1 : 0));
  const find = (watch: gan.Watch, from: number, to: number): gan.Finding[] =>
    losses.slice(from, to).flatMap((dLoss, index) => watch.step({ step: from + index + 1, dLoss }));
  for (const cut of [1, 5, 8, 9]) {
    const [whole, first, second] = [watchOf(pair, 2), watchOf(pair, 2), watchOf(pair, 2)];
    const before = find(first, 0, cut);
    second.loadState(JSON.parse(JSON.stringify(first.state())));
    expect([...before, ...find(second, cut, 12)]).toEqual(find(whole, 0, 12));
    expect(second.standing).toEqual([{ trouble: 'overpoweringDiscriminator', since: 8 }]);
    for (const watch of [whole, first, second]) watch.dispose();
  }
  pair.dispose();
});

test('a check leaves no tensor behind, and dispose frees the rest', () => {
  const pair = pairOf();
  const before = torch.memory().tensors;
  const watch = watchOf(pair, 1);
  const made = torch.memory().tensors;
  watch.step({ step: 1, dLoss: 1 });
  expect(torch.memory().tensors).toBe(made);
  watch.dispose();
  expect(torch.memory().tensors).toBe(before);
  pair.dispose();
});

test('reals are brought to the shape that the networks take', () => {
  const pair = tinyTrainer();
  const watch = torch.scope(() => new gan.Watch(pair, images(8).reshape([8, 16])));
  expect(watch.measure()).toEqual({
    diversity: expect.any(Number),
    spread: expect.any(Number),
    realAnswer: expect.any(Number),
    fakeAnswer: expect.any(Number),
  });
  watch.dispose();
  pair.dispose();
});

test('too few reals and a bad interval are refused', () => {
  const pair = pairOf();
  torch.scope(() => {
    expect(() => new gan.Watch(pair, torch.zeros([1, 1, SIDE, SIDE]))).toThrow(
      'reals: expected at least 2 images, got 1',
    );
    expect(() => new gan.Watch(pair, torch.zeros([4, 1, SIDE, SIDE]), { every: 0 })).toThrow(
      'every: expected a whole number of at least 1, got 0',
    );
  });
  pair.dispose();
});
