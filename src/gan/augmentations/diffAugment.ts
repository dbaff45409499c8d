// DiffAugment: every input of the discriminator is recoloured, shifted and has a square cut out.
import { UsageError } from '../../errors';
import type { ValueRange } from '../../images';
import { checkOptions } from '../../options';
import { type Tensor, torch } from '../../torch';
import type { Augmentation } from '../augmentation';
import { type Draw, drawAll } from '../draw';
import { centreOf, changeColours, computedIn, imageSizes, perImage } from './images';
import { cutOut, translate } from './translate';

/** A part of DiffAugment. */
export type DiffAugmentPart = 'colour' | 'translation' | 'cutout';

/** Settings of {@link diffAugment}. */
export interface DiffAugmentOptions {
  /** The parts to apply, always in the order colour, translation, cutout; default: all three. */
  parts?: readonly DiffAugmentPart[];
  /** The values of black and full brightness; default [-1, 1]. Pixels that are shifted in or cut out get their middle. */
  range?: ValueRange;
  /** Largest shift, as a fraction of the image's side; default 1/8. */
  shift?: number;
  /** Side of the square that is cut out, as a fraction of the image's side; default 1/2. */
  square?: number;
}

const PARTS: readonly DiffAugmentPart[] = ['colour', 'translation', 'cutout'];

/**
 * Differentiable augmentation with the paper's parts and strengths (Zhao et al., "Differentiable augmentation for
 * data-efficient GAN training", 2020): colour draws brightness from U(-0.5, 0.5) (of a range of 2), then saturation from
 * U(0, 2), then contrast from U(0.5, 1.5); translation shifts by whole pixels; cutout takes a square whose middle is anywhere.
 * Each image has its own draws. There is no state.
 *
 * @throws UsageError for an unknown part or a fraction outside [0, 1]; `apply` throws one for anything but images of 1 to 4
 *   channels. Of 2 and 4 channels the last is alpha, whose values are only shifted and cut.
 */
export function diffAugment(options: DiffAugmentOptions = {}): Augmentation {
  checkOptions('diffAugment', options, ['parts', 'range', 'shift', 'square']);
  const { parts = PARTS, range = [-1, 1], shift = 1 / 8, square = 1 / 2 } = options;
  const { middle, half } = centreOf(range);
  for (const part of parts) {
    if (PARTS.includes(part)) continue;
    throw new UsageError(
      `diffAugment: parts: expected ${PARTS.join(', ')}, got '${part}'`,
      'leave parts out for all',
    );
  }
  for (const [name, fraction] of Object.entries({ shift, square })) {
    if (fraction >= 0 && fraction <= 1) continue;
    throw new UsageError(
      `diffAugment: ${name}: expected a fraction from 0 to 1, got ${fraction}`,
      '1/8 and 1/2 are usual',
    );
  }
  const steps: Record<DiffAugmentPart, (images: Tensor, draw: Draw) => Tensor> = {
    colour: (images, draw) => recolour(images, half, draw),
    translation: (images, draw) => shiftAtRandom(images, shift, draw),
    cutout: (images, draw) => cutAtRandom(images, square, draw),
  };
  const chosen = PARTS.filter((part) => parts.includes(part)).map((part) => steps[part]);
  return {
    apply: (images, random, draw = drawAll(random)) =>
      torch.scope(() => {
        imageSizes('diffAugment', images);
        const centred = middle === 0 ? images : images.sub(middle);
        const changed = chosen.reduce((value, step) => step(value, draw), centred);
        return middle === 0 ? changed : changed.add(middle);
      }),
  };
}

function recolour(images: Tensor, half: number, draw: Draw): Tensor {
  const where = { dtype: computedIn(images), device: images.device };
  const draws = draw(
    images.size(0),
    (count, generator) => torch.rand([3, count], { ...where, generator: generator ?? null }),
    1,
  );
  const drawn = (row: number): Tensor => perImage(draws.at(row)).to(images.dtype);
  return changeColours(images, (colours) => {
    const bright = colours.add(drawn(0).sub(0.5).mul(half));
    const grey = bright.mean([1], true);
    const saturated = colours.size(1) === 1 ? bright : torch.lerp(grey, bright, drawn(1).mul(2));
    return torch.lerp(saturated.mean([1, 2, 3], true), saturated, drawn(2).add(0.5));
  });
}

function shiftAtRandom(images: Tensor, fraction: number, draw: Draw): Tensor {
  const { count, height, width } = imageSizes('diffAugment', images);
  const shifts = (side: number): Tensor => {
    const most = Math.round(side * fraction);
    return wholeNumbers(images, -most, most, count, draw);
  };
  return translate(images, shifts(height), shifts(width));
}

function cutAtRandom(images: Tensor, fraction: number, draw: Draw): Tensor {
  const { count, height, width } = imageSizes('diffAugment', images);
  const sides = [height, width].map((side) => Math.round(side * fraction)) as [number, number];
  // The middle of an even square lies between pixels, so that it has one more place.
  const start = (side: number, cut: number): Tensor =>
    wholeNumbers(images, 0, side - (cut % 2), count, draw).sub(Math.floor(cut / 2));
  return cutOut(images, {
    top: start(height, sides[0]),
    left: start(width, sides[1]),
    height: sides[0],
    width: sides[1],
  });
}

/** int64, `count`: each from `least` to `most`, equally likely. */
function wholeNumbers({ device }: Tensor, least: number, most: number, count: number, draw: Draw): Tensor {
  return draw(count, (all, generator) =>
    torch.randint(most - least + 1, [all], { dtype: 'int64', device, generator: generator ?? null }),
  ).add(least);
}
