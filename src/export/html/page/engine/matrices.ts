// Products of matrices, tables, convolutions.
import { giveBuffer, takeBuffer } from './buffers';
import type { Multiply } from './multiply';
import { broadcast, type Kernel, type Kernels, sizeOf, stretched, type Value, walk, zeros } from './value';
import { type Geometry, geometryOf, placesOf, planes } from './windows';

/** Columns of a matrix in row-major order. */
function columnsOf(b: Float32Array, n: number, k: number) {
  return (target: Float32Array, width: number, from: number, to: number): void => {
    for (let p = 0; p < k; p += 1) target.set(b.subarray(p * n + from, p * n + to), p * width);
  };
}

/** Columns of a matrix that is given transposed: [n, k]. */
function rowsOf(b: Float32Array, k: number) {
  return (target: Float32Array, width: number, from: number, to: number): void => {
    for (let j = from; j < to; j += 1) {
      for (let p = 0; p < k; p += 1) target[p * width + j - from] = b[j * k + p] as number;
    }
  };
}

const gemm =
  (multiply: Multiply): Kernel =>
  ([a, b, bias], attributes) => {
    const [x, w] = [a, b] as [Value, Value];
    const [m, k] = x.shape as [number, number];
    const transposed = attributes['transB']?.int === 1;
    const n = (transposed ? w.shape[0] : w.shape[1]) as number;
    const weights = w.data as Float32Array;
    const result = zeros([m, n]);
    multiply(
      [m, n, k],
      x.data as Float32Array,
      transposed ? rowsOf(weights, k) : columnsOf(weights, n, k),
      result.data,
    );
    if (bias)
      for (let i = 0; i < result.data.length; i += 1)
        result.data[i] = (result.data[i] as number) + (bias.data[i % n] as number);
    return [result];
  };

const matMul =
  (multiply: Multiply): Kernel =>
  ([a, b]) => {
    const [x, y] = [a, b] as [Value, Value];
    const left = x.shape.length === 1 ? [1, ...x.shape] : x.shape;
    const right = y.shape.length === 1 ? [...y.shape, 1] : y.shape;
    const [m, k, n] = [left.at(-2), left.at(-1), right.at(-1)] as [number, number, number];
    const batches = [left.slice(0, -2), right.slice(0, -2)] as const;
    const outer = broadcast(...batches);
    const result = zeros([...outer, m, n]);
    const places = batches.map((batch) => indices(batch, outer)) as [number[], number[]];
    for (let i = 0; i < sizeOf(outer); i += 1) {
      const from = (places[0][i] as number) * m * k;
      const at = (places[1][i] as number) * k * n;
      const matrix = (y.data as Float32Array).subarray(at, at + k * n);
      const rows = (x.data as Float32Array).subarray(from, from + m * k);
      multiply([m, n, k], rows, columnsOf(matrix, n, k), result.data.subarray(i * m * n, (i + 1) * m * n));
    }
    const shape = [...outer, ...(x.shape.length === 1 ? [] : [m]), ...(y.shape.length === 1 ? [] : [n])];
    return [{ shape, data: result.data }];
  };

/** Sums of products along dimensions that letters name, such as 'bij,jk->bik'. */
const einsum: Kernel = (inputs, attributes) => {
  const values = inputs as Value[];
  const [left = '', right = ''] = (attributes['equation']?.text ?? '').split('->');
  const terms = left.split(',');
  const letters = [...new Set(left.replaceAll(',', ''))];
  const kept = [...right];
  const order = [...kept, ...letters.filter((letter) => !kept.includes(letter))];
  const sizes = order.map((letter) =>
    Math.max(
      ...values.flatMap(({ shape }, at) =>
        [...(terms[at] as string)].flatMap((own, dim) => (own === letter ? [shape[dim] as number] : [])),
      ),
    ),
  );
  // How far a step along each letter goes in each value: a letter that is there twice is a diagonal.
  const steps = values.map((value, at) => {
    const strides = stretched(value, value.shape);
    return order.map((letter) =>
      [...(terms[at] as string)].reduce(
        (sum, own, dim) => sum + (own === letter ? (strides[dim] as number) : 0),
        0,
      ),
    );
  });
  const result = zeros(sizes.slice(0, kept.length));
  const products = new Float64Array(sizeOf(sizes)).fill(1);
  values.forEach(({ data }, at) => {
    walk(sizes, steps[at] as number[], (place, index) => {
      products[index] = (products[index] as number) * (data[place] as number);
    });
  });
  const inner = products.length / result.data.length;
  for (let place = 0; place < result.data.length; place += 1) {
    let sum = 0;
    for (let i = place * inner; i < (place + 1) * inner; i += 1) sum += products[i] as number;
    result.data[place] = sum;
  }
  return [result];
};

/** Which of the matrices of a stack belongs to each one of a stretched stack. */
function indices(shape: readonly number[], stretched: readonly number[]): number[] {
  return Array.from({ length: sizeOf(stretched) }, (_, index) => {
    let rest = index;
    let place = 0;
    let stride = 1;
    for (let dim = stretched.length - 1; dim >= 0; dim -= 1) {
      const at = rest % (stretched[dim] as number);
      rest = Math.floor(rest / (stretched[dim] as number));
      const own = shape[dim - stretched.length + shape.length] ?? 1;
      if (own !== 1) place += at * stride;
      stride *= own;
    }
    return place;
  });
}

/** Calls `visit` for each weight of a kernel and the pixels that it joins: one row of pixels at a time. */
function eachTap(
  { kernel, strides, dilations, before }: Geometry,
  large: readonly [number, number],
  small: readonly [number, number],
  visit: (tap: number, row: number, smallRow: number, first: number, last: number, offset: number) => void,
): void {
  for (let tap = 0; tap < kernel[0] * kernel[1]; tap += 1) {
    const down = Math.floor(tap / kernel[1]) * dilations[0] - before[0];
    const right = (tap % kernel[1]) * dilations[1] - before[1];
    const first = Math.max(0, Math.ceil(-right / strides[1]));
    const last = Math.min(small[1] - 1, Math.floor((large[1] - 1 - right) / strides[1]));
    for (let y = 0; y < small[0]; y += 1) {
      const row = y * strides[0] + down;
      if (row >= 0 && row < large[0]) visit(tap, row, y, first, last, right);
    }
  }
}

const convolution =
  (multiply: Multiply): Kernel =>
  ([input, weight, bias], attributes) => {
    const [x, w] = [input, weight] as [Value, Value];
    const geometry = geometryOf(attributes, w.shape.slice(2));
    const { kernel, strides, groups } = geometry;
    const [count, channels, height, width] = planes(x);
    const out = placesOf(geometry, [height, width]);
    const outputs = w.shape[0] as number;
    const [perIn, perOut] = [channels / groups, outputs / groups];
    const pixels = out[0] * out[1];
    const taps = kernel[0] * kernel[1];
    const columns = takeBuffer(perIn * taps * pixels);
    const result = zeros([count, outputs, ...(x.shape.length === 3 ? [out[1]] : out)]);
    const [data, weights] = [x.data as Float32Array, w.data as Float32Array];
    for (let image = 0; image < count; image += 1) {
      for (let group = 0; group < groups; group += 1) {
        columns.fill(0);
        for (let channel = 0; channel < perIn; channel += 1) {
          const plane = (image * channels + group * perIn + channel) * height * width;
          eachTap(geometry, [height, width], out, (tap, row, y, first, last, right) => {
            const target = (channel * taps + tap) * pixels + y * out[1];
            const source = plane + row * width + right;
            for (let at = first; at <= last; at += 1)
              columns[target + at] = data[source + at * strides[1]] as number;
          });
        }
        const size = perOut * perIn * taps;
        const start = (image * outputs + group * perOut) * pixels;
        multiply(
          [perOut, pixels, perIn * taps],
          weights.subarray(group * size, (group + 1) * size),
          columnsOf(columns, pixels, perIn * taps),
          result.data.subarray(start, start + perOut * pixels),
        );
      }
    }
    giveBuffer(columns);
    addBias(result.data, bias, outputs, pixels);
    return [result];
  };

const transposedConvolution =
  (multiply: Multiply): Kernel =>
  ([input, weight, bias], attributes) => {
    const [x, w] = [input, weight] as [Value, Value];
    const geometry = geometryOf(attributes, w.shape.slice(2));
    const { kernel, strides, dilations, before, behind, groups } = geometry;
    const [count, channels, height, width] = planes(x);
    const extra = [...(attributes['output_padding']?.ints ?? [0, 0])];
    if (x.shape.length === 3) extra.unshift(0);
    const out = [height, width].map(
      (size, dim) =>
        (size - 1) * (strides[dim] as number) -
        (before[dim] as number) -
        (behind[dim] as number) +
        (dilations[dim] as number) * ((kernel[dim] as number) - 1) +
        1 +
        (extra[dim] as number),
    ) as [number, number];
    const taps = kernel[0] * kernel[1];
    const [perIn, perOut] = [channels / groups, w.shape[1] as number];
    const outputs = perOut * groups;
    const [pixels, area] = [height * width, out[0] * out[1]];
    const result = zeros([count, outputs, ...(x.shape.length === 3 ? [out[1]] : out)]);
    const spread = takeBuffer(perOut * taps * pixels);
    const [data, weights] = [x.data as Float32Array, w.data as Float32Array];
    const rows = takeBuffer(perOut * taps * perIn);
    for (let group = 0; group < groups; group += 1) {
      for (let p = 0; p < perIn; p += 1) {
        const from = (group * perIn + p) * perOut * taps;
        for (let row = 0; row < perOut * taps; row += 1)
          rows[row * perIn + p] = weights[from + row] as number;
      }
      for (let image = 0; image < count; image += 1) {
        const start = (image * channels + group * perIn) * pixels;
        const maps = data.subarray(start, start + perIn * pixels);
        multiply([perOut * taps, pixels, perIn], rows, columnsOf(maps, pixels, perIn), spread);
        for (let channel = 0; channel < perOut; channel += 1) {
          const plane = (image * outputs + group * perOut + channel) * area;
          eachTap(geometry, out, [height, width], (tap, row, y, first, last, right) => {
            const source = (channel * taps + tap) * pixels + y * width;
            const target = plane + row * out[1] + right;
            for (let at = first; at <= last; at += 1) {
              const place = target + at * strides[1];
              result.data[place] = (result.data[place] as number) + (spread[source + at] as number);
            }
          });
        }
      }
    }
    giveBuffer(spread);
    giveBuffer(rows);
    addBias(result.data, bias, outputs, area);
    return [result];
  };

function addBias(data: Float32Array, bias: Value | undefined, channels: number, pixels: number): void {
  if (bias === undefined) return;
  for (let plane = 0; plane < data.length / pixels; plane += 1) {
    const value = bias.data[plane % channels] as number;
    for (let i = plane * pixels; i < (plane + 1) * pixels; i += 1) data[i] = (data[i] as number) + value;
  }
}

/** The kernels that multiply matrices by `multiply`. */
export function matrices(multiply: Multiply): Kernels {
  return {
    Einsum: einsum,
    Gemm: gemm(multiply),
    MatMul: matMul(multiply),
    Conv: convolution(multiply),
    ConvTranspose: transposedConvolution(multiply),
  };
}
