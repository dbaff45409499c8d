// Each objective trains both networks on its formula, computed by hand, with gradients that agree with finite differences.
import { gan, nn, optim, type Tensor, torch } from 'tadpole';
import { gradcheck, variable } from '../torch/gradcheck';
import { expectExactResume, type Made } from './resume';
import { TinyBatches, tinyTrainer } from './tiny';

const mean = (values: number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
const softplus = (x: number): number => Math.log1p(Math.exp(x));
const relu = (x: number): number => Math.max(0, x);
const square = (x: number): number => x * x;

interface Formula {
  objective: (options?: gan.AdversarialOptions) => gan.Objective;
  discriminator: (real: number[], fake: number[]) => number;
  generator: (fake: number[], real: number[]) => number;
}

const FORMULAS: Record<string, Formula> = {
  logistic: {
    objective: gan.logistic,
    discriminator: (real, fake) => mean(real.map((x) => softplus(-x))) + mean(fake.map(softplus)),
    generator: (fake) => mean(fake.map((x) => softplus(-x))),
  },
  hinge: {
    objective: gan.hinge,
    discriminator: (real, fake) => mean(real.map((x) => relu(1 - x))) + mean(fake.map((x) => relu(1 + x))),
    generator: (fake) => -mean(fake),
  },
  'least squares': {
    objective: gan.leastSquares,
    discriminator: (real, fake) => (mean(real.map((x) => square(x - 1))) + mean(fake.map(square))) / 2,
    generator: (fake) => mean(fake.map((x) => square(x - 1))) / 2,
  },
  Wasserstein: {
    objective: gan.wasserstein,
    discriminator: (real, fake) => mean(fake) - mean(real),
    generator: (fake) => -mean(fake),
  },
  relativistic: {
    objective: gan.relativistic,
    discriminator: (real, fake) => mean(real.map((x, i) => softplus((fake[i] as number) - x))),
    generator: (fake, real) => mean(real.map((x, i) => softplus(x - (fake[i] as number)))),
  },
};

const REAL = [0.9, -0.4, 1.7, 0.1];
const FAKE = [0.2, -1.6, 0.3, 1.2];

type PhaseLosses = gan.PhaseLosses;

/** Scores are the images themselves, one pixel each, so that the batches say what D says. */
function losses(objective: gan.Objective): PhaseLosses[] {
  const scored = (values: number[]) => ({
    images: torch.tensor(values, { shape: [4, 1], dtype: 'float64' }),
  });
  const context = {
    step: 0,
    images: 0,
    batchSize: 4,
    reals: scored(REAL),
    fakes: () => scored(FAKE),
    leaf: (batch: gan.Batch) => batch,
    discriminator: ({ images }: gan.Batch) => images,
    backward: () => {},
  } as unknown as gan.PhaseContext;
  return objective.map((phase) => phase.accumulate(context));
}

describe.each(Object.entries(FORMULAS))('%s', (_, { objective, discriminator, generator }) => {
  test('reports the losses of the formula', () => {
    torch.scope(() => {
      const [d, g] = losses(objective()) as [PhaseLosses, PhaseLosses];
      expect(d.dLoss?.item()).toBeCloseTo(discriminator(REAL, FAKE), 12);
      expect(g.gLoss?.item()).toBeCloseTo(generator(FAKE, REAL), 12);
    });
  });

  test('runs in parts of a batch, with both penalties, and resumes exactly', async () => {
    const penalties = [gan.r1({ weight: 0.1 }), gan.r2({ weight: 0.1, every: 2 })];
    const made = (): Made => ({
      trainer: tinyTrainer({ objective: objective({ penalties }), microBatchSize: 3 }),
      batches: new TinyBatches(8),
    });
    await expectExactResume(made, 4, 2);
  });

  test('several updates of D are on new batches', async () => {
    const made = (): Made => ({
      trainer: tinyTrainer({ objective: objective({ discriminatorUpdates: 3 }) }),
      batches: new TinyBatches(4),
    });
    const records = await expectExactResume(made, 3, 1);
    expect(records.map(({ images }) => images)).toEqual([12, 24, 36]);
  });
});

/** name: a loss of (real, fake) */
const LOSSES: Record<string, (real: Tensor, fake: Tensor) => Tensor> = {
  logisticDiscriminatorLoss: gan.logisticDiscriminatorLoss,
  logisticGeneratorLoss: (_, fake) => gan.logisticGeneratorLoss(fake),
  hingeDiscriminatorLoss: gan.hingeDiscriminatorLoss,
  hingeGeneratorLoss: (_, fake) => gan.hingeGeneratorLoss(fake),
  leastSquaresDiscriminatorLoss: gan.leastSquaresDiscriminatorLoss,
  leastSquaresGeneratorLoss: (_, fake) => gan.leastSquaresGeneratorLoss(fake),
  wassersteinDiscriminatorLoss: gan.wassersteinDiscriminatorLoss,
  wassersteinGeneratorLoss: (_, fake) => gan.wassersteinGeneratorLoss(fake),
  relativisticLoss: gan.relativisticLoss,
};

test.each(Object.entries(LOSSES))('gradients of %s', (_, loss) => {
  const [real, fake] = [variable([5, 1], -2, 2), variable([5, 1], -1.5, 1.7)];
  gradcheck(() => loss(real, fake), [real, fake]);
});

test('the minimax losses on probabilities', () => {
  const [real, fake] = [
    [0.9, 0.4, 0.7],
    [0.2, 0.6, 0.1],
  ];
  torch.scope(() => {
    const [p, q] = [torch.tensor(real, { dtype: 'float64' }), torch.tensor(fake, { dtype: 'float64' })];
    const d = -mean(real.map((x, i) => Math.log(x) + Math.log(1 - (fake[i] as number))));
    expect(gan.logProbabilityDiscriminatorLoss(p, q).item()).toBeCloseTo(d, 12);
    expect(gan.logProbabilityGeneratorLoss(q).item()).toBeCloseTo(-mean(fake.map(Math.log)), 12);
  });
});

test('G learns nothing from the scores of reals, which have no graph', () => {
  torch.scope(() => {
    const generator = new nn.Linear(1, 1, { dtype: 'float64' });
    const discriminator = new nn.Linear(1, 1, { dtype: 'float64' });
    const trainer = new gan.Trainer({
      model: {
        generator,
        discriminator,
        latent: { shape: [1], distribution: 'normal' },
        image: { shape: [1] },
      },
      optimizers: {
        generator: new optim.SGD(generator.parameters(), { lr: 0 }),
        discriminator: new optim.SGD(discriminator.parameters(), { lr: 0 }),
      },
      objective: gan.relativistic(),
    });
    const latents = variable([3, 1]).detach();
    const reals = variable([3, 1], -2, 1).detach();
    trainer.step(reals, { latents });
    const score = (images: Tensor) => discriminator.forward(images);
    const margin = score(reals).sub(score(generator.forward(latents)));
    const [expected] = torch.autograd.grad(torch.softplus(margin).mean(), [generator.weight]) as [Tensor];
    expect(generator.weight.grad?.item()).toBeCloseTo(Number(expected.item()), 12);
    trainer.dispose();
  });
});

test('the number of updates of D is checked', () => {
  expect(() => gan.hinge({ discriminatorUpdates: 0 })).toThrow(
    'discriminatorUpdates: expected a whole number of at least 1, got 0',
  );
});

test('scores of another shape cannot be paired', () => {
  torch.scope(() => {
    expect(() => gan.relativisticLoss(torch.zeros([2]), torch.zeros([2, 1]))).toThrow(
      'relativisticLoss: expected other of shape [2], got [2, 1]',
    );
  });
});
