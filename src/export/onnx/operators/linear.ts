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

export const linearAlgebra: Converters = {
  linear,
  matmul: matmul('other'),
  mm: matmul('mat2'),
  bmm: matmul('mat2'),
  mv: matmul('vec'),
  dot: matmul('tensor'),
  addmm: addProduct('mat1', 'mat2'),
  baddbmm: addProduct('batch1', 'batch2'),
  t: transposeMatrix,
  numpy_T: transposeMatrix,
  embedding,
  one_hot: oneHot,
};
