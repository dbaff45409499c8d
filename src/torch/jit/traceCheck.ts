// Whether a traced module, as saved in its file, gives the results of the module, also on other inputs, batches and sizes.
import { TadpoleError } from '../../errors';
import type { Tensor } from '../tensor';
import { scope } from '../tensor';
import { otherInputs, type Resize } from './otherInputs';

export type Result = Tensor | Tensor[];
export type Run = (inputs: readonly Tensor[]) => Result;

/** The module and what its file holds; each call begins with the buffers and generators of the time of tracing. */
export interface Sides {
  module: Run;
  file: Run;
}

/** As many as are usually sampled at once, or fewer where their results have more values. */
const LARGE_BATCH = 64;
const MOST_VALUES = 2 ** 20;

const ACCEPT = 'or pass { check: false } to accept this';
const PURE =
  "forward() must be a pure function of its inputs, the module's tensors and the default generators; " +
  'pass { check: false } to accept this';
const NO_VALUES =
  'a number or a branch in forward() follows from values of a tensor (item(), tolist(), toTypedArray()) and became a ' +
  `constant; compute it with operators, such as x.div(x.amax()) or torch.where(condition, a, b); ${ACCEPT}`;
const NO_SIZES =
  'a number read from a tensor while tracing (its shape, for example) became a constant; use operators that follow the ' +
  `input, such as flatten(1), reshape([-1, ...]) or randnLike; ${ACCEPT}`;

/**
 * Compares both sides on the example, on other values, on a batch one larger, of one and of many, and on inputs of twice
 * the size after the second dimension. What the module itself refuses is not compared.
 *
 * @returns a description of the difference for sizes that the example does not have; null when there is none
 * @throws TadpoleError for another difference
 */
export function checkTrace(sides: Sides, inputs: readonly Tensor[]): string | null {
  const values = checkSame(sides, inputs);
  checkValues(sides, inputs);
  checkBatches(sides, inputs, values);
  const wider = (shape: readonly number[]) =>
    shape.map((size, dim) => (dim > 1 && size > 1 ? 2 * size : size));
  const difference = differenceOn(sides, inputs, wider);
  const shapes = inputs.map(({ shape }) => `[${wider(shape).join(', ')}]`).join(', ');
  return difference === null
    ? null
    : `for inputs of shape ${shapes} the traced module gives ${difference}: sizes that forward() reads from a ` +
        "tensor's shape are constants in it";
}

/** @returns how many values the results have */
function checkSame(sides: Sides, inputs: readonly Tensor[]): number {
  const [problem, values] = scope(() => {
    const expected = sides.module(inputs);
    const count = [expected].flat().reduce((sum, tensor) => sum + tensor.numel(), 0);
    return [compare(sides.file, inputs, expected), count] as const;
  });
  if (problem === null) return values;
  throw new TadpoleError(`trace: run again on the same inputs, the traced module gives ${problem}`, PURE);
}

function checkValues(sides: Sides, inputs: readonly Tensor[]): void {
  const problem = differenceOn(sides, inputs, (shape) => shape);
  if (problem === null) return;
  // State that changes with every call shows on the same inputs, too.
  checkSame(sides, inputs);
  throw new TadpoleError(
    `trace: for other inputs of the same shape the traced module gives ${problem}`,
    NO_VALUES,
  );
}

function checkBatches(sides: Sides, inputs: readonly Tensor[], values: number): void {
  const batch = inputs[0]?.shape[0] ?? 0;
  if (batch === 0 || inputs.some(({ shape }) => shape[0] !== batch)) return;
  const large = Math.min(LARGE_BATCH, Math.floor((MOST_VALUES * batch) / values));
  const others = [batch + 1, 1, Math.max(batch + 1, large)].filter((other) => other !== batch);
  for (const other of new Set(others)) {
    const problem = differenceOn(sides, inputs, ([, ...shape]) => [other, ...shape]);
    if (problem !== null) {
      throw new TadpoleError(`trace: for a batch of ${other} the traced module gives ${problem}`, NO_SIZES);
    }
  }
}

/** How the file differs on other inputs; null when it does not, and when the module itself refuses them. */
function differenceOn(sides: Sides, inputs: readonly Tensor[], resize: Resize): string | null {
  return scope(() => {
    const others = otherInputs(inputs, resize);
    let expected: Result;
    try {
      expected = sides.module(others);
    } catch {
      return null;
    }
    return compare(sides.file, others, expected);
  });
}

function compare(file: Run, inputs: readonly Tensor[], expected: Result): string | null {
  let actual: Result;
  try {
    actual = file(inputs);
  } catch (error) {
    return `an error: ${(error as Error).message}`;
  }
  const [one, other] = [[actual].flat(), [expected].flat()];
  if (one.length !== other.length) return `${one.length} results instead of ${other.length}`;
  for (const [index, tensor] of one.entries()) {
    const problem = differ(tensor, other[index] as Tensor);
    if (problem !== null) return problem;
  }
  return null;
}

/** The tolerance of results, relative to the value and to the largest value. */
function tolerance(dtype: string): { relative: number; ofLargest: number } {
  if (dtype === 'float64' || dtype === 'complex128') return { relative: 1e-8, ofLargest: 1e-9 };
  if (dtype === 'float32' || dtype === 'complex64') return { relative: 1e-4, ofLargest: 1e-5 };
  return { relative: 2e-2, ofLargest: 2e-2 };
}

function differ(actual: Tensor, expected: Tensor): string | null {
  const kind = (tensor: Tensor) => `${tensor.dtype} [${tensor.shape.join(', ')}]`;
  if (kind(actual) !== kind(expected)) return `${kind(actual)} instead of ${kind(expected)}`;
  if (expected.numel() === 0) return null;
  const { relative, ofLargest } = tolerance(expected.dtype);
  const exact = !expected.isFloatingPoint() && !expected.isComplex();
  const [one, other] = [actual, expected].map((tensor) => tensor.detach().cpu().resolveConj()) as [
    Tensor,
    Tensor,
  ];
  if (exact) {
    const count = Number(one.ne(other).sum().item());
    return count === 0 ? null : `${count} of ${one.numel()} values that differ`;
  }
  const wide = expected.isComplex() ? 'complex128' : 'float64';
  const [a, b] = [one.to(wide), other.to(wide)];
  const same = a.eq(b).logicalOr(a.isnan().logicalAnd(b.isnan()));
  const size = b.abs().nanToNum(0, 0, 0);
  const near = a
    .sub(b)
    .abs()
    .le(size.mul(relative).add(size.max().mul(ofLargest)));
  if (same.logicalOr(near).all().item()) return null;
  return `values that differ by up to ${Number(a.sub(b).abs().max().item()).toPrecision(7)}`;
}
