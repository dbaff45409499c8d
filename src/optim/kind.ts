// The kind of a wrong argument, for error messages.

/** `typeof` with null and arrays told apart. */
export function kindOf(value: unknown): string {
  return value === null ? 'null' : Array.isArray(value) ? 'an array' : typeof value;
}
