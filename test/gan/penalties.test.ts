// Penalties have the values and gradients of their formulas, in the update of D and in a separate one.
import { gan, type nn, type Tensor, torch } from 'tadpole';
import { gradcheck, variable } from '../torch/gradcheck';
import { images, tinyTrainer, weights } from './tiny';

const WEIGHT = [0.5, -1, 2];
const REALS = [
  [1, 2, 3],
  [-1, 0.5, 1],
];
const FAKES = [
  [0.3, -2, 0.4],
  [1.5, 1, -0.5],
];

/** D(x) = (w x)^2, whose gradient in x is 2 (w x) w. */
function context(weight: Tensor, backward: (loss: Tensor) => void = () => {}): gan.PhaseContext {
  const batch = (rows: number[][]) => ({ images: torch.tensor(rows, { dtype: 'float64' }) });
  return {
    step: 0,
    images: 0,
    batchSize: 2,
    discriminator: ({ images: x }: gan.Batch) => x.matmul(weight.t()).square(),
    reals: batch(REALS),
    fakes: () => batch(FAKES),
    leaf: ({ images: x }: gan.Batch) => ({ images: x.detach().requiresGrad_() }),
    backward,
  } as unknown as gan.PhaseContext;
}

const dot = (a: number[], b: number[]) => a.reduce((sum, value, i) => sum + value * (b[i] as number), 0);
/** The mean of |2 (w x) w|^2 = 4 (w x)^2 |w|^2 over the images, and its gradient in w. */
const expected = (rows: number[][]) => {
  const norm = dot(WEIGHT, WEIGHT);
  const value = rows.reduce((sum, x) => sum + 4 * dot(WEIGHT, x) ** 2 * norm, 0) / rows.length;
  const gradient = WEIGHT.map(
    (w, i) =>
      rows.reduce((sum, x) => {
        const slope = dot(WEIGHT, x);
        return sum + 8 * slope * (x[i] as number) * norm + 8 * slope ** 2 * w;
      }, 0) / rows.length,
  );
  return { value, gradient };
};

describe.each([
  ['r1', gan.r1, REALS],
  ['r2', gan.r2, FAKES],
] as const)('%s', (name, make, rows) => {
  test('in a separate phase: value, and gradient times the weight', () => {
    torch.scope(() => {
      const weight = torch.tensor([WEIGHT], { dtype: 'float64', requiresGrad: true });
      let loss: Tensor | undefined;
      const report = gan.penaltyPhase(make({ weight: 3 })).accumulate(
        context(weight, (total) => {
          loss = total;
        }),
      );
      expect(report[name]?.item()).toBeCloseTo(expected(rows).value, 10);
      const [gradient] = torch.autograd.grad(loss as Tensor, [weight]) as [Tensor];
      for (const [i, value] of expected(rows).gradient.entries()) {
        expect(gradient.reshape([-1]).at(i).item()).toBeCloseTo(3 * value, 8);
      }
    });
  });

  test('in the update of D: added to its loss, lazily with the interval as a factor', () => {
    torch.scope(() => {
      const weight = torch.tensor([WEIGHT], { dtype: 'float64', requiresGrad: true });
      const totals: Tensor[] = [];
      const [phase] = gan.wasserstein({ penalties: [make({ weight: 3, every: 4 })] });
      const of = (step: number) => ({ ...context(weight, (total) => void totals.push(total)), step });
      const reports = [0, 1, 3, 4].map((step) => (phase as gan.Phase).accumulate(of(step)));
      expect(reports.map((report) => Object.keys(report).length)).toEqual([2, 1, 1, 2]);
      const added = Number(totals[0]?.item()) - Number(totals[1]?.item());
      expect(added).toBeCloseTo(12 * expected(rows).value, 9);
    });
  });

  test('gradients agree with differences', () => {
    const weight = variable([1, 3]);
    const penalty = make();
    gradcheck(() => {
      const shown = context(weight);
      const of = (batch: gan.Batch) => new gan.Shown(shown, () => shown.leaf(batch));
      return penalty.value(shown, { reals: of(shown.reals), fakes: of(shown.fakes()) });
    }, [weight]);
  });

  test('its default weight is 5', () => {
    const moment = { step: 0, images: 0, batchSize: 1 };
    expect(make().weightAt(moment)).toBe(5);
    expect(make({ weight: undefined, every: 2 }).weightAt(moment)).toBe(10);
  });
});

describe('the gradient penalty', () => {
  test('is that of the formula where reals and fakes are the same and leave no choice between them', () => {
    torch.scope(() => {
      const weight = torch.tensor([WEIGHT], { dtype: 'float64' });
      const { discriminator, reals } = context(weight);
      const formula =
        REALS.reduce(
          (sum, x) => sum + (Math.abs(2 * dot(WEIGHT, x)) * Math.sqrt(dot(WEIGHT, WEIGHT)) - 1) ** 2,
          0,
        ) / REALS.length;
      expect(gan.interpolatedGradientPenalty(discriminator, reals, reals).item()).toBeCloseTo(formula, 10);
    });
  });

  test('is taken at images between reals and fakes, from the random numbers of the run', () => {
    torch.scope(() => {
      const weight = torch.tensor([WEIGHT], { dtype: 'float64' });
      const { discriminator, reals, fakes } = context(weight);
      const seen: Tensor[] = [];
      const watching = (batch: gan.Batch) => {
        seen.push(batch.images);
        return discriminator(batch);
      };
      const random = new torch.Generator({ seed: 4 });
      gan.interpolatedGradientPenalty(watching, reals, fakes(), { random });
      const mix = torch.rand([2, 1], { generator: new torch.Generator({ seed: 4 }), dtype: 'float64' });
      const between = reals.images.mul(mix.neg().add(1)).add(fakes().images.mul(mix));
      expect(Number(seen[0]?.sub(between).abs().max().item())).toBeLessThan(1e-12);
    });
  });

  test('gradients agree with differences', () => {
    const weight = variable([1, 3]);
    const penalty = gan.gradientPenalty();
    expect(penalty.weightAt({ step: 0, images: 0, batchSize: 1 })).toBe(10);
    gradcheck(() => {
      const shown = { ...context(weight), random: new torch.Generator({ seed: 1 }) };
      const of = (batch: gan.Batch) => new gan.Shown(shown, () => shown.leaf(batch));
      return penalty.value(shown, { reals: of(shown.reals), fakes: of(shown.fakes()) });
    }, [weight]);
  });
});

test('an update with penalties is that of the loss and of the penalties, added up', () => {
  const objective = (penalties: gan.Penalty[]) => gan.logistic({ penalties });
  const gradients = (of: gan.Objective): number[] => {
    const trainer = tinyTrainer({ objective: of.slice(0, 1).concat(gan.logistic().slice(1)), lr: 0 });
    torch.scope(() => trainer.step(images(4)));
    const network: nn.Module = trainer.discriminator;
    const all = torch.scope(() =>
      network.parameters().flatMap(({ grad }) => [...((grad as Tensor).toTypedArray() as Float32Array)]),
    );
    expect(weights(network).every(Number.isFinite)).toBe(true);
    trainer.dispose();
    return all;
  };
  const none = gradients(objective([]));
  const [first, second, both] = [[gan.r1()], [gan.r2()], [gan.r1(), gan.r2()]].map((penalties) =>
    gradients(objective(penalties)),
  ) as [number[], number[], number[]];
  for (const [i, value] of both.entries()) {
    const sum = (first[i] as number) + (second[i] as number) - (none[i] as number);
    expect(value).toBeCloseTo(sum, 4);
  }
});

test('with an augmentation, what it observes are the reals of the update, once', () => {
  const observed: number[] = [];
  const augmentation: gan.Augmentation = {
    apply: (batch) => batch.mul(0.5),
    observe: (scores) => void observed.push(scores.size(0)),
  };
  const objective = gan.logistic({ penalties: [gan.r1(), gan.r2()] });
  const trainer = tinyTrainer({ objective, augmentation });
  torch.scope(() => trainer.step(images(4)));
  expect(observed).toEqual([4]);
  trainer.dispose();
});

test('an interval that cannot be is refused', () => {
  expect(() => gan.r1({ every: 0.5 })).toThrow('r1: every: expected a whole number of at least 1, got 0.5');
});
