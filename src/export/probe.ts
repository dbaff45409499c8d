// What is known of a generator's graph before it runs: constants, and how each size follows from the number of images.
import { TadpoleError } from '../errors';
import type { SavedGenerator } from '../gan';
import { seededLatents } from '../gan';
import { type DType, native, Tensor, torch } from '../torch';

type Graph = torch.jit.Graph;
type Evaluation = torch.jit.Evaluation;
type GraphExpression = torch.jit.GraphExpression;
type GraphValue = torch.jit.GraphValue;

/** A whole number, or `perImage` times the number of images plus `fixed`. */
export type Size = number | { readonly perImage: number; readonly fixed: number };

/** Shape and dtype of a tensor. */
export interface TensorFacts {
  readonly shape: readonly Size[];
  readonly dtype: DType;
}

// Three sizes of batches: two tell how a size follows from the batch, the third that it does.
const BATCHES = [2, 3, 5] as const;

const RANDOM =
  /^(rand|normal|bernoulli|multinomial|poisson|exponential|uniform|cauchy|geometric|log_normal|random)/;

/** A generator's graph with three computations of it. */
export class Probe {
  private constructor(
    readonly graph: Graph,
    /** Nodes that follow from the inputs; all others are constants. */
    readonly nodes: readonly torch.jit.GraphNode[],
    private readonly evaluations: readonly Evaluation[],
    private readonly varying: ReadonlySet<string>,
  ) {}

  /**
   * Tries the generator out; call it inside of `torch.scope`, which then owns all tensors.
   *
   * @throws TadpoleError for a generator that takes one size of batches only, draws random numbers, or has no plain graph
   */
  static of(generator: SavedGenerator): Probe {
    const { batch } = generator.calling;
    if (batch !== null) {
      throw new TadpoleError(
        `the generator takes batches of ${batch} only, so its batch cannot be left free`,
        'trace it so that it takes any number of latents, then export it',
      );
    }
    const graph = withoutWrites(torch.jit.graphOf(generator.script));
    const random = graph.nodes.find(isRandom);
    if (random !== undefined) {
      throw new TadpoleError(
        `${placeOf(graph, random)} draws random numbers with ${random.operator}, which no two programs draw alike`,
        'hand the noise in as a part of the latents',
      );
    }
    const evaluations = torch.noGrad(() => evaluated(graph, generator));
    const varying = new Set(graph.inputs);
    const nodes = graph.nodes.filter((node) => {
      const varies = Object.values(node.arguments).some((from) => usesAny(from, varying));
      if (varies) for (const name of node.outputs) varying.add(name);
      return varies;
    });
    return new Probe(graph, nodes, evaluations, varying);
  }

  /** The tensor that an expression always gives; undefined for what follows from the inputs. */
  constant(from: GraphExpression): Tensor | undefined {
    if (usesAny(from, this.varying)) return undefined;
    const value = this.first.resolve(from);
    return value instanceof Tensor ? value : undefined;
  }

  /** What an expression gave for the first batch. */
  example(from: GraphExpression): GraphValue {
    return this.first.resolve(from);
  }

  /** Shape and dtype of an expression; undefined when it gives no tensor. */
  facts(from: GraphExpression): TensorFacts | undefined {
    return factsOf(this.evaluations.map((evaluation) => evaluation.resolve(from)));
  }

  /** Shapes and dtypes of a list of tensors; undefined for anything else. */
  parts(from: GraphExpression): TensorFacts[] | undefined {
    const lists = this.evaluations.map((evaluation) => evaluation.resolve(from));
    if (!lists.every((list): list is GraphValue[] => Array.isArray(list))) return undefined;
    const parts = (lists[0] ?? []).map((_, index) => factsOf(lists.map((list) => list[index] ?? null)));
    return parts.every((part) => part !== undefined) ? parts : undefined;
  }

  /** A number, or how it follows from the number of images; undefined for anything else. */
  size(from: GraphExpression): Size | undefined {
    const given = this.evaluations.map((evaluation) => evaluation.resolve(from));
    return given.every((value) => typeof value === 'number') ? sizeFrom(given) : undefined;
  }

  /** The numbers of a list, as {@link Probe.size}; undefined for anything else. */
  sizes(from: GraphExpression): Size[] | undefined {
    const lists = this.evaluations.map((evaluation) => evaluation.resolve(from));
    const [first] = lists;
    if (!Array.isArray(first)) return undefined;
    const columns = first.map((_, index) => lists.map((list) => (list as GraphValue[])[index]));
    if (!columns.flat().every((value) => typeof value === 'number')) return undefined;
    return columns.map((column) => sizeFrom(column as number[]));
  }

  /** The module that a node is in, or after, in words: `'stages.0.conv'`. */
  placeOf(node: torch.jit.GraphNode): string {
    return placeOf(this.graph, node);
  }

  private get first(): Evaluation {
    return this.evaluations[0] as Evaluation;
  }
}

/** Operators whose results are views of their first argument, or that argument itself. */
const VIEWS = new Set(
  `view reshape _unsafe_view flatten unflatten squeeze unsqueeze expand expand_as view_as reshape_as broadcast_to transpose
  swapaxes permute movedim t numpy_T mT mH adjoint select slice narrow diagonal unfold split split_with_sizes chunk
  tensor_split unbind contiguous detach alias to type_as float dropout feature_dropout alpha_dropout positive`.split(
    /\s+/,
  ),
);

/**
 * The graph with operators that write into their first argument, such as `relu_`, replaced by those that give a new tensor, where
 * nothing else sees what is written: no other value that is used later may share its memory.
 */
function withoutWrites(graph: Graph): Graph {
  const groups = new Map<string, Set<string>>();
  const groupOf = (name: string): Set<string> => {
    const group = groups.get(name) ?? new Set([name]);
    groups.set(name, group);
    return group;
  };
  for (const { operator, arguments: given, outputs } of graph.nodes) {
    const name = operator.slice(operator.indexOf('::') + 2);
    const [first] = Object.values(given);
    if (!VIEWS.has(name) && !name.endsWith('_') && !/Unpack$/.test(name)) continue;
    for (const source of namesIn(first)) {
      const group = groupOf(source);
      for (const output of outputs) {
        group.add(output);
        groups.set(output, group);
      }
    }
  }
  const renamed = new Map<string, string>();
  const current = (from: GraphExpression): GraphExpression => {
    if ('list' in from) return { list: from.list.map(current) };
    return 'value' in from ? { value: renamed.get(from.value) ?? from.value } : from;
  };
  const nodes = graph.nodes.map((node, index) => {
    const given = Object.fromEntries(
      Object.entries(node.arguments).map(([name, from]) => [name, current(from)]),
    );
    const [output = ''] = node.outputs;
    const self = Object.values(node.arguments)[0];
    const pure = node.operator.slice(0, -1);
    const isWrite =
      /^aten::[a-z0-9_]*[a-z0-9]_$/.test(node.operator) && self !== undefined && 'value' in self;
    const isKnown = isWrite && native.operatorSchema(pure.slice('aten::'.length), node.overload) !== null;
    if (!isKnown) return { ...node, arguments: given };
    const others = new Set(groupOf(self.value));
    for (const name of [self.value, output]) others.delete(name);
    // Later views of the result are fine: they come from it.
    const made = new Set<string>();
    const later = graph.nodes.slice(index + 1);
    const seen = later.some((user) => {
      const uses = Object.values(user.arguments).flatMap(namesIn);
      const isOld = uses.some((name) => others.has(name) && !made.has(name));
      for (const name of user.outputs) made.add(name);
      return isOld;
    });
    if (seen || graph.outputs.flatMap(namesIn).some((name) => others.has(name) && !made.has(name)))
      return { ...node, arguments: given };
    for (const [name, to] of renamed) if (to === self.value) renamed.set(name, output);
    renamed.set(self.value, output);
    return { ...node, operator: pure, arguments: given };
  });
  return { ...graph, nodes, outputs: graph.outputs.map(current) };
}

function namesIn(from: GraphExpression | undefined): string[] {
  if (from === undefined) return [];
  if ('list' in from) return from.list.flatMap(namesIn);
  return 'value' in from ? [from.value] : [];
}

function evaluated(graph: Graph, generator: SavedGenerator): Evaluation[] {
  try {
    return BATCHES.map((count) => torch.jit.evaluateGraph(graph, exampleInputs(generator, count)));
  } catch (error) {
    throw new TadpoleError(
      `the generator is no plain row of operators: ${(error as Error).message}`,
      'trace it (torch.jit.trace) in inference mode, then export the traced file',
      { cause: error },
    );
  }
}

function factsOf(values: readonly GraphValue[]): TensorFacts | undefined {
  if (!values.every((value) => value instanceof Tensor)) return undefined;
  const [{ dtype, shape }] = values as [Tensor, ...Tensor[]];
  return { dtype, shape: shape.map((_, dim) => sizeFrom(values.map((tensor) => tensor.shape[dim] ?? -1))) };
}

function exampleInputs(generator: SavedGenerator, count: number): Tensor[] {
  const latents = seededLatents(generator.latent, count, 0, generator.device).to(generator.calling.dtype);
  const classes = generator.classes.length;
  if (classes === 0) return [latents];
  const labels = Array.from({ length: count }, (_, index) => index % classes);
  return [latents, torch.tensor(labels, { dtype: 'int64', device: generator.device })];
}

function isRandom({ operator, arguments: given }: torch.jit.GraphNode): boolean {
  const name = operator.slice(operator.indexOf('::') + 2);
  if (RANDOM.test(name)) return true;
  return name.endsWith('dropout') && !isFalse(given['train'] ?? given['training']);
}

function isFalse(from: GraphExpression | undefined): boolean {
  return from !== undefined && 'constant' in from && from.constant === false;
}

function usesAny(from: GraphExpression, names: ReadonlySet<string>): boolean {
  if ('list' in from) return from.list.some((element) => usesAny(element, names));
  return 'value' in from && names.has(from.value);
}

function sizeFrom(given: readonly number[]): Size {
  const [two = 0, three = 0, five = 0] = given;
  if (Object.is(two, three) && Object.is(two, five)) return two;
  const perImage = three - two;
  const fixed = two - 2 * perImage;
  if (fixed + 5 * perImage !== five) {
    throw new TadpoleError(
      `a size is ${given.join(', ')} for batches of ${BATCHES.join(', ')}, which does not grow with the batch in equal steps`,
      'let no layer of the generator depend on how many images are made at once',
    );
  }
  return { perImage, fixed };
}

/**
 * The module whose forward makes the call. A file made by Tadpole names no modules at its calls, only at its tensors: then
 * it is the one whose tensors were used last.
 */
function placeOf({ nodes }: Graph, node: torch.jit.GraphNode): string {
  if (node.module !== '') return `the module '${node.module}'`;
  const upTo = nodes.slice(0, nodes.indexOf(node) + 1).toReversed();
  for (const { arguments: given } of upTo) {
    const names = Object.values(given).flatMap((from) => ('tensor' in from ? [from.tensor] : []));
    const [name] = names.filter((one) => one.includes('.'));
    if (name === undefined) continue;
    const owner = name.slice(0, name.lastIndexOf('.'));
    return given === node.arguments ? `the module '${owner}'` : `the generator, after its module '${owner}',`;
  }
  return 'the generator';
}
