// Suggests the name that was probably meant when an unknown one is given.

/** Shorter prefixes are not specific enough. */
const SHORTEST_BEGINNING = 3;

/** The number of single-character edits (insert, delete, replace) that turn `a` into `b`. */
function editDistance(a: string, b: string): number {
  let previous = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let row = 1; row <= a.length; row += 1) {
    const current = [row];
    for (let column = 1; column <= b.length; column += 1) {
      const replaced = (previous[column - 1] ?? 0) + (a[row - 1] === b[column - 1] ? 0 : 1);
      const deleted = (previous[column] ?? 0) + 1;
      const inserted = (current[column - 1] ?? 0) + 1;
      current.push(Math.min(replaced, deleted, inserted));
    }
    previous = current;
  }
  return previous[b.length] ?? 0;
}

const plain = (text: string): string => text.toLowerCase().replace(/[-_]/g, '');

/** The candidate that `word` is but for one character, case, dashes and underscores, and that it is not itself. */
export function mistyped(word: string, candidates: readonly string[]): string | undefined {
  if (candidates.includes(word)) return undefined;
  return candidates.find((candidate) => editDistance(plain(word), plain(candidate)) <= 1);
}

/**
 * The candidate nearest to `word`, case, dashes and underscores aside. Undefined when none is near: when more than half of the
 * word would have to change, and neither begins with the other.
 */
function nearest(word: string, candidates: Iterable<string>): string | undefined {
  const wanted = plain(word);
  let best: string | undefined;
  let bestDistance = Number.POSITIVE_INFINITY;
  for (const candidate of candidates) {
    const distance = editDistance(wanted, plain(candidate));
    const isNear = distance <= wanted.length / 2 || isBeginning(wanted, plain(candidate));
    if (isNear && distance < bestDistance) {
      best = candidate;
      bestDistance = distance;
    }
  }
  return best;
}

/**
 * What to add to "there is no such name" for a reader who mistyped it: `; did you mean 'digits'?`, or nothing when no candidate
 * is near.
 *
 * @param write how a name is written (default: in single quotes)
 */
export function didYouMean(
  word: string,
  candidates: Iterable<string>,
  write = (name: string): string => `'${name}'`,
): string {
  const meant = nearest(word, candidates);
  return meant === undefined ? '' : `; did you mean ${write(meant)}?`;
}

/** Whether the shorter one is a prefix of the longer one. */
function isBeginning(a: string, b: string): boolean {
  const [shorter, longer] = a.length < b.length ? [a, b] : [b, a];
  return shorter.length >= SHORTEST_BEGINNING && longer.startsWith(shorter);
}
