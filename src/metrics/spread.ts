// A value that was measured on several parts.

/** A mean with its spread. */
export interface Spread {
  readonly mean: number;
  /** Standard deviation over the parts: the root of the mean squared distance from the mean. */
  readonly std: number;
}

/** Mean and standard deviation of the values of several parts. */
export function spreadOf(values: readonly number[]): Spread {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
  return { mean, std: Math.sqrt(variance) };
}
