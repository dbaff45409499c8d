// Images in other sizes, and pooling.
import { torch } from '../../../torch';
import type { AttributeInput, GraphBuilder } from '../builder';
import type { Call, Converter, Converters } from '../call';

interface Kind {
  mode: 'nearest' | 'linear' | 'cubic';
  /** Nearest neighbours by the centres of pixels, not by their corners. */
  exact?: boolean;
}

/**
 * The factors of each dimension. Those that the generator asks for count where they are no ratio of whole sizes: 1.3 times 4
 * pixels are 5, whose places lie 1 / 1.3 apart.
 */
function scalesOf(call: Call, ratios: readonly number[], from: readonly number[]): readonly number[] {
  const asked = call.has('scale_factors')
    ? call.numbers('scale_factors')
    : ['scales', 'scales_d', 'scales_h', 'scales_w'].flatMap((name) =>
        call.has(name) ? [call.number(name)] : [],
      );
  if (asked.length !== ratios.length - 2 || asked.every((scale, dim) => scale === ratios[dim + 2]))
    return ratios;
  return ratios.map((ratio, dim) =>
    dim < 2 ? 1 : scaleFor(asked[dim - 2] as number, from[dim] as number, ratio * (from[dim] as number)),
  );
}

/** The factor in 32 bits, or the next one that gives `to` when its product with `from` is cut to a whole number. */
function scaleFor(scale: number, from: number, to: number): number {
  const size = Math.round(to);
  let result = Math.fround(scale);
  const fits = (factor: number): boolean =>
    Math.floor(Math.fround(from * factor)) === size && Math.floor(from * factor) === size;
  for (let step = 1; !fits(result) && step < 16; step += 1) {
    const up = from * result < size ? 1 : -1;
    result = Math.fround(result * (1 + up * 2 ** -23));
  }
  return result;
}

function resize(call: Call, graph: GraphBuilder, { mode, exact = false }: Kind): string {
  const argument = call.isTensor('self') ? 'self' : 'input';
  const { shape } = call.facts(argument);
  const target = call.result().shape;
  const ratios = target.map((size, dim) => (dim < 2 ? 1 : Number(size) / Number(shape[dim])));
  if (!ratios.every(Number.isFinite)) throw call.unsupported('a size that follows from the number of images');
  const alignCorners = mode !== 'nearest' && call.flag('align_corners');
  const attributes: Record<string, AttributeInput> =
    mode === 'nearest'
      ? {
          coordinate_transformation_mode: exact ? 'half_pixel' : 'asymmetric',
          nearest_mode: exact ? 'round_prefer_ceil' : 'floor',
        }
      : {
          coordinate_transformation_mode: alignCorners ? 'align_corners' : 'half_pixel',
          ...(mode === 'cubic' ? { cubic_coeff_a: { float: -0.75 } } : {}),
        };
  const scales = alignCorners ? ratios : scalesOf(call, ratios, shape.map(Number));
  const whole = scales !== ratios || ratios.every((ratio) => Number.isInteger(ratio));
  const size = whole ? [graph.numbers(scales, 'float32')] : ['', graph.sizes(target)];
  return graph.add('Resize', [call.tensor(argument), '', ...size], { mode, ...attributes });
}

const resized =
  (kind: Kind): Converter =>
  (call, graph) =>
    resize(call, graph, kind);

/** Numbers for both spatial dimensions: one alone is for all, none stands for `otherwise`. */
function pair(call: Call, argument: string, count: number, otherwise: readonly number[]): number[] {
  const given = call.has(argument) ? call.numbers(argument) : [];
  if (given.length === 0) return [...otherwise];
  return given.length === 1 ? Array<number>(count).fill(given[0] as number) : given;
}

const pool =
  (type: 'AveragePool' | 'MaxPool'): Converter =>
  (call, graph) => {
    const count = call.rank('self') - 2;
    const kernel = pair(call, 'kernel_size', count, []);
    const padding = pair(call, 'padding', count, Array<number>(count).fill(0));
    if (call.has('divisor_override')) throw call.unsupported('divisor_override');
    if (call.flag('ceil_mode')) throw call.unsupported('ceil_mode');
    return graph.add(type, [call.tensor('self')], {
      kernel_shape: kernel,
      strides: pair(call, 'stride', count, kernel),
      pads: [...padding, ...padding],
      ...(type === 'AveragePool'
        ? { count_include_pad: Number(call.flag('count_include_pad')) }
        : { dilations: pair(call, 'dilation', count, Array<number>(count).fill(1)) }),
    });
  };

/**
 * The mean of cells. Sizes that do not divide the image have cells of different sizes, which ONNX has not: there each dimension
 * is multiplied by the shares of its cells.
 */
const adaptiveAverage: Converter = (call, graph) => {
  const sizes = call.facts('self').shape.slice(2).map(Number);
  const target = call.result().shape.slice(2).map(Number);
  const kernel = sizes.map((size, dim) => size / (target[dim] as number));
  if (kernel.every(Number.isInteger))
    return graph.add('AveragePool', [call.tensor('self')], { kernel_shape: kernel, strides: kernel });
  const shares = (dim: number): string =>
    torch.scope(() => {
      const rows = cellShares(sizes[dim] as number, target[dim] as number);
      return graph.tensor('shares', torch.tensor(rows, { dtype: call.result().dtype }));
    });
  const last = sizes.length - 1;
  const across = graph.add('Transpose', [shares(last)], { perm: [1, 0] });
  const narrow = graph.add('MatMul', [call.tensor('self'), across]);
  return last === 0 ? narrow : graph.add('MatMul', [shares(0), narrow]);
};

/** [to, from]: which part of each cell a pixel is. */
function cellShares(from: number, to: number): number[][] {
  return Array.from({ length: to }, (_, cell) => {
    const [start, end] = [Math.floor((cell * from) / to), Math.ceil(((cell + 1) * from) / to)];
    return Array.from({ length: from }, (__, at) => (at >= start && at < end ? 1 / (end - start) : 0));
  });
}

export const resampling: Converters = {
  upsample_nearest1d: resized({ mode: 'nearest' }),
  upsample_nearest2d: resized({ mode: 'nearest' }),
  upsample_nearest3d: resized({ mode: 'nearest' }),
  _upsample_nearest_exact1d: resized({ mode: 'nearest', exact: true }),
  _upsample_nearest_exact2d: resized({ mode: 'nearest', exact: true }),
  upsample_linear1d: resized({ mode: 'linear' }),
  upsample_bilinear2d: resized({ mode: 'linear' }),
  upsample_trilinear3d: resized({ mode: 'linear' }),
  upsample_bicubic2d: resized({ mode: 'cubic' }),
  avg_pool1d: pool('AveragePool'),
  avg_pool2d: pool('AveragePool'),
  max_pool1d: pool('MaxPool'),
  max_pool2d: pool('MaxPool'),
  adaptive_avg_pool1d: adaptiveAverage,
  adaptive_avg_pool2d: adaptiveAverage,
};
