// Latents have the shape and distribution that was asked for and repeat with their seed.
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

test('latents of another shape are refused with both shapes', () => {
  const spec = { shape: [3], distribution: 'normal' } as const;
  torch.scope(() => {
    expect(() => gan.checkLatents(spec, torch.zeros([2, 4]))).toThrow('expected shape [N, 3], got [2, 4]');
  });
});
