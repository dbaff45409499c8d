// The numbers of a generator as the page takes them: one run of bytes, in 32, 16 or 8 bits.
import { TadpoleError } from '../../errors';
import { torch } from '../../torch';
import type { OnnxTensor } from '../onnx';

/** Bits of a weight in the page. */
export type Bits = 32 | 16 | 8;

/** Where a constant lies, and how its numbers are written; `int8` has one float of scale per row before its values. */
export interface PackedConstant {
  name: string;
  shape: readonly number[];
  kind: string;
  offset: number;
}

// Weights of layers are large; statistics and biases are small, and keep all of their bits.
const LEAST_WEIGHTS = 256;
const ALIGNMENT = 8;
const LARGEST_INT8 = 127;

/** @throws TadpoleError for numbers that a page cannot hold */
export function packConstants(
  constants: readonly OnnxTensor[],
  bits: Bits,
): { packed: PackedConstant[]; bytes: Buffer } {
  const packed: PackedConstant[] = [];
  const parts: Uint8Array[] = [];
  let offset = 0;
  for (const constant of constants) {
    const { name, shape } = constant;
    const { kind, bytes } = reduced(constant, bits);
    packed.push({ name, shape, kind, offset });
    const padding = (ALIGNMENT - (bytes.length % ALIGNMENT)) % ALIGNMENT;
    parts.push(bytes, new Uint8Array(padding));
    offset += bytes.length + padding;
  }
  return { packed, bytes: Buffer.concat(parts) };
}

const KINDS: readonly string[] = ['float32', 'float16', 'float64', 'int64', 'int32', 'bool'];

function reduced({ name, dtype, shape, bytes }: OnnxTensor, bits: Bits): { kind: string; bytes: Uint8Array } {
  if (!KINDS.includes(dtype)) {
    throw new TadpoleError(
      `the generator's ${name} is of ${dtype}, which the page cannot compute with`,
      'convert the generator to float32 first',
    );
  }
  const size = shape.reduce((product, one) => product * one, 1);
  if (dtype !== 'float32' || bits === 32 || shape.length < 2 || size < LEAST_WEIGHTS)
    return { kind: dtype, bytes };
  const values = new Float32Array(bytes.slice().buffer);
  return bits === 16
    ? { kind: 'float16', bytes: halves(values) }
    : { kind: 'int8', bytes: eighths(values, shape[0] as number) };
}

function halves(values: Float32Array): Uint8Array {
  return torch.scope(() => {
    const { buffer, byteOffset, byteLength } = torch
      .tensor(values)
      .to('float16')
      .view('int16')
      .toTypedArray() as Int16Array;
    return new Uint8Array(buffer, byteOffset, byteLength).slice();
  });
}

/** Whole numbers from -127 to 127, times a scale per row: the largest of a row is exact. */
function eighths(values: Float32Array, rows: number): Uint8Array {
  const perRow = values.length / rows;
  const scales = new Float32Array(rows);
  const whole = new Int8Array(values.length);
  for (let row = 0; row < rows; row += 1) {
    const own = values.subarray(row * perRow, (row + 1) * perRow);
    const largest = own.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
    scales[row] = largest / LARGEST_INT8;
    if (largest === 0) continue;
    for (let i = 0; i < perRow; i += 1) {
      whole[row * perRow + i] = Math.round((own[i] as number) / (scales[row] as number));
    }
  }
  return Buffer.concat([new Uint8Array(scales.buffer), new Uint8Array(whole.buffer)]);
}
