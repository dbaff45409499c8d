// Random numbers: seeds and generators.
import { checkOptions } from '../options';
import { native } from './native';
import type { Tensor } from './tensor';
import type { Device } from './types';

export interface GeneratorOptions {
  /** Default 'cpu'. */
  device?: Device;
  /** Default: libtorch's default seed. */
  seed?: number | bigint;
}

/** A source of random numbers of its own; every random operator takes one as `{ generator }`. */
export class Generator {
  constructor(options: GeneratorOptions = {}) {
    checkOptions('Generator', options, ['device', 'seed']);
    native.generatorAttach(this, options.device ?? 'cpu', false);
    if (options.seed !== undefined) this.manualSeed(options.seed);
  }

  /** Starts over from `seed`, an integer below 2^63. Returns this generator. */
  manualSeed(seed: number | bigint): this {
    native.generatorManualSeed(this, seed);
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

  /** Continues as the generator did that `state` was taken from. Returns this generator. */
  setState(state: Tensor): this {
    native.generatorSetState(this, state);
    return this;
  }

  get device(): string {
    return native.generatorDevice(this);
  }
}

/** The generator that operators on `device` use when none is given. */
export function defaultGenerator(device: Device = 'cpu'): Generator {
  const generator = Object.create(Generator.prototype) as Generator;
  native.generatorAttach(generator, device, true);
  return generator;
}

/** Seeds the default generators of all devices. */
export function manualSeed(seed: number | bigint): void {
  native.manualSeed(seed);
}
