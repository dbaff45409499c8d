// What commands print: results on the standard output, for people or as one JSON object, everything else beside it.

/** Prints a result as JSON; nothing else may be printed on the standard output then. */
export function printJson(result: object): void {
  process.stdout.write(`${JSON.stringify(result, null, 2)}\n`);
}

/** Prints a line of progress, or of advice: on the standard error output, so that results can be piped. */
export function tell(line: string): void {
  process.stderr.write(`${line}\n`);
}

/** Lines of columns, each as wide as its widest cell; the last one is not filled up. */
export function columns(rows: readonly (readonly string[])[]): string[] {
  const widths = (rows[0] ?? []).map((_, at) => Math.max(...rows.map((row) => row[at]?.length ?? 0)));
  return rows.map((row) =>
    row
      .map((cell, at) => (at === row.length - 1 ? cell : cell.padEnd(widths[at] as number)))
      .join('  ')
      .trimEnd(),
  );
}
