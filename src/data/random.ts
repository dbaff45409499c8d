// A small random generator with a state of four numbers, so that a loader's cursor fits into JSON.
import { UsageError } from '../errors';

/** The state of a {@link RandomIndices}: four unsigned 32-bit integers, not all zero. */
export type RandomState = readonly [number, number, number, number];

/** Uniform whole numbers by xoshiro128** (D. Blackman and S. Vigna, 2018), the same on every machine. */
export class RandomIndices {
  private readonly words = new Uint32Array(4);

  /** @param seed whole number, 0 to 2^53 - 1 */
  constructor(seed: number) {
    if (!(Number.isSafeInteger(seed) && seed >= 0)) {
      throw new UsageError(`seed: expected a whole number from 0 to 2^53 - 1, got ${seed}`);
    }
    // SplitMix32 spreads neighbouring seeds over the whole state.
    let mix = (seed >>> 0) ^ Math.imul(Math.floor(seed / 2 ** 32), 0x85ebca6b);
    for (let i = 0; i < 4; i++) {
      mix = (mix + 0x9e3779b9) | 0;
      let word = Math.imul(mix ^ (mix >>> 16), 0x21f0aaad);
      word = Math.imul(word ^ (word >>> 15), 0x735a2d97);
      this.words[i] = word ^ (word >>> 15);
    }
  }

  /** A number from 0 to `bound` - 1, each equally likely; `bound` at most 2^32. */
  below(bound: number): number {
    let value = this.next();
    // Only numbers past the last whole multiple of `bound` are drawn again; few need the slow computation of where that is.
    while (value >= 2 ** 32 - bound && value >= 2 ** 32 - (2 ** 32 % bound)) value = this.next();
    return value - Math.floor(value / bound) * bound;
  }

  /** All numbers from 0 to `count` - 1 in an order of which each is equally likely (Fisher and Yates). */
  permutation(count: number): Int32Array {
    const order = new Int32Array(count);
    for (let i = 0; i < count; i++) order[i] = i;
    for (let i = count - 1; i > 0; i--) {
      const other = this.below(i + 1);
      const swapped = order[i] as number;
      order[i] = order[other] as number;
      order[other] = swapped;
    }
    return order;
  }

  get state(): RandomState {
    const [a, b, c, d] = this.words as unknown as [number, number, number, number];
    return [a, b, c, d];
  }

  set state(state: RandomState) {
    this.words.set(state);
  }

  private next(): number {
    const w = this.words as unknown as [number, number, number, number];
    const result = Math.imul(rotateLeft(Math.imul(w[1], 5), 7), 9) >>> 0;
    const shifted = w[1] << 9;
    w[2] ^= w[0];
    w[3] ^= w[1];
    w[1] ^= w[2];
    w[0] ^= w[3];
    w[2] ^= shifted;
    w[3] = rotateLeft(w[3], 11);
    return result;
  }
}

function rotateLeft(word: number, bits: number): number {
  return (word << bits) | (word >>> (32 - bits));
}
