// State dicts and checkpoints of plain data that Python's torch.save wrote: a zip archive of one pickle and its storages.

import type { ZipEntry, ZipFile } from '../../io';
import type { FileRegion, TensorView } from '../addon';
import { type DType, dtypes, native } from '../addon';
import type { Tensor } from '../tensor';
import { type Reduce, unpickle } from './pickle';
import { type Place, placeText } from './picklePlace';
import { PickleGlobal, PickleObject, type PickleValue } from './pickleValue';
import { STORAGE_TYPES } from './storageTypes';

/** What a file of `torch.save` can hold: tensors and plain data, nested. */
export type SavedValue =
  | Tensor
  | null
  | boolean
  | number
  | bigint
  | string
  | Uint8Array
  | SavedValue[]
  | { [key: string]: SavedValue };

const STORAGE_DTYPES = new Map(STORAGE_TYPES.map(([name, dtype]) => [`torch.${name}`, dtype]));

const UNTYPED_STORAGE = 'torch.storage.UntypedStorage';
const DEEPEST = 500;

class Storage extends PickleObject {
  readonly kind = 'a storage';
  constructor(
    readonly dtype: DType | null,
    readonly index: number,
  ) {
    super();
  }
}

class SavedTensor extends PickleObject {
  readonly kind = 'a tensor';
  constructor(
    readonly view: TensorView,
    readonly requiresGrad: boolean,
  ) {
    super();
  }
}

/**
 * Reads the archive `zip` of the file `path`. Tensors that shared a storage in Python share it here.
 *
 * @throws Error that describes what is damaged or not plain data; the caller adds the file's name.
 */
export function readArchive(path: string, zip: ZipFile, pickleEntry: ZipEntry): SavedValue {
  const folder = pickleEntry.name.slice(0, -'data.pkl'.length);
  const byteOrder = zip.entries.get(`${folder}byteorder`);
  if (byteOrder !== undefined && zip.read(byteOrder).toString() !== 'little') {
    throw new Error('it was written on a big-endian machine');
  }
  const pickle = zip.read(pickleEntry);
  if (pickleEntry.crc32 !== null && native.crc32(pickle, 0) !== pickleEntry.crc32) {
    throw new Error(`the checksum of its entry ${pickleEntry.name} does not match`);
  }
  const storages = new Storages(folder, zip);
  const root = unpickle(pickle, { reduce, persistent: (id) => storages.of(id) });
  const found = new Map<SavedTensor, Tensor | null>();
  collect(root, found);
  const wanted = [...found.keys()];
  const tensors = native.readTensors(
    path,
    storages.regions,
    wanted.map((tensor) => tensor.view),
  ) as Tensor[];
  for (const [index, saved] of wanted.entries()) {
    const tensor = tensors[index] as Tensor;
    if (saved.requiresGrad) tensor.requiresGrad = true;
    found.set(saved, tensor);
  }
  return convert(root, found);
}

/** The storages that a pickle refers to, as regions of the file. */
class Storages {
  readonly regions: FileRegion[] = [];
  private readonly indexOf = new Map<string, number>();

  constructor(
    private readonly folder: string,
    private readonly zip: ZipFile,
  ) {}

  /** `('storage', <class>, key, location, elements)` as torch.save writes it. */
  of(id: PickleValue): PickleValue {
    const [tag, type, key] = Array.isArray(id) ? id : [];
    if (tag !== 'storage' || !(type instanceof PickleGlobal) || typeof key !== 'string') {
      throw new Error('its pickle refers to something that is not a storage');
    }
    const dtype = STORAGE_DTYPES.get(type.name) ?? null;
    if (dtype === null && type.name !== UNTYPED_STORAGE)
      throw new Error(`it holds a storage of '${type.name}'`);
    return new Storage(dtype, this.index(key));
  }

  private index(key: string): number {
    const known = this.indexOf.get(key);
    if (known !== undefined) return known;
    const name = `${this.folder}data/${key}`;
    const entry = this.zip.entries.get(name);
    if (entry === undefined) throw new Error(`its entry ${name} is missing`);
    if (entry.deflated) throw new Error(`its entry ${name} is compressed, which torch.save never does`);
    this.regions.push({ offset: entry.offset, bytes: entry.bytes, crc32: entry.crc32 });
    this.indexOf.set(key, this.regions.length - 1);
    return this.regions.length - 1;
  }
}

function integers(value: PickleValue | undefined, what: string): number[] {
  const all =
    Array.isArray(value) && value.every((item) => Number.isSafeInteger(item) && (item as number) >= 0);
  if (!all) throw new Error(`one of its tensors has ${what} that cannot be`);
  return value as number[];
}

/** The flags of a lazy view, which torch.save writes as a dict of `conj` and `neg`. */
function viewFlags(metadata: PickleValue | undefined): { conj: boolean; neg: boolean } {
  const entries = metadata instanceof Map ? [...metadata] : [];
  const unknown = entries.find(([name]) => name !== 'conj' && name !== 'neg');
  if (unknown !== undefined) throw new Error(`it holds a tensor with '${String(unknown[0])}'`);
  const flags = Object.fromEntries(entries);
  return { conj: flags['conj'] === true, neg: flags['neg'] === true };
}

/**
 * `_rebuild_tensor_v2(storage, offset, size, stride, requires_grad, hooks, metadata)`; v3 has the dtype before the metadata.
 */
function rebuildTensor(
  args: readonly PickleValue[],
  dtype: DType | null,
  metadata: PickleValue | undefined,
): SavedTensor {
  const [storage, offset, size, stride, requiresGrad] = args;
  if (!(storage instanceof Storage)) throw new Error('it holds a tensor without a storage');
  if (dtype === null) throw new Error('it holds a tensor of a dtype that is not known here');
  const [storageOffset = 0] = integers([offset as PickleValue], 'an offset');
  const view = {
    storage: storage.index,
    dtype,
    shape: integers(size, 'a shape'),
    strides: integers(stride, 'strides'),
    storageOffset,
    ...viewFlags(metadata),
  };
  return new SavedTensor(view, requiresGrad === true);
}

/** The Python functions that plain data needs; everything else is refused, because calling it would run code. */
const reduce: Reduce = (name, args) => {
  const [first] = args;
  switch (name) {
    case 'torch._utils._rebuild_tensor':
    case 'torch._utils._rebuild_tensor_v2':
      return rebuildTensor(args, first instanceof Storage ? first.dtype : null, args[6]);
    case 'torch._utils._rebuild_tensor_v3':
      return rebuildTensor(args, dtypeOf(args[6]), args[7]);
    case 'torch._utils._rebuild_sparse_tensor':
      throw new Error('it holds a sparse tensor, which is not read here; save to_dense() of it');
    case 'torch._utils._rebuild_qtensor':
      throw new Error('it holds a quantized tensor, which is not read here; save dequantize() of it');
    case 'torch._utils._rebuild_meta_tensor_no_storage':
      throw new Error('it holds a tensor of the meta device, which has no values');
    case 'torch._utils._rebuild_parameter':
    case 'torch._utils._rebuild_parameter_with_state':
      return first instanceof SavedTensor ? new SavedTensor(first.view, args[1] === true) : undefined;
    case 'collections.OrderedDict':
      return new Map(pairs(first));
    case 'collections.defaultdict':
      return new Map();
    case 'torch.Size':
    case 'builtins.set':
    case '__builtin__.set':
    case 'builtins.list':
    case 'builtins.tuple':
      return Array.isArray(first) ? [...first] : [];
    case 'builtins.bytearray':
    case '__builtin__.bytearray':
      return typeof first === 'string'
        ? Uint8Array.from(Buffer.from(first, 'latin1'))
        : (first ?? new Uint8Array(0));
    case 'builtins.complex':
    case '__builtin__.complex':
      return new Map([
        ['re', first ?? 0],
        ['im', args[1] ?? 0],
      ]);
    case 'collections.Counter':
      return first instanceof Map ? new Map(first) : undefined;
    case 'torch.serialization._get_layout':
      return first;
    case 'torch.device':
      return args.map(String).join(':');
    case '_codecs.encode':
      return typeof first === 'string' ? Uint8Array.from(Buffer.from(first, 'latin1')) : undefined;
    default:
      return undefined;
  }
};

function pairs(items: PickleValue | undefined): [PickleValue, PickleValue][] {
  if (!Array.isArray(items)) return [];
  return items.filter((item): item is [PickleValue, PickleValue] => Array.isArray(item) && item.length === 2);
}

/** The dtype that Python's `torch.float32` and the like name; quantized ones need more than their numbers. */
function dtypeOf(value: PickleValue | undefined): DType | null {
  const name = value instanceof PickleGlobal ? value.name.replace(/^torch\./, '') : '';
  return dtypes.find((dtype) => dtype === name && !/^qu?int/.test(dtype)) ?? null;
}

/** Lists the tensors inside of `value`, and refuses values that contain themselves. */
function collect(value: PickleValue, found: Map<SavedTensor, Tensor | null>): void {
  const open = new Set<PickleValue>();
  const done = new Set<PickleValue>();
  const visit = (item: PickleValue): void => {
    if (item instanceof SavedTensor) found.set(item, null);
    if ((!Array.isArray(item) && !(item instanceof Map)) || done.has(item)) return;
    if (open.has(item)) throw new Error('it holds a list or dict that contains itself');
    if (open.size > DEEPEST) throw new Error('its data is nested too deeply');
    open.add(item);
    for (const inner of item.values()) visit(inner);
    open.delete(item);
    done.add(item);
  };
  visit(value);
}

/** Plain data from `root`; what the file shares is shared in the result. */
function convert(root: PickleValue, tensors: Map<SavedTensor, Tensor | null>): SavedValue {
  const converted = new Map<PickleValue, SavedValue>();
  const place: (string | number)[] = [];
  const visitAt = (key: string | number, value: PickleValue): SavedValue => {
    place.push(key);
    const result = visit(value);
    place.pop();
    return result;
  };
  const visit = (value: PickleValue): SavedValue => {
    if (value instanceof SavedTensor) return tensors.get(value) as Tensor;
    if (value instanceof PickleGlobal) return dtypeName(value, place);
    if (value instanceof PickleObject)
      throw new Error(`it holds ${value.kind} where plain data was expected${placeText(place)}`);
    if (!Array.isArray(value) && !(value instanceof Map)) return value;
    const known = converted.get(value);
    if (known !== undefined) return known;
    const result = Array.isArray(value)
      ? value.map((item, index) => visitAt(index, item))
      : Object.fromEntries(named(value, place).map(([key, item]) => [key, visitAt(key, item)]));
    converted.set(value, result);
    return result;
  };
  return visit(root);
}

/** The entries of a Python dict under the names that they have in JavaScript, where 1 and '1' are one. */
function named(dict: Map<PickleValue, PickleValue>, place: Place): [string, PickleValue][] {
  const entries = new Map<string, PickleValue>();
  for (const [key, item] of dict) {
    if (!['string', 'number', 'bigint', 'boolean'].includes(typeof key)) {
      throw new Error(
        `it holds a dict with a key that is neither a string nor a number${placeText(place)}; save it with string keys`,
      );
    }
    const name = String(key);
    if (entries.has(name)) {
      throw new Error(
        `it holds a dict with two keys that are both '${name}' here, of different types in Python${placeText(place)}; save it with string keys`,
      );
    }
    entries.set(name, item);
  }
  return [...entries];
}

function dtypeName(value: PickleGlobal, place: Place): string {
  const dtype = dtypeOf(value);
  if (dtype === null) throw new Error(`it names the Python object '${value.name}'${placeText(place)}`);
  return dtype;
}
