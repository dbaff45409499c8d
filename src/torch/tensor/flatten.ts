// Nested arrays as one flat list, with the place of any invalid value.
import { describeValue } from '../../options';
import type { NestedArray } from '../addon';

/** The values of a nested array, row by row; booleans as 0 and 1. */
export type Flat = { shape: number[] } & (
  | { kind: 'number'; values: Float64Array }
  | { kind: 'bigint'; values: bigint[] }
  | { kind: 'boolean'; values: Uint8Array }
);

const deepest = 64;

function shapeOf(values: NestedArray): number[] {
  const shape: number[] = [];
  let level: NestedArray | undefined = values;
  while (Array.isArray(level)) {
    if (shape.length === deepest)
      throw new RangeError(
        `argument 'values' is nested more than ${deepest} arrays deep, or contains itself`,
      );
    shape.push(level.length);
    level = level[0];
  }
  return shape;
}

function remedy(value: unknown): string {
  if (ArrayBuffer.isView(value)) return '; give a typed array alone, with { shape }';
  if (typeof value !== 'object' || value === null) return '';
  if ('requiresGrad' in value)
    return '; copy a tensor with clone(), join several with torch.stack or torch.cat';
  if ('re' in value && 'im' in value) return '; use torch.complex to join real and imaginary parts';
  return Symbol.iterator in value ? '; spread it into an array' : '';
}

/**
 * The flat values of `values`, which is a number, boolean or bigint, or arrays of one of these, nested evenly.
 *
 * @throws RangeError for uneven nesting, TypeError for a value of another kind; both name the place, such as `values[1][0]`
 */
export function flatten(values: NestedArray): Flat {
  const shape = shapeOf(values);
  const flat: (number | bigint | boolean)[] = [];
  let kind: string | undefined;
  const place: number[] = [];
  const here = () => `values${place.map((index) => `[${index}]`).join('')}`;
  const visit = (value: NestedArray): void => {
    const expected = shape[place.length];
    if (Array.isArray(value)) {
      if (value.length !== expected) {
        throw new RangeError(
          `argument 'values' must be nested evenly: ${here()} is ${describeValue(value)}, expected ${expected === undefined ? 'no array' : expected}`,
        );
      }
      // By index, since a missing element is an undefined one.
      for (let index = 0; index < value.length; index++) {
        place.push(index);
        visit(value[index]);
        place.pop();
      }
      return;
    }
    const type = typeof value;
    if (type !== 'number' && type !== 'bigint' && type !== 'boolean') {
      throw new TypeError(
        `argument 'values' must hold only numbers, only booleans or only bigints, got ${describeValue(value)} at ${here()}${remedy(value)}`,
      );
    }
    if (expected !== undefined) {
      throw new RangeError(
        `argument 'values' must be nested evenly: ${here()} is ${describeValue(value)}, expected an array of ${expected}`,
      );
    }
    kind ??= type;
    if (type !== kind) {
      throw new TypeError(
        `argument 'values' must hold only numbers, only booleans or only bigints, got ${describeValue(value)} at ${here()} after ${kind}s`,
      );
    }
    flat.push(value as number | bigint | boolean);
  };
  visit(values);
  if (kind === 'bigint') return { kind, values: flat as bigint[], shape };
  if (kind === 'boolean') return { kind, values: Uint8Array.from(flat as boolean[], Number), shape };
  return { kind: 'number', values: Float64Array.from(flat as number[]), shape };
}
