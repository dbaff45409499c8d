// Which media type a client prefers, as RFC 9110 reads `Accept`: the most specific range that covers a type says how much it is wanted.

/** A media range and its weight, from 0 (not accepted) to 1. */
interface Accepted {
  type: string;
  q: number;
}

/**
 * The type that is wanted most; of those wanted alike the one that is named most specifically, then the one that is named first.
 *
 * @returns undefined when none is accepted
 */
export function preferred(wanted: readonly Accepted[], types: readonly string[]): string | undefined {
  const ranges = wanted
    .map(({ type, q }) => ({ range: type.toLowerCase(), q }))
    .sort((a, b) => specificity(b.range) - specificity(a.range));
  const found = types.flatMap((type) => {
    const place = ranges.findIndex(({ range }) => covers(range, type));
    const { range = '', q = 0 } = ranges[place] ?? {};
    return q > 0 ? [{ type, q, specific: specificity(range), place }] : [];
  });
  return found.sort((a, b) => b.q - a.q || b.specific - a.specific || a.place - b.place)[0]?.type;
}

function covers(range: string, type: string): boolean {
  return range === '*/*' || range === type || (range.endsWith('/*') && type.startsWith(range.slice(0, -1)));
}

function specificity(range: string): number {
  return range === '*/*' ? 0 : range.endsWith('/*') ? 1 : 2;
}
