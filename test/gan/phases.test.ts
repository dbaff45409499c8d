// Phases update exactly the network they are for, from exactly the gradients they accumulate.
import { gan, type nn, optim, type Tensor, torch } from 'tadpole';
import { images, tinyTrainer, weights } from './tiny';

const lr = 0.1;

beforeEach(() => torch.manualSeed(0));

/** Plain gradient descent, so that an update is -lr times the gradient. */
const sgd = (network: nn.Module) => new optim.SGD(network.parameters(), { lr });

const trainers: gan.Trainer[] = [];
const made = (options: Parameters<typeof tinyTrainer>[0] = {}): gan.Trainer => {
  const trainer = tinyTrainer({ optimizer: sgd, ...options });
  trainers.push(trainer);
  return trainer;
};
afterEach(() => {
  for (const trainer of trainers.splice(0)) trainer.dispose();
});

const squared = (answers: Tensor, target: number): Tensor => answers.sub(target).square().mean();

/** A phase that reports 0 for the losses that a step must have and the one under test does not give. */
const reporting = (phase: gan.Phase): gan.Phase => ({
  ...phase,
  accumulate: (context) => ({
    dLoss: torch.zeros([]),
    gLoss: torch.zeros([]),
    ...phase.accumulate(context),
  }),
});

/** A phase of D on reals (target 1) and given fakes (target 0). */
const onD = (name: string, accumulate: gan.Phase['accumulate']): gan.Phase =>
  reporting({ name, network: 'discriminator', accumulate });

/** The change that gradient descent on `loss` would make to a network. */
function descent(network: nn.Module, loss: Tensor): number[] {
  const gradients = torch.autograd.grad([loss], network.parameters());
  return gradients.flatMap((gradient) => [...(gradient.toTypedArray() as Float32Array)].map((g) => -lr * g));
}

function expectChange(before: number[], after: number[], expected: number[]): void {
  for (const [i, value] of after.entries()) {
    expect(value).toBeCloseTo((before[i] as number) + (expected[i] as number), 5);
  }
}

test('a phase of the generator leaves the discriminator unchanged: weights, gradients and buffers', () => {
  const trainer = made({ objective: [reporting(gan.logistic()[1] as gan.Phase)] });
  const [g, d] = [weights(trainer.generator), weights(trainer.discriminator)];
  torch.scope(() => trainer.step(images(6)));
  expect(weights(trainer.discriminator)).toEqual(d);
  expect(trainer.discriminator.parameters().every((parameter) => parameter.grad === null)).toBe(true);
  expect(weights(trainer.generator)).not.toEqual(g);
});

test('two backward passes in one phase: one update from both losses at the same weights', () => {
  const trainer = made({
    objective: [
      onD('summed', ({ discriminator, reals, fakes, backward }) => {
        backward(squared(discriminator(fakes()), 0));
        backward(squared(discriminator(reals), 1));
        return {};
      }),
    ],
  });
  torch.scope(() => {
    const [network, latents] = [trainer.discriminator, torch.randn([4, 4])];
    const fakes = gan.predict(trainer.generator.train(false), latents);
    const sum = squared(network.forward(images(4)), 1).add(squared(network.forward(fakes), 0));
    const [before, expected] = [weights(network), descent(network, sum)];
    trainer.step(images(4), { latents });
    expectChange(before, weights(network), expected);
  });
});

test('two phases of one network: the second one sees the weights that the first one made', () => {
  const real = onD('on reals', ({ discriminator, reals, backward }) => {
    backward(squared(discriminator(reals), 1));
    return {};
  });
  const zero = onD('on zeros', ({ discriminator, reals, backward }) => {
    backward(squared(discriminator({ images: torch.zerosLike(reals.images) }), 0));
    return {};
  });
  const [both, first] = [made({ objective: [real, zero] }), made({ objective: [real] })];
  torch.scope(() => {
    first.step(images(4));
    const between = weights(first.discriminator);
    const expected = descent(
      first.discriminator,
      squared(first.discriminator.forward(torch.zeros([4, 1, 4, 4])), 0),
    );
    both.step(images(4));
    expectChange(between, weights(both.discriminator), expected);
  });
});

test('a phase of both: both gradients are taken before either network changes', () => {
  const trainer = made({
    objective: [
      {
        name: 'both',
        network: 'both',
        accumulate: ({ discriminator, fakes, backward }) => {
          const answers = discriminator(fakes());
          const [dLoss, gLoss] = [squared(answers, 0), squared(answers, 1)];
          backward(dLoss, { network: 'discriminator', retainGraph: true });
          backward(gLoss, { network: 'generator' });
          return { dLoss, gLoss };
        },
      },
    ],
  });
  torch.scope(() => {
    const { generator, discriminator } = trainer;
    const latents = torch.randn([6, 4]);
    const answers = discriminator.forward(generator.forward(latents));
    const before = [weights(generator), weights(discriminator)] as const;
    const change = (network: nn.Module, loss: Tensor) =>
      torch.autograd
        .grad([loss], network.parameters(), { retainGraph: true })
        .flatMap((gradient) => [...(gradient.toTypedArray() as Float32Array)].map((g) => -lr * g));
    const [g, d] = [change(generator, squared(answers, 1)), change(discriminator, squared(answers, 0))];
    trainer.step(images(6), { latents });
    expectChange(before[0], weights(generator), g);
    expectChange(before[1], weights(discriminator), d);
  });
});

test('fakes are made once in a step; new fakes are others, and inference mode is left again', () => {
  const seen: Tensor[][] = [];
  const look = (network: 'discriminator' | 'generator', name: string): gan.Phase => ({
    name,
    network,
    accumulate: ({ fakes, newFakes }) => {
      const all = [fakes(), fakes(), newFakes(), newFakes({ training: false })];
      seen.push(all.map(({ images: made }) => torch.keep(made.detach().clone())));
      expect(all.map(({ images: made }) => made.requiresGrad)).toEqual(
        network === 'generator' ? [true, true, true, false] : [false, false, false, false],
      );
      return { dLoss: torch.zeros([]), gLoss: torch.zeros([]) };
    },
  });
  const trainer = made({ objective: [look('discriminator', 'd'), look('generator', 'g')] });
  torch.scope(() => trainer.step(images(4)));
  const [[first, again, other], [later]] = seen as [[Tensor, Tensor, Tensor], [Tensor]];
  expect(again.equal(first)).toBe(true);
  expect(later.equal(first)).toBe(true);
  expect(other.equal(first)).toBe(false);
  expect(trainer.generator.training).toBe(true);
  for (const tensor of seen.flat()) tensor.dispose();
});

test('a phase with `every` runs at the first step and then at every so many', () => {
  const ran: number[] = [];
  const lazy: gan.Phase = {
    name: 'lazy',
    network: 'discriminator',
    every: 3,
    accumulate: ({ step }) => {
      ran.push(step);
      return { lazy: torch.ones([]) };
    },
  };
  const trainer = made({ objective: [...gan.logistic(), lazy] });
  const reported = torch.scope(() =>
    Array.from({ length: 5 }, (_, index) => 'lazy' in trainer.step(images(4, index))),
  );
  expect(ran).toEqual([0, 3]);
  expect(reported).toEqual([true, false, false, true, false]);
});

test('phases that repeat take new batches; a name that several report is averaged', () => {
  const critic = onD('critic', ({ nextBatch }) => ({ shown: nextBatch().images.mean() }));
  const trainer = made({ objective: gan.repeat(3, critic) });
  const values = [1, 2, 6];
  let next = 1;
  const losses = torch.scope(() =>
    trainer.step(torch.full([2, 1, 4, 4], 1, { dtype: 'float32' }), {
      nextBatch: () => torch.full([2, 1, 4, 4], values[next++] as number, { dtype: 'float32' }),
    }),
  );
  expect(losses['shown']).toBe(3);
  expect(trainer.progress).toEqual({ step: 1, images: 6 });
  expect(() => torch.scope(() => trainer.step(images(2)))).toThrow(
    'nextBatch: the objective takes several batches per step, and the step was given one',
  );
});

test('predict runs in inference mode without a graph and restores the mode', () => {
  const { generator } = made();
  torch.scope(() => {
    const latents = torch.randn([5, 4]);
    const fakes = gan.predict(generator, latents);
    expect(fakes.requiresGrad).toBe(false);
    expect(generator.training).toBe(true);
    generator.eval();
    expect(generator.forward(latents).tolist()).toEqual(fakes.tolist());
  });
});

describe('what does not fit is refused with a message', () => {
  const accumulate = () => ({});
  test.each<[string, gan.Objective, string]>([
    ['no phase', [], 'objective: expected at least one phase, got none'],
    ['two phases of one name', [onD('a', accumulate), onD('a', accumulate)], "two phases have the name 'a'"],
    [
      'every 0',
      [{ name: 'a', network: 'generator', every: 0, accumulate }],
      "phase 'a': every: expected a whole",
    ],
    [
      'another network',
      [{ name: 'a', network: 'critic' as 'generator', accumulate }],
      "phase 'a': network: expected 'generator', 'discriminator' or 'both', got 'critic'",
    ],
  ])('%s', (_, objective, message) => {
    expect(() => made({ objective })).toThrow(message);
  });

  test.each<[string, gan.Phase, string]>([
    ['no losses', onD('a', () => ({})), ''],
    [
      'a promise',
      { name: 'a', network: 'both', accumulate: (async () => ({})) as never },
      "phase 'a': accumulate must be a synchronous function",
    ],
    [
      'a loss of several numbers',
      onD('a', () => ({ dLoss: torch.zeros([2]) })),
      "phase 'a': expected dLoss to be a tensor of one number, got a tensor of shape [2]",
    ],
    [
      'a number for a loss',
      onD('a', () => ({ dLoss: 0.5 as never })),
      "phase 'a': expected dLoss to be a tensor of one number, got 0.5",
    ],
    [
      'no gLoss',
      { name: 'a', network: 'both', accumulate: () => ({ dLoss: torch.zeros([]) }) },
      'expected every step to report dLoss and gLoss; missing: gLoss',
    ],
    [
      'gradients for another network',
      onD('a', ({ backward, discriminator, reals }) => {
        backward(discriminator(reals).mean(), { network: 'generator' });
        return {};
      }),
      "phase 'a': backward: expected network to be 'discriminator', got 'generator'",
    ],
  ])('a phase that gives %s', (_, phase, message) => {
    const trainer = made({ objective: [phase] });
    const step = (): unknown => torch.scope(() => trainer.step(images(2)));
    if (message === '') expect(step()).toEqual({ dLoss: 0, gLoss: 0 });
    else expect(step).toThrow(message);
  });
});
