// Checks of flag values that several commands share.
import fs from 'node:fs';
import path from 'node:path';
import { UsageError } from '../errors';

/**
 * A whole number from a flag.
 *
 * @throws UsageError when it is none, or lies outside `least` to `most`
 */
export function wholeFlag(
  name: string,
  text: string | undefined,
  least: number,
  most = 2 ** 31 - 1,
): number | undefined {
  if (text === undefined) return undefined;
  const value = Number(text);
  if (text.trim() !== '' && Number.isInteger(value) && value >= least && value <= most) return value;
  throw new UsageError(
    `--${name}: expected a whole number from ${least} to ${most}, got '${text}'`,
    `for example --${name} ${Math.max(least, 1)}`,
  );
}

/** A positive number from a flag; `example` is one that makes sense. @throws UsageError when it is none */
export function positiveFlag(name: string, text: string | undefined, example = 0.0002): number | undefined {
  if (text === undefined) return undefined;
  const value = Number(text);
  if (text.trim() !== '' && Number.isFinite(value) && value > 0) return value;
  throw new UsageError(
    `--${name}: expected a positive number, got '${text}'`,
    `for example --${name} ${example}`,
  );
}

/** Rows and columns of a picture grid. */
export interface GridFlag {
  rows: number;
  columns: number;
}

/** The layout of a grid, as `5x5` or `15x10` (rows x columns). @throws UsageError when it is none or has too many cells */
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

/** The most images that one command makes. */
export const MOST_IMAGES = 100_000;

/** Seeds as `1,2,5-8`, in the order given. @throws UsageError when they are none, or too many */
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

/** The file of a generator: the one that is named, or that of the run folder that is named. */
export function generatorFile(word: string): string {
  const inRun = path.join(word, 'generator.pt');
  return fs.existsSync(inRun) ? inRun : word;
}

/** The name of a device from a flag. @throws UsageError when it is none */
export function deviceFlag(text: string | undefined): string | undefined {
  if (text === undefined || /^(auto|cpu|cuda(:\d+)?)$/.test(text)) return text;
  throw new UsageError(
    `--device: expected auto, cpu, cuda or cuda:N, got '${text}'`,
    'for example --device cpu',
  );
}

/** `key=value` pairs as settings; numbers and true/false are recognised. @throws UsageError for a pair without `=` */
export function settingFlags(pairs: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(
    pairs.map((pair) => {
      const split = pair.indexOf('=');
      if (split < 1)
        throw new UsageError(`--set: expected name=value, got '${pair}'`, 'for example --set beta1=0.5');
      return [pair.slice(0, split), parseValue(pair.slice(split + 1))];
    }),
  );
}

function parseValue(text: string): unknown {
  if (text === 'true' || text === 'false') return text === 'true';
  return text.trim() !== '' && Number.isFinite(Number(text)) ? Number(text) : text;
}
