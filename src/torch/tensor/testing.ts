// torch.testing: comparing tensors in tests, with PyTorch's tolerances and messages.

import { AssertionError } from 'node:assert';
import { checkOptions } from '../../options';
import type { DType } from '../addon';
import { noGrad } from './autograd';
import { operator } from './operators';
import { scope } from './scope';
import { Tensor } from './tensor';

/** What {@link assertClose} compares: tensors, numbers, and arrays, plain objects and maps of these. */
export type Comparable =
  | Tensor
  | number
  | bigint
  | boolean
  | null
  | readonly Comparable[]
  | ReadonlyMap<string | number, Comparable>
  | { readonly [key: string]: Comparable };

export interface CloseOptions {
  /** Relative tolerance, given together with `atol`. Default: by dtype, 1.3e-6 for float32. */
  rtol?: number;
  /** Absolute tolerance, given together with `rtol`. Default: by dtype, 1e-5 for float32. */
  atol?: number;
  /** Whether NaN equals NaN. Default false. */
  equalNan?: boolean;
  /** Whether dtypes must be equal; otherwise both are compared in the wider one. Default true. */
  checkDtype?: boolean;
  /** Whether devices must be equal. Default true. */
  checkDevice?: boolean;
}

type Tolerance = readonly [rtol: number, atol: number];

/** PyTorch's; all other dtypes are compared exactly. */
const tolerances: Readonly<Record<string, Tolerance>> = {
  float16: [1e-3, 1e-5],
  bfloat16: [1.6e-2, 1e-5],
  float32: [1.3e-6, 1e-5],
  float64: [1e-7, 1e-7],
  complex32: [1e-3, 1e-5],
  complex64: [1.3e-6, 1e-5],
  complex128: [1e-7, 1e-7],
};

const isclose =
  operator<(a: Tensor, b: Tensor, rtol: number, atol: number, equalNan: boolean) => Tensor>('isclose');

/**
 * Compares `actual` with `expected` as PyTorch's `torch.testing.assert_close` does: |actual - expected| may be at most
 * `atol + rtol * |expected|`, element by element. Arrays, plain objects and maps are compared entry by entry.
 *
 * @throws AssertionError that says where the two differ, by how much, and in how many elements.
 */
export function assertClose(actual: Comparable, expected: Comparable, options: CloseOptions = {}): void {
  checkOptions('torch.testing.assertClose', options, [
    'rtol',
    'atol',
    'equalNan',
    'checkDtype',
    'checkDevice',
  ]);
  if ((options.rtol === undefined) !== (options.atol === undefined)) {
    throw new TypeError('torch.testing.assertClose: give rtol and atol together, or neither');
  }
  noGrad(() => scope(() => compare(actual, expected, options, '')));
}

function compare(actual: unknown, expected: unknown, options: CloseOptions, path: string): void {
  if (actual instanceof Tensor && expected instanceof Tensor) {
    compareTensors(actual, expected, options, path);
    return;
  }
  const [kind, expectedKind] = [kindOf(actual), kindOf(expected)];
  if (kind !== expectedKind) fail(path, `expected ${expectedKind}, got ${kind}`);
  if (kind === 'a number') compareNumbers(Number(actual), Number(expected), options, path);
  else if (typeof actual !== 'object' || actual === null) {
    if (actual !== expected) fail(path, `expected ${String(expected)}, got ${String(actual)}`);
  } else compareEntries(actual, expected as object, options, path);
}

function kindOf(value: unknown): string {
  if (value === null) return 'null';
  if (value instanceof Tensor) return 'a Tensor';
  if (Array.isArray(value)) return 'an array';
  if (value instanceof Map) return 'a Map';
  if (typeof value === 'number' || typeof value === 'bigint') return 'a number';
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`;
}

function compareEntries(actual: object, expected: object, options: CloseOptions, path: string): void {
  const entries = (value: object) =>
    new Map<unknown, unknown>(value instanceof Map ? value : Object.entries(value));
  const [own, other] = [entries(actual), entries(expected)];
  const missing = [...other.keys()].filter((key) => !own.has(key));
  const unexpected = [...own.keys()].filter((key) => !other.has(key));
  if (missing.length > 0) fail(path, `missing: ${missing.join(', ')}`);
  if (unexpected.length > 0) fail(path, `unexpected: ${unexpected.join(', ')}`);
  for (const [key, value] of own) compare(value, other.get(key), options, `${path}[${String(key)}]`);
}

function compareNumbers(actual: number, expected: number, options: CloseOptions, path: string): void {
  const exact = Number.isInteger(actual) && Number.isInteger(expected);
  const [rtol, atol] = toleranceOf(options, exact ? [] : ['float64']);
  const bothNan = Number.isNaN(actual) && Number.isNaN(expected);
  const close =
    actual === expected ||
    (bothNan && options.equalNan === true) ||
    (Number.isFinite(expected) && Math.abs(actual - expected) <= atol + rtol * Math.abs(expected));
  if (!close) {
    fail(path, `expected ${expected}, got ${actual}: more than ${atol} + ${rtol} * |expected| apart`);
  }
}

function compareTensors(actual: Tensor, expected: Tensor, options: CloseOptions, path: string): void {
  const differs = (what: string, got: string, wanted: string): void => {
    if (got !== wanted) fail(path, `the ${what}s differ: expected ${wanted}, got ${got}`);
  };
  differs('shape', `[${actual.shape.join(', ')}]`, `[${expected.shape.join(', ')}]`);
  differs('layout', actual.layout, expected.layout);
  if (options.checkDevice !== false) differs('device', actual.device, expected.device);
  if (options.checkDtype !== false) differs('dtype', actual.dtype, expected.dtype);
  const [rtol, atol] = toleranceOf(options, [actual.dtype, expected.dtype]);
  const dtype = widest([actual.dtype, expected.dtype]);
  const [own, other] = [widened(actual, dtype), widened(expected, dtype)];
  const close = isclose(own, other, rtol, atol, options.equalNan === true);
  const total = close.numel();
  const wrong = total - Number(close.sum().item());
  if (wrong === 0) return;
  const share = ((100 * wrong) / total).toFixed(1);
  fail(
    path,
    `the values differ in ${wrong} of ${total} elements (${share} %)\n` +
      `  greatest absolute difference: ${greatest(own.sub(other).abs(), close)} (up to ${atol} allowed)\n` +
      `  greatest relative difference: ${greatest(own.sub(other).abs().div(other.abs()), close)} (up to ${rtol} allowed)`,
  );
}

/** `tensor` dense, on the CPU and in the widest dtype of its kind, so that differences are exact and no kernel is missing. */
function widened(tensor: Tensor, dtype: DType): Tensor {
  const dense = tensor.layout === 'strided' ? tensor : tensor.toDense();
  return dense.detach().cpu().to(dtype);
}

function widest(dtypes: readonly DType[]): DType {
  if (dtypes.some((dtype) => dtype.startsWith('complex'))) return 'complex128';
  return dtypes.some((dtype) => dtype.includes('float')) ? 'float64' : 'int64';
}

/** The largest of `differences` where the two are not close, and where that is. */
function greatest(differences: Tensor, close: Tensor): string {
  // A NaN difference, of NaN or equal infinities, says less than a number beside it.
  const shown = differences.to('float64').nanToNum(0, Number.MAX_VALUE).maskedFill(close, -1).flatten();
  let position = Number(shown.argmax().item());
  const value = differences.flatten().at(position).item();
  const index = differences.shape
    .toReversed()
    .map((size) => {
      const along = position % size;
      position = Math.floor(position / size);
      return along;
    })
    .toReversed();
  return `${value} at [${index.join(', ')}]`;
}

function toleranceOf({ rtol, atol }: CloseOptions, dtypes: readonly string[]): Tolerance {
  if (rtol !== undefined && atol !== undefined) return [rtol, atol];
  const known = dtypes.map((dtype) => tolerances[dtype] ?? ([0, 0] as const));
  return [Math.max(0, ...known.map(([r]) => r)), Math.max(0, ...known.map(([, a]) => a))];
}

function fail(path: string, problem: string): never {
  const where = path === '' ? '' : ` at ${path}`;
  throw new AssertionError({
    message: `torch.testing.assertClose${where}: ${problem}`,
    stackStartFn: assertClose,
  });
}
