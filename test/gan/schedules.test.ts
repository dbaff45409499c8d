// Settings of optimizers and averages that change while training.
import { gan, optim } from 'tadpole';
import { expectExactResume } from './resume';
import { TinyBatches, type TinyOptions, tinyTrainer } from './tiny';

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

  test("PyTorch's schedules resume exactly once they are registered", async () => {
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
