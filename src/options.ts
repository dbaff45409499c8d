// Checks of options and arguments: an unknown name or a wrong kind of value is an error.
import { types } from 'node:util';
import { UsageError } from './errors';
import { didYouMean } from './suggest';

/** A description of `value`, for the error that refuses it: `undefined`, `number 3`, `an array of 2`, `an object of class Date`. */
export function describeValue(value: unknown): string {
  if (value === null || value === undefined) return String(value);
  if (typeof value === 'string') return `string '${value.length > 60 ? `${value.slice(0, 57)}...` : value}'`;
  if (typeof value === 'symbol' || typeof value === 'function') return `a ${typeof value}`;
  if (typeof value !== 'object') return `${typeof value} ${String(value)}`;
  if (Array.isArray(value)) return `an array of ${value.length}`;
  const name: unknown = value.constructor?.name;
  return typeof name !== 'string' || name === '' || name === 'Object'
    ? 'an object'
    : `an object of class ${name}`;
}

/** A number, and the numbers of a list, as they are written; any other value as {@link describeValue} describes it. */
export function describeNumber(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(describeNumber).join(', ')}]`;
  return typeof value === 'number' ? String(value) : describeValue(value);
}

/** @throws TypeError unless `value` is an array */
export function checkList(owner: string, argument: string, value: unknown): void {
  if (Array.isArray(value)) return;
  throw new TypeError(`${owner}: argument '${argument}' must be an array, got ${describeValue(value)}`);
}

/** @throws TypeError unless `value` is a function */
export function checkFunction(owner: string, argument: string, value: unknown): void {
  if (typeof value === 'function') return;
  throw new TypeError(`${owner}: argument '${argument}' must be a function, got ${describeValue(value)}`);
}

/** @throws TypeError unless `value` is bytes, as files are read */
export function checkBytes(owner: string, argument: string, value: unknown): void {
  if (types.isUint8Array(value) || types.isUint8ClampedArray(value)) return;
  throw new TypeError(
    `${owner}: argument '${argument}' must be a Uint8Array of bytes, got ${describeValue(value)}`,
  );
}

/** Whether `value` is an object without a class of its own, of this realm or another. */
export function isPlainObject(value: unknown): value is Record<string, unknown> {
  if (typeof value !== 'object' || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  // Objects of other realms have another Object.prototype.
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}

/** Nothing where `Known` lists every option; otherwise the missing ones, which do not compile. */
type Complete<Options, Known extends readonly string[]> =
  Exclude<keyof Options, Known[number]> extends never
    ? unknown
    : { missing: Exclude<keyof Options, Known[number]> };

/**
 * Makes sure that `options` of the function `owner` is a plain object whose names are all among `known`.
 *
 * @throws TypeError that names the unknown option, a similar one, and all known ones.
 */
export function checkOptions<Options extends object, const Known extends readonly (keyof Options & string)[]>(
  owner: string,
  options: Options,
  known: Known & Complete<Options, Known>,
): void {
  const names: readonly string[] = known;
  if (!isPlainObject(options)) {
    throw new TypeError(
      `${owner}: options must be an object such as { ${names[0]}: ... }, got ${describeValue(options)}`,
    );
  }
  for (const name of Object.keys(options)) {
    if (names.includes(name)) continue;
    throw new TypeError(
      `${owner}: unknown option '${name}'${didYouMean(name, names)} (it takes ${names.join(', ')})`,
    );
  }
}

/**
 * Makes sure that `hooks`, an object of functions that may be one of a class, has none that is misspelled or no function.
 *
 * @throws TypeError that names it
 */
export function checkHooks<Hooks extends object, const Known extends readonly (keyof Hooks & string)[]>(
  owner: string,
  hooks: Hooks,
  known: Known & Complete<Hooks, Known>,
): void {
  if (typeof hooks !== 'object' || hooks === null || isPlainObject(hooks))
    checkOptions<Hooks, Known>(owner, hooks as Hooks, known);
  for (const name of known) {
    const hook: unknown = hooks[name];
    if (hook === undefined || typeof hook === 'function') continue;
    throw new TypeError(`${owner}: ${name} must be a function, got ${describeValue(hook)}`);
  }
}

/** @throws UsageError, which says what was `expected`, unless `value` has the methods */
export function checkMethods(
  what: string,
  value: unknown,
  methods: readonly string[],
  expected: string,
  hint?: string,
): void {
  const given = (value ?? {}) as Record<string, unknown>;
  // Every function has `apply`, which is no method of its own.
  const isOwn = (name: string): boolean =>
    typeof given[name] === 'function' && given[name] !== Reflect.get(Function.prototype, name);
  if (methods.every(isOwn)) return;
  throw new UsageError(`${what}: expected ${expected}, got ${describeValue(value)}`, hint);
}

/**
 * Makes sure that an argument is an object with the fields that its interface has, whatever its class.
 *
 * @param expected what it should be, and where that comes from; default: the fields
 * @throws TypeError that names the argument
 */
export function checkFields<Value>(
  owner: string,
  argument: string,
  value: Value,
  fields: readonly (keyof Value & string)[],
  expected = `an object with ${fields.join(', ')}`,
): void {
  const isObject = typeof value === 'object' && value !== null;
  if (isObject && fields.every((field) => (value as Record<string, unknown>)[field] !== undefined)) return;
  throw new TypeError(`${owner}: argument '${argument}' must be ${expected}, got ${describeValue(value)}`);
}

/** @throws UsageError, which begins with the owner, unless `value` is a whole number of at least `least` */
export function checkWhole(owner: string, name: string, value: number, least: number): void {
  if (Number.isInteger(value) && value >= least) return;
  throw new UsageError(
    `${owner}: ${name}: expected a whole number of at least ${least}, got ${describeNumber(value)}`,
  );
}
