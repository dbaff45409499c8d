// Values from outside checked by a schema of zod, with our words for what does not fit.
import { z } from 'zod';
import { UsageError } from './errors';

/** A whole number. One message for all that is not, since zod's name several bounds. */
export function whole(least: number, most?: number): z.ZodInt {
  const error = wholeWords(least, most);
  const number = z.int(error).min(least, error);
  return most === undefined ? number : number.max(most, error);
}

/** {@link whole} written as text, as the addresses of requests have it. */
export function wholeText(least: number, most: number): z.ZodCoercedNumber {
  const error = wholeWords(least, most);
  return z.coerce.number(error).int(error).min(least, error).max(most, error);
}

function wholeWords(least: number, most?: number): string {
  return `expected a whole number from ${least}${most === undefined ? '' : ` to ${most}`}`;
}

const TYPES: Readonly<Record<string, string>> = { array: 'a list', object: 'an object', string: 'a text' };

const UNITS: Readonly<Record<string, string>> = { string: ' characters' };

/** What is wrong with a value, where its field has no words of its own for that. */
const inWords: z.core.$ZodErrorMap = (issue) => {
  switch (issue.code) {
    case 'invalid_type': {
      const expected = `expected ${TYPES[issue.expected] ?? `a ${issue.expected}`}`;
      return issue.input === undefined ? `${expected}, which is missing` : expected;
    }
    case 'too_small':
      return `expected at least ${issue.minimum}${UNITS[issue.origin] ?? ''}`;
    case 'too_big':
      return `expected at most ${issue.maximum}${UNITS[issue.origin] ?? ''}`;
    case 'invalid_value':
      return `expected ${issue.values.map((value) => `'${String(value)}'`).join(' or ')}`;
    default:
      return undefined;
  }
};

/** @throws UsageError that names what does not fit */
export function checked<T>(schema: z.ZodType<T>, value: unknown, hint: string): T {
  const result = schema.safeParse(value, { error: inWords });
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  const place = issue?.path.join('.') || 'the request';
  throw new UsageError(`${place}: ${issue?.message ?? 'does not fit'}`, hint);
}
