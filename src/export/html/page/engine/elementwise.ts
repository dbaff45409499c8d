// Operators value by value.
import {
  type Attributes,
  broadcast,
  emptyLike,
  type Kernel,
  type Kernels,
  stretched,
  type Value,
  walk,
} from './value';

const unary =
  (compute: (x: number, attributes: Attributes) => number): Kernel =>
  ([x], attributes) => {
    const given = x as Value;
    const result = emptyLike(given, given.shape);
    for (let i = 0; i < given.data.length; i += 1)
      result.data[i] = compute(given.data[i] as number, attributes);
    return [result];
  };

/** In a loop of its own: `unary` calls a function per value, which takes longer, and most layers end in this one. */
const relu: Kernel = ([x]) => {
  const { data, shape } = x as Value;
  const result = emptyLike(x as Value, shape);
  const to = result.data;
  for (let i = 0; i < data.length; i += 1) to[i] = Math.max(data[i] as number, 0);
  return [result];
};

function combine(a: Value, b: Value, compute: (a: number, b: number) => number): Value {
  const shape = broadcast(a.shape, b.shape);
  const result = emptyLike(a, shape);
  if (a.data.length === b.data.length && a.data.length === result.data.length) {
    for (let i = 0; i < result.data.length; i += 1)
      result.data[i] = compute(a.data[i] as number, b.data[i] as number);
    return result;
  }
  const places = new Int32Array(result.data.length);
  walk(shape, stretched(b, shape), (place, index) => {
    places[index] = place;
  });
  walk(shape, stretched(a, shape), (place, index) => {
    result.data[index] = compute(a.data[place] as number, b.data[places[index] as number] as number);
  });
  return result;
}

const binary =
  (compute: (a: number, b: number) => number): Kernel =>
  ([a, b]) => [combine(a as Value, b as Value, compute)];

const float = (attributes: Attributes, name: string, otherwise: number): number =>
  attributes[name]?.float ?? otherwise;

/** Abramowitz and Stegun's 7.1.26 is too coarse: a series for small values, a continued fraction for large ones. */
function erf(x: number): number {
  const t = Math.abs(x);
  let result: number;
  if (t < 2.5) {
    let term = t;
    let sum = t;
    for (let n = 1; Math.abs(term) > 1e-17 * sum; n += 1) {
      term *= (-t * t) / n;
      sum += term / (2 * n + 1);
    }
    result = (2 / Math.sqrt(Math.PI)) * sum;
  } else {
    let fraction = 0;
    for (let n = 60; n > 0; n -= 1) fraction = n / 2 / (t + fraction);
    result = 1 - Math.exp(-t * t) / Math.sqrt(Math.PI) / (t + fraction);
  }
  return x < 0 ? -result : result;
}

const softplus = (x: number): number => (x > 0 ? x + Math.log1p(Math.exp(-x)) : Math.log1p(Math.exp(x)));

function roundToEven(x: number): number {
  const rounded = Math.round(x);
  return Math.abs(x % 1) === 0.5 && rounded % 2 !== 0 ? rounded - 1 : rounded;
}

/** TensorProto.DataType of floating-point numbers. */
const FLOATS = [1, 10, 11, 16];

const cast: Kernel = ([x], attributes) => {
  const { shape, data } = x as Value;
  const to = attributes['to']?.int ?? 1;
  if (FLOATS.includes(to)) return [{ shape, data: Float32Array.from(data) }];
  return [{ shape, data: Float64Array.from(data, to === 9 ? (one) => Number(one !== 0) : Math.trunc) }];
};

/** The rest with the sign of the first number (fmod), or with that of the second one. */
const modulo: Kernel = ([a, b], attributes) => {
  const ofFirst = attributes['fmod']?.int === 1;
  const compute = (x: number, y: number): number =>
    ofFirst || x % y === 0 || x < 0 === y < 0 ? x % y : (x % y) + y;
  return [combine(a as Value, b as Value, compute)];
};

const clip: Kernel = ([x, low, high]) => {
  const [min, max] = [low?.data[0] ?? Number.NEGATIVE_INFINITY, high?.data[0] ?? Number.POSITIVE_INFINITY];
  return unary((one) => Math.min(Math.max(one, min), max))([x], {}, 1);
};

const where: Kernel = ([condition, a, b]) => {
  const [test, yes, no] = [condition, a, b] as [Value, Value, Value];
  const shape = broadcast(test.shape, broadcast(yes.shape, no.shape));
  const result = emptyLike(yes, shape);
  const [fromTest, fromYes, fromNo] = [test, yes, no].map((value) => {
    const places: number[] = [];
    walk(shape, stretched(value, shape), (place) => places.push(place));
    return places;
  }) as [number[], number[], number[]];
  for (let i = 0; i < result.data.length; i += 1) {
    result.data[i] = (
      test.data[fromTest[i] as number] !== 0 ? yes.data[fromYes[i] as number] : no.data[fromNo[i] as number]
    ) as number;
  }
  return [result];
};

// G. Klambauer et al. 2017, arXiv:1706.02515.
const SELU = { alpha: 1.6732632423543772, gamma: 1.0507009873554805 };

export const elementwise: Kernels = {
  Identity: ([x]) => [x as Value],
  Neg: unary((x) => -x),
  Abs: unary(Math.abs),
  Sqrt: unary(Math.sqrt),
  Reciprocal: unary((x) => 1 / x),
  Exp: unary(Math.exp),
  Log: unary(Math.log),
  Sin: unary(Math.sin),
  Cos: unary(Math.cos),
  Tan: unary(Math.tan),
  Asin: unary(Math.asin),
  Acos: unary(Math.acos),
  Atan: unary(Math.atan),
  Sinh: unary(Math.sinh),
  Cosh: unary(Math.cosh),
  Asinh: unary(Math.asinh),
  Acosh: unary(Math.acosh),
  Atanh: unary(Math.atanh),
  Erf: unary(erf),
  Floor: unary(Math.floor),
  Ceil: unary(Math.ceil),
  Round: unary(roundToEven),
  Sign: unary(Math.sign),
  Tanh: unary(Math.tanh),
  Sigmoid: unary((x) => 1 / (1 + Math.exp(-x))),
  Relu: relu,
  LeakyRelu: unary((x, attributes) => (x < 0 ? x * float(attributes, 'alpha', 0.01) : x)),
  Elu: unary((x, attributes) => (x < 0 ? float(attributes, 'alpha', 1) * Math.expm1(x) : x)),
  Selu: unary((x) => SELU.gamma * (x > 0 ? x : SELU.alpha * Math.expm1(x))),
  Celu: unary((x, attributes) => {
    const alpha = float(attributes, 'alpha', 1);
    return Math.max(0, x) + Math.min(0, alpha * Math.expm1(x / alpha));
  }),
  Softplus: unary(softplus),
  HardSigmoid: unary((x, attributes) =>
    Math.min(1, Math.max(0, float(attributes, 'alpha', 0.2) * x + float(attributes, 'beta', 0.5))),
  ),
  Not: unary((x) => Number(x === 0)),
  Add: binary((a, b) => a + b),
  Sub: binary((a, b) => a - b),
  Mul: binary((a, b) => a * b),
  Div: binary((a, b) => a / b),
  Pow: binary((a, b) => a ** b),
  Max: binary(Math.max),
  Min: binary(Math.min),
  PRelu: binary((a, b) => (a < 0 ? a * b : a)),
  Equal: binary((a, b) => Number(a === b)),
  Greater: binary((a, b) => Number(a > b)),
  GreaterOrEqual: binary((a, b) => Number(a >= b)),
  Less: binary((a, b) => Number(a < b)),
  LessOrEqual: binary((a, b) => Number(a <= b)),
  And: binary((a, b) => Number(a !== 0 && b !== 0)),
  Or: binary((a, b) => Number(a !== 0 || b !== 0)),
  Xor: binary((a, b) => Number((a !== 0) !== (b !== 0))),
  Mod: modulo,
  Clip: clip,
  Where: where,
  Cast: cast,
};
