// Operators that work value by value: arithmetic, comparisons, roots and powers, casts.
import type { DType } from '../../../torch';
import type { GraphBuilder } from '../builder';
import { type Call, type Converter, type Converters, inResultDtype } from '../call';

/** An argument as a tensor of a dtype: a number becomes a constant. */
function operand(call: Call, graph: GraphBuilder, argument: string, dtype: DType): string {
  if (call.isTensor(argument)) return graph.cast(call.tensor(argument), call.dtype(argument), dtype);
  const size = call.size(argument);
  if (typeof size === 'number') return graph.numbers(size, dtype);
  return graph.cast(graph.sizes([size]), 'int64', dtype);
}

/** Two arguments brought to the dtype of the result, the second multiplied with `alpha` where there is one. */
function operands(call: Call, graph: GraphBuilder): [string, string] {
  const { dtype } = call.result();
  const [self, other] = ['self', 'other'].map((name) => operand(call, graph, name, dtype)) as [
    string,
    string,
  ];
  const alpha = call.has('alpha') ? call.number('alpha') : 1;
  return [self, alpha === 1 ? other : graph.add('Mul', [other, graph.numbers(alpha, dtype)])];
}

const binary =
  (type: string): Converter =>
  (call, graph) =>
    graph.add(type, operands(call, graph));

/** Arithmetic that is logic on truth values, of which ONNX has no numbers. */
const binaryOrLogic =
  (type: string, logic: string): Converter =>
  (call, graph) =>
    graph.add(call.result().dtype === 'bool' ? logic : type, operands(call, graph));

/** Logic of any numbers: whether each is not 0. */
const logic =
  (type: string): Converter =>
  (call, graph) =>
    graph.add(
      type,
      ['self', 'other'].map((name) => operand(call, graph, name, 'bool')),
    );

/** Operators on bits, which are logic on truth values; those of whole numbers are not in this opset. */
const bits =
  (type: string): Converter =>
  (call, graph) => {
    if (call.result().dtype !== 'bool') throw call.unsupported(`values of ${call.result().dtype}`);
    return type === 'Not' ? graph.add('Not', [call.tensor('self')]) : logic(type)(call, graph);
  };

const isFloat = (dtype: DType): boolean => /float/.test(dtype);

/** What leaves whole numbers as they are. */
const rounding =
  (type: string): Converter =>
  (call, graph) => {
    const self = call.tensor('self');
    if (!isFloat(call.dtype('self'))) return self;
    const decimals = call.has('decimals') ? call.number('decimals') : 0;
    if (decimals === 0) return graph.add(type, [self]);
    const scale = graph.numbers(10 ** decimals, call.dtype('self'));
    return graph.add('Div', [graph.add(type, [graph.add('Mul', [self, scale])]), scale]);
  };

const truncated = (graph: GraphBuilder, value: string): string =>
  graph.add('Mul', [graph.add('Sign', [value]), graph.add('Floor', [graph.add('Abs', [value])])]);

const truncate: Converter = (call, graph) =>
  isFloat(call.dtype('self')) ? truncated(graph, call.tensor('self')) : call.tensor('self');

const fraction: Converter = (call, graph) => {
  const self = call.tensor('self');
  return graph.add('Sub', [self, truncated(graph, self)]);
};

/** The rest of a division that is rounded down, which has the sign of the divisor. */
function rest(call: Call, graph: GraphBuilder, [one, other]: readonly [string, string]): string {
  if (!isFloat(call.result().dtype)) return graph.add('Mod', [one, other], { fmod: 0 });
  const whole = graph.add('Floor', [graph.add('Div', [one, other])]);
  return graph.add('Sub', [one, graph.add('Mul', [other, whole])]);
}

const remainder: Converter = (call, graph) => rest(call, graph, operands(call, graph));

const remainderOfTruncation: Converter = (call, graph) =>
  graph.add('Mod', operands(call, graph), { fmod: 1 });

/** A factor before the function, and one behind it: log2 is log(x) / log(2). */
const scaledFunction =
  (type: string, before: number, behind: number): Converter =>
  (call, graph) => {
    const { dtype } = call.result();
    const by = (value: string, factor: number): string =>
      factor === 1 ? value : graph.add('Mul', [value, graph.numbers(factor, dtype)]);
    const self = inResultDtype(call, graph);
    return by(graph.add(type, [by(self, before)]), behind);
  };

const exponentialMinusOne: Converter = (call, graph) => {
  const { dtype } = call.result();
  const self = inResultDtype(call, graph);
  return graph.add('Sub', [graph.add('Exp', [self]), graph.numbers(1, dtype)]);
};

const maskedFill: Converter = (call, graph) => {
  const { dtype } = call.result();
  return graph.add('Where', [
    call.tensor('mask'),
    operand(call, graph, 'value', dtype),
    inResultDtype(call, graph),
  ]);
};

const unary =
  (type: string): Converter =>
  (call, graph) =>
    graph.add(type, [inResultDtype(call, graph)]);

/** A comparison, in the dtype of the tensor, or in float32 where two differ. */
const comparison =
  (type: string, negated = false): Converter =>
  (call, graph) => {
    const own = call.dtype('self');
    const other = call.isTensor('other') ? call.dtype('other') : own;
    const fraction = !call.isTensor('other') && !Number.isInteger(call.number('other')) && /int/.test(own);
    const same = own === other && !fraction && (own !== 'bool' || type === 'Equal');
    const dtype = same ? own : 'float32';
    const result = graph.add(type, [
      operand(call, graph, 'self', dtype),
      operand(call, graph, 'other', dtype),
    ]);
    return negated ? graph.add('Not', [result]) : result;
  };

const divide: Converter = (call, graph) => {
  const mode = call.has('rounding_mode') ? call.text('rounding_mode') : '';
  if (mode === 'floor') return floorDivide(call, graph);
  if (mode !== '' && !isFloat(call.result().dtype)) throw call.unsupported(`rounding_mode '${mode}'`);
  const quotient = graph.add('Div', operands(call, graph));
  return mode === '' ? quotient : truncated(graph, quotient);
};

const floorDivide: Converter = (call, graph) => {
  const [one, other] = operands(call, graph);
  if (isFloat(call.result().dtype)) return graph.add('Floor', [graph.add('Div', [one, other])]);
  return graph.add('Div', [graph.add('Sub', [one, rest(call, graph, [one, other])]), other]);
};

const power: Converter = (call, graph) => {
  const { dtype } = call.result();
  return graph.add('Pow', [operand(call, graph, 'self', dtype), operand(call, graph, 'exponent', dtype)]);
};

const square: Converter = (call, graph) => {
  const self = inResultDtype(call, graph);
  return graph.add('Mul', [self, self]);
};

const clamp: Converter = (call, graph) => {
  const { dtype } = call.result();
  const bounds = ['min', 'max'].map((name) => (call.has(name) ? operand(call, graph, name, dtype) : ''));
  const self = inResultDtype(call, graph);
  if (!['min', 'max'].some((name) => call.isTensor(name))) return graph.add('Clip', [self, ...bounds]);
  const raised = bounds[0] === '' ? self : graph.add('Max', [self, bounds[0] as string]);
  return bounds[1] === '' ? raised : graph.add('Min', [raised, bounds[1] as string]);
};

const cast: Converter = (call, graph) => inResultDtype(call, graph);

const where: Converter = (call, graph) => {
  const { dtype } = call.result();
  return graph.add('Where', [
    call.tensor('condition'),
    operand(call, graph, 'self', dtype),
    operand(call, graph, 'other', dtype),
  ]);
};

const interpolate: Converter = (call, graph) => {
  const { dtype } = call.result();
  const [start, end] = [call.tensor('self'), call.tensor('end')];
  const step = graph.add('Sub', [end, start]);
  return graph.add('Add', [start, graph.add('Mul', [step, operand(call, graph, 'weight', dtype)])]);
};

/** self + value * tensor1 * tensor2, or tensor1 / tensor2. */
const addPair =
  (type: 'Mul' | 'Div'): Converter =>
  (call, graph) => {
    const product = graph.add(type, [call.tensor('tensor1'), call.tensor('tensor2')]);
    const value = call.has('value') ? call.number('value') : 1;
    const scaled =
      value === 1 ? product : graph.add('Mul', [product, graph.numbers(value, call.result().dtype)]);
    return graph.add('Add', [call.tensor('self'), scaled]);
  };

const reversed: Converter = (call, graph) => {
  const { dtype } = call.result();
  return graph.add('Sub', [operand(call, graph, 'other', dtype), operand(call, graph, 'self', dtype)]);
};

const inverseRoot: Converter = (call, graph) =>
  graph.add('Reciprocal', [unary('Sqrt')(call, graph) as string]);

const logarithmPlusOne: Converter = (call, graph) =>
  graph.add('Log', [graph.add('Add', [inResultDtype(call, graph), graph.numbers(1, call.result().dtype)])]);

/** A value as it is. */
const same: Converter = (call) => call.tensor('self');
const sameInput: Converter = (call) => call.tensor('input');

export const elementwise: Converters = {
  add: binaryOrLogic('Add', 'Or'),
  sub: binary('Sub'),
  rsub: reversed,
  mul: binaryOrLogic('Mul', 'And'),
  multiply: binaryOrLogic('Mul', 'And'),
  div: divide,
  divide,
  true_divide: divide,
  maximum: binaryOrLogic('Max', 'Or'),
  minimum: binaryOrLogic('Min', 'And'),
  pow: power,
  square,
  neg: unary('Neg'),
  abs: unary('Abs'),
  sqrt: unary('Sqrt'),
  rsqrt: inverseRoot,
  reciprocal: unary('Reciprocal'),
  exp: unary('Exp'),
  log: unary('Log'),
  log1p: logarithmPlusOne,
  sin: unary('Sin'),
  cos: unary('Cos'),
  erf: unary('Erf'),
  log2: scaledFunction('Log', 1, Math.LOG2E),
  log10: scaledFunction('Log', 1, Math.LOG10E),
  exp2: scaledFunction('Exp', Math.LN2, 1),
  expm1: exponentialMinusOne,
  tan: unary('Tan'),
  asin: unary('Asin'),
  acos: unary('Acos'),
  atan: unary('Atan'),
  sinh: unary('Sinh'),
  cosh: unary('Cosh'),
  asinh: unary('Asinh'),
  acosh: unary('Acosh'),
  atanh: unary('Atanh'),
  floor: rounding('Floor'),
  ceil: rounding('Ceil'),
  round: rounding('Round'),
  trunc: truncate,
  fix: truncate,
  frac: fraction,
  floor_divide: floorDivide,
  remainder,
  fmod: remainderOfTruncation,
  sign: unary('Sign'),
  eq: comparison('Equal'),
  ne: comparison('Equal', true),
  gt: comparison('Greater'),
  ge: comparison('GreaterOrEqual'),
  lt: comparison('Less'),
  le: comparison('LessOrEqual'),
  logical_not: (call, graph) => graph.add('Not', [operand(call, graph, 'self', 'bool')]),
  logical_and: logic('And'),
  logical_or: logic('Or'),
  logical_xor: logic('Xor'),
  __and__: bits('And'),
  __or__: bits('Or'),
  __xor__: bits('Xor'),
  bitwise_and: bits('And'),
  bitwise_or: bits('Or'),
  bitwise_xor: bits('Xor'),
  bitwise_not: bits('Not'),
  masked_fill: maskedFill,
  positive: same,
  clamp,
  clamp_min: clamp,
  clamp_max: clamp,
  clip: clamp,
  where,
  lerp: interpolate,
  addcmul: addPair('Mul'),
  addcdiv: addPair('Div'),
  to: cast,
  _to_copy: cast,
  type_as: cast,
  float: cast,
  contiguous: same,
  clone: same,
  detach: same,
  alias: same,
  dropout: sameInput,
  feature_dropout: sameInput,
  alpha_dropout: sameInput,
};
