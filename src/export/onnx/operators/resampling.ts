// Images in other sizes, and pooling.
import type { AttributeInput, GraphBuilder } from '../builder';
import type { Call, Converter, Converters } from '../call';

interface Kind {
  mode: 'nearest' | 'linear' | 'cubic';
  /** Nearest neighbours by the centres of pixels, not by their corners. */
  exact?: boolean;
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
  const whole = ratios.every((ratio) => Number.isInteger(ratio));
  const size = whole ? [graph.numbers(ratios, 'float32')] : ['', graph.sizes(target)];
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

/** The mean of equal cells; sizes that do not divide the image have cells of different sizes, which ONNX has not. */
const adaptiveAverage: Converter = (call, graph) => {
  const sizes = call.facts('self').shape.slice(2).map(Number);
  const target = call.result().shape.slice(2).map(Number);
  const kernel = sizes.map((size, dim) => size / (target[dim] as number));
  if (!kernel.every(Number.isInteger))
    throw call.unsupported('a size that does not divide that of the image');
  return graph.add('AveragePool', [call.tensor('self')], { kernel_shape: kernel, strides: kernel });
};

export const resampling: Converters = {
  upsample_nearest1d: resized({ mode: 'nearest' }),
  upsample_nearest2d: resized({ mode: 'nearest' }),
  upsample_nearest3d: resized({ mode: 'nearest' }),
  _upsample_nearest_exact1d: resized({ mode: 'nearest', exact: true }),
  _upsample_nearest_exact2d: resized({ mode: 'nearest', exact: true }),
  upsample_linear1d: resized({ mode: 'linear' }),
  upsample_bilinear2d: resized({ mode: 'linear' }),
  upsample_bicubic2d: resized({ mode: 'cubic' }),
  avg_pool1d: pool('AveragePool'),
  avg_pool2d: pool('AveragePool'),
  max_pool1d: pool('MaxPool'),
  max_pool2d: pool('MaxPool'),
  adaptive_avg_pool1d: adaptiveAverage,
  adaptive_avg_pool2d: adaptiveAverage,
};
