// Products of matrices.
import { torch } from '../../../torch';
import type { GraphBuilder } from '../builder';
import type { Call, Converter, Converters } from '../call';

const swapLast = (rank: number): number[] => [...Array(rank - 2).keys(), rank - 1, rank - 2];

/** x W^T + b over the last dimension. */
const linear: Converter = (call, graph) => {
  const [input, weight] = [call.tensor('input'), call.tensor('weight')];
  const bias = call.has('bias') ? [call.tensor('bias')] : [];
  if (call.rank('input') === 2 && call.rank('weight') === 2) {
    return graph.add('Gemm', [input, weight, ...bias], { transB: 1 });
  }
  if (call.rank('weight') !== 2) throw call.unsupported('a weight that is no matrix');
  const product = graph.add('MatMul', [input, graph.add('Transpose', [weight], { perm: [1, 0] })]);
  return bias.length > 0 ? graph.add('Add', [product, ...bias]) : product;
};

const matmul =
  (other: string): Converter =>
  (call, graph) =>
    graph.add('MatMul', [call.tensor('self'), call.tensor(other)]);

/** beta * self + alpha * first second */
const addProduct =
  (first: string, second: string): Converter =>
  (call, graph) => {
    const product = graph.add('MatMul', [call.tensor(first), call.tensor(second)]);
    return graph.add('Add', [
      scaled(call, graph, call.tensor('self'), 'beta'),
      scaled(call, graph, product, 'alpha'),
    ]);
  };

function scaled(call: Call, graph: GraphBuilder, value: string, factor: string): string {
  const by = call.has(factor) ? call.number(factor) : 1;
  return by === 1 ? value : graph.add('Mul', [value, graph.numbers(by, call.result().dtype)]);
}

const transposeMatrix: Converter = (call, graph) =>
  call.rank('self') < 2
    ? call.tensor('self')
    : graph.add('Transpose', [call.tensor('self')], { perm: swapLast(call.rank('self')) });

/** Rows of a table by their numbers. */
const embedding: Converter = (call, graph) =>
  graph.add('Gather', [call.tensor('weight'), call.tensor('indices')], { axis: 0 });

/** 1 at the number of each class, 0 elsewhere: rows of the identity. */
const oneHot: Converter = (call, graph) => {
  const classes = call.number('num_classes');
  if (classes < 1) throw call.unsupported('num_classes that follows from the labels');
  const identity = torch.scope(() => graph.tensor('identity', torch.eye(classes, { dtype: 'int64' })));
  return graph.add('Gather', [identity, call.tensor('self')], { axis: 0 });
};

/** Sums of products along dimensions that letters name; those that an ellipsis stands for get letters, too. */
const einsum: Converter = (call, graph) => {
  const equation = call.text('equation').replaceAll(' ', '');
  const unused = [...'ZYXWVUTSRQPONMLKJIHGFEDCBA'].filter((letter) => !equation.includes(letter));
  const [left = '', right] = equation.split('->');
  let most = 0;
  const lengths = left.split(',').map((term, at) => {
    const length = call.facts('tensors', at).shape.length - term.replace('...', '').length;
    most = Math.max(most, length);
    return length;
  });
  // An ellipsis counts from the back: a shorter one stands for the last of the dimensions.
  const letters = (length: number): string =>
    unused
      .slice(0, most)
      .slice(most - length)
      .join('');
  const terms = left.split(',').map((term, at) => term.replace('...', letters(lengths[at] as number)));
  const once = [...left.replaceAll(/[.,]/g, '')].filter(
    (letter, _, all) => all.join('').split(letter).length === 2,
  );
  const result = right?.replace('...', letters(most)) ?? letters(most) + once.toSorted().join('');
  return graph.add('Einsum', call.tensors('tensors'), { equation: `${terms.join(',')}->${result}` });
};

/** softmax(query key^T scale + mask) value (Vaswani et al. 2017, arXiv:1706.03762). */
const attention: Converter = (call, graph) => {
  const { dtype } = call.result();
  const [query, key] = [call.facts('query').shape, call.facts('key').shape];
  if (call.number('dropout_p') !== 0) throw call.unsupported('dropout');
  if (call.flag('enable_gqa')) throw call.unsupported('enable_gqa');
  const scale = call.has('scale') ? call.number('scale') : 1 / Math.sqrt(Number(query.at(-1)));
  const turned = graph.add('Transpose', [call.tensor('key')], { perm: swapLast(key.length) });
  const product = graph.add('MatMul', [
    graph.add('Mul', [call.tensor('query'), graph.numbers(scale, dtype)]),
    turned,
  ]);
  const never = graph.numbers(Number.NEGATIVE_INFINITY, dtype);
  const only = (mask: string): string => graph.add('Where', [mask, product, never]);
  let weights = product;
  if (call.flag('is_causal')) {
    const sizes = [query.at(-2), key.at(-2)].map(Number);
    weights = only(torch.scope(() => graph.tensor('causal', torch.ones(sizes).tril().to('bool'))));
  } else if (call.has('attn_mask')) {
    const mask = call.tensor('attn_mask');
    weights = call.dtype('attn_mask') === 'bool' ? only(mask) : graph.add('Add', [product, mask]);
  }
  return graph.add('MatMul', [graph.add('Softmax', [weights], { axis: -1 }), call.tensor('value')]);
};

export const linearAlgebra: Converters = {
  linear,
  matmul: matmul('other'),
  mm: matmul('mat2'),
  bmm: matmul('mat2'),
  mv: matmul('vec'),
  dot: matmul('tensor'),
  addmm: addProduct('mat1', 'mat2'),
  baddbmm: addProduct('batch1', 'batch2'),
  einsum,
  scaled_dot_product_attention: attention,
  t: transposeMatrix,
  mT: transposeMatrix,
  adjoint: transposeMatrix,
  mH: transposeMatrix,
  numpy_T: transposeMatrix,
  embedding,
  one_hot: oneHot,
};
