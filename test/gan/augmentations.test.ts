// Augmentations change every image by separate draws, adapt by their rule, and resume exactly.
import { gan, type Tensor, torch } from 'tadpole';
import { expectExactResume } from './resume';
import { images, TinyBatches, tinyTrainer } from './tiny';

// The tensors are small, and threads of tests that run side by side would wait for each other.
torch.setNumThreads(1);

const seeded = (seed: number) => new torch.Generator({ seed });

function pictures(channels: number, count = 6, size = 8): Tensor {
  return torch.empty([count, channels, size, size]).uniform_(-1, 1, { generator: seeded(channels) });
}

const AUGMENTATIONS: Record<string, () => gan.Augmentation> = {
  DiffAugment: () => gan.diffAugment(),
  ADA: () => gan.ada({ probability: 0.7 }),
};

describe.each(Object.entries(AUGMENTATIONS))('%s', (_, make) => {
  test.each([1, 2, 3, 4])(
    'changes images of %i channels by the random numbers that it is given',
    (channels) => {
      torch.scope(() => {
        const augmentation = make();
        const batch = pictures(channels);
        const first = augmentation.apply(batch, seeded(1));
        expect(first.shape).toEqual(batch.shape);
        expect(first.equal(batch)).toBe(false);
        expect(augmentation.apply(batch, seeded(1)).equal(first)).toBe(true);
        expect(augmentation.apply(batch, seeded(2)).equal(first)).toBe(false);
      });
    },
  );

  test('passes gradients, and gradients of gradients, to the images', () => {
    torch.scope(() => {
      const batch = pictures(3).requiresGrad_();
      const changed = make().apply(batch, seeded(1));
      const [first] = torch.autograd.grad([changed.square().sum()], [batch], { createGraph: true }) as [
        Tensor,
      ];
      const [second] = torch.autograd.grad([first.square().sum()], [batch]) as [Tensor];
      expect(first.abs().sum().item()).toBeGreaterThan(0);
      expect(second.abs().sum().item()).toBeGreaterThan(0);
      expect(second.isfinite().all().item()).toBe(true);
    });
  });

  test.each(['float64', 'bfloat16'] as const)('takes %s', (dtype) => {
    torch.scope(() => {
      const batch = pictures(3).to(dtype);
      expect(make().apply(batch, seeded(1)).dtype).toBe(dtype);
    });
  });

  test('means the same in another range of values', () => {
    torch.scope(() => {
      const batch = pictures(3);
      const options = { range: [0, 1] as const };
      const shifted = make() instanceof gan.AdaptiveAugmentation;
      const other = shifted ? gan.ada({ probability: 0.7, ...options }) : gan.diffAugment(options);
      const expected = make().apply(batch, seeded(1)).add(1).div(2);
      const got = other.apply(batch.add(1).div(2), seeded(1));
      expect(got.sub(expected).abs().max().item()).toBeLessThan(1e-5);
    });
  });

  test('refuses what is no batch of images', () => {
    torch.scope(() => {
      const apply = (shape: number[]) => () => make().apply(torch.zeros(shape));
      expect(apply([2, 16])).toThrow('expected images of shape [N, 1 to 4 channels, H, W], got [2, 16]');
      expect(apply([2, 5, 4, 4])).toThrow('got [2, 5, 4, 4]');
    });
  });

  test('trains with penalties, in parts, and resumes exactly', async () => {
    const penalties = [gan.r1({ weight: 0.1 }), gan.r2({ weight: 0.1 })];
    await expectExactResume(
      () => ({
        trainer: tinyTrainer({
          augmentation: make(),
          objective: gan.relativistic({ penalties }),
          microBatchSize: 3,
        }),
        batches: new TinyBatches(8),
      }),
      5,
      2,
    );
  });
});

describe('DiffAugment', () => {
  test('colour: brightness, saturation, contrast, by their formulas on the draws of the seed', () => {
    torch.scope(() => {
      const batch = pictures(3).to('float64');
      const got = gan.diffAugment({ parts: ['colour'] }).apply(batch, seeded(7));
      const draws = torch.rand([3, 6], { generator: seeded(7), dtype: 'float64' });
      const draw = (row: number) => draws.at(row).reshape([6, 1, 1, 1]);
      const bright = batch.add(draw(0)).sub(0.5);
      const grey = bright.mean([1], true);
      const saturated = bright.sub(grey).mul(draw(1).mul(2)).add(grey);
      const mean = saturated.mean([1, 2, 3], true);
      const expected = saturated.sub(mean).mul(draw(2).add(0.5)).add(mean);
      expect(got.sub(expected).abs().max().item()).toBeLessThan(1e-12);
    });
  });

  test('colour leaves alpha as it is; translation moves it along', () => {
    torch.scope(() => {
      const batch = pictures(4);
      const alpha = (tensor: Tensor) => tensor.narrow(1, 3, 1);
      const coloured = gan.diffAugment({ parts: ['colour'] }).apply(batch, seeded(1));
      expect(alpha(coloured).equal(alpha(batch))).toBe(true);
      const moved = gan.diffAugment({ parts: ['translation'] }).apply(batch, seeded(1));
      expect(alpha(moved).equal(alpha(batch))).toBe(false);
    });
  });

  test('translation goes to every shift of an eighth, and cutout takes a quarter at most', () => {
    torch.scope(() => {
      const count = 400;
      const ones = torch.ones([count, 1, 16, 16]);
      const moved = gan.diffAugment({ parts: ['translation'] }).apply(ones, seeded(1));
      const rows = moved.amax([1, 3]).sum([1]);
      expect(new Set(rows.tolist() as number[])).toEqual(new Set([14, 15, 16]));
      const cut = gan.diffAugment({ parts: ['cutout'] }).apply(ones, seeded(1));
      const share = ones.sub(cut).mean([1, 2, 3]);
      expect(share.max().item()).toBeCloseTo(1 / 4, 6);
      expect(share.min().item()).toBeGreaterThanOrEqual(1 / 16);
    });
  });

  test('settings that cannot be are refused', () => {
    expect(() => gan.diffAugment({ parts: ['color' as never] })).toThrow(
      "diffAugment: parts: expected colour, translation, cutout, got 'color'",
    );
    expect(() => gan.diffAugment({ shift: 2 })).toThrow(
      'diffAugment: shift: expected a fraction from 0 to 1',
    );
  });
});

describe('ADA', () => {
  const moment = (step: number, batchSize = 10): gan.Moment => ({
    step,
    images: step * batchSize,
    batchSize,
  });
  /** So many scores above 0 and below. */
  const scores = (above: number, below: number): Tensor =>
    torch.cat([torch.ones([above, 1]), torch.ones([below, 1]).neg()], 0);

  test('nothing changes while the probability is 0', () => {
    torch.scope(() => {
      const batch = pictures(3).to('float64');
      const changed = gan.ada().apply(batch, seeded(1));
      expect(changed.sub(batch).abs().max().item()).toBeLessThan(1e-6);
    });
  });

  test('flips, quarter turns and whole shifts move pixels and do not mix them', () => {
    torch.scope(() => {
      const off = Object.fromEntries(
        [
          'scale',
          'rotation',
          'stretch',
          'fractionalShift',
          'brightness',
          'contrast',
          'lumaFlip',
          'hue',
          'saturation',
        ].map((name) => [name, 0]),
      );
      const batch = pictures(1, 40);
      const changed = gan.ada({ probability: 1, strengths: off }).apply(batch, seeded(1));
      for (let index = 0; index < 40; index += 1) {
        const known = batch.at(index).reshape([-1, 1]);
        const nearest = changed.at(index).reshape([1, -1]).sub(known).abs().amin([0]);
        expect(nearest.max().item()).toBeLessThan(1e-4);
      }
      expect(changed.equal(batch)).toBe(false);
    });
  });

  test('each change happens with the probability', () => {
    torch.scope(() => {
      const names = [
        'quarterTurns',
        'shift',
        'scale',
        'rotation',
        'stretch',
        'fractionalShift',
        'brightness',
      ];
      const off = Object.fromEntries(
        [...names, 'contrast', 'lumaFlip', 'hue', 'saturation'].map((name) => [name, 0]),
      );
      const ramp = torch.arange(8, { dtype: 'float32' }).reshape([1, 1, 1, 8]).expand([4000, 1, 8, 8]);
      const changed = gan.ada({ probability: 0.6, strengths: off }).apply(ramp, seeded(3));
      // Half of those that are chosen are mirrored.
      const flipped = changed.sub(ramp).abs().amax([1, 2, 3]).gt(0.5).to('float32').mean();
      expect(Math.abs(Number(flipped.item()) - 0.3)).toBeLessThan(0.03);
    });
  });

  test('the probability rises by images / speed while D is surer of the reals than the target, and falls otherwise', () => {
    torch.scope(() => {
      const augmentation = gan.ada({ target: 0.5, speed: 1000, interval: 2, probability: 0.2 });
      augmentation.observe(scores(9, 1));
      augmentation.stepped(moment(0));
      expect(augmentation.probability).toBeCloseTo(0.2, 6);
      augmentation.observe(scores(8, 2));
      augmentation.stepped(moment(1));
      // Two steps of 10 images, mean sign 0.7.
      expect(augmentation.probability).toBeCloseTo(0.22, 6);
      for (const step of [2, 3]) {
        augmentation.observe(scores(7, 3));
        augmentation.stepped(moment(step, 20));
      }
      expect(augmentation.probability).toBeCloseTo(0.18, 6);
    });
  });

  test('it stays between 0 and its limit, and where it is without a target or scores', () => {
    torch.scope(() => {
      const run = (options: gan.AdaptiveOptions, observed: Tensor | null): number => {
        const augmentation = gan.ada({ interval: 1, speed: 5, ...options });
        if (observed) augmentation.observe(observed);
        augmentation.stepped(moment(0));
        return augmentation.probability;
      };
      expect(run({ limit: 0.8 }, scores(10, 0))).toBeCloseTo(0.8, 6);
      expect(run({ probability: 0.4 }, scores(0, 10))).toBe(0);
      expect(run({ probability: 0.5, target: null }, scores(10, 0))).toBe(0.5);
      expect(run({ probability: 0.5 }, null)).toBe(0.5);
    });
  });

  test('it can follow the images shown instead, and resumes exactly', async () => {
    const probability = gan.cosine(0, 0.5, 40);
    const augmentation = gan.ada({ probability });
    expect(augmentation.probability).toBe(0);
    augmentation.stepped({ step: 0, images: 0, batchSize: 20 });
    expect(augmentation.probability).toBeCloseTo(0.25, 6);
    augmentation.stepped({ step: 1, images: 20, batchSize: 20 });
    expect(augmentation.probability).toBeCloseTo(0.5, 6);
    expect(() => gan.ada({ probability, target: 0.6 })).toThrow(
      'ada: target: expected null beside a probability that is a function, got 0.6',
    );
    await expectExactResume(() => ({
      trainer: tinyTrainer({ augmentation: gan.ada({ probability }), objective: gan.relativistic() }),
      batches: new TinyBatches(8),
    }));
  });

  test('a step with it reads no value from the device', () => {
    const pair = tinyTrainer({ augmentation: gan.ada({ interval: 1 }) });
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

  test('settings that cannot be are refused', () => {
    expect(() => gan.ada({ target: 2 })).toThrow(
      'ada: target: expected a number from -1 to 1, or null, got 2',
    );
    expect(() => gan.ada({ speed: 0 })).toThrow('ada: speed: expected a number of images above 0, got 0');
    expect(() => gan.ada({ probability: 0.9, limit: 0.5 })).toThrow(
      'ada: probability: expected a number from 0 to 0.5',
    );
    expect(() => gan.ada({ strengths: { flip: 0.5 } })).toThrow(
      'ada: strengths.flip: expected 0 or 1, got 0.5',
    );
    expect(() => gan.ada({ strengths: { hue: -1 } })).toThrow(
      'ada: strengths.hue: expected a number of at least 0',
    );
    expect(() => gan.ada({ strengths: { turn: 1 } as never })).toThrow("unknown option 'turn'");
  });
});
