// What users add to a trainer, each as a phase, an option or a small class, and each resumed to the last bit.
import { gan, nn, optim, type Tensor, torch } from 'tadpole';
import { expectExactResume, type Made } from './resume';
import { images, TinyBatches, type TinyOptions, tinyTrainer, weights } from './tiny';

const made =
  (options: () => TinyOptions, size = 4) =>
  (): Made => ({ trainer: tinyTrainer(options()), batches: new TinyBatches(size) });

describe('penalties', () => {
  test('R1 and R2 at every step are half the weight times the mean squared gradient', async () => {
    const penalties = [gan.r1({ weight: 0.5 }), gan.r2({ weight: 0.5 })];
    const losses = await expectExactResume(made(() => ({ objective: gan.logistic({ penalties }) })));
    expect(losses.every(({ r1, r2 }) => Number(r1) > 0 && Number(r2) > 0)).toBe(true);
  });

  test('lazily, in the update of D and in one of its own: at steps 1 and 5 of 8, four times as heavy', async () => {
    const lazy = gan.r1({ weight: 0.5, every: 4 });
    const inside = () => ({ objective: gan.logistic({ penalties: [lazy] }) });
    const apart = () => ({ objective: [...gan.logistic(), gan.penaltyPhase(lazy)] });
    for (const options of [inside, apart]) {
      const losses = await expectExactResume(made(options));
      expect(losses.flatMap(({ r1, step }) => (r1 === undefined ? [] : [step]))).toEqual([1, 5]);
    }
  });

  test('a weight can follow the images shown', async () => {
    const seen: number[] = [];
    const weight = ({ images: shown }: gan.Moment) => {
      seen.push(shown);
      return 1;
    };
    await expectExactResume(
      made(() => ({ objective: gan.logistic({ penalties: [gan.r1({ weight })] }) })),
      4,
      2,
    );
    expect(seen.slice(0, 4)).toEqual([0, 4, 8, 12]);
  });
});

test('WGAN-GP: five phases of the critic on new batches, one of the generator', async () => {
  const critic: gan.Phase = {
    name: 'critic',
    network: 'discriminator',
    accumulate: ({ discriminator, nextBatch, newFakes, backward, random }) => {
      const [reals, fakes] = [nextBatch(), newFakes()];
      const distance = discriminator(fakes).mean().sub(discriminator(reals).mean());
      backward(
        gan.interpolatedGradientPenalty(discriminator, reals, fakes, { random }).mul(10).add(distance),
      );
      return { dLoss: distance };
    },
  };
  const generator = gan.logistic()[1] as gan.Phase;
  const losses = await expectExactResume(made(() => ({ objective: [...gan.repeat(5, critic), generator] })));
  expect(losses.map(({ images: shown }) => shown)).toEqual([1, 2, 3, 4, 5, 6, 7, 8].map((step) => 20 * step));
});

describe('classes', () => {
  class Conditional extends nn.Module {
    embedding: nn.Embedding;
    layer: nn.Linear;
    constructor(inputs: number, outputs: number) {
      super();
      this.embedding = new nn.Embedding(3, 4);
      this.layer = new nn.Linear(inputs + 4, outputs);
    }
    forward(values: Tensor, labels: Tensor): Tensor {
      return this.layer.forward(torch.cat([values.flatten(1), this.embedding.forward(labels)], 1));
    }
  }

  const trainer = (): gan.Trainer => {
    const [generator, discriminator] = [new Conditional(4, 16), new Conditional(16, 1)];
    const adam = (network: nn.Module) => new optim.Adam(network.parameters());
    return new gan.Trainer({
      model: {
        generator,
        discriminator,
        latent: { shape: [4], distribution: 'normal' },
        image: { shape: [1, 4, 4] },
        classes: ['ant', 'bee', 'cat'],
      },
      optimizers: { generator: adam(generator), discriminator: adam(discriminator) },
      objective: gan.hinge({ penalties: [gan.r1()] }),
      random: new torch.Generator({ seed: 1 }),
    });
  };

  /** Images whose class is the batch's number, and the next ones. */
  class Labelled extends TinyBatches {
    override next(): never {
      const labels = [0, 1, 2, 3].map((index) => (index + this.state().drawn) % 3);
      return { images: super.next(), labels: torch.tensor(labels, { dtype: 'int64' }) } as never;
    }
  }

  test('both networks get the classes of the reals, and a run goes on exactly', async () => {
    await expectExactResume(() => ({ trainer: trainer(), batches: new Labelled() }));
  });

  test('samples are of the classes that are asked for, by name or number; of all in turn by default', () => {
    const pair = trainer();
    torch.scope(() => {
      const of = (classes?: gan.ClassChoice) => pair.sample(6, { seed: 3, classes });
      const turns = of();
      expect(of([0, 1, 2]).equal(turns)).toBe(true);
      expect(of(['ant', 'bee', 'cat']).equal(turns)).toBe(true);
      const bees = of('bee');
      expect(bees.at(1).equal(turns.at(1))).toBe(true);
      expect(bees.at(0).equal(turns.at(0))).toBe(false);
      expect(() => of('bea')).toThrow("there is no class 'bea'");
      expect(() => of(3)).toThrow('there is no class 3');
    });
    pair.dispose();
  });

  test('batches without labels, or with labels that do not fit, are refused', () => {
    const pair = trainer();
    torch.scope(() => {
      expect(() => pair.step(images(2))).toThrow('labels: expected a class for each of 2 images, got none');
      const labels = torch.zeros([3], { dtype: 'int64' });
      expect(() => pair.step({ images: images(2), labels })).toThrow(
        'labels: expected int64 of shape [2], got int64 [3]',
      );
    });
    pair.dispose();
  });

  test('a model without classes ignores labels and cannot choose by class', () => {
    const pair = tinyTrainer();
    torch.scope(() => {
      pair.step({ images: images(2), labels: torch.zeros([2], { dtype: 'int64' }) });
      expect(() => pair.sample(2, { classes: 0 })).toThrow('classes: the model has none');
    });
    pair.dispose();
  });
});

describe('augmentation', () => {
  /** Darkens images with a probability that rises while D is too sure of the reals; the probability stays on the device. */
  class Adaptive implements gan.Augmentation {
    private readonly probability = torch.keep(torch.full([], 0.5));
    private readonly signs = torch.keep(torch.zeros([]));

    apply(batch: Tensor, random?: torch.Generator): Tensor {
      const draws = torch.rand([batch.size(0), 1, 1, 1], { generator: random ?? null });
      return torch.where(draws.lt(this.probability), batch.mul(0.5), batch);
    }

    observe(answers: Tensor): void {
      this.signs.copy_(answers.sign().mean());
    }

    stepped(): void {
      this.probability.add_(this.signs.sub(0.1).sign().mul(0.1)).clamp_(0, 1);
    }

    state() {
      return { probability: this.probability, signs: this.signs };
    }

    loadState({ probability, signs }: ReturnType<Adaptive['state']>): void {
      this.probability.copy_(probability);
      this.signs.copy_(signs);
    }

    get strength(): number {
      return Number(this.probability.item());
    }

    dispose(): void {
      this.probability.dispose();
      this.signs.dispose();
    }
  }

  test('one whose strength adapts (ADA) changes what D sees, and goes on exactly', async () => {
    const strengths: number[] = [];
    await expectExactResume(() => {
      const augmentation = new Adaptive();
      const trainer = tinyTrainer({ augmentation, lr: 0.1 });
      return {
        trainer,
        batches: new TinyBatches(),
        dispose: () => {
          strengths.push(augmentation.strength);
          augmentation.dispose();
        },
      };
    }, 7);
    // An odd number of changes of 0.1 ends elsewhere.
    expect(Math.abs((strengths[0] as number) - 0.5)).toBeGreaterThan(0.05);
  });

  test('gradients go through it to the generator', () => {
    const halve = { apply: (batch: Tensor) => batch.mul(0.5) };
    const [plain, halved] = [tinyTrainer(), tinyTrainer({ augmentation: halve })];
    torch.scope(() => {
      for (const pair of [plain, halved]) pair.step(images(4));
      expect(weights(halved.generator)).not.toEqual(weights(plain.generator));
      expect(halved.generator.parameters().every(({ grad }) => grad !== null)).toBe(true);
    });
    plain.dispose();
    halved.dispose();
  });
});

describe('gradient accumulation', () => {
  /** Without batch statistics. */
  const trainer = (options: Partial<gan.TrainerOptions>): gan.Trainer => {
    torch.manualSeed(1);
    const generator = new nn.Sequential(new nn.Linear(4, 8), new nn.Tanh(), new nn.Linear(8, 16)).to(
      'float64',
    );
    const discriminator = new nn.Sequential(
      new nn.Flatten(),
      new nn.Linear(16, 8),
      new nn.SiLU(),
      new nn.Linear(8, 1),
    );
    const sgd = (network: nn.Module) => new optim.SGD(network.parameters(), { lr: 0.1 });
    return new gan.Trainer({
      model: {
        generator,
        discriminator: discriminator.to('float64'),
        latent: { shape: [4], distribution: 'normal' },
        image: { shape: [1, 4, 4] },
      },
      optimizers: { generator: sgd(generator), discriminator: sgd(discriminator) },
      objective: [
        ...gan.logistic({ penalties: [gan.r1(), gan.r2({ every: 2 })] }),
        {
          name: 'on new batches',
          network: 'discriminator',
          accumulate: ({ nextBatch, newFakes, discriminator: answer, backward }) => {
            nextBatch();
            backward(gan.logisticDiscriminatorLoss(answer(nextBatch()), answer(newFakes())));
            return {};
          },
        },
      ],
      ...options,
    });
  };

  test.each([1, 3, 4, 7])('parts of %i give the numbers of the whole batch of 7', (microBatchSize) => {
    const [whole, parts] = [trainer({}), trainer({ microBatchSize })];
    torch.scope(() => {
      for (let step = 0; step < 3; step += 1) {
        const latents = [0, 1].map((draw) =>
          torch.randn([7, 4], {
            generator: new torch.Generator({ seed: 10 * step + draw }),
            dtype: 'float64',
          }),
        );
        const losses = [whole, parts].map((pair) =>
          pair.step(images(7, step).to('float64'), {
            latents,
            nextBatch: () => images(7, 100 + step).to('float64'),
          }),
        ) as [gan.Losses, gan.Losses];
        for (const [name, value] of Object.entries(losses[0])) expect(losses[1][name]).toBeCloseTo(value, 12);
      }
      for (const network of ['generator', 'discriminator'] as const) {
        const expected = weights(whole[network]);
        for (const [i, value] of weights(parts[network]).entries()) {
          expect(value).toBeCloseTo(expected[i] as number, 12);
        }
      }
    });
    whole.dispose();
    parts.dispose();
  });

  test('a run in parts goes on exactly', async () => {
    await expectExactResume(made(() => ({ microBatchSize: 3 }), 8));
  });

  test('a size that cannot be is refused', () => {
    expect(() => tinyTrainer({ microBatchSize: 0 })).toThrow(
      'microBatchSize: expected a whole number of at least 1, got 0',
    );
  });
});

describe('schedules', () => {
  test('rates, betas and the decay of the average as functions of the images shown', async () => {
    const rates: number[] = [];
    const options = (): TinyOptions => ({
      schedules: {
        generator: { lr: gan.cosine(1e-2, 1e-3, 24), betas: ({ step }) => [0.5, step < 4 ? 0.9 : 0.99] },
        discriminator: { lr: gan.linear(1e-2, 0, 32) },
      },
      averageDecay: gan.halfLife(100, 0.5),
    });
    await expectExactResume(() => {
      const trainer = tinyTrainer(options());
      const batches = new TinyBatches();
      const group = () => (trainer.optimizers.discriminator as optim.Adam).paramGroups[0]?.lr ?? 0;
      return { trainer, batches, dispose: () => rates.push(group()) };
    });
    expect(rates[0]).toBeCloseTo(1e-2 * (1 - 28 / 32), 12);
  });

  test.each([
    ['linear, half way', gan.linear(1, 3, 100), 50, 2],
    ['linear, after its end', gan.linear(1, 3, 100), 1000, 3],
    ['cosine at the beginning', gan.cosine(1, 0, 100), 0, 1],
    ['cosine, half way', gan.cosine(1, 0, 100), 50, 0.5],
    ['half-life: 10 images of 100', gan.halfLife(100, 1), 1000, 0.5 ** 0.1],
    ['half-life, ramping up', gan.halfLife(1000, 0.05), 1000, 0.5 ** 0.2],
    ['half-life, nothing shown yet', gan.halfLife(1000), 0, 0],
  ])('%s', (_, schedule, shown, expected) => {
    expect(gan.valueAt(schedule, { step: 1, images: shown, batchSize: 10 })).toBeCloseTo(expected, 12);
  });

  test('a setting that the optimizer does not have is refused', () => {
    expect(() => tinyTrainer({ schedules: { generator: { momentum: 0.9 } } })).toThrow(
      'schedules.generator.momentum: the optimizer has no such setting',
    );
  });

  test("PyTorch's schedules go on exactly once they are registered", async () => {
    await expectExactResume(() => {
      const trainer = tinyTrainer();
      const scheduler = new optim.lrScheduler.ExponentialLR(
        trainer.optimizers.discriminator as optim.Adam,
        0.7,
      );
      trainer.register('scheduler', scheduler);
      const batches = new TinyBatches();
      const next = batches.next.bind(batches);
      return {
        trainer,
        batches: Object.assign(batches, {
          next: () => {
            if (trainer.progress.step > 0) scheduler.step();
            return next();
          },
        }),
      };
    });
  });
});

test('a phase with a memory keeps it over a stop', async () => {
  /** A running mean of D's answers on reals that is subtracted from them. */
  class Centred implements gan.Phase {
    readonly name = 'centred';
    readonly network = 'discriminator';
    private readonly mean = torch.keep(torch.zeros([]));
    accumulate({ discriminator, reals, backward }: gan.PhaseContext) {
      const answers = discriminator(reals);
      torch.noGrad(() => this.mean.lerp_(answers.mean(), 0.5));
      const centred = answers.sub(this.mean).square().mean();
      backward(centred);
      return { centred };
    }
    state() {
      return { mean: this.mean };
    }
    loadState({ mean }: { mean: Tensor }): void {
      this.mean.copy_(mean);
    }
    dispose(): void {
      this.mean.dispose();
    }
  }
  await expectExactResume(() => {
    const phase = new Centred();
    const trainer = tinyTrainer({ objective: [...gan.logistic(), phase] });
    return { trainer, batches: new TinyBatches(), dispose: () => phase.dispose() };
  });
});

describe('clipping', () => {
  /** The change of all weights of D in one step of plain gradient descent with rate 1. */
  const change = (clip: gan.Clip): number[] => {
    const pair = tinyTrainer({
      optimizer: (network) => new optim.SGD(network.parameters(), { lr: 1 }),
      clip: { discriminator: clip },
    });
    const before = weights(pair.discriminator);
    torch.scope(() => pair.step(images(8)));
    const after = weights(pair.discriminator);
    pair.dispose();
    return after.map((value, i) => value - (before[i] as number));
  };

  test('by norm: all gradients together', () => {
    const norm = Math.hypot(...change({ norm: 1e-3 }));
    expect(norm).toBeCloseTo(1e-3, 6);
    expect(Math.hypot(...change({}))).toBeGreaterThan(1e-2);
  });

  test('by value: each element', () => {
    const largest = Math.max(...change({ value: 1e-3 }).map(Math.abs));
    expect(largest).toBeCloseTo(1e-3, 6);
  });

  test('a bound that is not above 0 is refused', () => {
    expect(() => tinyTrainer({ clip: { generator: { norm: 0 } } })).toThrow(
      'clip.generator.norm: expected a number above 0, got 0',
    );
  });
});

test('bf16 and two learning rates go on exactly', async () => {
  await expectExactResume(made(() => ({ precision: 'bf16', averageDecay: 0.9 })));
  const rates = [1e-2, 1e-3];
  const optimizer = (network: nn.Module) =>
    new optim.Adam(network.parameters(), { lr: rates.reverse()[0] ?? 0 });
  await expectExactResume(made(() => ({ optimizer })));
});

test('no value is read from the device in a step: one with tensors that cannot be read runs', () => {
  const pair = tinyTrainer({
    averageDecay: 0.9,
    clip: { generator: { norm: 1 }, discriminator: { value: 1 } },
  });
  const { item, tolist, toTypedArray } = torch.Tensor.prototype;
  const refuse = (): never => {
    throw new Error('a step waited for the device');
  };
  try {
    Object.assign(torch.Tensor.prototype, { item: refuse, tolist: refuse, toTypedArray: refuse });
    torch.scope(() => pair.advance(images(4)));
  } finally {
    Object.assign(torch.Tensor.prototype, { item, tolist, toTypedArray });
  }
  pair.dispose();
});
