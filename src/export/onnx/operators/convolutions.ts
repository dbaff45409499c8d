// Convolutions and transposed convolutions of one, two and three dimensions.
import type { GraphBuilder } from '../builder';
import type { Call, Converter, Converters } from '../call';

/** Numbers for each spatial dimension: one alone is for all. */
function spread(call: Call, argument: string, count: number): number[] {
  const values = call.numbers(argument);
  return values.length === 1 ? Array<number>(count).fill(values[0] as number) : values;
}

/** Zeros before and behind each dimension. */
function padsOf(call: Call, kernel: readonly number[], dilations: readonly number[]): number[] {
  const padding = call.node.arguments['padding'];
  if (padding === undefined || !('constant' in padding) || typeof padding.constant !== 'string') {
    const sides = spread(call, 'padding', kernel.length);
    return [...sides, ...sides];
  }
  if (padding.constant === 'valid') return Array<number>(2 * kernel.length).fill(0);
  // As libtorch, with the odd zero behind.
  const totals = kernel.map((size, dim) => (dilations[dim] as number) * (size - 1));
  const before = totals.map((total) => Math.floor(total / 2));
  return [...before, ...totals.map((total, dim) => total - (before[dim] as number))];
}

function convolve(call: Call, graph: GraphBuilder, transposed: boolean): string {
  const { shape } = call.facts('weight');
  const kernel = shape.slice(2).map(Number);
  if (call.rank('input') !== shape.length) throw call.unsupported('an input without a batch dimension');
  const dilations = spread(call, 'dilation', kernel.length);
  const inputs = [
    call.tensor('input'),
    call.tensor('weight'),
    ...(call.has('bias') ? [call.tensor('bias')] : []),
  ];
  const attributes = {
    kernel_shape: kernel,
    strides: spread(call, 'stride', kernel.length),
    pads: padsOf(call, kernel, dilations),
    dilations,
    group: call.number('groups'),
  };
  if (!transposed) return graph.add('Conv', inputs, attributes);
  const extra = spread(call, 'output_padding', kernel.length);
  // ONNX Runtime takes less than a stride; with dilations libtorch takes more.
  if (extra.every((size, dim) => size < (attributes.strides[dim] as number))) {
    return graph.add('ConvTranspose', inputs, { ...attributes, output_padding: extra });
  }
  const behind = extra.map((size, dim) => (attributes.pads[dim] as number) - size);
  const pads = [...attributes.pads.slice(0, kernel.length), ...behind.map((size) => Math.max(0, size))];
  const cut = graph.add('ConvTranspose', inputs.slice(0, 2), { ...attributes, pads });
  const missing = [...Array<number>(kernel.length + 4).fill(0), ...behind.map((size) => Math.max(0, -size))];
  const { dtype } = call.result();
  const whole = graph.add('Pad', [cut, graph.numbers(missing), graph.numbers(0, dtype)], {
    mode: 'constant',
  });
  const [, , bias] = inputs;
  if (bias === undefined) return whole;
  const along = graph.numbers([-1, ...kernel.map(() => 1)]);
  return graph.add('Add', [whole, graph.add('Reshape', [bias, along])]);
}

const convolution: Converter = (call, graph) => convolve(call, graph, false);
const convolutionTransposed: Converter = (call, graph) => convolve(call, graph, true);
const either: Converter = (call, graph) => convolve(call, graph, call.flag('transposed'));

export const convolutions: Converters = {
  conv1d: convolution,
  conv2d: convolution,
  conv3d: convolution,
  conv_transpose1d: convolutionTransposed,
  conv_transpose2d: convolutionTransposed,
  conv_transpose3d: convolutionTransposed,
  convolution: either,
  _convolution: either,
  _convolution_mode: convolution,
};
