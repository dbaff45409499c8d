// torch.jit.trace: a module written in TypeScript becomes a TorchScript module.
import { UsageError } from '../../errors';
import { checkOptions, describeValue } from '../../options';
import { synchronously } from '../../synchronous';
import { native } from '../addon';
import { noGrad, overload, scope, Tensor } from '../tensor';
import { Rewind } from './rewind';
import { makeScript, type ScriptModule } from './scriptModule';
import { checkTrace, type Result, type Sides } from './traceCheck';
import { describeModule } from './traceDescription';
import { isVariableName } from './traceNames';

/** What tracing needs from a module; every `nn.Module` has it. */
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
   * Whether what a file of the traced module holds is compared with the original: on the same inputs, on other values, and
   * on batches one larger, of one and of many, to find numbers that became constants. Default true.
   */
  check?: boolean;
  /** The names of forward's inputs in the file. Default: those in the source of `forward`, where they can be told. */
  inputNames?: readonly string[];
}

const alias = overload('alias', 'default');

/** The warnings that were emitted for each module. */
const warnings = new WeakMap<Traceable, Set<string>>();

/**
 * Records what `module.forward(...inputs)` does as a TorchScript module with the same submodules, parameter and buffer
 * names. The result holds the module's own tensors, not copies: training one changes the other. Python's `torch.jit.load`
 * opens what its `save` writes.
 *
 * The recording has no branches: it repeats what happened for these inputs, in this mode. Call `eval()` first for a
 * module that is to be sampled from. Tensors that forward makes of numbers are constants in it, and so are numbers that
 * JavaScript reads from tensors meanwhile (`item()`, `tolist()`, `torch.equal`, `shape`): a process warning named TracerWarning tells of
 * values that are read, and of sizes that hold for the example only. Tracing leaves buffers and the default generators as
 * they were.
 *
 * @param inputs Example inputs; the batch size remains free when forward takes sizes from operators, not from `shape`.
 * @throws UsageError for a field whose name TorchScript cannot hold (`in`, `class`), and for such an input name.
 * @throws Error when forward throws or uses trainable tensors that are not the module's.
 * @throws TadpoleError when the file would give other results than the module.
 */
export function trace(
  module: Traceable,
  inputs: readonly Tensor[],
  options: TraceOptions = {},
): ScriptModule {
  checkOptions('torch.jit.trace', options, ['check', 'inputNames']);
  if (typeof module?.forward !== 'function')
    throw new TypeError(`torch.jit.trace: module must be an nn.Module, got ${describeValue(module)}`);
  checkInputs(inputs);
  const names = options.inputNames ?? namesOf(module.forward, inputs.length);
  checkInputNames(names);
  return scope(() => {
    const before = rewindOf(module, inputs);
    try {
      // What forward makes at its first call alone (weights, a table that it keeps) is no part of the trace.
      run(module, copied(inputs));
      before.apply();
      // With the buffers that the first call made, at the values that it left in them.
      const rewind = rewindOf(module, inputs);
      const { script, reads } = record(module, inputs, names);
      try {
        rewind.apply();
        const difference = checkFile(script, module, inputs, rewind, options.check ?? true);
        if (difference !== null) warn(module, difference);
        if (reads > 0) warn(module, readingMessage(module));
        return script;
      } catch (error) {
        script.dispose();
        throw error;
      }
    } finally {
      before.apply();
    }
  });
}

function rewindOf(module: Traceable, inputs: readonly Tensor[]): Rewind {
  const buffers = [...module.namedBuffers()].map(([, buffer]) => buffer);
  return new Rewind(buffers, new Set(inputs.map(({ device }) => device)));
}

/** @throws UsageError when forward uses what an earlier call made, and what forward throws */
function call(module: Traceable, inputs: Tensor[]): Result {
  try {
    return module.forward(...inputs);
  } catch (error) {
    if (!(error instanceof Error && error.message.includes('this Tensor was disposed'))) throw error;
    throw new UsageError(
      `torch.jit.trace: forward() of ${module.constructor.name} uses a tensor that is freed, such as one that an earlier call of it kept in a field`,
      'make such a tensor in the constructor, as a new nn.Buffer(...), or at each call',
      { cause: error },
    );
  }
}

/** @throws TypeError unless forward gives a tensor or an array of tensors */
function run(module: Traceable, inputs: Tensor[]): Result {
  const result = synchronously('torch.jit.trace: forward', () => call(module, inputs));
  const all: unknown[] = Array.isArray(result) ? result : [result];
  const wrong = all.findIndex((entry) => !(entry instanceof Tensor));
  if (all.length > 0 && wrong < 0) return result;
  const got =
    Array.isArray(result) && wrong >= 0
      ? `${describeValue(all[wrong])} at [${wrong}]`
      : describeValue(result);
  throw new TypeError(`torch.jit.trace: forward must return a Tensor or an array of Tensors, got ${got}`);
}

/** The traced module, and how often its forward read values of tensors. */
function record(
  module: Traceable,
  inputs: readonly Tensor[],
  names: readonly string[],
): { script: ScriptModule; reads: number } {
  const description = describeModule(module);
  const own = new Set(Object.values(module.stateDict()));
  // A graph cannot end in a tensor of the module itself.
  const given = (tensor: Tensor): Tensor => (own.has(tensor) ? (alias(tensor) as Tensor) : tensor);
  const forward = (...traced: Tensor[]) => {
    const result = run(module, traced);
    return Array.isArray(result) ? result.map(given) : given(result);
  };
  let reads = 0;
  const script = makeScript((target) => {
    reads = native.scriptTrace(target, description, copied(inputs), names, forward);
  }, {});
  return { script, reads };
}

/** Reads back what a file of `script` would hold, and compares it with `module` unless `check` is false. */
function checkFile(
  script: ScriptModule,
  module: Traceable,
  inputs: readonly Tensor[],
  rewind: Rewind,
  compare: boolean,
): string | null {
  using file = makeScript((target) => native.scriptReread(target, script), {});
  if (!compare) return null;
  const ofFile = new Rewind(file.buffers(), []);
  const sides: Sides = {
    module: (given) => {
      rewind.apply();
      return call(module, copied(given));
    },
    file: (given) => {
      rewind.apply();
      ofFile.apply();
      return file.forward<Result>(...copied(given));
    },
  };
  return checkTrace(sides, inputs);
}

/** Copies, so that a forward that writes into its inputs does not change the caller's tensors. */
function copied(inputs: readonly Tensor[]): Tensor[] {
  return noGrad(() => inputs.map((input) => input.clone()));
}

function readingMessage(module: Traceable): string {
  return (
    `forward() of ${module.constructor.name} reads values of tensors while it is traced (item(), tolist(), ` +
    'toTypedArray(), torch.equal or printing). What follows from them is a constant in the traced module: compute it with operators ' +
    'instead, unless it is for display only.'
  );
}

/** Reports each thing once per module, however often it is traced. */
function warn(module: Traceable, message: string): void {
  const said = warnings.get(module) ?? new Set();
  warnings.set(module, said);
  if (said.has(message)) return;
  said.add(message);
  process.emitWarning(`trace: ${message}`, 'TracerWarning');
}

function checkInputs(inputs: readonly Tensor[]): void {
  if (!Array.isArray(inputs))
    throw new TypeError(`torch.jit.trace: inputs must be an array of Tensors, got ${describeValue(inputs)}`);
  if (inputs.length === 0) {
    throw new RangeError("argument 'inputs' must hold at least one example tensor");
  }
  for (const [index, input] of inputs.entries()) {
    if (input instanceof Tensor) continue;
    throw new TypeError(`argument 'inputs[${index}]' must be a Tensor, got ${describeValue(input)}`);
  }
}

function checkInputNames(names: readonly string[]): void {
  const bad = names.find((name, index) => !isVariableName(name) || names.indexOf(name) !== index);
  if (bad === undefined) return;
  throw new UsageError(
    `trace: argument 'inputNames' must hold different names that TorchScript takes for variables, got ${JSON.stringify(bad)}`,
    'use letters, digits and underscores, and no keyword of Python such as in or is',
  );
}

/** The parameter names in the function's source when it has plain ones, one for each input. */
function namesOf(forward: Traceable['forward'], count: number): string[] {
  const list = /^[^(]*\(([^()]*)\)/.exec(Function.prototype.toString.call(forward))?.[1] ?? '';
  const names = list.split(',').map((name) => name.trim());
  const plain = names.every(isVariableName) && new Set(names).size === count;
  return plain && names.length === count ? names : [];
}
