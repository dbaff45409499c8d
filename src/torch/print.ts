// Tensors as text, in PyTorch's manner.
import { overload } from './operators';
import { scope } from './scope';
import type { Tensor } from './tensor';
import type { NestedArray, Scalar } from './types';

const summarizeAbove = 1000;
const edgeItems = 3;
const lineWidth = 80;

const narrow = overload('narrow', 'default');
const concatenate = overload('cat', 'default');
const detach = overload('detach', 'default');

/** The first and last entries of every long dimension. */
function edges(tensor: Tensor): Tensor {
  return tensor.shape.reduce((kept: Tensor, size, dim) => {
    if (size <= 2 * edgeItems) return kept;
    return concatenate(
      [narrow(kept, dim, 0, edgeItems), narrow(kept, dim, size - edgeItems, edgeItems)],
      dim,
    ) as Tensor;
  }, tensor);
}

function flat(values: NestedArray): Scalar[] {
  return Array.isArray(values) ? values.flatMap(flat) : [values as Scalar];
}

/** One way of writing for all values of a tensor: whole numbers, four decimals, or scientific. */
function valueFormat(values: readonly Scalar[], integral: boolean): (value: Scalar) => string {
  const sizes = values
    .filter((value): value is number => typeof value === 'number' && Number.isFinite(value) && value !== 0)
    .map(Math.abs);
  const largest = Math.max(0, ...sizes);
  const smallest = Math.min(...sizes);
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
  const width = Math.max(0, ...values.map((value) => write(value).length));
  return (value) => write(value).padStart(width);
}

/** Lines of brackets; `cut` says for each dimension whether its middle was left out. */
function brackets(
  values: NestedArray,
  write: (value: Scalar) => string,
  cut: readonly boolean[],
  indent: number,
): string {
  if (!Array.isArray(values)) return write(values as Scalar);
  const rows = values.map((value) => brackets(value as NestedArray, write, cut.slice(1), indent + 1));
  if (cut[0]) rows.splice(edgeItems, 0, '...');
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

/** The text of `tensor`: its values (only the edges of one with over 1000 elements), shape, dtype and device. */
export function format(tensor: Tensor): string {
  if (tensor.isDisposed) return 'Tensor(disposed)';
  const shape = tensor.shape;
  const about = [`shape=[${shape.join(', ')}]`, `dtype=${tensor.dtype}`];
  if (tensor.device !== 'cpu') about.push(`device=${tensor.device}`);
  if (tensor.requiresGrad) about.push('requiresGrad');
  if (tensor.layout !== 'strided' || tensor.dtype.startsWith('complex')) return `Tensor(${about.join(', ')})`;
  const shortened = shape.reduce((product, size) => product * size, 1) > summarizeAbove;
  const values = scope(() => (shortened ? edges(detach(tensor) as Tensor) : tensor).tolist());
  const cut = shape.map((size) => shortened && size > 2 * edgeItems);
  const write = valueFormat(flat(values), !tensor.dtype.includes('float'));
  return `tensor(${brackets(values, write, cut, 'tensor('.length)}, ${about.join(', ')})`;
}
