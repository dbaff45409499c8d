// Computes a graph operator by operator with libtorch, without TorchScript.
import { native } from '../addon';
import { overload, Tensor } from '../tensor';
import { arithmetic, type Plain } from './arithmetic';
import type { Graph, GraphExpression, GraphNode } from './graph';

/** What a node gives: a tensor, or a number or list that sizes are made of. */
export type GraphValue = Tensor | Plain | readonly GraphValue[];

/** All values of one computation of a graph. */
export interface Evaluation {
  /** By their names, inputs among them. */
  readonly values: ReadonlyMap<string, GraphValue>;
  readonly outputs: readonly GraphValue[];
  /** What an expression of the graph stands for. */
  resolve(expression: GraphExpression): GraphValue;
}

/**
 * Computes every value of a graph; call it inside of `torch.scope`, or the tensors wait for the collector.
 *
 * @param inputs as many as the graph has
 * @throws Error that names the operator, and its module where it is known, when libtorch has no such operator or refuses
 */
export function evaluateGraph(graph: Graph, inputs: readonly Tensor[]): Evaluation {
  if (inputs.length !== graph.inputs.length) {
    throw new TypeError(`the graph takes ${graph.inputs.length} inputs, got ${inputs.length}`);
  }
  const values = new Map<string, GraphValue>();
  const resolve = (expression: GraphExpression): GraphValue => {
    if ('constant' in expression) return expression.constant;
    if ('list' in expression) return expression.list.map(resolve);
    const found = 'tensor' in expression ? graph.tensors[expression.tensor] : values.get(expression.value);
    if (found === undefined)
      throw new Error(`the graph uses ${JSON.stringify(expression)} before it is there`);
    return found;
  };
  graph.inputs.forEach((name, index) => {
    values.set(name, inputs[index] as Tensor);
  });
  for (const node of graph.nodes) {
    const results = compute(node, Object.values(node.arguments).map(resolve));
    node.outputs.forEach((name, index) => {
      values.set(name, results[index] as GraphValue);
    });
  }
  return { values, outputs: graph.outputs.map(resolve), resolve };
}

function compute(node: GraphNode, given: readonly GraphValue[]): readonly GraphValue[] {
  const { operator } = node;
  const [first] = given;
  if (/^prim::(List|Tuple)Unpack$/.test(operator)) return first as readonly GraphValue[];
  if (operator === 'prim::device') return [(first as Tensor).device];
  if (operator === 'prim::dtype') return [(first as Tensor).dtype];
  if (operator === 'aten::size' && first instanceof Tensor) return [sizeOf(first, given[1])];
  if (operator === 'aten::dim' && first instanceof Tensor) return [first.dim()];
  const plainly = sizeArithmetic(given);
  if (plainly !== undefined) {
    const plain = arithmetic(operator, plainly);
    if (plain !== undefined) return [plain];
  }
  const result = call(node, given);
  return node.outputs.length === 1 ? [result] : (result as readonly GraphValue[]);
}

/**
 * The arguments of arithmetic on sizes as plain numbers; undefined for an operator on tensors. A trace of Python calculates with
 * sizes as tensors: what begins with a size has the graph's own numbers as tensors of one value behind it.
 */
function sizeArithmetic(given: readonly GraphValue[]): readonly Plain[] | undefined {
  if (!given.some(holdsTensor)) return given as readonly Plain[];
  const [first, ...others] = given;
  if (typeof first !== 'number') return undefined;
  if (!others.every((one) => !holdsTensor(one) || (one instanceof Tensor && one.dim() === 0)))
    return undefined;
  return [first, ...others.map((one) => (one instanceof Tensor ? (one.item() as number) : (one as Plain)))];
}

function sizeOf(tensor: Tensor, dim: GraphValue | undefined): GraphValue {
  return typeof dim === 'number' ? (tensor.shape.at(dim) as number) : tensor.shape;
}

function holdsTensor(value: GraphValue): boolean {
  return value instanceof Tensor || (Array.isArray(value) && value.some(holdsTensor));
}

function call(node: GraphNode, given: readonly GraphValue[]): GraphValue {
  const { operator, overload: form, module } = node;
  const place = module === '' ? '' : ` of the module '${module}'`;
  const [space, name = ''] = operator.split('::');
  const signature = space === 'aten' ? native.operatorSchema(name, form) : null;
  if (signature === null) throw new Error(`${operator}${place} is no operator on tensors`);
  const positional: GraphValue[] = [];
  const keywords: Record<string, GraphValue> = {};
  signature.arguments.forEach(({ name: argument, keywordOnly }, index) => {
    if (index >= given.length) return;
    if (keywordOnly) keywords[argument] = given[index] as GraphValue;
    else positional.push(given[index] as GraphValue);
  });
  try {
    const inputs = Object.keys(keywords).length > 0 ? [...positional, keywords] : positional;
    return overload(name, form === '' ? 'default' : form)(...inputs) as GraphValue;
  } catch (error) {
    throw new Error(`${operator}${place}: ${(error as Error).message}`, { cause: error });
  }
}
