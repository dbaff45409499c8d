// What in a folder is not used, in one sentence: how many entries for which reason, with the names of the first.

/** An entry of a folder that is not used. */
export interface LeftOut {
  /** Its path below the folder, as it is printed. */
  readonly path: string;
  /** In words that follow a number: `3 cannot be read`, `1 of a training run`. */
  readonly reason: string;
  readonly kind: 'picture' | 'folder';
}

/** How many of the entries with one reason are named. */
const NAMED = 3;

/** For example `2 cannot be read: empty (a.png, b.png); 1 grey where colour is needed (c.png)`. */
export function summaryOf(leftOut: readonly LeftOut[]): string {
  const pathsOf = new Map<string, string[]>();
  for (const { path, reason } of leftOut) {
    const paths = pathsOf.get(reason);
    if (paths === undefined) pathsOf.set(reason, [path]);
    else paths.push(path);
  }
  return [...pathsOf].map(([reason, paths]) => `${paths.length} ${reason} (${someOf(paths)})`).join('; ');
}

/**
 * The warning about what is left out of a folder.
 *
 * @param used how many pictures of the folder are used
 * @returns undefined when nothing is left out
 */
export function warningOf(folder: string, used: number, leftOut: readonly LeftOut[]): string | undefined {
  const pictures = leftOut.filter(({ kind }) => kind === 'picture');
  const folders = leftOut.filter(({ kind }) => kind === 'folder');
  const parts = [
    ...(pictures.length > 0
      ? [
          `${pictures.length} of ${used + pictures.length} pictures in ${folder} are left out: ${summaryOf(pictures)}`,
        ]
      : []),
    ...(folders.length > 0 ? [`folders in ${folder} that are left out: ${summaryOf(folders)}`] : []),
  ];
  return parts.length === 0 ? undefined : parts.join('; ');
}

/** The first of some paths, and whether there are more. */
export function someOf(paths: readonly string[]): string {
  return paths.length > NAMED ? `${paths.slice(0, NAMED).join(', ')}, ...` : paths.join(', ');
}
