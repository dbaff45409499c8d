// Arithmetic of sizes in TorchScript graphs: operators on plain numbers and lists, which are no tensor operators.

/** A number or a flag, or a list of them. */
export type Plain = null | boolean | number | string | readonly Plain[];

const floorDivide = (a: number, b: number): number => Math.floor(a / b);

const BINARY: Readonly<Record<string, (a: number, b: number) => number | boolean>> = {
  add: (a, b) => a + b,
  sub: (a, b) => a - b,
  rsub: (a, b) => b - a,
  mul: (a, b) => a * b,
  div: (a, b) => a / b,
  floordiv: floorDivide,
  floor_divide: floorDivide,
  remainder: (a, b) => a - floorDivide(a, b) * b,
  pow: (a, b) => a ** b,
  eq: (a, b) => a === b,
  ne: (a, b) => a !== b,
  lt: (a, b) => a < b,
  le: (a, b) => a <= b,
  gt: (a, b) => a > b,
  ge: (a, b) => a >= b,
};

const UNARY: Readonly<Record<string, (a: number) => number | boolean>> = {
  Int: Math.trunc,
  IntImplicit: Math.trunc,
  Float: Number,
  FloatImplicit: Number,
  ScalarImplicit: Number,
  Bool: Boolean,
  NumToTensor: Number,
  to: Number,
  detach: Number,
  neg: (a) => -a,
  sqrt: Math.sqrt,
  floor: Math.floor,
  ceil: Math.ceil,
  abs: Math.abs,
};

/** What an operator such as `aten::floordiv` gives for plain arguments; undefined when it is none of these operators. */
export function arithmetic(operator: string, given: readonly Plain[]): Plain | undefined {
  const name = operator.slice(operator.indexOf('::') + 2);
  const [first, second, third] = given;
  if (Array.isArray(first)) {
    if (name === 'len') return first.length;
    if (name === 'list') return first;
    if (name === '__getitem__' && typeof second === 'number') return first.at(second) as Plain;
    if (name === 'slice') return first.slice(Number(second ?? 0), third === null ? undefined : Number(third));
    if (name === 'add' && Array.isArray(second)) return [...first, ...second];
    return undefined;
  }
  if (typeof first !== 'number' && typeof first !== 'boolean') return undefined;
  const unary = UNARY[name];
  if (unary !== undefined) return unary(Number(first));
  if (typeof second !== 'number' && typeof second !== 'boolean') return undefined;
  if (name === 'div' && third === 'trunc') return Math.trunc(Number(first) / Number(second));
  if (name === 'div' && third === 'floor') return floorDivide(Number(first), Number(second));
  return BINARY[name]?.(Number(first), Number(second));
}
