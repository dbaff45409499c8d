// Indexing as with Python's brackets.
import { describeValue } from '../../options';
import type { NestedArray, Scalar } from '../addon';
import { tensor as tensorOf } from './creation';
import { isTensor } from './handle';
import { overload } from './operators';
import type { Tensor } from './tensor';

/** A list of integers or of booleans (a mask), nested evenly. */
export type IndexList = readonly (number | bigint | boolean | IndexList)[];

/**
 * One index: an integer (negative from the end), a slice as a string (`':'`, `'1:5'`, `'::2'`), `'...'` for all dimensions
 * not named, null for a new dimension, a boolean mask or an integer tensor, or a list of integers or booleans.
 */
export type Index = number | bigint | string | null | IndexList | Tensor;

const select = overload('select', 'int');
const slice = overload('slice', 'Tensor');
const unsqueeze = overload('unsqueeze', 'default');
const index = overload('index', 'Tensor');
const indexPut = overload('index_put_', 'default');
const copy = overload('copy_', 'default');
const fill = overload('fill_', 'Scalar');
const scalarTensor = overload('scalar_tensor', 'default');

const slicePattern = /^(-?\d*):(-?\d*)(?::(\d+))?$/;

function isList(entry: Index): entry is IndexList {
  return Array.isArray(entry);
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

/** The tensor of a list of indices, on the device of `like`: a mask for booleans. */
function listIndex(list: IndexList, like: Tensor): Tensor {
  const flat = Array.from((list as readonly unknown[]).flat(Number.POSITIVE_INFINITY));
  const isIndex = (entry: unknown): boolean => Number.isSafeInteger(entry) || typeof entry === 'bigint';
  const isMask = typeof flat[0] === 'boolean';
  const wrong = flat.findIndex((entry) => (isMask ? typeof entry !== 'boolean' : !isIndex(entry)));
  if (wrong >= 0)
    throw new TypeError(
      `a list of indices must hold integers only, or booleans only, got ${describeValue(flat[wrong])}`,
    );
  return tensorOf((isMask ? list : exact(list)) as NestedArray, {
    dtype: isMask ? 'bool' : 'int64',
    device: like.device,
  });
}

/** Numbers and bigints as bigints. */
function exact(list: IndexList): NestedArray {
  return list.map((entry) => (isList(entry as Index) ? exact(entry as IndexList) : BigInt(entry as number)));
}

/** The index that a mask without dimensions is, for a dimension of size 1. */
function ofScalarMask(mask: Tensor): Tensor {
  return tensorOf(mask.item() ? [0] : [], { dtype: 'int64', device: mask.device });
}

interface Indexed {
  view: Tensor;
  /** Per dimension of `view`: a mask or index tensor, or null. */
  advanced: (Tensor | null)[];
}

/** Applies integers, slices and new dimensions as views; collects masks and index lists. */
function apply(tensor: Tensor, given: readonly Index[]): Indexed {
  if (!Array.isArray(given))
    throw new TypeError(`the indices must be an array such as [0, ':'], got ${describeValue(given)}`);
  const indices = given.map((entry) => (isList(entry) ? listIndex(entry, tensor) : entry));
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
    } else if (typeof entry === 'number' || typeof entry === 'bigint') {
      view = select(view, dim, entry) as Tensor;
    } else if (typeof entry === 'string') {
      view = slice(view, dim, ...parseSlice(entry)) as Tensor;
      advanced.push(null);
      dim += 1;
    } else if (isTensor(entry) && entry.shape.length === 0 && consumed(entry) === 0) {
      view = unsqueeze(view, dim) as Tensor;
      advanced.push(ofScalarMask(entry));
      dim += 1;
    } else if (isTensor(entry)) {
      advanced.push(entry);
      dim += consumed(entry);
    } else {
      throw new TypeError(
        `an index must be an integer, a slice such as '1:5', '...', null, a list, a mask or a tensor of integers, got ${describeValue(entry)}`,
      );
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
