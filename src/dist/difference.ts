// What ranks differ in.

/** A value that is not the same on all ranks. */
export interface Difference {
  readonly rank: number;
  readonly name: string;
  /** Undefined where the rank has none. */
  readonly got: unknown;
  /** The same of rank 0. */
  readonly expected: unknown;
}

/**
 * The first value by which a rank differs from rank 0.
 *
 * @param all plain values by name, of each rank
 */
export function firstDifference(all: readonly Readonly<Record<string, unknown>>[]): Difference | undefined {
  const [first = {}] = all;
  for (const [rank, found] of all.entries()) {
    for (const name of new Set([...Object.keys(first), ...Object.keys(found)])) {
      const [expected, got] = [first[name], found[name]];
      if (JSON.stringify(expected) !== JSON.stringify(got)) return { rank, name, got, expected };
    }
  }
  return undefined;
}
