// The latents of a seed, as libtorch draws them on the CPU: the same seed gives the same picture here and there.

/** The Mersenne twister of M. Matsumoto and T. Nishimura 1998, mt19937. */
class Twister {
  private readonly state = new Uint32Array(624);
  private at = 624;

  constructor(seed: number) {
    this.state[0] = seed >>> 0;
    for (let i = 1; i < 624; i += 1) {
      const last = this.state[i - 1] as number;
      this.state[i] = Math.imul(1_812_433_253, last ^ (last >>> 30)) + i;
    }
  }

  /** 32 random bits. */
  bits(): number {
    if (this.at === 624) this.refill();
    let y = this.state[this.at] as number;
    this.at += 1;
    y ^= y >>> 11;
    y ^= (y << 7) & 0x9d2c5680;
    y ^= (y << 15) & 0xefc60000;
    return (y ^ (y >>> 18)) >>> 0;
  }

  /** A float in [0, 1) of 24 random bits. */
  float(): number {
    return (this.bits() & 0xffffff) / 2 ** 24;
  }

  /** A double in [0, 1) of 53 random bits. */
  double(): number {
    const high = this.bits() & 0x1fffff;
    return (high * 2 ** 32 + this.bits()) / 2 ** 53;
  }

  private refill(): void {
    const { state } = this;
    for (let i = 0; i < 624; i += 1) {
      const y = ((state[i] as number) & 0x80000000) | ((state[(i + 1) % 624] as number) & 0x7fffffff);
      state[i] = (state[(i + 397) % 624] as number) ^ (y >>> 1) ^ (y & 1 ? 0x9908b0df : 0);
    }
    this.at = 0;
  }
}

/** Box and Muller's pairs: `block` holds 16 uniform values, which become normal. */
function toNormal(block: Float32Array): void {
  for (let i = 0; i < 8; i += 1) {
    const radius = Math.sqrt(-2 * Math.log(1 - (block[i] as number)));
    const angle = 2 * Math.PI * (block[i + 8] as number);
    block[i] = radius * Math.cos(angle);
    block[i + 8] = radius * Math.sin(angle);
  }
}

/** libtorch draws 16 values or more in blocks of 16, the last of which may reach back into the one before. */
function normalInBlocks(twister: Twister, size: number): Float32Array {
  const values = Float32Array.from({ length: size }, () => twister.float());
  for (let from = 0; from + 16 <= size; from += 16) toNormal(values.subarray(from, from + 16));
  if (size % 16 !== 0) {
    const last = values.subarray(size - 16);
    for (let i = 0; i < 16; i += 1) last[i] = twister.float();
    toNormal(last);
  }
  return values;
}

function normalOneByOne(twister: Twister, size: number): Float32Array {
  let waiting: number | undefined;
  return Float32Array.from({ length: size }, () => {
    if (waiting !== undefined) {
      const value = waiting;
      waiting = undefined;
      return value;
    }
    const [angle, share] = [2 * Math.PI * twister.double(), twister.double()];
    const radius = Math.sqrt(-2 * Math.log1p(-share));
    waiting = radius * Math.sin(angle);
    return radius * Math.cos(angle);
  });
}

/** What `seededLatents(spec, 1, seed)` gives for a latent of `size` values. */
export function latentOf(seed: number, size: number, distribution: 'normal' | 'uniform'): Float32Array {
  const twister = new Twister(seed);
  if (distribution === 'uniform') return Float32Array.from({ length: size }, () => twister.float() * 2 - 1);
  return size >= 16 ? normalInBlocks(twister, size) : normalOneByOne(twister, size);
}
