// Initializers: each fills a tensor in place, outside autograd, and returns it.
import { checkOptions } from '../options';
import { checkTensor, type Generator, type Tensor, torch } from '../torch';

/** Which random generator an initializer draws from; the device's default one when absent. */
export interface InitOptions {
  generator?: Generator;
}

/** Whose variance He initialization preserves: the forward pass ('fanIn') or the backward pass ('fanOut'). */
export type FanMode = 'fanIn' | 'fanOut';

/** The functions that `calculateGain` knows. */
export type Nonlinearity = 'linear' | 'sigmoid' | 'tanh' | 'relu' | 'leakyRelu' | 'selu';

/** Settings of He initialization. */
export interface KaimingOptions extends InitOptions {
  /** Slope of the leaky ReLU that follows the layer. Default 0. */
  a?: number;
  /** Default 'fanIn'. */
  mode?: FanMode;
  /** Default 'leakyRelu'. */
  nonlinearity?: Nonlinearity;
}

/** Fills with U(a, b). */
export function uniform_(tensor: Tensor, a = 0, b = 1, options: InitOptions = {}): Tensor {
  checkTensor('uniform_', 'tensor', tensor);
  checkOptions('uniform_', options, ['generator']);
  const { generator } = options;
  return torch.noGrad(() => tensor.uniform_(a, b, { generator }));
}

/** Fills with N(mean, std^2). */
export function normal_(tensor: Tensor, mean = 0, std = 1, options: InitOptions = {}): Tensor {
  checkTensor('normal_', 'tensor', tensor);
  checkOptions('normal_', options, ['generator']);
  const { generator } = options;
  return torch.noGrad(() => tensor.normal_(mean, std, { generator }));
}

/** Fills with one value. */
export function constant_(tensor: Tensor, value: number): Tensor {
  checkTensor('constant_', 'tensor', tensor);
  return torch.noGrad(() => tensor.fill_(value));
}

/** Fills with zeros. */
export function zeros_(tensor: Tensor): Tensor {
  return constant_(tensor, 0);
}

/** Fills with ones. */
export function ones_(tensor: Tensor): Tensor {
  return constant_(tensor, 1);
}

/**
 * Glorot (Xavier) uniform: U(-a, a) with a = gain * sqrt(6 / (fanIn + fanOut)).
 *
 * Glorot and Bengio, "Understanding the difficulty of training deep feedforward neural networks", 2010. Keras' default.
 */
export function xavierUniform_(tensor: Tensor, gain = 1, options: InitOptions = {}): Tensor {
  const [fanIn, fanOut] = fans(tensor);
  const bound = Math.sqrt(3) * (gain * Math.sqrt(2 / (fanIn + fanOut)));
  return uniform_(tensor, -bound, bound, options);
}

/** Glorot (Xavier) normal: N(0, std^2) with std = gain * sqrt(2 / (fanIn + fanOut)). */
export function xavierNormal_(tensor: Tensor, gain = 1, options: InitOptions = {}): Tensor {
  const [fanIn, fanOut] = fans(tensor);
  return normal_(tensor, 0, gain * Math.sqrt(2 / (fanIn + fanOut)), options);
}

/**
 * He (Kaiming) uniform: U(-bound, bound) with bound = gain * sqrt(3 / fan).
 *
 * He et al., "Delving deep into rectifiers", 2015. PyTorch's layers use it with a = sqrt(5).
 */
export function kaimingUniform_(tensor: Tensor, options: KaimingOptions = {}): Tensor {
  checkOptions('kaimingUniform_', options, ['a', 'mode', 'nonlinearity', 'generator']);
  const { generator } = options;
  if (isEmpty(tensor)) return tensor;
  const bound = Math.sqrt(3) * kaimingStd(tensor, options);
  return uniform_(tensor, -bound, bound, { generator });
}

/** He (Kaiming) normal: N(0, std^2) with std = gain / sqrt(fan). */
export function kaimingNormal_(tensor: Tensor, options: KaimingOptions = {}): Tensor {
  checkOptions('kaimingNormal_', options, ['a', 'mode', 'nonlinearity', 'generator']);
  const { generator } = options;
  if (isEmpty(tensor)) return tensor;
  return normal_(tensor, 0, kaimingStd(tensor, options), { generator });
}

/**
 * A (semi-)orthogonal matrix times `gain`; dimensions after the first are flattened.
 *
 * Saxe et al., "Exact solutions to the nonlinear dynamics of learning in deep linear neural networks", 2013.
 *
 * @throws Error for tensors with fewer than two dimensions.
 */
export function orthogonal_(tensor: Tensor, gain = 1, options: InitOptions = {}): Tensor {
  checkTensor('orthogonal_', 'tensor', tensor);
  checkOptions('orthogonal_', options, ['generator']);
  const { generator } = options;
  if (tensor.dim() < 2)
    throw new Error(`orthogonal_: expected at least 2 dimensions, got ${describe(tensor)}`);
  if (isEmpty(tensor)) return tensor;
  return torch.noGrad(() =>
    torch.scope(() => {
      const rows = tensor.size(0);
      const columns = tensor.numel() / rows;
      const wide = rows < columns;
      const gaussian = tensor.newEmpty([rows, columns]).normal_(0, 1, { generator });
      const [q, r] = torch.linalgQr(wide ? gaussian.t() : gaussian) as [Tensor, Tensor];
      // The sign of r's diagonal makes q uniform over the orthogonal group (Mezzadri, math-ph/0609050).
      q.mul_(torch.diag(r, 0).sign());
      return tensor.copy_((wide ? q.t() : q).reshape(tensor.shape)).mul_(gain);
    }),
  );
}

/**
 * N(mean, std^2) restricted to [a, b] by drawing again what falls outside.
 *
 * @throws Error when b < a or std is not positive.
 */
export function truncNormal_(
  tensor: Tensor,
  mean = 0,
  std = 1,
  a = -2,
  b = 2,
  options: InitOptions = {},
): Tensor {
  checkTensor('truncNormal_', 'tensor', tensor);
  checkOptions('truncNormal_', options, ['generator']);
  const { generator } = options;
  if (!(std > 0)) throw new Error(`truncNormal_: expected a positive std, got ${std}`);
  if (!(a < b)) throw new Error(`truncNormal_: expected bounds a < b, got [${a}, ${b}]`);
  return torch.noGrad(() =>
    torch.scope(() => {
      const mass = normalCdf((b - mean) / std) - normalCdf((a - mean) / std);
      return mass > 0.3
        ? redrawNormal(tensor, mean, std, a, b, generator)
        : redrawUniform(tensor, mean, std, a, b, generator);
    }),
  );
}

/**
 * The factor that keeps a signal's variance through a nonlinearity, as PyTorch recommends it: 1 for linear and sigmoid,
 * 5/3 for tanh, sqrt(2) for ReLU, sqrt(2 / (1 + slope^2)) for leaky ReLU, 3/4 for SELU.
 *
 * @param slope Negative slope of the leaky ReLU. Default 0.01.
 */
export function calculateGain(nonlinearity: Nonlinearity, slope = 0.01): number {
  switch (nonlinearity) {
    case 'linear':
    case 'sigmoid':
      return 1;
    case 'tanh':
      return 5 / 3;
    case 'relu':
      return Math.sqrt(2);
    case 'leakyRelu':
      return Math.sqrt(2 / (1 + slope ** 2));
    case 'selu':
      return 3 / 4;
    default:
      throw new Error(
        `calculateGain: expected 'linear', 'sigmoid', 'tanh', 'relu', 'leakyRelu' or 'selu', got '${nonlinearity}'`,
      );
  }
}

/**
 * How many inputs feed one output of a weight and how many outputs one input feeds: its second and first dimension, each
 * times the kernel's size.
 *
 * @throws Error for tensors with fewer than two dimensions.
 */
export function fans(tensor: Tensor): [fanIn: number, fanOut: number] {
  checkTensor('init', 'tensor', tensor);
  const [outputs, inputs, ...kernel] = tensor.shape;
  if (outputs === undefined || inputs === undefined) {
    throw new Error(`fan in and fan out need a weight with at least 2 dimensions, got ${describe(tensor)}`);
  }
  const field = kernel.reduce((product, size) => product * size, 1);
  return [inputs * field, outputs * field];
}

/** Whether there is nothing to fill. @throws TypeError for anything but a tensor. */
function isEmpty(tensor: Tensor): boolean {
  checkTensor('init', 'tensor', tensor);
  return tensor.numel() === 0;
}

function kaimingStd(
  tensor: Tensor,
  { a = 0, mode = 'fanIn', nonlinearity = 'leakyRelu' }: KaimingOptions,
): number {
  if (mode !== 'fanIn' && mode !== 'fanOut') {
    throw new Error(`mode must be 'fanIn' or 'fanOut', got '${String(mode)}'`);
  }
  const [fanIn, fanOut] = fans(tensor);
  return calculateGain(nonlinearity, a) / Math.sqrt(mode === 'fanIn' ? fanIn : fanOut);
}

function redrawNormal(
  tensor: Tensor,
  mean: number,
  std: number,
  a: number,
  b: number,
  generator?: Generator,
): Tensor {
  tensor.normal_(mean, std, { generator });
  for (;;) {
    const outside = torch.logicalOr(tensor.lt(a), tensor.gt(b));
    if (!outside.any().item()) return tensor;
    tensor.copy_(torch.where(outside, torch.emptyLike(tensor).normal_(mean, std, { generator }), tensor));
  }
}

// When little of the normal lies in [a, b], uniform candidates are accepted with probability pdf(x) / peak instead.
function redrawUniform(
  tensor: Tensor,
  mean: number,
  std: number,
  a: number,
  b: number,
  generator?: Generator,
): Tensor {
  const mode = Math.max(a, Math.min(mean, b));
  const logPeak = -0.5 * ((mode - mean) / std) ** 2;
  const candidates = torch.emptyLike(tensor);
  const luck = torch.emptyLike(tensor);
  let pending = torch.onesLike(tensor, { dtype: 'bool' });
  do {
    candidates.uniform_(a, b, { generator });
    tensor.copy_(torch.where(pending, candidates, tensor));
    const logPdf = candidates.sub_(mean).div_(std).pow_(2).mul_(-0.5).sub_(logPeak);
    pending = torch.logicalAnd(pending, luck.uniform_(0, 1, { generator }).log_().gt(logPdf));
  } while (pending.any().item());
  return tensor;
}

function normalCdf(x: number): number {
  const erf = torch.erf(torch.tensor(x / Math.SQRT2, { dtype: 'float64' })).item() as number;
  return (1 + erf) / 2;
}

function describe(tensor: Tensor): string {
  return `shape [${tensor.shape.join(', ')}]`;
}
