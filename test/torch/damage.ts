// Damaged copies of a file: cut short, or with some bytes changed. The damage is the same in every run.
import { readFileSync, writeFileSync } from 'node:fs';

/** Calls `visit` after each of `count` different damages of `source` was written to `target`. */
export function forEachDamage(source: string, target: string, count: number, visit: () => void): void {
  const content = readFileSync(source);
  let state = 1;
  const below = (limit: number): number => {
    // The multiplier and increment of Numerical Recipes' generator.
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * limit);
  };
  for (let round = 0; round < count; round++) {
    const damaged = Buffer.from(content);
    const cut = round % 4 === 0;
    // The ends hold the headers, where damage reaches deepest.
    const reach = Math.min(content.length, round % 4 === 1 ? content.length : 800);
    for (let i = cut ? 0 : 1 + below(6); i > 0; i--) {
      damaged[round % 4 === 3 ? content.length - 1 - below(reach) : below(reach)] = below(256);
    }
    writeFileSync(target, cut ? damaged.subarray(0, below(content.length)) : damaged);
    visit();
  }
}
