// Value ranges of image tensors: from bytes to floats on the way into a network, from floats to bytes on the
// way out.
import { UsageError } from '../errors';
import { describeNumber } from '../options';
import type { Tensor } from '../torch';
import { checkTensor, torch } from '../torch';

/** The values that stand for black and for full brightness: `[0, 1]`, `[-1, 1]`, or `[0, 255]` for bytes. */
export type ValueRange = readonly [low: number, high: number];

/**
 * Floats from bytes, computed where `bytes` lies: `v / (255 / (high - low)) + low`, so `v / 255` for `[0, 1]`
 * and `v / 127.5 - 1` for `[-1, 1]`.
 *
 * @param bytes uint8 tensor of any shape
 * @param range the values that 0 and 255 become
 * @param dtype floating-point dtype of the result; the arithmetic is float32
 */
export function bytesToRange(
  bytes: Tensor,
  range: ValueRange,
  dtype: 'float32' | 'bfloat16' = 'float32',
): Tensor {
  checkTensor('bytesToRange', 'bytes', bytes);
  const [low, high] = checkRange(range);
  return torch.scope(() => {
    const values = bytes.to('float32').div_(255 / (high - low));
    if (low !== 0) values.add_(low);
    return dtype === 'float32' ? values : values.to(dtype);
  });
}

/**
 * Bytes from values in `range`: rounded to the nearest byte, clipped at both ends, NaN becomes 0.
 * A uint8 tensor is returned as it is: it holds bytes already.
 *
 * @param values tensor of any shape, on any device
 * @param range the values that become 0 and 255
 */
export function rangeToBytes(values: Tensor, range: ValueRange): Tensor {
  checkTensor('rangeToBytes', 'values', values);
  if (values.dtype === 'uint8') return values;
  const [low, high] = checkRange(range);
  return torch.noGrad(() =>
    torch.scope(() => {
      const scaled = values
        .detach()
        .to('float32')
        .sub(low)
        .mul_(255 / (high - low));
      return scaled.nanToNum_(0, 255, 0).round_().clamp_(0, 255).to('uint8');
    }),
  );
}

/** Returns `range`, or throws a UsageError when it does not rise or is not finite. */
export function checkRange(range: ValueRange): ValueRange {
  const [low, high] = Array.isArray(range) ? (range as unknown as ValueRange) : [Number.NaN, Number.NaN];
  if (Number.isFinite(low) && Number.isFinite(high) && low < high) return range;
  throw new UsageError(
    `range: expected [low, high] with low < high, both finite, got ${describeNumber(range)}`,
    'for example [0, 1] or [-1, 1]',
  );
}
