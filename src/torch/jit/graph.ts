// The forward of a TorchScript module as plain data: which operator follows which, with what arguments.
import { native } from '../addon';
import { Tensor } from '../tensor';
import type { ScriptModule } from './scriptModule';

/** What a graph holds itself: a number, a flag, a name (of a dtype, a device, a mode), nothing, or a list of these. */
export type GraphConstant = null | boolean | number | string | readonly GraphConstant[];

/** Where an argument comes from: an earlier node or an input, a tensor of the module, or the graph itself. */
export type GraphExpression =
  | { readonly value: string }
  | { readonly tensor: string }
  | { readonly constant: GraphConstant }
  | { readonly list: readonly GraphExpression[] };

/** One call of an operator. */
export interface GraphNode {
  /** With its namespace: `aten::conv2d`. */
  readonly operator: string;
  /** Which of the operator's signatures; empty for the unnamed one. */
  readonly overload: string;
  /** The dotted name of the module whose forward makes the call; empty where the file does not say. */
  readonly module: string;
  /** By the names of the signature, in its order. */
  readonly arguments: Readonly<Record<string, GraphExpression>>;
  /** The names of its results, unique in the graph. */
  readonly outputs: readonly string[];
}

/** A forward with every call of a submodule replaced by what it does, in the module's mode at the time. */
export interface Graph {
  readonly inputs: readonly string[];
  /** In an order in which they can be computed. */
  readonly nodes: readonly GraphNode[];
  readonly outputs: readonly GraphExpression[];
  /** Parameters, buffers and constants that the nodes use, by their dotted names; not copies. The scope owns them. */
  readonly tensors: Readonly<Record<string, Tensor>>;
}

/** @throws Error when the module has no forward, or one that picks its submodules while it runs */
export function graphOf(script: ScriptModule): Graph {
  const { inputs, nodes, outputs, tensors: named } = native.scriptGraph(script);
  const tensors = new Map(named.map(([name, tensor]) => [name, tensor as Tensor]));
  return {
    inputs,
    nodes: nodes.map(({ arguments: given, ...node }) => ({
      ...node,
      arguments: Object.fromEntries(given.map(({ name, ...from }) => [name, expressionFrom(from, tensors)])),
    })),
    outputs: outputs.map((from) => expressionFrom(from, tensors)),
    tensors: Object.fromEntries(tensors),
  };
}

type Native = ReturnType<typeof native.scriptGraph>['outputs'][number];

/** @param tensors what the graph names; a list that holds tensors itself adds them */
function expressionFrom(from: Native, tensors: Map<string, Tensor>): GraphExpression {
  if ('list' in from) return { list: from.list.map((element) => expressionFrom(element, tensors)) };
  if (!('constant' in from)) return from;
  const { constant } = from;
  if (!Array.isArray(constant) || !constant.some((element) => element instanceof Tensor)) {
    return { constant: constantFrom(constant) };
  }
  return {
    list: constant.map((element: unknown): GraphExpression => {
      if (!(element instanceof Tensor)) return { constant: constantFrom(element) };
      const name = `constant_in_list_${tensors.size}`;
      tensors.set(name, element);
      return { tensor: name };
    }),
  };
}

// Ends of slices that mean "to the end" are larger than any number that JavaScript counts with.
function constantFrom(value: unknown): GraphConstant {
  if (Array.isArray(value)) return value.map(constantFrom);
  if (typeof value === 'bigint') return value > 0n ? Number.MAX_SAFE_INTEGER : Number.MIN_SAFE_INTEGER;
  if (value === null || ['boolean', 'number', 'string'].includes(typeof value)) return value as GraphConstant;
  throw new Error('the graph holds a constant that is no number, flag or text');
}
