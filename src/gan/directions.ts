// The directions of a latent space along which images change most.
import { UsageError } from '../errors';
import { checkFields, checkList, checkOptions, describeNumber, describeValue } from '../options';
import { checkTensor, type Tensor, torch } from '../torch';
import type { ImageSampler } from './imageSampler';
import { checkLatents, type LatentSpec, seededLatents } from './latent';

/** Orthogonal directions of the latent space, the one that changes most first. */
export interface Directions {
  /** K x (values of a latent): rows of length 1, float32. */
  readonly vectors: Tensor;
  /** The fraction of all change that each accounts for, from 0 to 1. */
  readonly shares: readonly number[];
  /** Where the change was measured: in what the first layer makes of latents, or in the images. */
  readonly origin: 'first layer' | 'images';
}

export interface DirectionsOptions {
  /** The maximum number; default 8. */
  count?: number;
  /** Parameters of the generator in their order; the first layer is looked for among them. Default: none. */
  parameters?: readonly Tensor[];
}

// The number of latents whose images are examined.
const SAMPLES = 512;

/**
 * Finds the principal directions of a generator.
 *
 * Where the first layer is linear in the latent (a dense layer, or a transposed convolution of a latent of 1 x 1 pixels), they
 * are the eigenvectors of A^T A, A being its weight (Shen and Zhou 2021, "Closed-form factorization of latent semantics in
 * GANs"): those are also the principal components of the layer's activations for latents of equal variance. Otherwise they are
 * those of images: the principal components of 512 images, and the latents that fit their coordinates best in least squares
 * (Härkönen et al. 2020, "GANSpace", section 3.2, with images in the place of activations).
 *
 * @returns vectors that the caller owns
 */
export function principalDirections(sampler: ImageSampler, options: DirectionsOptions = {}): Directions {
  checkFields('principalDirections', 'sampler', sampler, ['latent', 'classes', 'generate']);
  checkOptions('principalDirections', options, ['count', 'parameters']);
  const { count = 8, parameters = [] } = options;
  checkList('principalDirections', 'parameters', parameters);
  for (const parameter of parameters) checkTensor('principalDirections', 'parameters', parameter);
  if (!Number.isInteger(count) || count < 1) {
    throw new UsageError(`count: expected a whole number of at least 1, got ${describeNumber(count)}`);
  }
  const size = sampler.latent.shape.reduce((product, side) => product * side, 1);
  return torch.noGrad(() => {
    const { vectors, shares, origin } = torch.scope(() => {
      // Where the labels of a generator with classes enter is unknown.
      const weight = sampler.classes.length === 0 ? firstLayer(parameters, size) : undefined;
      const found = weight ? ofLayer(weight) : ofImages(sampler, size);
      const kept = Math.min(count, found.vectors.size(0));
      const signed = withSigns(found.vectors.narrow(0, 0, kept))
        .to('float32')
        .cpu();
      const share = found.strengths.div(found.strengths.sum().clampMin(Number.MIN_VALUE)).narrow(0, 0, kept);
      return {
        vectors: signed,
        shares: share.tolist() as number[],
        origin: weight ? ('first layer' as const) : ('images' as const),
      };
    });
    return { vectors, shares, origin };
  });
}

/**
 * Latents moved along directions.
 *
 * @param latents N x ...shape
 * @param amounts how far along each direction, by its number from 0, in standard deviations of a latent value; uniform latents
 *   stay within [-1, 1]
 * @throws UsageError for a number that no direction has, or latents of another size
 */
export function moveAlong(
  spec: LatentSpec,
  latents: Tensor,
  directions: Pick<Directions, 'vectors'>,
  amounts: ReadonlyMap<number, number>,
): Tensor {
  checkLatents(spec, latents);
  checkFields('moveAlong', 'directions', directions, ['vectors']);
  const { vectors } = directions;
  checkTensor('moveAlong', 'directions.vectors', vectors);
  if (!(amounts instanceof Map)) {
    throw new TypeError(
      `moveAlong: argument 'amounts' must be a Map of a direction's number and how far, got ${describeValue(amounts)}`,
    );
  }
  const values = spec.shape.reduce((product, side) => product * side, 1);
  if (vectors.dim() !== 2 || vectors.size(1) !== values) {
    throw new UsageError(
      `directions.vectors: expected rows of the ${values} values of a latent, got shape [${vectors.shape.join(', ')}]`,
      'find them with principalDirections on a generator of this latent space',
    );
  }
  const [known = 0, size = 0] = vectors.shape;
  const deviation = spec.distribution === 'uniform' ? 1 / Math.sqrt(3) : 1;
  return torch.scope(() => {
    const weights = new Float32Array(known);
    for (const [number, amount] of amounts) {
      if (!Number.isInteger(number) || number < 0 || number >= known) {
        throw new UsageError(
          `there is no direction ${typeof number === 'number' ? number + 1 : describeValue(number)}: the generator has ${known}`,
          `give numbers from 1 to ${known}`,
        );
      }
      if (!Number.isFinite(amount)) {
        throw new UsageError(
          `amounts: expected a finite number for direction ${number + 1}, got ${describeNumber(amount)}`,
          'it is how far to move, in standard deviations',
        );
      }
      weights[number] = amount * deviation;
    }
    const shift = torch.tensor(weights).reshape([1, known]).matmul(vectors).to(latents.device);
    const moved = latents.reshape([-1, size]).add(shift).reshape(latents.shape);
    return spec.distribution === 'uniform' ? moved.clamp(-1, 1) : moved;
  });
}

/** Rows and their strengths, the strongest first; float64. */
interface Found {
  vectors: Tensor;
  strengths: Tensor;
}

/** The weight of the first layer as a matrix with a row for each latent value; undefined when it is of another kind. */
function firstLayer(parameters: readonly Tensor[], size: number): Tensor | undefined {
  const weight = parameters.find((parameter) => parameter.dim() >= 2);
  if (weight?.dim() === 2 && weight.size(1) === size) return weight.detach().to('float64').cpu().t();
  if (weight?.dim() === 4 && weight.size(0) === size)
    return weight.detach().to('float64').cpu().reshape([size, -1]);
  return undefined;
}

function ofLayer(weight: Tensor): Found {
  return eigenvectors(weight.matmul(weight.t()));
}

function ofImages(sampler: ImageSampler, size: number): Found {
  const latents = seededLatents(sampler.latent, SAMPLES, 0, sampler.device);
  const images = sampler.generate(latents).to('float64').reshape([SAMPLES, -1]);
  const centred = images.sub(images.mean([0], true));
  // The eigenvectors of X X^T are the coordinates of the images along their principal components, but for their lengths.
  const { vectors: coordinates, strengths } = eigenvectors(centred.matmul(centred.t()));
  const kept = Math.min(size, SAMPLES - 1);
  const along = coordinates.narrow(0, 0, kept);
  const shifts = along.matmul(latents.to('float64').cpu().reshape([SAMPLES, size]));
  const lengths = shifts.square().sum([1], true).sqrt().clampMin(Number.MIN_VALUE);
  return { vectors: shifts.div(lengths), strengths: strengths.narrow(0, 0, kept) };
}

/** Of a symmetric matrix: rows, those of the largest eigenvalues first. */
function eigenvectors(matrix: Tensor): Found {
  const [values, columns] = torch.linalgEigh(matrix);
  return { vectors: columns.t().flip([0]), strengths: values.flip([0]).clampMin(0) };
}

/** An eigenvector may point either way: here its largest value is positive. */
function withSigns(rows: Tensor): Tensor {
  const largest = rows.gather(1, rows.abs().argmax(1, true));
  return rows.mul(largest.sign());
}
