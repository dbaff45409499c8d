// Writes what Python's torch.load opens, with weights_only=True too: a zip archive of one pickle and the storages of its tensors.
import { describeValue, isPlainObject } from '../../options';
import { bitsOf, native } from '../addon';
import { isTensor, type Tensor } from '../tensor';
import { PersistentId, type Picklable, PickleName, PickleObjectCall, PickleTuple, pickle } from './pickler';
import { STORAGE_TYPES } from './storageTypes';

/** Tensors and plain data, nested, as `torch.save` takes them. */
export type SavableValue =
  | Tensor
  | null
  | boolean
  | number
  | bigint
  | string
  | readonly SavableValue[]
  | ReadonlyMap<string | number, SavableValue>
  | { readonly [key: string]: SavableValue };

const STORAGE_OF = new Map(STORAGE_TYPES.map(([name, dtype]) => [dtype, name]));

// As deep as `torch.load` reads.
const DEEPEST = 500;

/** The records of the archive: their names, and for each its bytes or the tensor whose bytes they are. */
export interface Archive {
  names: string[];
  payloads: (Uint8Array | Tensor)[];
}

/**
 * The archive of a value. Plain objects and Maps become dicts, arrays become lists, each tensor a tensor of its own memory on
 * the CPU; the same tensor in several places is one tensor for the reader, too.
 *
 * @throws TypeError that names the place of a value that Python's `weights_only=True` would not open
 */
export function archiveOf(value: SavableValue): Archive {
  const storages: Tensor[] = [];
  const root = convert(value, [], (tensor) => storages.push(tensor) - 1);
  const data = pickle(root);
  return {
    names: ['data.pkl', 'byteorder', ...storages.map((_, index) => `data/${index}`)],
    payloads: [data, Buffer.from('little'), ...storages],
  };
}

/** Writes an archive to the file `path`. @throws Error of the system when it cannot be written */
export function writeArchive(path: string, { names, payloads }: Archive): void {
  native.writeArchive(path, names, payloads);
}

/** {@link writeArchive} in another thread. */
export function writeArchiveAsync(path: string, { names, payloads }: Archive): Promise<void> {
  return native.writeArchiveAsync(path, names, payloads);
}

type Place = readonly (string | number)[];

function convert(value: unknown, place: Place, add: (tensor: Tensor) => number): Picklable {
  if (place.length > DEEPEST) throw refusal(place, `is nested more than ${DEEPEST} levels deep`);
  if (value === null || typeof value === 'boolean' || typeof value === 'bigint' || typeof value === 'number')
    return value;
  if (typeof value === 'string') return value;
  if (isTensor(value)) return convertTensor(value, place, add);
  if (Array.isArray(value)) return value.map((item, index) => convert(item, [...place, index], add));
  if (value instanceof Map) {
    return new Map(
      [...value].map(([key, item]) => {
        if (typeof key !== 'string' && !Number.isSafeInteger(key)) {
          throw refusal(place, `has the key ${describeValue(key)}; keys are strings and whole numbers`);
        }
        return [key as string | number, convert(item, [...place, String(key)], add)];
      }),
    );
  }
  if (isPlainObject(value)) {
    return new Map(Object.entries(value).map(([key, item]) => [key, convert(item, [...place, key], add)]));
  }
  throw refusal(
    place,
    `is ${describeValue(value)}; a file holds tensors, numbers, strings, arrays, Maps and plain objects`,
  );
}

function refusal(place: Place, problem: string): TypeError {
  const name = place.length === 0 ? 'the value' : `'${place.slice(0, 8).join('.')}'`;
  return new TypeError(`torch.save: ${name} ${problem}`);
}

function convertTensor(tensor: Tensor, place: Place, add: (tensor: Tensor) => number): Picklable {
  if (tensor.isDisposed) throw refusal(place, 'is a disposed Tensor');
  if (tensor.layout !== 'strided' || tensor.dtype.startsWith('q')) {
    throw refusal(place, 'is a sparse or quantized Tensor; use toDense() or dequantize()');
  }
  return new PickleObjectCall(tensor, () => {
    const { dtype, shape } = tensor;
    const name = STORAGE_OF.get(dtype);
    const elements = shape.reduce((product, size) => product * size, 1);
    const count = name === undefined ? elements * Math.ceil(bitsOf(dtype) / 8) : elements;
    const type =
      name === undefined ? new PickleName('torch.storage', 'UntypedStorage') : new PickleName('torch', name);
    const storage = new PersistentId(new PickleTuple(['storage', type, String(add(tensor)), 'cpu', count]));
    const hooks = new PickleObjectCall({}, () => ({
      function: new PickleName('collections', 'OrderedDict'),
      arguments: [],
    }));
    const common = [
      storage,
      0,
      new PickleTuple(shape),
      new PickleTuple(contiguousStrides(shape)),
      false,
      hooks,
    ];
    return name === undefined
      ? {
          function: new PickleName('torch._utils', '_rebuild_tensor_v3'),
          arguments: [...common, new PickleName('torch', dtype)],
        }
      : { function: new PickleName('torch._utils', '_rebuild_tensor_v2'), arguments: common };
  });
}

/** Strides of a tensor in row-major order. */
function contiguousStrides(shape: readonly number[]): number[] {
  const strides = shape.map(() => 1);
  for (let dim = shape.length - 2; dim >= 0; dim -= 1) {
    strides[dim] = (strides[dim + 1] as number) * Math.max(shape[dim + 1] as number, 1);
  }
  return strides;
}
