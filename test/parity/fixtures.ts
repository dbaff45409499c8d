// Reads the fixtures that Python made, and compares tensors with a message that says how far off they are.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Tensor, torch } from 'tadpole';

// As when the fixtures were made; threads of tests that run side by side would also wait for each other.
torch.setNumThreads(1);

/** The folder of the fixtures. */
export const FIXTURES = join(__dirname, '..', 'fixtures');

/** A tensor in a fixture's JSON: its name in the safetensors file beside it. */
export interface TensorRef {
  tensor: string;
}

/** How far a value may be off: |got - expected| <= absolute + relative * |expected|. */
export interface Tolerance {
  relative: number;
  absolute: number;
}

/** One fixture: its JSON and its tensors. */
export class Fixture<Case, Head = object> {
  readonly head: Head & { torch: string };
  readonly cases: Case[];
  private readonly tensors: Record<string, Tensor>;

  constructor(name: string) {
    const { cases, ...head } = JSON.parse(readFileSync(join(FIXTURES, `${name}.json`), 'utf8'));
    this.cases = cases;
    this.head = head;
    this.tensors = torch.load(join(FIXTURES, `${name}.safetensors`));
  }

  /** The tensor itself, not a copy. */
  tensor({ tensor: name }: TensorRef): Tensor {
    const found = this.tensors[name];
    if (!found) throw new Error(`the fixture has no tensor ${name}`);
    return found;
  }

  tensorsOf(refs: Record<string, TensorRef>): Record<string, Tensor> {
    return Object.fromEntries(Object.entries(refs).map(([key, ref]) => [key, this.tensor(ref)]));
  }

  /** An encoded argument: tensors are copied and handed to `onTensor`, numbers that JSON lacks are put back. */
  decode(value: unknown, onTensor: (tensor: Tensor) => void = () => {}): unknown {
    if (Array.isArray(value)) return value.map((item) => this.decode(item, onTensor));
    if (isRef(value)) {
      const copy = this.tensor(value).clone();
      onTensor(copy);
      return copy;
    }
    if (typeof value === 'object' && value !== null && 'float' in value)
      return Number(NON_FINITE[value.float as string]);
    return value;
  }
}

const NON_FINITE: Record<string, number> = { inf: Infinity, '-inf': -Infinity, nan: NaN };

const TOLERANCES: Record<string, Tolerance> = {
  float64: { relative: 1e-10, absolute: 1e-12 },
  float32: { relative: 2e-5, absolute: 2e-6 },
  float16: { relative: 2e-3, absolute: 1e-4 },
  bfloat16: { relative: 1e-2, absolute: 1e-3 },
};

export function isRef(value: unknown): value is TensorRef {
  return typeof value === 'object' && value !== null && typeof (value as TensorRef).tensor === 'string';
}

/** Throws unless dtype, shape and every value agree; integers and booleans must be equal. */
export function expectClose(actual: unknown, expected: Tensor, what: string, tolerance?: Tolerance): void {
  if (!(actual instanceof torch.Tensor)) throw new Error(`${what}: expected a tensor, got ${String(actual)}`);
  if (actual.dtype !== expected.dtype)
    throw new Error(`${what}: expected ${expected.dtype}, got ${actual.dtype}`);
  const [got, wanted] = [actual.shape.join(', '), expected.shape.join(', ')];
  if (got !== wanted) throw new Error(`${what}: expected shape [${wanted}], got [${got}]`);
  const allowed = tolerance ?? TOLERANCES[expected.dtype] ?? { relative: 0, absolute: 0 };
  expectNumbersClose(numbers(actual), numbers(expected), what, allowed);
}

/** The same for plain numbers. */
export function expectNumbersClose(
  actual: ArrayLike<number>,
  expected: ArrayLike<number>,
  what: string,
  { relative, absolute }: Tolerance,
): void {
  if (actual.length !== expected.length)
    throw new Error(`${what}: expected ${expected.length} values, got ${actual.length}`);
  let failures = 0;
  let worst = { excess: 0, index: 0, error: 0 };
  for (let i = 0; i < actual.length; i++) {
    const [a, e] = [actual[i] as number, expected[i] as number];
    if (Object.is(a, e) || a === e) continue;
    const error = Math.abs(a - e);
    const excess = Number.isNaN(error) ? Infinity : error / (absolute + relative * Math.abs(e));
    if (excess > 1) failures += 1;
    if (excess > worst.excess) worst = { excess, index: i, error };
  }
  if (failures === 0) return;
  const [a, e] = [actual[worst.index] as number, expected[worst.index] as number];
  throw new Error(
    `${what}: ${failures} of ${actual.length} values differ; the worst, at ${worst.index}, is ${a} instead of ${e} ` +
      `(absolute error ${worst.error.toExponential(2)}, relative ${(worst.error / Math.abs(e)).toExponential(2)}; ` +
      `allowed ${absolute} + ${relative} * |expected|)`,
  );
}

/** A tensor's values, flat, as float64. */
export function numbers(tensor: Tensor): Float64Array {
  return torch.scope(() => tensor.detach().to('float64').contiguous().toTypedArray() as Float64Array);
}

/** The gradient that every fixture's backward pass starts from; the formula is `gradient_seed` in formula.py. */
export function gradientSeed(output: Tensor): Tensor {
  const ramp = Float64Array.from({ length: output.numel() }, (_, i) => (((i * 7) % 11) - 5) / 8);
  return torch.tensor(ramp, { shape: output.shape }).to(output.dtype);
}
