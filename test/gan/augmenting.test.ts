// Augmentation by a class of the user: what the discriminator sees, gradients through it, and its state.
import { type gan, type Tensor, torch } from 'tadpole';
import { expectExactResume } from './resume';
import { images, TinyBatches, tinyTrainer, weights } from './tiny';

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

  test('one whose strength adapts (ADA) changes what D sees, and resumes exactly', async () => {
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
