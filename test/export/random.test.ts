// The page draws the latents of a seed as libtorch does.
import { gan } from 'tadpole';
import { latentOf } from '../../src/export/html/page/random';

test.each([
  ['normal', 1],
  ['normal', 7],
  ['normal', 16],
  ['normal', 64],
  ['normal', 100],
  ['uniform', 5],
  ['uniform', 100],
] as const)('%s, %i values', (distribution, size) => {
  for (const seed of [0, 1, 12_345, 2 ** 31 - 1]) {
    const expected = gan
      .seededLatents({ shape: [size], distribution }, 1, seed)
      .flatten()
      .toTypedArray();
    const given = latentOf(seed, size, distribution);
    expect(given.length).toBe(size);
    for (const [index, value] of given.entries()) {
      expect(Math.abs(value - Number(expected[index]))).toBeLessThan(2e-6);
    }
  }
});
