// What the trainer does with gradients: accumulation over parts of a batch, and clipping.
import { gan, nn, optim, torch } from 'tadpole';
import { expectExactResume, tinyMade } from './resume';
import { images, tinyTrainer, weights } from './tiny';

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

  test('a run in parts resumes exactly', async () => {
    await expectExactResume(tinyMade(() => ({ microBatchSize: 3 }), 8));
  });

  test('a size that cannot be is refused', () => {
    expect(() => tinyTrainer({ microBatchSize: 0 })).toThrow(
      'microBatchSize: expected a whole number of at least 1, got 0',
    );
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
