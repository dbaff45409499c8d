// Options objects: a name that nobody reads is an error, not silence.
import { nearest } from './suggest';

/** What `value` is, for the error that refuses it: `undefined`, `number 3`, `an array of 2`, `an object of class Date`. */
export function describeValue(value: unknown): string {
  if (value === null || value === undefined) return String(value);
  if (typeof value === 'string') return `string '${value.length > 60 ? `${value.slice(0, 57)}...` : value}'`;
  if (typeof value === 'symbol' || typeof value === 'function') return `a ${typeof value}`;
  if (typeof value !== 'object') return `${typeof value} ${String(value)}`;
  if (Array.isArray(value)) return `an array of ${value.length}`;
  const name: unknown = value.constructor?.name;
  return typeof name !== 'string' || name === 'Object' ? 'an object' : `an object of class ${name}`;
}

function isPlain(value: unknown): value is object {
  if (typeof value !== 'object' || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  // Objects of other realms have another Object.prototype.
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}

/**
 * Makes sure that `options` of the function `owner` is a plain object whose names are all among `known`.
 *
 * @throws TypeError that names the unknown option and the nearest known one.
 */
export function checkOptions<Options extends object>(
  owner: string,
  options: Options,
  known: readonly (keyof Options & string)[],
): void {
  if (!isPlain(options)) {
    throw new TypeError(
      `${owner}: options must be an object such as { ${known[0]}: ... }, got ${describeValue(options)}`,
    );
  }
  for (const name of Object.keys(options)) {
    if ((known as readonly string[]).includes(name)) continue;
    const meant = nearest(name, known);
    throw new TypeError(
      `${owner}: unknown option '${name}'${meant === undefined ? '' : `; did you mean '${meant}'?`} (it takes ${known.join(', ')})`,
    );
  }
}
