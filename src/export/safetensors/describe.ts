// A generator as a description in JSON: its latents, images and classes, and the operators that its weights go through.
import { TadpoleError } from '../../errors';
import type { SavedGenerator } from '../../gan';
import { type DType, native, Tensor, torch } from '../../torch';
import { Probe, type Size, type TensorFacts } from '../probe';

/** Where an argument comes from: another layer or an input, a weight, or the description itself. */
type Expression = torch.jit.GraphExpression;

/** One operator of libtorch. */
export interface Layer {
  /** As libtorch names it, such as `aten::linear`. */
  operator: string;
  /** Which of its signatures; empty for the unnamed one. */
  overload: string;
  /** By the names of the signature, in its order. */
  arguments: Record<string, Expression>;
  /** The names of its results. */
  outputs: readonly string[];
}

/** The version of the description. */
export const DESCRIPTION_VERSION = 1;

/** What generator.json holds. */
export interface Description {
  format: 'tadpole-generator';
  version: typeof DESCRIPTION_VERSION;
  latentShape: readonly number[];
  distribution: 'normal' | 'uniform';
  /** What the layers take latents as. */
  latentDtype: DType;
  valueRange: readonly number[];
  imageShape: readonly number[];
  classes?: readonly string[];
  recipe?: string;
  step?: number;
  /** Latents, and the numbers of the classes where there are such. */
  inputs: readonly string[];
  layers: readonly Layer[];
  output: Expression;
}

// JSON has no such numbers; no name of a mode or a dtype is one of these texts.
const NOT_FINITE: Readonly<Record<string, number>> = {
  Infinity: Number.POSITIVE_INFINITY,
  '-Infinity': Number.NEGATIVE_INFINITY,
  NaN: Number.NaN,
};

/** What a text of a description stands for. */
export const numberOf = (text: string): number | string => NOT_FINITE[text] ?? text;

/** The description as JSON. */
export function jsonOf(description: Description): string {
  return JSON.stringify(
    description,
    (_, value: unknown) => (typeof value === 'number' && !Number.isFinite(value) ? String(value) : value),
    1,
  );
}

/** Whether an operator only computes its results: it neither writes into its arguments nor reads files. */
export function isDescribable(operator: string, overload: string): boolean {
  if (/^prim::(List|Tuple)Unpack$/.test(operator)) return true;
  const [space, name = ''] = operator.split('::');
  const signature = space === 'aten' && name !== 'from_file' ? native.operatorSchema(name, overload) : null;
  return signature?.arguments.every(({ written }) => !written) ?? false;
}

/**
 * The description of a generator, and the weights that it names; call it inside of `torch.scope`. What follows from weights
 * alone, such as a spectrally normalised weight, is a weight there.
 *
 * @throws TadpoleError for a generator without a plain graph; see {@link Probe.of}
 */
export function describeGenerator(generator: SavedGenerator): {
  description: Description;
  weights: Record<string, Tensor>;
} {
  const probe = Probe.of(generator);
  const weights: Record<string, Tensor> = {};
  const names = new Map<Tensor, string>();
  const nameOf = (tensor: Tensor, wish: string): string => {
    const known = names.get(tensor);
    if (known !== undefined) return known;
    let name = wish;
    for (let number = 2; Object.hasOwn(weights, name); number += 1) name = `${wish}_${number}`;
    names.set(tensor, name);
    // Weights that share their memory, and views of others, are written on their own.
    weights[name] = tensor.detach().cpu().contiguous();
    return name;
  };
  const plain = (node: torch.jit.GraphNode, from: Expression): Expression => {
    const constant = probe.constant(from);
    if (constant !== undefined)
      return { tensor: nameOf(constant, 'tensor' in from ? from.tensor : 'computed') };
    // Lists of places have null between them where a dimension is taken whole.
    if ('list' in from && from.list.some((element) => probe.facts(element) !== undefined)) {
      return { list: from.list.map((element) => plain(node, element)) };
    }
    if (probe.facts(from) !== undefined || probe.parts(from)?.length) return from;
    return { constant: plainConstant(probe, node, from) };
  };
  /** The layers of a call whose result has a dimension per image that its values do not have; undefined for other calls. */
  const stretching = (node: torch.jit.GraphNode): Layer[] | undefined => {
    const [output = ''] = node.outputs;
    const facts = probe.facts({ value: output });
    const value = facts && stretchedValue(probe, node, facts);
    if (facts === undefined || value === undefined) return undefined;
    const self = value instanceof Tensor ? { tensor: nameOf(value, 'constant') } : plain(node, value);
    const { repeats } = node.arguments;
    if (repeats === undefined) return likeImages(probe, self, facts.shape, output);
    // Repeated along the other dimensions first.
    const once = `${output}_once`;
    const times = probe.sizes(repeats)?.map((size) => (typeof size === 'number' ? size : 1)) ?? [];
    const layers = likeImages(probe, { value: once }, facts.shape, output);
    return layers && [layerOf('repeat', { self, repeats: { constant: times } }, once), ...layers];
  };
  const layers = probe.nodes
    .filter(({ outputs }) =>
      outputs.some((value) => probe.facts({ value }) ?? probe.parts({ value })?.length),
    )
    .flatMap((node) => {
      if (!isDescribable(node.operator, node.overload)) {
        throw new TadpoleError(
          `${probe.placeOf(node)} calls ${node.operator}, which a description cannot hold`,
          'write the generator with an operator that gives a new tensor',
        );
      }
      const stretched = stretching(node);
      if (stretched !== undefined) return stretched;
      return {
        operator: node.operator,
        overload: node.overload,
        arguments: Object.fromEntries(
          Object.entries(node.arguments).map(([name, from]) => [name, plain(node, from)]),
        ),
        outputs: node.outputs,
      };
    });
  const { latent, valueRange, classes, card } = generator;
  const imageShape = card?.imageShape ?? [];
  return {
    weights,
    description: {
      format: 'tadpole-generator',
      version: DESCRIPTION_VERSION,
      latentShape: latent.shape,
      distribution: latent.distribution,
      latentDtype: generator.calling.dtype,
      valueRange,
      imageShape,
      ...(classes.length > 0 ? { classes } : {}),
      ...(card?.recipe === undefined ? {} : { recipe: card.recipe }),
      ...(card?.step === undefined ? {} : { step: card.step }),
      inputs: probe.graph.inputs,
      layers,
      output: probe.graph.outputs[0] as Expression,
    },
  };
}

const EXPANSIONS = new Set(['expand', 'broadcast_to', 'repeat']);
const FILLINGS: Readonly<Record<string, number | undefined>> = {
  zeros: 0,
  new_zeros: 0,
  ones: 1,
  new_ones: 1,
  full: undefined,
  new_full: undefined,
};

/** What a call repeats for each image, where it repeats something that is there once. */
function stretchedValue(
  probe: Probe,
  node: torch.jit.GraphNode,
  { shape, dtype }: TensorFacts,
): Expression | Tensor | undefined {
  const name = node.operator.replace('aten::', '');
  const dim = shape.findIndex((size) => typeof size !== 'number');
  if (dim === -1) return undefined;
  if (EXPANSIONS.has(name)) {
    const { self } = node.arguments;
    const given = self && probe.facts(self)?.shape;
    return given?.[dim - shape.length + given.length] === 1 || (given && given.length < shape.length - dim)
      ? self
      : undefined;
  }
  if (!Object.hasOwn(FILLINGS, name)) return undefined;
  const filling = FILLINGS[name] ?? probe.example(node.arguments['fill_value'] as Expression);
  if (typeof filling !== 'number' && typeof filling !== 'boolean') return undefined;
  return torch.full(
    shape.map(() => 1),
    Number(filling),
    { dtype },
  );
}

/** @param signature the name of the operator, with that of the overload behind a point where there is one */
function layerOf(signature: string, given: Layer['arguments'], result: string): Layer {
  const [operator = '', overload = ''] = signature.split('.');
  return { operator: `aten::${operator}`, overload, arguments: given, outputs: [result] };
}

/** Layers that repeat a value in a shape of which one size is the number of images; undefined for other shapes. */
function likeImages(
  probe: Probe,
  self: Expression,
  shape: readonly Size[],
  output: string,
): Layer[] | undefined {
  const free = shape.flatMap((size, dim) => (typeof size === 'number' ? [] : [{ ...size, dim }]));
  const [only] = free;
  if (free.length !== 1 || only?.perImage !== 1 || only.fixed !== 0) return undefined;
  const { dim } = only;
  const [latents = ''] = probe.graph.inputs;
  const [rows, first, column, pattern] = ['rows', 'first', 'column', 'pattern'].map(
    (name) => `${output}_${name}`,
  ) as [string, string, string, string];
  const numbers = (constant: number | readonly number[]): Expression => ({ constant });
  const [ones, sizes] = [1, undefined].map((other) =>
    shape.map((size, at) => (at === dim ? -1 : (other ?? (size as number)))),
  ) as [number[], number[]];
  return [
    layerOf(
      'flatten.using_ints',
      { self: { value: latents }, start_dim: numbers(1), end_dim: numbers(-1) },
      rows,
    ),
    layerOf('select.int', { self: { value: rows }, dim: numbers(1), index: numbers(0) }, first),
    layerOf('reshape', { self: { value: first }, shape: numbers(ones) }, column),
    layerOf('expand', { self: { value: column }, size: numbers(sizes) }, pattern),
    layerOf('expand_as', { self, other: { value: pattern } }, output),
  ];
}

/** Operators whose sizes are those of their result, one of which may be -1: as many as are left. */
const RESHAPES = new Set(['view', 'reshape', '_unsafe_view']);
/** Operators whose sizes may be -1: as many as are left, or as there are. */
const SIZED = new Set([...RESHAPES, 'unflatten', 'expand']);

function plainConstant(probe: Probe, node: torch.jit.GraphNode, from: Expression): torch.jit.GraphConstant {
  const name = node.operator.replace('aten::', '');
  const asked = probe.sizes(from);
  // A size may be -1 already, and another one follow from the number of images: then the result tells both.
  const sizes =
    asked !== undefined && RESHAPES.has(name)
      ? probe.facts({ value: node.outputs[0] as string })?.shape
      : asked;
  if (sizes !== undefined) {
    if (sizes.every((size) => typeof size === 'number')) return sizes;
    const left = sizes.filter((size) => typeof size !== 'number' || size === -1);
    const mayBeLeft = SIZED.has(name) && (left.length === 1 || name === 'expand');
    if (mayBeLeft) return sizes.map((size) => (typeof size === 'number' ? size : -1));
  }
  const size = sizes === undefined ? probe.size(from) : undefined;
  if (typeof size === 'number') return size;
  if (size === undefined && sizes === undefined) {
    const value = probe.example(from);
    if (!(value instanceof Tensor)) return value as torch.jit.GraphConstant;
  }
  throw new TadpoleError(
    `${probe.placeOf(node)} calls ${node.operator} with sizes that follow from the number of images`,
    'write -1 for the number of images, then trace it again',
  );
}
