// Spectral normalization: a layer's weight divided by its largest singular value.
import { checkOptions, describeValue } from '../options';
import type { Tensor } from '../torch';
import { torch } from '../torch';
import { ConvTranspose1d, ConvTranspose2d } from './convTranspose';
import { buffer, roleOf } from './fields';
import { normalize } from './functional';
import { Module } from './module';

/** Settings of `spectralNorm`. */
export interface SpectralNormOptions {
  /** The parameter's field. Default 'weight'. */
  name?: string;
  /** Power iterations each time the weight is used in train mode. Default 1. */
  nPowerIterations?: number;
  /** Added to norms against division by zero. Default 1e-12. */
  eps?: number;
  /** The dimension that counts outputs. Default 0, and 1 for transposed convolutions. */
  dim?: number;
}

/**
 * Makes a layer use weight / sigma(weight), where the largest singular value sigma is estimated by power iteration
 * (Miyato et al., "Spectral Normalization for Generative Adversarial Networks", 2018). The state dict holds
 * `parametrizations.weight.original`, `parametrizations.weight.0._u` and `._v`, as PyTorch's
 * `parametrizations.spectral_norm` does. Apply it before the layer's optimizer is made or after: the parameter stays the same.
 *
 * @returns the layer itself.
 * @throws Error when the field is not a parameter with at least one dimension, or is normalized already.
 */
export function spectralNorm<Layer extends Module>(layer: Layer, options: SpectralNormOptions = {}): Layer {
  checkOptions('spectralNorm', options, ['name', 'nPowerIterations', 'eps', 'dim']);
  if (!(layer instanceof Module))
    throw new TypeError(`spectralNorm: expected a layer, got ${describeValue(layer)}`);
  const { name = 'weight', nPowerIterations = 1, eps = 1e-12 } = options;
  const owner = layer as Layer & Record<string, unknown>;
  const layerName = layer.typeName;
  const parametrizations = (owner.parametrizations ?? new Parametrizations()) as Parametrizations;
  if (name in parametrizations) throw new Error(`spectralNorm: ${layerName}.${name} is already normalized`);
  const original = owner[name];
  if (roleOf(original) !== 'parameter')
    throw new Error(`spectralNorm: ${layerName} has no parameter '${name}'`);
  const { dim = layer instanceof ConvTranspose1d || layer instanceof ConvTranspose2d ? 1 : 0 } = options;
  const list = new ParametrizationList(
    original as Tensor,
    new SpectralNorm(original as Tensor, nPowerIterations, dim, eps),
  );
  Object.assign(parametrizations, { [name]: list });
  Object.defineProperty(layer, name, {
    get: () => list.forward(),
    set: () => {
      throw new TypeError(
        `${layerName}: '${name}' is computed; change parametrizations.${name}.original inside torch.noGrad instead`,
      );
    },
    enumerable: false,
    configurable: true,
  });
  Object.assign(layer, { parametrizations });
  Object.defineProperty(layer, 'typeName', { value: `Parametrized${layerName}`, enumerable: false });
  return layer;
}

class Parametrizations extends Module {
  override get typeName(): string {
    return 'ModuleDict';
  }

  forward(): Tensor {
    throw new Error('parametrizations: read the weight from the layer instead');
  }
}

class ParametrizationList extends Module {
  constructor(
    readonly original: Tensor,
    private readonly normalization: SpectralNorm,
  ) {
    super();
  }

  forward(): Tensor {
    return this.normalization.forward(this.original);
  }

  protected override fields(): Iterable<[string, unknown]> {
    return [
      ['original', this.original],
      ['0', this.normalization],
    ];
  }
}

class SpectralNorm extends Module {
  /** The left and right singular vectors that belong to sigma; absent for a weight that is a vector. */
  _u: Tensor | null = null;
  _v: Tensor | null = null;
  private readonly dim: number;

  constructor(
    weight: Tensor,
    private readonly iterations: number,
    dim: number,
    private readonly eps: number,
  ) {
    super();
    const rank = weight.dim();
    if (!Number.isInteger(iterations) || iterations < 1) {
      throw new RangeError(
        `spectralNorm: nPowerIterations must be a whole number, at least 1, got ${iterations}`,
      );
    }
    if (!Number.isInteger(dim) || dim < -rank || dim >= rank) {
      throw new RangeError(
        `spectralNorm: dim must be in [${-rank}, ${rank - 1}] for this weight, got ${dim}`,
      );
    }
    this.dim = dim < 0 ? dim + rank : dim;
    if (rank < 2) return;
    torch.scope(() =>
      torch.noGrad(() => {
        const matrix = this.asMatrix(weight);
        const [height, width] = matrix.shape as [number, number];
        const u = matrix.newEmpty([height]).normal_(0, 1);
        const v = matrix.newEmpty([width]).normal_(0, 1);
        this._u = buffer(normalize(u, { dim: 0, eps }));
        this._v = buffer(normalize(v, { dim: 0, eps }));
        this.iterate(matrix, this._u, this._v, 15);
        // PyTorch evaluates the normalized weight once while it registers it, which is an iteration in train mode.
        this.iterate(matrix, this._u, this._v, this.iterations);
      }),
    );
  }

  override get typeName(): string {
    return '_SpectralNorm';
  }

  forward(weight: Tensor): Tensor {
    const { _u, _v } = this;
    if (!_u || !_v) return normalize(weight, { dim: 0, eps: this.eps });
    const matrix = this.asMatrix(weight);
    if (this.training) torch.noGrad(() => torch.scope(() => this.iterate(matrix, _u, _v, this.iterations)));
    // Cloned, because the next forward pass changes them in place and this pass may be differentiated after it.
    const sigma = torch.vdot(_u.clone(), torch.mv(matrix, _v.clone()));
    return weight.div(sigma);
  }

  private asMatrix(weight: Tensor): Tensor {
    if (this.dim === 0) return weight.flatten(1);
    const others = weight.shape.map((_, i) => i).filter((i) => i !== this.dim);
    return weight.permute([this.dim, ...others]).flatten(1);
  }

  private iterate(matrix: Tensor, u: Tensor, v: Tensor, times: number): void {
    for (let i = 0; i < times; i++) {
      u.copy_(normalize(torch.mv(matrix, v), { dim: 0, eps: this.eps }));
      v.copy_(normalize(torch.mv(matrix.t(), u), { dim: 0, eps: this.eps }));
    }
  }
}
