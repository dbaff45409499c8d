// Windows that move over images: those of convolutions and of pooling.
import type { Attributes, Value } from './value';

/** Windows over two dimensions; one dimension is two of which the first is 1. */
export interface Geometry {
  kernel: [number, number];
  strides: [number, number];
  dilations: [number, number];
  /** Zeros above and to the left. */
  before: [number, number];
  /** Zeros below and to the right. */
  behind: [number, number];
  groups: number;
}

/** @param kernel height and width of a window, or its width alone */
export function geometryOf(attributes: Attributes, kernel: readonly number[]): Geometry {
  const count = kernel.length;
  if (count > 2) throw new Error('windows of three dimensions are not computed here');
  const pair = (values: readonly number[], otherwise: number): [number, number] =>
    count === 1 ? [otherwise, values[0] as number] : [values[0] as number, values[1] as number];
  const list = (name: string, otherwise: number): readonly number[] =>
    attributes[name]?.ints ?? new Array<number>(2 * count).fill(otherwise);
  const pads = list('pads', 0);
  return {
    kernel: pair(kernel, 1),
    strides: pair(list('strides', 1), 1),
    dilations: pair(list('dilations', 1), 1),
    before: pair(pads, 0),
    behind: pair(pads.slice(count), 0),
    groups: attributes['group']?.int ?? 1,
  };
}

/** [N, C, H, W] of a value with one or two spatial dimensions. */
export const planes = ({ shape }: Value): [number, number, number, number] =>
  shape.length === 3
    ? [shape[0] as number, shape[1] as number, 1, shape[2] as number]
    : (shape as unknown as [number, number, number, number]);

/** How many places a window has in images of a height and width. */
export function placesOf(
  { kernel, strides, dilations, before, behind }: Geometry,
  sizes: readonly [number, number],
): [number, number] {
  const along = (dim: 0 | 1): number => {
    const room = sizes[dim] + before[dim] + behind[dim] - dilations[dim] * (kernel[dim] - 1) - 1;
    return Math.floor(room / strides[dim]) + 1;
  };
  return [along(0), along(1)];
}
