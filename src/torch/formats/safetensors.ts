// The safetensors format: a length, a JSON header and the tensors' bytes (github.com/huggingface/safetensors).
import fs from 'node:fs';
import { writeAtomically, writeAtomicallyAsync } from '../../io';
import type { DType } from '../addon';
import { bitsOf, native } from '../addon';
import { Tensor } from '../tensor';

/** Strings by name that a file contains besides the tensors, and that `torch.save` can write. */
export type Metadata = Record<string, string>;

interface Entry {
  name: string;
  dtype: DType;
  shape: number[];
  /** Within the data, which follows the header. */
  begin: number;
  end: number;
}

interface Layout {
  metadata: Metadata;
  entries: Entry[];
  dataStart: number;
}

/** The format's name of a dtype. */
const NAMES: [format: string, dtype: DType][] = [
  ['F64', 'float64'],
  ['F32', 'float32'],
  ['F16', 'float16'],
  ['BF16', 'bfloat16'],
  ['I64', 'int64'],
  ['I32', 'int32'],
  ['I16', 'int16'],
  ['I8', 'int8'],
  ['U64', 'uint64'],
  ['U32', 'uint32'],
  ['U16', 'uint16'],
  ['U8', 'uint8'],
  ['BOOL', 'bool'],
  ['C64', 'complex64'],
  ['F8_E4M3', 'float8_e4m3fn'],
  ['F8_E4M3FNUZ', 'float8_e4m3fnuz'],
  ['F8_E5M2', 'float8_e5m2'],
  ['F8_E5M2FNUZ', 'float8_e5m2fnuz'],
  ['F8_E8M0', 'float8_e8m0fnu'],
  ['F4', 'float4_e2m1fn_x2'],
];
const BY_FORMAT = new Map(NAMES.map(([format, dtype]) => [format, { dtype, bits: bitsOf(dtype) }]));
const BY_DTYPE = new Map(NAMES.map(([format, dtype]) => [dtype, { format, bits: bitsOf(dtype) }]));
/** Dtypes of the format that PyTorch does not have. */
const UNREAD = new Set(['F6_E2M3', 'F6_E3M2']);

const LENGTH_BYTES = 8;
const LONGEST_HEADER = 100_000_000;
const ALIGNMENT = 8;
const METADATA = '__metadata__';

/**
 * The tensors of the file, on the CPU, in the header's order. Each is read straight into its own memory.
 *
 * @throws Error that describes the damage; the caller adds the file's name.
 */
export function readSafetensors(path: string): Record<string, Tensor> {
  const { entries, dataStart } = readLayout(path);
  const tensors = native.readTensors(
    path,
    entries.map(({ begin, end }) => ({ offset: dataStart + begin, bytes: end - begin })),
    entries.map(({ dtype, shape }, storage) => ({ storage, dtype, shape })),
  ) as Tensor[];
  return Object.fromEntries(entries.map(({ name }, index) => [name, tensors[index] as Tensor]));
}

/** The notes, names, dtypes and shapes of the file, without its data. @throws as `readSafetensors`. */
export function describeSafetensors(path: string): {
  metadata: Metadata;
  tensors: Record<string, { dtype: DType; shape: number[] }>;
} {
  const { metadata, entries } = readLayout(path);
  return {
    metadata,
    tensors: Object.fromEntries(entries.map(({ name, dtype, shape }) => [name, { dtype, shape }])),
  };
}

/** Writes the file completely or not at all. @throws TypeError for anything but dense tensors; Error when it cannot be written. */
export function writeSafetensors(path: string, tensors: Record<string, Tensor>, metadata: Metadata): void {
  const { head, ordered } = plan(tensors, metadata);
  writeAtomically(path, (temporary) => native.writeTensors(temporary, head, ordered));
}

/** The bytes of such a file, for tensors of dtypes that `toTypedArray` gives. @throws TypeError as `writeSafetensors` does */
export function encodeSafetensors(tensors: Record<string, Tensor>, metadata: Metadata): Uint8Array {
  const { head, ordered } = plan(tensors, metadata);
  const values = ordered.map((tensor) => tensor.toTypedArray());
  return Buffer.concat([
    head,
    ...values.map(({ buffer, byteOffset, byteLength }) => new Uint8Array(buffer, byteOffset, byteLength)),
  ]);
}

/** `writeSafetensors` in another thread. */
export async function writeSafetensorsAsync(
  path: string,
  tensors: Record<string, Tensor>,
  metadata: Metadata,
): Promise<void> {
  const { head, ordered } = plan(tensors, metadata);
  await writeAtomicallyAsync(path, (temporary) => native.writeTensorsAsync(temporary, head, ordered));
}

/** The header in the dict's order; the data by element size, largest first, so that every tensor is aligned. */
function plan(tensors: Record<string, Tensor>, metadata: Metadata): { head: Uint8Array; ordered: Tensor[] } {
  const header: Record<string, unknown> = {};
  if (Object.keys(metadata).length > 0) header[METADATA] = checkedMetadata(metadata);
  const items = Object.entries(tensors).map(([name, tensor]) => {
    if (!(tensor instanceof Tensor) || tensor.isDisposed) {
      throw new TypeError(`torch.save: '${name}' must be a Tensor, got ${kindOf(tensor)}`);
    }
    if (name === METADATA)
      throw new RangeError(`torch.save: '${METADATA}' cannot name a tensor; it is the format's own`);
    const type = BY_DTYPE.get(tensor.dtype);
    if (type === undefined) {
      throw new TypeError(
        `torch.save: safetensors cannot hold '${name}' of dtype ${tensor.dtype}; convert it with to()`,
      );
    }
    const shape = type.bits < 8 ? unpackedShape(name, tensor) : tensor.shape;
    const entry = { dtype: type.format, shape, data_offsets: [0, 0] as [number, number] };
    Object.defineProperty(header, name, { value: entry, enumerable: true });
    return {
      tensor,
      entry,
      bits: type.bits,
      bytes: shape.reduce((count, size) => count * size, type.bits) / 8,
    };
  });
  items.sort((a, b) => b.bits - a.bits);
  let position = 0;
  for (const { entry, bytes } of items) {
    entry.data_offsets = [position, position + bytes];
    position += bytes;
  }
  const json = Buffer.from(JSON.stringify(header));
  const padding = (ALIGNMENT - (json.length % ALIGNMENT)) % ALIGNMENT;
  const length = Buffer.alloc(LENGTH_BYTES);
  length.writeBigUInt64LE(BigInt(json.length + padding));
  return {
    head: Buffer.concat([length, json, Buffer.alloc(padding, ' ')]),
    ordered: items.map(({ tensor }) => tensor),
  };
}

/** The format counts values; a tensor of pairs of values counts bytes. */
function unpackedShape(name: string, tensor: Tensor): number[] {
  const shape = tensor.shape;
  if (shape.length === 0)
    throw new RangeError(`torch.save: '${name}' of dtype ${tensor.dtype} needs a dimension to unpack`);
  return shape.map((size, dim) => (dim === shape.length - 1 ? size * 2 : size));
}

function kindOf(value: unknown): string {
  if (value instanceof Tensor) return 'a disposed one';
  if (value === null) return 'null';
  return typeof value === 'object' ? 'an object (nested values must be flattened)' : typeof value;
}

function checkedMetadata(metadata: Metadata): Metadata {
  for (const [key, value] of Object.entries(metadata)) {
    if (typeof value !== 'string') {
      throw new TypeError(
        `torch.save: metadata '${key}' must be a string, got ${typeof value}; use JSON.stringify`,
      );
    }
  }
  return metadata;
}

function readLayout(path: string): Layout {
  const file = fs.openSync(path, 'r');
  try {
    const size = fs.fstatSync(file).size;
    const length = Number(readExactly(file, 0, LENGTH_BYTES).readBigUInt64LE());
    const dataStart = LENGTH_BYTES + length;
    if (length > LONGEST_HEADER) throw new Error(`its header claims ${length} bytes, more than is possible`);
    if (dataStart > size)
      throw new Error(`its header should end at byte ${dataStart}, but the file has ${size}`);
    const { metadata, entries } = parseHeader(decodeHeader(readExactly(file, LENGTH_BYTES, length)));
    checkCoverage(entries, size - dataStart);
    return { metadata, entries, dataStart };
  } finally {
    fs.closeSync(file);
  }
}

function readExactly(file: number, position: number, count: number): Buffer {
  const buffer = Buffer.alloc(count);
  let done = 0;
  while (done < count) {
    const got = fs.readSync(file, buffer, done, count - done, position + done);
    if (got === 0) throw new Error(`it ends at byte ${position + done}, within its header`);
    done += got;
  }
  return buffer;
}

function decodeHeader(bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new Error('its header is not text in UTF-8');
  }
}

function parseHeader(text: string): { metadata: Metadata; entries: Entry[] } {
  let header: unknown;
  try {
    header = JSON.parse(text);
  } catch (error) {
    throw new Error(`its header is not JSON (${(error as Error).message})`);
  }
  if (!isRecord(header)) throw new Error('its header is not a JSON object');
  const metadata = header[METADATA] ?? {};
  if (!isRecord(metadata) || !Object.values(metadata).every((value) => typeof value === 'string')) {
    throw new Error(`its ${METADATA} holds something other than strings`);
  }
  const entries = Object.entries(header)
    .filter(([name]) => name !== METADATA)
    .map(([name, value]) => parseEntry(name, value));
  return { metadata: metadata as Metadata, entries };
}

function parseEntry(name: string, value: unknown): Entry {
  const { dtype, shape, data_offsets: offsets } = isRecord(value) ? value : {};
  const type = BY_FORMAT.get(String(dtype));
  if (UNREAD.has(String(dtype)))
    throw new Error(`its tensor '${name}' is of ${dtype}, for which PyTorch has no dtype`);
  if (type === undefined)
    throw new Error(`its tensor '${name}' has the unknown dtype ${JSON.stringify(dtype)}`);
  if (!isCounts(shape)) throw new Error(`the shape of its tensor '${name}' is damaged`);
  if (!isCounts(offsets) || offsets.length !== 2)
    throw new Error(`the offsets of its tensor '${name}' are damaged`);
  const [begin = 0, end = 0] = offsets;
  const bytes = shape.reduce((count, size) => count * size, type.bits) / 8;
  if (type.bits < 8) {
    const last = shape.length - 1;
    if (last < 0 || (shape[last] as number) % 2 !== 0)
      throw new Error(`its tensor '${name}' of ${dtype} has an odd number of values in its last dimension`);
    shape[last] = (shape[last] as number) / 2;
  }
  if (end - begin !== bytes) {
    throw new Error(
      `its tensor '${name}' of ${type.dtype} [${shape.join(', ')}] needs ${bytes} bytes, its offsets span ${end - begin}`,
    );
  }
  return { name, dtype: type.dtype, shape, begin, end };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isCounts(value: unknown): value is number[] {
  return Array.isArray(value) && value.every((item) => Number.isSafeInteger(item) && item >= 0);
}

/** The tensors must fill the data exactly, one after the other, as the format demands. */
function checkCoverage(entries: readonly Entry[], dataBytes: number): void {
  let position = 0;
  for (const { name, begin, end } of [...entries].sort((a, b) => a.begin - b.begin || a.end - b.end)) {
    if (begin < position) throw new Error(`its tensor '${name}' overlaps another one`);
    if (begin > position) throw new Error(`there is a gap before its tensor '${name}'`);
    position = end;
  }
  if (position > dataBytes)
    throw new Error(`its tensors need ${position} bytes of data, but it has ${dataBytes}`);
  if (position < dataBytes) throw new Error(`it has ${dataBytes - position} bytes after its last tensor`);
}
