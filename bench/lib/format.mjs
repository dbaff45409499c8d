// Medians, flags and markdown tables for the benchmark programs.

/** The middle of the values; of an even number of them the mean of the two in the middle. */
export function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** Seconds in the unit that suits them. */
export function duration(seconds) {
  if (seconds < 1e-3) return `${(seconds * 1e6).toFixed(2)} us`;
  return seconds < 1 ? `${(seconds * 1e3).toFixed(2)} ms` : `${seconds.toFixed(2)} s`;
}

/** Rows under a head as a markdown table with aligned columns. */
export function table(head, rows) {
  const cells = [head, ...rows].map((row) => row.map(String));
  const widths = head.map((_, column) => Math.max(...cells.map((row) => row[column].length)));
  const line = (row) => `| ${row.map((cell, column) => cell.padEnd(widths[column])).join(' | ')} |`;
  const rule = `|${widths.map((width) => '-'.repeat(width + 2)).join('|')}|`;
  return [line(cells[0]), rule, ...cells.slice(1).map(line)].join('\n');
}

/**
 * `--name value` flags with whole numbers, and lists of names with commas; an unknown one ends the program with the known ones.
 * @param {Record<string, number>} defaults
 * @param {Record<string, string[]>} [lists] every name that a list may hold, which is its default
 */
export function wholeFlags(defaults, lists = {}) {
  const values = { ...defaults, ...lists };
  const args = process.argv.slice(2);
  for (let i = 0; i < args.length; i += 2) {
    const name = args[i].replace(/^--/, '');
    const value = valueFrom(args[i + 1], lists[name]);
    if (!args[i].startsWith('--') || !(name in values) || value === undefined) {
      const known = Object.entries(values).map(([flag, of]) => `--${flag} ${of}`);
      console.error(
        `error: cannot use '${args.slice(i, i + 2).join(' ')}'\nhint: flags and defaults are ${known.join(' ')}`,
      );
      process.exit(2);
    }
    values[name] = value;
  }
  return values;
}

function valueFrom(text, names) {
  if (names === undefined)
    return Number.isInteger(Number(text)) && Number(text) >= 1 ? Number(text) : undefined;
  const chosen = text?.split(',');
  return chosen?.every((item) => names.includes(item)) ? chosen : undefined;
}
