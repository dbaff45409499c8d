// The random transforms of adaptive augmentation: the draws for each image, and their strengths.
import { UsageError } from '../../errors';
import { checkOptions } from '../../options';
import { type Tensor, torch } from '../../torch';
import type { Draw } from '../draw';
import { type AffineMap, matrices, rotations, sampleAffine, scalings } from './affine';
import { type ColourChange, changeColour } from './colour';
import { computedIn, imageSizes } from './images';

/**
 * The strength of each transform; 0 turns it off. Defaults are the paper's (Karras et al. 2020, "Training generative adversarial
 * networks with limited data", appendix B).
 */
export interface Strengths {
  /** Mirrored left to right, half of the time: 1 or 0. Default 1. */
  flip?: number;
  /** Rotated by 0, 90, 180 or 270 degrees, equally likely: 1 or 0. Default 1. */
  quarterTurns?: number;
  /** Integer shifts, uniform up to this fraction of the side. Default 1/8. */
  shift?: number;
  /** Standard deviation of the scale's logarithm to base 2. Default 0.2. */
  scale?: number;
  /** Largest rotation as a fraction of 180 degrees, in one or two parts. Default 1. */
  rotation?: number;
  /** Standard deviation of the stretch's logarithm to base 2, to the right and inversely down. Default 0.2. */
  stretch?: number;
  /** Standard deviation of fractional shifts, as a fraction of the side. Default 1/8. */
  fractionalShift?: number;
  /** Standard deviation of brightness, where the range has length 2. Default 0.2. */
  brightness?: number;
  /** Standard deviation of the contrast's logarithm to base 2. Default 0.5. */
  contrast?: number;
  /** Bright and dark are exchanged, hues kept, half of the time: 1 or 0. Default 1. */
  lumaFlip?: number;
  /** Largest rotation of hues as a fraction of 180 degrees. Default 1. */
  hue?: number;
  /** Standard deviation of the saturation's logarithm to base 2. Default 1. */
  saturation?: number;
}

const DEFAULTS: Required<Strengths> = {
  flip: 1,
  quarterTurns: 1,
  shift: 1 / 8,
  scale: 0.2,
  rotation: 1,
  stretch: 0.2,
  fractionalShift: 1 / 8,
  brightness: 0.2,
  contrast: 0.5,
  lumaFlip: 1,
  hue: 1,
  saturation: 1,
};

const NAMES = Object.keys(DEFAULTS) as (keyof Strengths)[];
const GEOMETRY: readonly (keyof Strengths)[] = NAMES.slice(0, 7);
const COLOUR: readonly (keyof Strengths)[] = NAMES.slice(7);
const SWITCHES: readonly (keyof Strengths)[] = ['flip', 'quarterTurns', 'lumaFlip'];

/** Fills in the defaults. @throws UsageError for a strength below 0, or a switch that is neither 0 nor 1 */
export function resolveStrengths(strengths: Strengths = {}): Required<Strengths> {
  checkOptions('ada: strengths', strengths, NAMES as never);
  const given = Object.entries(strengths).filter(([, value]) => value !== undefined);
  for (const [name, value] of given as [keyof Strengths, number][]) {
    const isSwitch = SWITCHES.includes(name);
    if (isSwitch ? value === 0 || value === 1 : value >= 0 && Number.isFinite(value)) continue;
    throw new UsageError(
      `ada: strengths.${name}: expected ${isSwitch ? '0 or 1' : 'a number of at least 0'}, got ${value}`,
      '0 turns a transform off',
    );
  }
  return { ...DEFAULTS, ...Object.fromEntries(given) };
}

/** Values of the images' black and white: their middle, and how far both are from it. */
export interface Centre {
  readonly middle: number;
  readonly half: number;
}

/**
 * Images to which each transform was applied with the given probability, drawn for each image and transform.
 *
 * @param images N x C x H x W, 1 to 4 channels
 * @param probability a tensor of one number in [0, 1]
 */
export function changeAtRandom(
  images: Tensor,
  probability: Tensor,
  strengths: Required<Strengths>,
  { middle, half }: Centre,
  draw: Draw,
): Tensor {
  const { count, height, width } = imageSizes('ada', images);
  const draws = new Draws(images, count, probability, draw);
  let changed = images;
  if (GEOMETRY.some((name) => strengths[name] > 0)) {
    const precise = images.to(computedIn(images));
    changed = sampleAffine(precise, drawMap(draws, strengths, { height, width })).to(images.dtype);
  }
  if (COLOUR.some((name) => strengths[name] > 0)) {
    const { grey, chroma, hue, offset } = drawColour(draws, strengths, half);
    const to = (values: Tensor): Tensor => values.to(images.dtype);
    const change = { grey: to(grey), chroma: to(chroma), hue: to(hue), offset: to(offset) };
    changed = changeColour(changed, change, middle);
  }
  return changed;
}

/** One value per image: the drawn value for the images that were drawn to be transformed, else the neutral value. */
class Draws {
  private readonly where: { dtype: 'float32' | 'float64'; device: string };

  constructor(
    images: Tensor,
    private readonly count: number,
    private readonly probability: Tensor,
    private readonly draw: Draw,
  ) {
    this.where = { dtype: computedIn(images), device: images.device };
  }

  /** Uniform in [-1, 1], times the strength; 0 for images that stay. */
  uniform(strength: number, probability = this.probability): Tensor {
    return this.gated(this.rand().mul(2).sub(1), strength, probability);
  }

  /** Normal, times the strength; 0 for images that stay. */
  normal(strength: number): Tensor {
    const values = this.draw(this.count, (count, generator) =>
      torch.randn([count], { ...this.where, generator: generator ?? null }),
    );
    return this.gated(values, strength, this.probability);
  }

  /** A whole number from 0 to `bound` - 1; 0 for images that stay. */
  whole(bound: number, strength: number): Tensor {
    return this.gated(
      this.rand()
        .mul(bound)
        .floor()
        .clamp(0, bound - 1),
      strength,
      this.probability,
    );
  }

  /** Two to the power of a normal value. */
  power(strength: number): Tensor {
    return this.normal(strength).exp2();
  }

  /**
   * The probability of each of two rotations such that one or both happen with the probability of one change.
   */
  get ofEachRotation(): Tensor {
    return this.probability.neg().add(1).sqrt().neg().add(1);
  }

  /** Transforms that are turned off draw, too, so that the others stay those of the seed. */
  private gated(values: Tensor, strength: number, probability: Tensor): Tensor {
    return values.mul(this.rand().lt(probability)).mul(strength);
  }

  private rand(): Tensor {
    return this.draw(this.count, (count, generator) =>
      torch.rand([count], { ...this.where, generator: generator ?? null }),
    );
  }
}

function drawMap(
  draws: Draws,
  strengths: Required<Strengths>,
  { height, width }: { height: number; width: number },
): AffineMap {
  const mirrored = draws.whole(2, strengths.flip).mul(-2).add(1);
  const turned = draws.whole(4, strengths.quarterTurns);
  const whole = shiftOf(
    draws.uniform(strengths.shift).mul(width).round(),
    draws.uniform(strengths.shift).mul(height).round(),
  );
  const scale = draws.power(strengths.scale).reciprocal();
  const first = draws.uniform(strengths.rotation * Math.PI, draws.ofEachRotation);
  const stretch = draws.power(strengths.stretch);
  const second = draws.uniform(strengths.rotation * Math.PI, draws.ofEachRotation);
  const fractional = shiftOf(
    draws.normal(strengths.fractionalShift).mul(width),
    draws.normal(strengths.fractionalShift).mul(height),
  );
  const placed = scalings(mirrored, torch.onesLike(mirrored)).matmul(quarterTurns(turned));
  const shaped = rotations(first)
    .matmul(scalings(stretch, stretch.reciprocal()))
    .matmul(rotations(second))
    .mul(scale.reshape([-1, 1, 1]));
  const linear = placed.matmul(shaped);
  const offset = linear.matmul(fractional).add(placed.matmul(whole)).neg();
  return { linear, offset: offset.squeeze(2) };
}

function shiftOf(right: Tensor, down: Tensor): Tensor {
  return torch.stack([right, down], 1).unsqueeze(2);
}

/** Exact, as cosines and sines of quarter turns are not in floating point. */
function quarterTurns(turns: Tensor): Tensor {
  const cos = turns.sub(2).abs().sub(1);
  const sin = turns.remainder(2).mul(turns.neg().add(2));
  return matrices(cos, sin.neg(), sin, cos);
}

function drawColour(draws: Draws, strengths: Required<Strengths>, half: number): ColourChange {
  const brightness = draws.normal(strengths.brightness).mul(half);
  const contrast = draws.power(strengths.contrast);
  const exchanged = draws.whole(2, strengths.lumaFlip).mul(-2).add(1);
  const hue = draws.uniform(strengths.hue * Math.PI);
  const saturation = draws.power(strengths.saturation);
  const grey = contrast.mul(exchanged);
  return { grey, chroma: contrast.mul(saturation), hue, offset: brightness.mul(grey) };
}
