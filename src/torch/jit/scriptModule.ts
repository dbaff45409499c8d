// TorchScript modules: loaded from a file or traced, called like any module, trained, moved and saved.

import { writeAtomically, writeAtomicallyAsync } from '../../io';
import { checkOptions } from '../../options';
import { keepsMode } from '../../synchronous';
import { native } from '../addon';
import { Identified, keep, type Placement, parsePlacement, resolveDevice, type Tensor } from '../tensor';

/** What TorchScript methods take and give: tensors, numbers, strings, and lists and dicts of these. */
export type ScriptValue =
  | Tensor
  | null
  | boolean
  | number
  | bigint
  | string
  | ScriptValue[]
  | { [key: string]: ScriptValue };

export interface ScriptSaveOptions {
  /** Texts that the file carries beside the module, by name. Default: those that the module was loaded with. */
  extraFiles?: Record<string, string>;
}

/** Makes a ScriptModule; `fill` puts the native module behind the new object. */
export let makeScript: (
  fill: (module: ScriptModule) => void,
  extraFiles: Record<string, string>,
) => ScriptModule;

/** A TorchScript module. `torch.jit.load` and `torch.jit.trace` make them. */
export class ScriptModule extends Identified {
  /** The texts that the file carried beside the module, by name. */
  readonly extraFiles: Readonly<Record<string, string>>;
  #tensors: { parameters: [string, Tensor][]; buffers: [string, Tensor][] } | null = null;

  static {
    makeScript = (fill, extraFiles) => new ScriptModule(fill, extraFiles);
  }

  private constructor(fill: (module: ScriptModule) => void, extraFiles: Record<string, string>) {
    if (typeof fill !== 'function') {
      throw new TypeError('new ScriptModule: use torch.jit.load to open one, torch.jit.trace to make one');
    }
    super(Symbol('ScriptModule, copied by save() and torch.jit.load'));
    fill(this);
    this.extraFiles = Object.freeze(extraFiles);
  }

  /**
   * Calls the module. Inputs are positional, missing ones take the defaults of the script; tuples come back as arrays,
   * dicts as objects. Gradients flow through it to inputs and parameters.
   *
   * @typeParam T what the module is known to return; it is not checked.
   * @throws TypeError or Error when the inputs do not fit; the message has the method's signature.
   */
  forward<T extends ScriptValue = Tensor>(...inputs: ScriptValue[]): T {
    return this.call('forward', ...inputs);
  }

  /** `forward` in another thread: other JavaScript runs meanwhile. The gradient mode is the one at the time of the call. */
  forwardAsync<T extends ScriptValue = Tensor>(...inputs: ScriptValue[]): Promise<T> {
    return this.callAsync('forward', ...inputs);
  }

  /** Calls any method of the module by name. */
  call<T extends ScriptValue = Tensor>(method: string, ...inputs: ScriptValue[]): T {
    return native.scriptCall(this, method, inputs) as T;
  }

  /** `call` in another thread. */
  callAsync<T extends ScriptValue = Tensor>(method: string, ...inputs: ScriptValue[]): Promise<T> {
    return callElsewhere<T>(this, method, inputs, null);
  }

  /** The methods that can be called, with the names of their inputs. */
  methods(): { name: string; inputs: string[] }[] {
    return native.scriptMethods(this);
  }

  /** Whether the module is in train mode. */
  get training(): boolean {
    return native.scriptIsTraining(this);
  }

  /**
   * Sets train mode (or, with false, inference mode) here and in every submodule. A traced module keeps the behavior of
   * the mode in which it was traced.
   */
  train(mode = true): this {
    native.scriptTrain(this, mode);
    return this;
  }

  /** Sets inference mode. */
  eval(): this {
    return this.train(false);
  }

  /** Moves parameters and buffers in place; a dtype applies to floating tensors only. */
  to(placement: Placement): this {
    const named = typeof placement === 'string' ? parsePlacement('ScriptModule.to', placement) : placement;
    checkOptions('ScriptModule.to', named, ['device', 'dtype']);
    const device = named.device === undefined ? null : resolveDevice(named.device);
    native.scriptTo(this, device, named.dtype ?? null);
    return this;
  }

  /**
   * Every parameter with its dotted name: the module's own tensors, the same objects each time. A tensor that the module
   * holds under several names (tied weights) is listed once, under the first.
   */
  namedParameters(): [name: string, tensor: Tensor][] {
    return listedOnce(this.ownTensors().parameters);
  }

  /** Every buffer with its dotted name, as {@link ScriptModule.namedParameters}. */
  namedBuffers(): [name: string, tensor: Tensor][] {
    return listedOnce(this.ownTensors().buffers);
  }

  /** Every parameter once; an optimizer takes them. */
  parameters(): Tensor[] {
    return this.namedParameters().map(([, tensor]) => tensor);
  }

  /** Every buffer once. */
  buffers(): Tensor[] {
    return this.namedBuffers().map(([, tensor]) => tensor);
  }

  /** Parameters and buffers by name, tied ones under each of their names; not copies. */
  stateDict(): Record<string, Tensor> {
    const { parameters, buffers } = this.ownTensors();
    return Object.fromEntries([...parameters, ...buffers]);
  }

  /** Drops the gradient of every parameter. */
  zeroGrad(): void {
    for (const tensor of this.parameters()) tensor.grad = null;
  }

  /**
   * Writes a file that `torch.jit.load` opens, here and in Python; completely or not at all.
   *
   * @throws Error naming the file when it cannot be written.
   */
  save(path: string, options: ScriptSaveOptions = {}): void {
    checkOptions('ScriptModule.save', options, ['extraFiles']);
    const extraFiles = options.extraFiles ?? this.extraFiles;
    writeAtomically(path, (temporary) => native.scriptSave(this, temporary, extraFiles));
  }

  /** `save` in another thread. The module must not be changed until the promise is settled. */
  async saveAsync(path: string, options: ScriptSaveOptions = {}): Promise<void> {
    checkOptions('ScriptModule.saveAsync', options, ['extraFiles']);
    const extraFiles = options.extraFiles ?? this.extraFiles;
    await writeAtomicallyAsync(path, (temporary) => native.scriptSaveAsync(this, temporary, extraFiles));
  }

  get isDisposed(): boolean {
    return native.scriptIsDisposed(this);
  }

  /** Frees the module and its tensors' handles now; calls that are running in other threads finish. Calling it again does nothing. */
  dispose(): void {
    for (const [, tensor] of [...(this.#tensors?.parameters ?? []), ...(this.#tensors?.buffers ?? [])])
      tensor.dispose();
    this.#tensors = null;
    native.scriptDispose(this);
  }

  [Symbol.dispose](): void {
    this.dispose();
  }

  /** @internal */
  protected override advice(): { json: string; number: string } {
    return { json: 'use save() to write it to a file', number: 'call its forward' };
  }

  private ownTensors(): { parameters: [string, Tensor][]; buffers: [string, Tensor][] } {
    if (this.#tensors === null) {
      const { parameters, buffers } = native.scriptTensors(this) as {
        parameters: [string, Tensor][];
        buffers: [string, Tensor][];
      };
      for (const [, tensor] of [...parameters, ...buffers]) keep(tensor);
      this.#tensors = { parameters, buffers };
    }
    return this.#tensors;
  }
}

/**
 * `forwardAsync` that computes with a number of threads of its own.
 *
 * @throws Error for a number of threads beyond 1 to 1024
 */
export function forwardOnThreads<T extends ScriptValue = Tensor>(
  module: ScriptModule,
  inputs: readonly ScriptValue[],
  threads: number,
): Promise<T> {
  return callElsewhere<T>(module, 'forward', inputs, threads);
}

function callElsewhere<T extends ScriptValue>(
  module: ScriptModule,
  method: string,
  inputs: readonly ScriptValue[],
  threads: number | null,
): Promise<T> {
  const call = async () => (await native.scriptCallAsync(module, method, inputs, threads)) as T;
  return keepsMode(call());
}

function listedOnce(entries: readonly [string, Tensor][]): [string, Tensor][] {
  const seen = new Set<Tensor>();
  return entries.filter(([, tensor]) => !seen.has(tensor) && seen.add(tensor));
}
