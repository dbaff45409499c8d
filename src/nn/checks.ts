// Checks of the settings and inputs of layers, with clearer errors than libtorch's.
import { describeNumber, describeValue } from '../options';
import { checkTensor, type Tensor } from '../torch';

/** Throws a RangeError that names the first setting that is not a whole number of at least `least`. */
export function checkCounts(layer: string, settings: Record<string, number>, least = 1): void {
  for (const [name, value] of Object.entries(settings)) {
    if (Number.isInteger(value) && value >= least) continue;
    throw new RangeError(
      `${layer}: ${name} must be a whole number, at least ${least}, got ${describeNumber(value)}`,
    );
  }
}

/** Throws a RangeError that names the first setting that is not a number in [0, 1]. */
export function checkProbability(layer: string, settings: Record<string, number>): void {
  for (const [name, value] of Object.entries(settings)) {
    if (typeof value === 'number' && value >= 0 && value <= 1) continue;
    throw new RangeError(
      `${layer}: ${name} must be a probability between 0 and 1, got ${describeNumber(value)}`,
    );
  }
}

/** Throws a TypeError that names the first setting that is not a finite number, for layers that take numbers one by one. */
export function checkNumbers(layer: string, settings: Record<string, number>): void {
  for (const [name, value] of Object.entries(settings)) {
    if (typeof value === 'number' && Number.isFinite(value)) continue;
    throw new TypeError(`${layer}: ${name} must be a finite number, got ${describeValue(value)}`);
  }
}

/** Throws an error that names the layer unless `x` has one of the allowed numbers of dimensions. */
export function checkRank(x: Tensor, ranks: number[], layer: string, expected: string): void {
  checkTensor(layer, 'x', x);
  if (!ranks.includes(x.dim())) {
    throw new Error(`${layer}: expected input ${expected}, got shape [${x.shape.join(', ')}]`);
  }
}

/**
 * Throws unless a mean is taken over more than one value: a single value minus its mean is always 0.
 *
 * @param count How many values of `x` each mean is taken over.
 * @param what The kind of these values, in PyTorch's words.
 */
export function checkEnoughValues(
  layer: string,
  x: Tensor,
  count: number,
  what: 'value per channel' | 'spatial element',
  remedy: string,
): void {
  if (count !== 1) return;
  throw new Error(
    `${layer}: expected more than 1 ${what} when training, got input of shape [${x.shape.join(', ')}]; ${remedy}`,
  );
}
