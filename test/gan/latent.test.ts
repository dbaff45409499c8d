// Latents have the requested shape and distribution, and repeat with their seed.
import { gan, torch } from 'tadpole';

test('normal latents have mean 0 and variance 1', () => {
  torch.scope(() => {
    const latents = gan.drawLatents({ shape: [100], distribution: 'normal' }, 200, {
      generator: new torch.Generator({ seed: 1 }),
    });
    expect(latents.shape).toEqual([200, 100]);
    expect(latents.mean().item()).toBeCloseTo(0, 1);
    expect(latents.var().item()).toBeCloseTo(1, 1);
  });
});

test('uniform latents fill [-1, 1]', () => {
  torch.scope(() => {
    const latents = gan.seededLatents({ shape: [10, 1, 1], distribution: 'uniform' }, 500, 3);
    expect(latents.shape).toEqual([500, 10, 1, 1]);
    expect(latents.min().item()).toBeGreaterThanOrEqual(-1);
    expect(latents.min().item()).toBeLessThan(-0.99);
    expect(latents.max().item()).toBeGreaterThan(0.99);
    expect(latents.var().item()).toBeCloseTo(1 / 3, 1);
  });
});

test('a seed gives the same latents again, whatever else drew random numbers', () => {
  torch.scope(() => {
    const spec = { shape: [3], distribution: 'normal' } as const;
    const first = gan.seededLatents(spec, 2, 7);
    torch.randn([10]);
    expect(gan.seededLatents(spec, 2, 7).tolist()).toEqual(first.tolist());
    expect(gan.seededLatents(spec, 2, 8).tolist()).not.toEqual(first.tolist());
  });
});

test('without truncation the latents of a seed are those of its random generator, whatever else is asked for', () => {
  torch.scope(() => {
    const generator = (): torch.Generator => new torch.Generator({ seed: 7 });
    const normal = gan.seededLatents({ shape: [100], distribution: 'normal' }, 3, 7);
    expect(normal.equal(torch.randn([3, 100], { generator: generator() }))).toBe(true);
    const uniform = gan.seededLatents({ shape: [100], distribution: 'uniform' }, 3, 7);
    expect(uniform.equal(torch.empty([3, 100]).uniform_(-1, 1, { generator: generator() }))).toBe(true);
  });
});

test('a list of seeds gives the single latent of each', () => {
  torch.scope(() => {
    for (const distribution of ['normal', 'uniform'] as const) {
      const spec = { shape: [20, 1, 1], distribution };
      const latents = gan.latentsOfSeeds(spec, [4, 9, 4]);
      expect(latents.shape).toEqual([3, 20, 1, 1]);
      for (const [index, seed] of [4, 9, 4].entries()) {
        expect(latents.narrow(0, index, 1).equal(gan.seededLatents(spec, 1, seed))).toBe(true);
      }
    }
    expect(() => gan.latentsOfSeeds({ shape: [2], distribution: 'normal' }, [])).toThrow('at least one');
  });
});

describe('truncation', () => {
  const normal = { shape: [100], distribution: 'normal' } as const;
  const uniform = { shape: [100], distribution: 'uniform' } as const;

  test('normal values inside the bound stay, those outside are redrawn', () => {
    torch.scope(() => {
      const free = gan.seededLatents(normal, 50, 3);
      const bound = gan.seededLatents(normal, 50, 3, 'cpu', 0.7);
      const inside = free.abs().le(0.7);
      expect(bound.abs().max().item()).toBeLessThanOrEqual(0.7);
      expect(torch.where(inside, bound.sub(free), 0).abs().max().item()).toBe(0);
      expect(bound.equal(gan.seededLatents(normal, 50, 3, 'cpu', 0.7))).toBe(true);
    });
  });

  // The variance of a normal distribution cut off at b is 1 - 2 b pdf(b) / P(|z| < b).
  test.each([
    [0.1, 0.00333],
    [0.7, 0.15292],
    [2, 0.77374],
    [8, 1],
  ])(
    'normal values bounded by %d have the variance of the truncated normal distribution',
    (bound, variance) => {
      torch.scope(() => {
        const latents = gan.seededLatents(normal, 2000, 3, 'cpu', bound);
        expect((latents.var().item() as number) / variance).toBeCloseTo(1, 1.7);
        expect((latents.mean().item() as number) / Math.sqrt(variance)).toBeCloseTo(0, 1.7);
        expect(latents.abs().max().item()).toBeLessThanOrEqual(bound);
      });
    },
  );

  test('a bound that no value exceeds changes nothing', () => {
    torch.scope(() => {
      const free = gan.seededLatents(normal, 20, 1);
      expect(gan.seededLatents(normal, 20, 1, 'cpu', 9).equal(free)).toBe(true);
    });
  });

  test('uniform values are those of the seed, in a narrower interval', () => {
    torch.scope(() => {
      const scaled = gan.seededLatents(uniform, 20, 1).mul(0.5);
      const bound = gan.seededLatents(uniform, 20, 1, 'cpu', 0.5);
      expect(bound.sub(scaled).abs().max().item()).toBeLessThan(1e-6);
    });
  });

  test.each([0, -1, Number.NaN, Number.POSITIVE_INFINITY, 1e300])('%d is refused', (bound) => {
    expect(() => gan.seededLatents(normal, 2, 1, 'cpu', bound)).toThrow(
      `a number above 0 for normal latents`,
    );
    expect(() => gan.seededLatents(uniform, 2, 1, 'cpu', bound)).toThrow('above 0 and at most 1');
  });

  test('a uniform interval is not widened', () => {
    expect(() => gan.seededLatents(uniform, 2, 1, 'cpu', 1.5)).toThrow(
      'at most 1 for uniform latents, got 1.5',
    );
  });
});

test('latents of another shape are refused with both shapes', () => {
  const spec = { shape: [3], distribution: 'normal' } as const;
  torch.scope(() => {
    expect(() => gan.checkLatents(spec, torch.zeros([2, 4]))).toThrow('expected shape [N, 3], got [2, 4]');
  });
});
