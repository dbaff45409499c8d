// Random numbers: seeds and generators.
import { checkOptions, describeValue } from '../../options';
import type { Device } from '../addon';
import { native } from '../addon';
import { Identified } from './identity';
import type { Tensor } from './tensor';

export interface GeneratorOptions {
  /** Default 'cpu'. */
  device?: Device;
  /** Default: libtorch's default seed. */
  seed?: number | bigint;
}

/** The 64 bits of a seed. @throws TypeError or RangeError for what is none */
function checkedSeed(seed: number | bigint): number | bigint {
  if (typeof seed === 'bigint') {
    if (seed >= -(2n ** 63n) && seed < 2n ** 64n) return BigInt.asIntN(64, seed);
    throw new RangeError(`argument 'seed' must be from -2^63 to 2^64 - 1, got ${seed}n`);
  }
  if (Number.isSafeInteger(seed)) return seed;
  const remedy = Number.isInteger(seed) ? '; give integers beyond 2^53 as bigints' : '';
  throw new TypeError(`argument 'seed' must be an integer, got ${describeValue(seed)}${remedy}`);
}

const shared = Symbol('the generator of the device itself');

/** An independent source of random numbers; every random operator accepts one as `{ generator }`. */
export class Generator extends Identified {
  constructor(options: GeneratorOptions = {}) {
    super(Symbol('Generator, copied by getState() and setState()'));
    checkOptions('Generator', options, ['device', 'seed']);
    native.generatorAttach(this, options.device ?? 'cpu', shared in options);
    if (options.seed !== undefined) this.manualSeed(options.seed);
  }

  /** Starts over from `seed`, an integer from -2^63 to 2^64 - 1. Returns this generator. */
  manualSeed(seed: number | bigint): this {
    native.generatorManualSeed(this, checkedSeed(seed));
    return this;
  }

  /** The seed that it last started from. */
  initialSeed(): bigint {
    return native.generatorInitialSeed(this);
  }

  /** Everything that determines the numbers to come, as a uint8 tensor. */
  getState(): Tensor {
    return native.generatorGetState(this) as Tensor;
  }

  /** Continues from the `state` of another generator. Returns this generator. */
  setState(state: Tensor): this {
    native.generatorSetState(this, state);
    return this;
  }

  get device(): string {
    return native.generatorDevice(this);
  }

  /** @internal */
  protected override advice(): { json: string; number: string } {
    return { json: 'use getState(), a tensor', number: 'give it to a random operator as { generator }' };
  }
}

const defaultGenerators = new Map<string, Generator>();

/** The generator that operators on `device` use when none is given: the same object for the same device. */
export function defaultGenerator(device: Device = 'cpu'): Generator {
  const options = { device, [shared]: true };
  const made = new Generator(options);
  const known = defaultGenerators.get(made.device) ?? made;
  defaultGenerators.set(made.device, known);
  return known;
}

/** Seeds the default generators of all devices. @param seed an integer from -2^63 to 2^64 - 1 */
export function manualSeed(seed: number | bigint): void {
  native.manualSeed(checkedSeed(seed));
}
