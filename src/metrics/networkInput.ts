// What a feature network is shown: bytes brought to its channels, its size and its values.
import { UsageError } from '../errors';
import { bytesToRange, checkRange, type ValueRange } from '../images';
import { checkFields, checkList } from '../options';
import { overload, type Tensor, torch } from '../torch';

const antialiased = overload('_upsample_bilinear2d_aa', 'default');

/** How images of another size are resized: bilinearly, the filter as wide as a pixel of the result (`antialias`) or of the source (`plain`). */
export type ResizeFilter = 'antialias' | 'plain';

/** Images as a network takes them. */
export interface NetworkInput {
  /** 1 or 3 channels, height, width. */
  readonly shape: readonly [channels: number, height: number, width: number];
  /** The values that bytes 0 and 255 become. */
  readonly range: ValueRange;
  readonly resize: ResizeFilter;
}

/** @throws UsageError when there is no such input; returns it */
export function checkInput(input: NetworkInput): NetworkInput {
  checkFields('feature network', 'input', input, ['shape', 'range', 'resize']);
  checkList('feature network', 'input.shape', input.shape);
  const [channels, height, width, ...more] = input.shape;
  const isShape =
    (channels === 1 || channels === 3) &&
    more.length === 0 &&
    [height, width].every((side) => Number.isInteger(side) && (side as number) >= 1);
  if (!isShape) {
    throw new UsageError(
      `input.shape: expected 1 or 3 channels, height and width, got [${input.shape.join(', ')}]`,
      'for example [3, 299, 299]',
    );
  }
  if (input.resize !== 'antialias' && input.resize !== 'plain') {
    throw new UsageError(`input.resize: expected 'antialias' or 'plain', got '${input.resize}'`);
  }
  checkRange(input.range);
  return input;
}

/**
 * Bytes as the network takes them: one channel is copied to three, three become one by their luma (ITU-R BT.601), transparent
 * pixels are composited on white, other sizes are resized.
 *
 * @param bytes uint8, N x C x H x W
 * @param device where the network lies
 * @returns float32, N x ...input.shape
 */
export function toInput(bytes: Tensor, { shape, range, resize }: NetworkInput, device: string): Tensor {
  const [channels, height, width] = shape;
  return torch.scope(() => {
    const [low, high] = range;
    const values = withChannels(bytesToRange(bytes.to(device), [0, 1]), channels);
    const fits = values.size(2) === height && values.size(3) === width;
    const resized = fits ? values : resizeTo(values, height, width, resize);
    const scaled = resized.mul(high - low).add_(low);
    return scaled.expand([bytes.size(0), channels, height, width]).contiguous();
  });
}

function resizeTo(values: Tensor, height: number, width: number, filter: ResizeFilter): Tensor {
  return filter === 'antialias'
    ? (antialiased(values, [height, width], false) as Tensor)
    : torch.upsampleBilinear2d(values, [height, width], false);
}

/** Values in [0, 1]. One channel stays one here, also where three are wanted: it is copied after the resizing. */
function withChannels(values: Tensor, wanted: number): Tensor {
  const own = values.size(1);
  if (own === wanted || own === 1) return values;
  if (own === 3) {
    const luma = torch.tensor([0.299, 0.587, 0.114], { device: values.device }).reshape([1, 3, 1, 1]);
    return values.mul(luma).sum([1], true);
  }
  if (own === 4) {
    const opacity = values.narrow(1, 3, 1);
    return withChannels(values.narrow(1, 0, 3).sub(1).mul(opacity).add(1), wanted);
  }
  throw new UsageError(`images: expected 1, 3 or 4 channels, got ${own}`);
}
