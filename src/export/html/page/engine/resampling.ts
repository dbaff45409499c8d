// Images in other sizes, and pooling.
import { type Attributes, type Kernel, type Kernels, numbersOf, sizeOf, type Value, zeros } from './value';
import { geometryOf, placesOf, planes } from './windows';

/** The pixels that a new pixel is mixed of, with their shares. */
type Mix = readonly (readonly [pixel: number, share: number])[];

/** Where the middle of a new pixel lies in the old row. */
function sourceOf(
  attributes: Attributes,
  index: number,
  from: number,
  to: number,
  scale: number | undefined,
): number {
  const kind = attributes['coordinate_transformation_mode']?.text;
  if (kind === 'align_corners') return to === 1 ? 0 : (index * (from - 1)) / (to - 1);
  // A factor has 32 bits, and so have places: a pixel that lies on the border of two belongs to the second one.
  const shrunk = (place: number): number =>
    scale === undefined ? (place * from) / to : Math.fround(place / scale);
  return kind === 'asymmetric' ? shrunk(index) : shrunk(index + 0.5) - 0.5;
}

/** Shares of four neighbours: R. Keys 1981, with the format's coefficient. */
function cubic(offset: number, a: number): number[] {
  const near = (d: number): number => ((a + 2) * d - (a + 3)) * d * d + 1;
  const far = (d: number): number => ((a * d - 5 * a) * d + 8 * a) * d - 4 * a;
  return [far(1 + offset), near(offset), near(1 - offset), far(2 - offset)];
}

function mixOf(
  attributes: Attributes,
  index: number,
  from: number,
  to: number,
  scale: number | undefined,
): Mix {
  const inside = (pixel: number): number => Math.min(Math.max(pixel, 0), from - 1);
  const place = sourceOf(attributes, index, from, to, scale);
  const mode = attributes['mode']?.text;
  if (mode === 'nearest') {
    const rounded =
      attributes['nearest_mode']?.text === 'floor' ? Math.floor(place) : Math.floor(place + 0.5);
    return [[inside(rounded), 1]];
  }
  const low = Math.floor(place);
  const offset = place - low;
  if (mode === 'cubic') {
    const shares = cubic(offset, attributes['cubic_coeff_a']?.float ?? -0.75);
    return shares.map((share, i) => [inside(low - 1 + i), share] as const);
  }
  return [
    [inside(low), 1 - offset],
    [inside(low + 1), offset],
  ];
}

/** [outer, size, inner] with `size` values replaced by mixes of them. */
function along(data: Float32Array, inner: number, from: number, mixes: readonly Mix[]): Float32Array {
  const outer = data.length / inner / from;
  const result = new Float32Array(outer * mixes.length * inner);
  for (let row = 0; row < outer; row += 1) {
    mixes.forEach((mix, to) => {
      const target = (row * mixes.length + to) * inner;
      for (const [pixel, share] of mix) {
        const source = (row * from + pixel) * inner;
        for (let i = 0; i < inner; i += 1) {
          result[target + i] = (result[target + i] as number) + share * (data[source + i] as number);
        }
      }
    });
  }
  return result;
}

const resize: Kernel = ([x, , scales, sizes], attributes) => {
  const value = x as Value;
  const target = sizes
    ? numbersOf(sizes)
    : value.shape.map((size, dim) => Math.floor(size * (scales?.data[dim] as number)));
  let data = value.data as Float32Array;
  for (let dim = 2; dim < value.shape.length; dim += 1) {
    const [from, to] = [value.shape[dim] as number, target[dim] as number];
    const scale = scales?.data[dim];
    const mixes = Array.from({ length: to }, (_, index) => mixOf(attributes, index, from, to, scale));
    data = along(data, sizeOf(value.shape.slice(dim + 1)), from, mixes);
  }
  return [{ shape: target, data }];
};

const pool =
  (average: boolean): Kernel =>
  ([x], attributes) => {
    const value = x as Value;
    const geometry = geometryOf(attributes, attributes['kernel_shape']?.ints ?? []);
    const { kernel, strides, dilations, before } = geometry;
    const [, , height, width] = planes(value);
    const out = placesOf(geometry, [height, width]);
    const result = zeros([...value.shape.slice(0, 2), ...(value.shape.length === 3 ? [out[1]] : out)]);
    const whole = attributes['count_include_pad']?.int === 1;
    for (let index = 0; index < result.data.length; index += 1) {
      const plane = Math.floor(index / (out[0] * out[1])) * height * width;
      const [row, column] = [Math.floor(index / out[1]) % out[0], index % out[1]];
      let [sum, most, count] = [0, Number.NEGATIVE_INFINITY, 0];
      for (let tap = 0; tap < kernel[0] * kernel[1]; tap += 1) {
        const y = row * strides[0] + Math.floor(tap / kernel[1]) * dilations[0] - before[0];
        const x0 = column * strides[1] + (tap % kernel[1]) * dilations[1] - before[1];
        if (y < 0 || y >= height || x0 < 0 || x0 >= width) continue;
        const one = value.data[plane + y * width + x0] as number;
        sum += one;
        most = Math.max(most, one);
        count += 1;
      }
      result.data[index] = average ? sum / (whole ? kernel[0] * kernel[1] : count) : most;
    }
    return [result];
  };

export const resampling: Kernels = { Resize: resize, AveragePool: pool(true), MaxPool: pool(false) };
