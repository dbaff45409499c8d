// The base class of every layer and network: walking fields, modes, moving, state dicts, disposal.
import { checkOptions } from '../options';
import { synchronously } from '../synchronous';
import { ScriptModule, type Tensor, torch } from '../torch';
import { buffer, parameter, type Role, roleOf } from './fields';
import { guardFields, reserve } from './guard';
import { mover, type Placement } from './placement';
import { printTree } from './repr';
import { copyInto, type LoadResult, type LoadStateDictOptions } from './stateDict';
import { namedFields } from './walk';

/** The fields of a module, which only the class may read. */
let fieldsOf: (module: Module<unknown>) => Iterable<[name: string, value: unknown]>;

/**
 * A network or a part of one. Subclasses are plain classes: fields that hold a `Parameter` or a `Buffer`,
 * another module, or an array, Set, Map or plain object of these (nested, too) are found by walking the object in
 * definition order. TorchScript modules are modules, too: their tensors belong to the module that holds them. In the state dict a
 * camelCase field is spelled in snake_case (`runningMean` -> `running_mean`), so that names equal PyTorch's; keys of Maps
 * and plain objects stay as they are, as in PyTorch's ModuleDict.
 *
 * A field keeps its kind, as in PyTorch: what holds a parameter takes another parameter or null and throws for anything
 * else, what holds a module takes a module or null, and a tensor assigned to a buffer's field becomes the buffer.
 *
 * What JavaScript hides cannot be found: private fields (`#weight`), getters of the class, closures, and fields of objects
 * of other classes. Parameters kept there are neither trained nor saved.
 *
 * @typeParam Output What `forward` returns: a Tensor unless the class declares otherwise (`extends nn.Module<[Tensor, Tensor]>`).
 *
 * ```ts
 * class Generator extends nn.Module {
 *   hidden = new nn.Linear(100, 256);
 *   output = new nn.Linear(256, 784);
 *   forward(z: Tensor): Tensor {
 *     return torch.tanh(this.output.forward(torch.relu(this.hidden.forward(z))));
 *   }
 * }
 * ```
 */
export abstract class Module<Output = Tensor> {
  /** Whether the module is in train mode (dropout active, batch statistics used); set it with `train` and `eval`. */
  training = true;

  static {
    fieldsOf = (module) => module.fields();
  }

  constructor() {
    // biome-ignore lint/correctness/noConstructorReturn: every field that a subclass defines goes through the guard.
    return guardFields(this);
  }

  /** The module's formula. */
  abstract forward(...inputs: Tensor[]): Output;

  /** The named values that are searched for tensors and modules: the own fields, unless a container overrides it. */
  protected fields(): Iterable<[name: string, value: unknown]> {
    return namedFields(this);
  }

  /**
   * Makes a field for a parameter that the module does without where `tensor` is null. Only a parameter or null can be
   * assigned to the field from then on.
   *
   * @param tensor A leaf tensor, which becomes a `Parameter`.
   */
  registerParameter(field: string, tensor: Tensor | null): void {
    register(this, field, 'parameter', tensor && parameter(tensor));
  }

  /**
   * Makes a field for a buffer that the module does without where `tensor` is null. Only a tensor, which becomes the
   * buffer, or null can be assigned to the field from then on.
   *
   * @param options.persistent false keeps it out of the state dict. Default true.
   */
  registerBuffer(field: string, tensor: Tensor | null, options: { persistent?: boolean } = {}): void {
    checkOptions('registerBuffer', options, ['persistent']);
    const role = options.persistent === false ? 'transient buffer' : 'buffer';
    register(this, field, role, tensor && buffer(tensor, options));
  }

  /** The direct submodules with their names. */
  namedChildren(): [name: string, module: Module][] {
    return [...this.fields()].filter((field): field is [string, Module] => field[1] instanceof Module);
  }

  /** The direct submodules. */
  children(): Module[] {
    return this.namedChildren().map(([, module]) => module);
  }

  /** This module (named '') and every module below it, parents first; a shared module is listed once. */
  namedModules(): [name: string, module: Module][] {
    return unique(walk(this));
  }

  /** This module and every module below it, parents first. */
  modules(): Module[] {
    return this.namedModules().map(([, module]) => module);
  }

  /** Every parameter with its dotted name; a shared parameter is listed once, under its first name. */
  namedParameters(): [name: string, tensor: Tensor][] {
    return unique(tensorsOf(this, (role) => role === 'parameter'));
  }

  /** Every parameter, in the order of `namedParameters`. */
  parameters(): Tensor[] {
    return this.namedParameters().map(([, tensor]) => tensor);
  }

  /** Every buffer with its dotted name, those that are not saved included. */
  namedBuffers(): [name: string, tensor: Tensor][] {
    return unique(tensorsOf(this, (role) => role !== 'parameter'));
  }

  /** Every buffer, in the order of `namedBuffers`. */
  buffers(): Tensor[] {
    return this.namedBuffers().map(([, tensor]) => tensor);
  }

  /**
   * The parameters and persistent buffers by name. The tensors are the module's own, not copies: `clone` those that must
   * outlast a change of the module.
   *
   * @throws Error when two fields have the same name in the state dict (`fooBar` beside `foo_bar`).
   */
  stateDict(): Record<string, Tensor> {
    const dict: Record<string, Tensor> = {};
    for (const [name, tensor] of tensorsOf(this, (role) => role !== 'transient buffer')) {
      if (Object.hasOwn(dict, name))
        throw new Error(`stateDict: two fields are both named '${name}'; rename one of them`);
      dict[name] = tensor;
    }
    return dict;
  }

  /**
   * Copies values into the parameters and buffers, converting dtype and device. Everything is checked before anything is
   * copied, so a failed call changes nothing.
   *
   * @param options.strict true (the default) demands that the names are exactly those of `stateDict()`.
   * @returns the names that were missing and those that were unexpected (both empty when strict).
   * @throws Error listing every missing, unexpected and misshapen key.
   */
  loadStateDict(dict: Record<string, Tensor>, options: LoadStateDictOptions = {}): LoadResult {
    return copyInto(this.stateDict(), dict, this.constructor.name, options);
  }

  /** Sets train mode (or, with false, inference mode) here and in every module below. */
  train(mode = true): this {
    for (const module of this.modules()) {
      module.training = mode;
      for (const [, script] of scriptsAmong(module.fields())) script.train(mode);
    }
    return this;
  }

  /** Sets inference mode here and in every module below. */
  eval(): this {
    return this.train(false);
  }

  /**
   * Moves parameters, buffers and gradients in place, so optimizers that hold the parameters stay valid. A dtype applies
   * to floating tensors only, 'channelsLast' to those with four dimensions ('channelsLast3d': five). Optimizer state that was made before is not
   * moved: create the optimizer afterwards.
   *
   * @throws Error for a device that is not there, RangeError for a dtype that is not floating.
   */
  to(placement: Placement): this {
    const moved = mover(placement);
    torch.noGrad(() =>
      torch.scope(() => {
        for (const tensor of [...this.parameters(), ...this.buffers()]) {
          const grad = tensor.grad && moved(tensor.grad);
          tensor.grad = null;
          tensor.setData(moved(tensor));
          tensor.grad = grad;
        }
      }),
    );
    return this;
  }

  /** Turns the collection of gradients on or off in every parameter, for example to freeze a discriminator. */
  requiresGrad_(on = true): this {
    for (const tensor of this.parameters()) tensor.requiresGrad = on;
    return this;
  }

  /** Drops the gradient of every parameter. */
  zeroGrad(): void {
    for (const tensor of this.parameters()) tensor.grad = null;
  }

  /**
   * Calls `visit` on every module, children before parents, for example to initialize weights.
   *
   * @throws TypeError when `visit` is asynchronous.
   */
  apply(visit: (module: Module) => void): this {
    for (const child of this.children()) child.apply(visit);
    synchronously('apply: visit', visit, this as unknown as Module);
    return this;
  }

  /** Frees every parameter and buffer that the module owns; the module cannot be used afterwards. */
  dispose(): void {
    for (const tensor of [...this.parameters(), ...this.buffers()]) {
      if (!tensor.isDisposed) {
        tensor.grad = null;
        tensor.dispose();
      }
    }
  }

  [Symbol.dispose](): void {
    this.dispose();
  }

  /** The settings that are printed between the parentheses, as PyTorch prints them. */
  extraRepr(): string {
    return '';
  }

  /** The name that is printed before the parentheses. */
  get typeName(): string {
    return this.constructor.name;
  }

  /** The module tree in PyTorch's notation. */
  toString(): string {
    return printTree(this.typeName, this.extraRepr(), this.namedChildren());
  }

  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return this.toString();
  }
}

function register(module: object, field: string, role: Role, tensor: Tensor | null): void {
  Object.assign(module, { [field]: tensor });
  reserve(module, field, role);
}

function* walk(
  module: Module<unknown>,
  prefix = '',
  around: readonly Module<unknown>[] = [],
): Generator<[string, Module]> {
  if (around.includes(module)) {
    throw new Error(`${module.typeName}: contains itself, as '${prefix}'; keep it in a field once`);
  }
  yield [prefix, module as Module];
  for (const [name, child] of module.namedChildren())
    yield* walk(child, join(prefix, name), [...around, module]);
}

function* tensorsOf(root: Module<unknown>, wanted: (role: Role) => boolean): Generator<[string, Tensor]> {
  for (const [path, module] of walk(root)) {
    const fields = [...fieldsOf(module)];
    for (const role of ['parameter', 'buffer', 'transient buffer'] as const) {
      if (!wanted(role)) continue;
      for (const [name, value] of fields) {
        if (roleOf(value) === role) yield [join(path, name), value as Tensor];
      }
    }
    for (const [name, script] of scriptsAmong(fields)) {
      for (const [own, tensor] of wanted('parameter') ? script.namedParameters() : []) {
        yield [join(path, `${name}.${own}`), tensor];
      }
      for (const [own, tensor] of wanted('buffer') ? script.namedBuffers() : []) {
        yield [join(path, `${name}.${own}`), tensor];
      }
    }
  }
}

function scriptsAmong(fields: Iterable<[string, unknown]>): [name: string, script: ScriptModule][] {
  return [...fields].filter((field): field is [string, ScriptModule] => field[1] instanceof ScriptModule);
}

function join(prefix: string, name: string): string {
  return prefix === '' ? name : `${prefix}.${name}`;
}

function unique<T>(entries: Iterable<[string, T]>): [string, T][] {
  const first = new Map<T, string>();
  for (const [name, value] of entries) if (!first.has(value)) first.set(value, name);
  return [...first].map(([value, name]) => [name, value]);
}
