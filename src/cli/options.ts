// Checks of flag values that several commands share.
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

/** A positive number from a flag. @throws UsageError when it is none */
export function positiveFlag(name: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const value = Number(text);
  if (text.trim() !== '' && Number.isFinite(value) && value > 0) return value;
  throw new UsageError(
    `--${name}: expected a positive number, got '${text}'`,
    `for example --${name} 0.0002`,
  );
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
