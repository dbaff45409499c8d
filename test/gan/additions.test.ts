// What users add to a trainer, each as a phase or an option, and each resumed bit for bit.
import { gan, type nn, optim, type Tensor, torch } from 'tadpole';
import { expectExactResume, tinyMade } from './resume';
import { images, TinyBatches, tinyTrainer } from './tiny';

describe('penalties', () => {
  test('R1 and R2 at every step are half the weight times the mean squared gradient', async () => {
    const penalties = [gan.r1({ weight: 0.5 }), gan.r2({ weight: 0.5 })];
    const losses = await expectExactResume(tinyMade(() => ({ objective: gan.logistic({ penalties }) })));
    expect(losses.every(({ r1, r2 }) => Number(r1) > 0 && Number(r2) > 0)).toBe(true);
  });

  test('lazily, in the update of D and in a separate one: at steps 1 and 5 of 8, with four times the weight', async () => {
    const lazy = gan.r1({ weight: 0.5, every: 4 });
    const inside = () => ({ objective: gan.logistic({ penalties: [lazy] }) });
    const apart = () => ({ objective: [...gan.logistic(), gan.penaltyPhase(lazy)] });
    for (const options of [inside, apart]) {
      const losses = await expectExactResume(tinyMade(options));
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
      tinyMade(() => ({ objective: gan.logistic({ penalties: [gan.r1({ weight })] }) })),
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
  const losses = await expectExactResume(
    tinyMade(() => ({ objective: [...gan.repeat(5, critic), generator] })),
  );
  expect(losses.map(({ images: shown }) => shown)).toEqual([1, 2, 3, 4, 5, 6, 7, 8].map((step) => 20 * step));
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

test('bf16 and two learning rates resume exactly', async () => {
  await expectExactResume(tinyMade(() => ({ precision: 'bf16', averageDecay: 0.9 })));
  const rates = [1e-2, 1e-3];
  const optimizer = (network: nn.Module) =>
    new optim.Adam(network.parameters(), { lr: rates.reverse()[0] ?? 0 });
  await expectExactResume(tinyMade(() => ({ optimizer })));
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
