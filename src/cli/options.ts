// Checks of flag values, shared by several commands.
import { availableParallelism } from 'node:os';
import { DEVICE_NAMES, isDeviceName } from '../deviceName';
import { UsageError } from '../errors';

// Numbers as people write them; JavaScript alone would read '0x10', '' and ' ' as numbers, too.
const DECIMAL = /^\s*[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?\s*$/i;

/** The number in a text, also as `1e3`; NaN when it is not a number. */
function numberIn(text: string): number {
  return DECIMAL.test(text) ? Number(text) : Number.NaN;
}

/**
 * A whole number from a flag.
 *
 * @throws UsageError when it is not a whole number, or not from `least` to `most`
 */
export function wholeFlag(
  name: string,
  text: string | undefined,
  least: number,
  most = 2 ** 31 - 1,
): number | undefined {
  if (text === undefined) return undefined;
  const value = numberIn(text);
  if (Number.isInteger(value) && value >= least && value <= most) return value;
  throw new UsageError(
    `--${name}: expected a whole number from ${least} to ${most}, got '${text}'`,
    `for example --${name} ${Math.max(least, 1)}`,
  );
}

/** A positive number from a flag; `example` is a plausible one. @throws UsageError when it is not a positive number */
export function positiveFlag(name: string, text: string | undefined, example = 0.0002): number | undefined {
  if (text === undefined) return undefined;
  const value = numberIn(text);
  if (Number.isFinite(value) && value > 0) return value;
  throw new UsageError(
    `--${name}: expected a positive number, got '${text}'`,
    `for example --${name} ${example}`,
  );
}

/**
 * A number of CPU threads from a flag: more than a few per processor only wait for each other, and thousands cannot be
 * started.
 *
 * @throws UsageError when it is not a whole number, or more than the machine can use
 */
export function threadsFlag(
  text: string | undefined,
  processors = availableParallelism(),
): number | undefined {
  const threads = wholeFlag('threads', text, 1);
  const most = Math.max(64, 4 * processors);
  if (threads === undefined || threads <= most) return threads;
  throw new UsageError(
    `--threads: ${threads} is more than this machine can use, which has ${processors} processors`,
    `take at most ${most}; without the flag libtorch chooses`,
  );
}

/** Rows and columns of a picture grid. */
export interface GridFlag {
  rows: number;
  columns: number;
}

/** The layout of a grid, such as `5x5` or `15x10` (rows x columns). @throws UsageError for another form, or too many cells */
export function gridFlag(text: string | undefined, most: number): GridFlag | undefined {
  if (text === undefined) return undefined;
  const [, rows, columns] = /^([1-9]\d{0,4})x([1-9]\d{0,4})$/.exec(text) ?? [];
  if (rows !== undefined && columns !== undefined) {
    if (Number(rows) * Number(columns) <= most) return { rows: Number(rows), columns: Number(columns) };
    const limit = most.toLocaleString('en');
    throw new UsageError(`--grid: '${text}' is more than ${limit} images`, 'take fewer rows or columns');
  }
  throw new UsageError(`--grid: expected rows x columns, got '${text}'`, 'for example --grid 5x5');
}

/** The maximum number of images of one command. */
export const MOST_IMAGES = 100_000;

/** Seeds such as `1,2,5-8`, in the given order. @throws UsageError for another form, or too many */
export function seedsFlag(text: string | undefined): number[] | undefined {
  if (text === undefined) return undefined;
  const seeds: number[] = [];
  for (const part of text.split(',')) {
    const [, first, last = first] = /^\s*(\d{1,10})(?:-(\d{1,10}))?\s*$/.exec(part) ?? [];
    const [from, to] = [Number(first), Number(last)];
    if (!(from <= to && to < 2 ** 31)) {
      throw new UsageError(
        `--seeds: expected whole numbers and rising ranges with commas between, got '${text}'`,
        'for example --seeds 1,2,5-8',
      );
    }
    if (seeds.length + to - from + 1 > MOST_IMAGES) {
      throw new UsageError(`--seeds: '${text}' is more than ${MOST_IMAGES} images`, 'give fewer seeds');
    }
    for (let seed = from; seed <= to; seed += 1) seeds.push(seed);
  }
  return seeds;
}

/** The name of a device from a flag. @throws UsageError when it is not one */
export function deviceFlag(text: string | undefined): string | undefined {
  if (text === undefined || isDeviceName(text)) return text;
  throw new UsageError(`--device: expected ${DEVICE_NAMES}, got '${text}'`, 'for example --device cpu');
}

/**
 * `key=value` pairs as settings; numbers and true/false are converted.
 *
 * @throws UsageError for a pair without `=`, and for a setting that is given two values
 */
export function settingFlags(pairs: readonly string[]): Record<string, unknown> {
  // A name such as __proto__ is one like any other here.
  const settings = new Map<string, unknown>();
  for (const pair of pairs) {
    const split = pair.indexOf('=');
    if (split < 1)
      throw new UsageError(`--set: expected name=value, got '${pair}'`, 'for example --set beta1=0.5');
    const [name, text] = [pair.slice(0, split).trim(), pair.slice(split + 1)];
    if (text.trim() === '')
      throw new UsageError(
        `--set: expected a value for ${name}, got nothing`,
        `for example --set ${name}=0.5`,
      );
    const value = parseValue(text);
    if (settings.has(name) && settings.get(name) !== value) {
      throw new UsageError(
        `--set: ${name} is given twice, as ${settings.get(name)} and as ${value}`,
        'give it once',
      );
    }
    settings.set(name, value);
  }
  return Object.fromEntries(settings);
}

function parseValue(text: string): unknown {
  if (text === 'true' || text === 'false') return text === 'true';
  const value = numberIn(text);
  return Number.isFinite(value) ? value : text;
}
