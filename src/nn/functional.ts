// Stateless forms: losses with reductions by name, normalization to unit length, resizing.
import { checkOptions } from '../options';
import { checkTensor, type Tensor, torch } from '../torch';

/** How a loss over many values becomes one: their mean, their sum, or not at all. */
export type Reduction = 'mean' | 'sum' | 'none';

/** Settings that every loss takes. */
export interface LossOptions {
  /** Default 'mean'. */
  reduction?: Reduction;
}

/** Settings of the binary cross-entropies. */
export interface BinaryCrossEntropyOptions extends LossOptions {
  /** Factor for each element; must broadcast to the input. */
  weight?: Tensor | null;
}

/**
 * -(target log(p) + (1 - target) log(1 - p)) on probabilities in [0, 1]; each logarithm is at least -100.
 *
 * @param target Of the shape of `p`, or one number for all of its elements.
 * @param options.extrapolate Accepts targets outside [0, 1], for example labels with Gaussian noise; libtorch's own operator,
 * which is used otherwise, refuses them. Default false.
 * @throws Error when the shapes differ or a probability or (unless extrapolating) a target is outside [0, 1].
 */
export function binaryCrossEntropy(
  p: Tensor,
  target: Tensor | number,
  options: BinaryCrossEntropyOptions & { extrapolate?: boolean } = {},
): Tensor {
  checkOptions('binaryCrossEntropy', options, ['reduction', 'weight', 'extrapolate']);
  const labels = labelsFor('binaryCrossEntropy', p, target);
  const { weight = null, extrapolate = false } = options;
  if (!extrapolate) return torch.binaryCrossEntropy(p, labels, weight, reductionCode(options));
  // The loss is linear in the target: two certain targets, mixed, give it for any.
  const certain = (label: number) =>
    torch.binaryCrossEntropy(p, torch.fullLike(p, label), weight, REDUCTIONS.none);
  return reduce(
    certain(1)
      .mul(labels)
      .add(certain(0).mul(labels.neg().add(1))),
    options,
  );
}

/**
 * Binary cross-entropy on logits: that of the probabilities sigmoid(x), but it cannot overflow, and its gradient is
 * (sigmoid(x) - target) / count however sure x is.
 *
 * @param target Of the shape of `x`, or one number for all of its elements.
 */
export function binaryCrossEntropyWithLogits(
  x: Tensor,
  target: Tensor | number,
  options: BinaryCrossEntropyOptions & {
    /** Factor for the positive term. */
    posWeight?: Tensor | null;
  } = {},
): Tensor {
  checkOptions('binaryCrossEntropyWithLogits', options, ['reduction', 'weight', 'posWeight']);
  const labels = labelsFor('binaryCrossEntropyWithLogits', x, target);
  const { weight = null, posWeight = null } = options;
  return torch.binaryCrossEntropyWithLogits(x, labels, weight, posWeight, reductionCode(options));
}

/** (x - target)^2. */
export function mseLoss(x: Tensor, target: Tensor, options: LossOptions = {}): Tensor {
  checkOptions('mseLoss', options, ['reduction']);
  checkShapes('mseLoss', x, target);
  return torch.mseLoss(x, target, reductionCode(options));
}

/** |x - target|. */
export function l1Loss(x: Tensor, target: Tensor, options: LossOptions = {}): Tensor {
  checkOptions('l1Loss', options, ['reduction']);
  checkShapes('l1Loss', x, target);
  return torch.l1Loss(x, target, reductionCode(options));
}

/** Squared below |x - target| = beta, linear above. */
export function smoothL1Loss(
  x: Tensor,
  target: Tensor,
  options: LossOptions & {
    /** Where the two pieces meet. Default 1. */
    beta?: number;
  } = {},
): Tensor {
  checkOptions('smoothL1Loss', options, ['reduction', 'beta']);
  checkShapes('smoothL1Loss', x, target);
  return torch.smoothL1Loss(x, target, reductionCode(options), options.beta ?? 1);
}

/** Cross-entropy of logits [batch, classes, ...] and class numbers (int64 [batch, ...]) or class probabilities. */
export function crossEntropy(
  logits: Tensor,
  target: Tensor,
  options: LossOptions & {
    /** Factor for each class. */
    weight?: Tensor | null;
    /** Class number that does not count. Default -100. */
    ignoreIndex?: number;
    /** Fraction of the target spread evenly over the classes, in [0, 1]. Default 0. */
    labelSmoothing?: number;
  } = {},
): Tensor {
  checkOptions('crossEntropy', options, ['reduction', 'weight', 'ignoreIndex', 'labelSmoothing']);
  const { weight = null, ignoreIndex = -100, labelSmoothing = 0 } = options;
  return torch.crossEntropyLoss(logits, target, weight, reductionCode(options), ignoreIndex, labelSmoothing);
}

/** log(1 + exp(beta x)) / beta; linear where beta x > threshold. */
export function softplus(x: Tensor, options: { beta?: number; threshold?: number } = {}): Tensor {
  checkOptions('softplus', options, ['beta', 'threshold']);
  const { beta = 1, threshold = 20 } = options;
  return torch.softplus(x, beta, threshold);
}

/** Settings of `normalize`. */
export interface NormalizeOptions {
  /** Exponent of the norm. Default 2. */
  p?: number;
  /** Dimension along which the norm is taken. Default 1. */
  dim?: number;
  /** Smallest divisor. Default 1e-12. */
  eps?: number;
}

/** x / max(norm(x), eps) along one dimension. */
export function normalize(x: Tensor, options: NormalizeOptions = {}): Tensor {
  checkOptions('normalize', options, ['p', 'dim', 'eps']);
  const { p = 2, dim = 1, eps = 1e-12 } = options;
  const norm = torch.linalgVectorNorm(x, p, [dim], true);
  return x.div(norm.clampMin(eps).expandAs(x));
}

/** How `interpolate` makes new pixels. */
export type InterpolationMode = 'nearest' | 'bilinear' | 'bicubic';

/** Settings of `interpolate`; give either `size` or `scaleFactor`. */
export interface InterpolateOptions {
  /** Output [height, width]; one number for both. */
  size?: number | readonly number[];
  /** Output size as a multiple of the input's, [vertical, horizontal] or one number for both. */
  scaleFactor?: number | readonly number[];
  /** Default 'nearest'. */
  mode?: InterpolationMode;
  /** Whether corner pixels are aligned; for 'bilinear' and 'bicubic'. Default false. */
  alignCorners?: boolean;
}

/**
 * Resizes images [batch, channels, height, width].
 *
 * @throws Error unless exactly one of `size` and `scaleFactor` is given, for an unknown mode, for `alignCorners` with
 * 'nearest', or for anything but images.
 */
export function interpolate(x: Tensor, options: InterpolateOptions): Tensor {
  checkOptions('interpolate', options, ['size', 'scaleFactor', 'mode', 'alignCorners']);
  const { mode = 'nearest', alignCorners = false } = options;
  const size = pair(options.size);
  const scale = pair(options.scaleFactor);
  if ((size === null) === (scale === null)) throw new Error('interpolate: give either size or scaleFactor');
  checkTensor('interpolate', 'x', x);
  if (x.dim() !== 4 || (size ?? scale)?.length !== 2) {
    throw new Error(
      'interpolate: expected input [batch, channels, height, width] and two sizes or factors, ' +
        `got shape [${x.shape.join(', ')}] and [${(size ?? scale)?.join(', ')}]`,
    );
  }
  if (mode === 'nearest' && options.alignCorners !== undefined) {
    throw new Error("interpolate: alignCorners goes with 'bilinear' and 'bicubic' only");
  }
  switch (mode) {
    case 'nearest':
      return torch.upsampleNearest2d(x, size, scale);
    case 'bilinear':
      return torch.upsampleBilinear2d(x, size, alignCorners, scale);
    case 'bicubic':
      return torch.upsampleBicubic2d(x, size, alignCorners, scale);
    default:
      throw new Error(`interpolate: mode must be 'nearest', 'bilinear' or 'bicubic', got '${mode}'`);
  }
}

function pair(value: number | readonly number[] | undefined): number[] | null {
  if (value === undefined) return null;
  return typeof value === 'number' ? [value, value] : [...value];
}

const REDUCTIONS = { none: 0, mean: 1, sum: 2 } as const;

function reductionCode({ reduction = 'mean' }: LossOptions): number {
  if (!Object.hasOwn(REDUCTIONS, reduction))
    throw new Error(`reduction must be 'mean', 'sum' or 'none', got '${String(reduction)}'`);
  return REDUCTIONS[reduction];
}

function reduce(each: Tensor, options: LossOptions): Tensor {
  const code = reductionCode(options);
  if (code === REDUCTIONS.none) return each;
  return code === REDUCTIONS.mean ? each.mean() : each.sum();
}

function labelsFor(loss: string, answers: Tensor, target: Tensor | number): Tensor {
  if (typeof target === 'number') return torch.fullLike(answers, target);
  checkShapes(loss, answers, target);
  return target;
}

function checkShapes(loss: string, x: Tensor, target: Tensor): void {
  checkTensor(loss, 'x', x);
  checkTensor(loss, 'target', target);
  const [input, wanted] = [x.shape.join(', '), target.shape.join(', ')];
  if (input !== wanted)
    throw new Error(`${loss}: input [${input}] and target [${wanted}] must have the same shape`);
}
