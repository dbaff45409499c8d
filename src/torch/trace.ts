// torch.jit.trace: a module written in TypeScript becomes a TorchScript module.
import { checkOptions, describeValue } from '../options';
import { native } from './native';
import type { ModuleDescription } from './nativeScript';
import { scope } from './scope';
import { ScriptModule } from './scriptModule';
import { synchronously } from './synchronous';
import type { Tensor } from './tensor';

/** What tracing needs of a module; every `nn.Module` has it. */
export interface Traceable {
  readonly training: boolean;
  forward(...inputs: Tensor[]): Tensor | Tensor[];
  stateDict(): Record<string, Tensor>;
  namedParameters(): Iterable<[name: string, tensor: Tensor]>;
  namedBuffers(): Iterable<[name: string, tensor: Tensor]>;
  namedModules?(): Iterable<[name: string, module: { readonly training: boolean }]>;
}

export interface TraceOptions {
  /**
   * Whether the traced module is compared with the original, on the same inputs and on a batch one larger, to find
   * numbers that became constants. Default true.
   */
  check?: boolean;
  /** The names of forward's inputs in the file. Default: those in the source of `forward`, where they can be told. */
  inputNames?: readonly string[];
}

/**
 * Records what `module.forward(...inputs)` does as a TorchScript module with the same submodules, parameter and buffer
 * names. The result holds the module's own tensors, not copies: training one changes the other. Python's `torch.jit.load`
 * opens what its `save` writes.
 *
 * The recording has no branches: it repeats what happened for these inputs, in this mode. Call `eval()` first for a
 * module that is to be sampled from. Tracing leaves buffers and the default generators as they were.
 *
 * @param inputs Example inputs; the batch size remains free when forward takes sizes from operators, not from `shape`.
 * @throws Error when forward throws, uses trainable tensors that are not the module's, or does not pass the check.
 */
export function trace(
  module: Traceable,
  inputs: readonly Tensor[],
  options: TraceOptions = {},
): ScriptModule {
  checkOptions('torch.jit.trace', options, ['check', 'inputNames']);
  if (typeof module?.forward !== 'function')
    throw new TypeError(`torch.jit.trace: module must be an nn.Module, got ${describeValue(module)}`);
  if (!Array.isArray(inputs))
    throw new TypeError(`torch.jit.trace: inputs must be an array of Tensors, got ${describeValue(inputs)}`);
  const names = options.inputNames ?? namesOf(module.forward, inputs.length);
  const forward = (...traced: Tensor[]) =>
    synchronously('torch.jit.trace: forward', () => module.forward(...traced));
  return new ScriptModule(
    (script) =>
      scope(() =>
        native.scriptTrace(script, describe(module), inputs, names, forward, options.check ?? true),
      ),
    {},
  );
}

/** The module's tree, from its dotted names; a name without a module of its own (an array of layers) gets an empty one. */
function describe(module: Traceable): ModuleDescription {
  const root = node(module);
  for (const [path, child] of module.namedModules?.() ?? []) {
    if (path !== '') Object.assign(at(root, path), { type: typeName(child), training: child.training });
  }
  const parameters = new Set<Tensor>();
  for (const [, tensor] of module.namedParameters()) parameters.add(tensor);
  const state = module.stateDict();
  for (const [path, tensor] of Object.entries(state)) {
    const [owner, name] = split(path);
    const { parameters: own, buffers } = at(root, owner);
    (parameters.has(tensor) ? own : buffers).push([name, tensor]);
  }
  for (const [path, tensor] of module.namedBuffers()) {
    const [owner, name] = split(path);
    if (!Object.hasOwn(state, path)) at(root, owner).constants.push([name, tensor]);
  }
  return root;
}

function node(module: { readonly training: boolean }): ModuleDescription {
  return {
    type: typeName(module),
    training: module.training,
    parameters: [],
    buffers: [],
    constants: [],
    children: [],
  };
}

/** A class name that Python accepts. */
function typeName(module: object): string {
  const name = module.constructor.name.replace(/\W/g, '_');
  return /^[A-Za-z]/.test(name) ? name : `Module${name}`;
}

function split(path: string): [owner: string, name: string] {
  const dot = path.lastIndexOf('.');
  return [path.slice(0, Math.max(dot, 0)), path.slice(dot + 1)];
}

function at(root: ModuleDescription, path: string): ModuleDescription {
  let current = root;
  for (const name of path === '' ? [] : path.split('.')) {
    let child = current.children.find(([known]) => known === name)?.[1];
    if (child === undefined) {
      child = { ...node(root), type: 'Container', training: root.training };
      current.children.push([name, child]);
    }
    current = child;
  }
  return current;
}

/** The parameter names in the function's source when it has plain ones, one for each input. */
function namesOf(forward: Traceable['forward'], count: number): string[] {
  const list = /^[^(]*\(([^()]*)\)/.exec(Function.prototype.toString.call(forward))?.[1] ?? '';
  const names = list.split(',').map((name) => name.trim());
  const plain =
    names.every((name) => /^[A-Za-z]\w*$/.test(name) && name !== 'self') && new Set(names).size === count;
  return plain && names.length === count ? names : [];
}
