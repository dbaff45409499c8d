// A generator as a description in JSON: its latents, images and classes, and the operators that its weights go through.
import { TadpoleError } from '../../errors';
import type { SavedGenerator } from '../../gan';
import { type DType, Tensor, type torch } from '../../torch';
import { Probe } from '../probe';

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
    if (probe.facts(from) !== undefined || probe.parts(from)?.length) {
      return 'list' in from ? { list: from.list.map((element) => plain(node, element)) } : from;
    }
    return { constant: plainConstant(probe, node, from) };
  };
  const layers = probe.nodes
    .filter(({ outputs }) =>
      outputs.some((value) => probe.facts({ value }) ?? probe.parts({ value })?.length),
    )
    .map((node) => ({
      operator: node.operator,
      overload: node.overload,
      arguments: Object.fromEntries(
        Object.entries(node.arguments).map(([name, from]) => [name, plain(node, from)]),
      ),
      outputs: node.outputs,
    }));
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

/** Operators whose sizes may say -1: as many as are left, or as there are. */
const SIZED = new Set(['view', 'reshape', '_unsafe_view', 'unflatten', 'expand']);

function plainConstant(probe: Probe, node: torch.jit.GraphNode, from: Expression): torch.jit.GraphConstant {
  const sizes = probe.sizes(from);
  if (sizes !== undefined) {
    const free = sizes.filter((size) => typeof size !== 'number');
    const mayBeLeft = free.length === 1 && SIZED.has(node.operator.replace('aten::', ''));
    if (free.length === 0 || mayBeLeft) return sizes.map((size) => (typeof size === 'number' ? size : -1));
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
