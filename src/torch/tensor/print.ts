// Tensors as text, in PyTorch's format.

import type { NestedArray, Scalar } from '../addon';
import { isTensor } from './handle';
import { overload } from './operators';
import { scope } from './scope';
import type { Tensor } from './tensor';

const summarizeAbove = 1000;
const mostEdgeItems = 3;
// A tensor of many dimensions shows fewer items at each edge, so that no text is longer than anyone reads.
const mostShown = 10_000;
const lineWidth = 80;

const narrow = overload('narrow', 'default');
const concatenate = overload('cat', 'default');
const detach = overload('detach', 'default');

/** The first and last entries of every long dimension. */
function edges(tensor: Tensor, edgeItems: number): Tensor {
  return tensor.shape.reduce((kept: Tensor, size, dim) => {
    if (size <= 2 * edgeItems) return kept;
    return concatenate(
      [narrow(kept, dim, 0, edgeItems), narrow(kept, dim, size - edgeItems, edgeItems)],
      dim,
    ) as Tensor;
  }, tensor);
}

/** How many items are shown at each edge: 0 when even one is too many, Infinity when nothing need be left out. */
function edgeItemsOf(shape: readonly number[]): number {
  const shown = (edgeItems: number): number =>
    shape.reduce((product, size) => product * Math.min(size, 2 * edgeItems), 1);
  if (shown(Number.POSITIVE_INFINITY) <= summarizeAbove) return Number.POSITIVE_INFINITY;
  let edgeItems = mostEdgeItems;
  while (edgeItems > 0 && shown(edgeItems) > mostShown) edgeItems -= 1;
  return edgeItems;
}

function flat(values: NestedArray): Scalar[] {
  return Array.isArray(values) ? values.flatMap(flat) : [values as Scalar];
}

/** One number format for all values of a tensor: whole numbers, four decimals, or scientific. */
function valueFormat(values: readonly Scalar[], integral: boolean): (value: Scalar) => string {
  const sizes = values
    .filter((value): value is number => typeof value === 'number' && Number.isFinite(value) && value !== 0)
    .map(Math.abs);
  const largest = sizes.reduce((a, b) => Math.max(a, b), 0);
  const smallest = sizes.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY);
  const whole = sizes.every(Number.isInteger);
  const scientific = largest >= 1e8 || (!whole && (smallest < 1e-4 || largest / smallest > 1000));
  const write = (value: Scalar): string => {
    if (typeof value !== 'number') return String(value);
    if (Number.isNaN(value)) return 'nan';
    if (!Number.isFinite(value)) return value > 0 ? 'inf' : '-inf';
    if (integral) return String(value);
    if (scientific) return value.toExponential(4).replace(/e([+-])(\d)$/, 'e$10$2');
    return whole ? `${value}.` : value.toFixed(4);
  };
  const width = values.reduce<number>((most, value) => Math.max(most, write(value).length), 0);
  return (value) => write(value).padStart(width);
}

/** Lines of brackets; `cut` says for each dimension after how many items its middle was left out, 0 for nowhere. */
function brackets(
  values: NestedArray,
  write: (value: Scalar) => string,
  cut: readonly number[],
  indent: number,
): string {
  if (!Array.isArray(values)) return write(values as Scalar);
  const rows = values.map((value) => brackets(value as NestedArray, write, cut.slice(1), indent + 1));
  if (cut[0]) rows.splice(cut[0], 0, '...');
  const deeper = cut.length - 1;
  if (deeper > 0) return `[${rows.join(`,${'\n'.repeat(deeper)}${' '.repeat(indent + 1)}`)}]`;
  let text = '[';
  let column = indent + 1;
  rows.forEach((row, position) => {
    const piece = row + (position < rows.length - 1 ? ', ' : '');
    if (column + piece.trimEnd().length > lineWidth && position > 0) {
      text = `${text.trimEnd()}\n${' '.repeat(indent + 1)}`;
      column = indent + 1;
    }
    text += piece;
    column += piece.length;
  });
  return `${text}]`;
}

/** The values of `tensor` in brackets; null when there are too many dimensions, or when they cannot be read at all. */
function valuesOf(tensor: Tensor, shape: readonly number[]): string | null {
  if (shape.includes(0)) return '[]';
  const edgeItems = edgeItemsOf(shape);
  if (edgeItems === 0 || tensor.layout !== 'strided' || tensor.dtype.startsWith('complex')) return null;
  let values: NestedArray;
  try {
    values = Number.isFinite(edgeItems)
      ? scope(() => edges(detach(tensor) as Tensor, edgeItems).tolist())
      : tensor.tolist();
  } catch {
    // A tensor without memory (on 'meta'), or of a dtype that has no numbers in JavaScript.
    return null;
  }
  const cut = shape.map((size) => (size > 2 * edgeItems ? edgeItems : 0));
  return brackets(values, valueFormat(flat(values), !tensor.dtype.includes('float')), cut, 'tensor('.length);
}

/**
 * The text of `tensor`: its values (only the edges of one with over 1000 elements), shape, dtype and device. Those without
 * values that can be shown are described by the rest.
 */
export function format(tensor: Tensor): string {
  if (!isTensor(tensor)) return 'Tensor(a copy or a proxy, without values)';
  if (tensor.isDisposed) return 'Tensor(disposed)';
  const shape = tensor.shape;
  const about = [`shape=[${shape.join(', ')}]`, `dtype=${tensor.dtype}`];
  if (tensor.device !== 'cpu') about.push(`device=${tensor.device}`);
  if (tensor.layout !== 'strided') about.push(`layout=${tensor.layout}`);
  if (tensor.requiresGrad) about.push('requiresGrad');
  const values = valuesOf(tensor, shape);
  return values === null ? `Tensor(${about.join(', ')})` : `tensor(${values}, ${about.join(', ')})`;
}
