// Indexing in the manner of Python's brackets.
import { overload } from './operators';
import type { Tensor } from './tensor';
import type { Scalar } from './types';

/**
 * One index: an integer (negative from the end), a slice as a string (`':'`, `'1:5'`, `'::2'`), `'...'` for all dimensions
 * not named, null for a new dimension, a boolean mask or an int64 tensor, or a list of integers.
 */
export type Index = number | string | null | readonly number[] | Tensor;

const select = overload('select', 'int');
const slice = overload('slice', 'Tensor');
const unsqueeze = overload('unsqueeze', 'default');
const index = overload('index', 'Tensor');
const indexPut = overload('index_put_', 'default');
const copy = overload('copy_', 'default');
const fill = overload('fill_', 'Scalar');
const scalarTensor = overload('scalar_tensor', 'default');
const arange = overload('arange', 'default');
const stack = overload('cat', 'default');

const slicePattern = /^(-?\d*):(-?\d*)(?::(\d+))?$/;

function isTensor(value: unknown): value is Tensor {
  return typeof value === 'object' && value !== null && 'requiresGrad' in value;
}

/** Dimensions that an index uses up: a mask uses as many as it has. */
function consumed(entry: Index): number {
  if (entry === null || entry === '...') return 0;
  return isTensor(entry) && (entry.dtype === 'bool' || entry.dtype === 'uint8') ? entry.shape.length : 1;
}

function parseSlice(text: string): [start: number | null, end: number | null, step: number] {
  const match = slicePattern.exec(text.replaceAll(' ', ''));
  if (match === null) {
    throw new TypeError(`index '${text}' is not a slice; write ':', '1:5', '::2' or '...'`);
  }
  const [, start, end, step] = match;
  return [start ? Number(start) : null, end ? Number(end) : null, step ? Number(step) : 1];
}

/** An int64 tensor of a list of integers, on the device of `like`. */
function listIndex(list: readonly number[], like: Tensor): Tensor {
  const options = { dtype: 'int64', device: like.device };
  if (list.length === 0) return arange(0, options) as Tensor;
  return stack(list.map((value) => (scalarTensor(value, options) as Tensor).reshape([1]))) as Tensor;
}

interface Indexed {
  view: Tensor;
  /** Per dimension of `view`: a mask or index tensor, or null. */
  advanced: (Tensor | null)[];
}

/** Applies integers, slices and new dimensions as views; collects masks and index lists. */
function apply(tensor: Tensor, indices: readonly Index[]): Indexed {
  const rank = tensor.shape.length;
  const named = indices.reduce((sum: number, entry) => sum + consumed(entry), 0);
  if (named > rank) {
    throw new RangeError(
      `${named} indices given for a tensor of ${rank} dimensions, shape [${tensor.shape.join(', ')}]`,
    );
  }
  if (indices.filter((entry) => entry === '...').length > 1)
    throw new TypeError("only one '...' can stand among the indices");
  let view = tensor;
  let dim = 0;
  const advanced: (Tensor | null)[] = [];
  for (const entry of indices) {
    if (entry === '...') {
      for (let i = named; i < rank; i++, dim++) advanced.push(null);
    } else if (entry === null) {
      view = unsqueeze(view, dim) as Tensor;
      advanced.push(null);
      dim += 1;
    } else if (typeof entry === 'number') {
      view = select(view, dim, entry) as Tensor;
    } else if (typeof entry === 'string') {
      view = slice(view, dim, ...parseSlice(entry)) as Tensor;
      advanced.push(null);
      dim += 1;
    } else {
      advanced.push(isTensor(entry) ? entry : listIndex(entry, tensor));
      dim += consumed(entry);
    }
  }
  return { view, advanced };
}

/** What `tensor[indices]` is in Python. */
export function getAt(tensor: Tensor, indices: readonly Index[]): Tensor {
  const { view, advanced } = apply(tensor, indices);
  if (advanced.some((entry) => entry !== null)) return index(view, advanced) as Tensor;
  return view === tensor
    ? (slice(tensor.shape.length === 0 ? tensor.view([1]) : tensor, 0, null, null, 1) as Tensor).view(
        tensor.shape,
      )
    : view;
}

/** `tensor[indices] = value` of Python. */
export function setAt(tensor: Tensor, indices: readonly Index[], value: Tensor | Scalar): void {
  const { view, advanced } = apply(tensor, indices);
  if (advanced.some((entry) => entry !== null)) {
    const values = isTensor(value)
      ? value
      : scalarTensor(value, { dtype: tensor.dtype, device: tensor.device });
    indexPut(view, advanced, values);
  } else if (isTensor(value)) {
    copy(view, value);
  } else {
    fill(view, value);
  }
}
