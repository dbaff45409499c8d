// Who frees a tensor and when: reusable handles, scopes, and the count of what is alive.
import { describeValue } from '../options';
import { handleKey, type NativeHandle, type NativeTensor, native } from './native';

/** A tensor as scopes see it. */
export interface Scoped extends NativeTensor {
  /** Whether `keep` took it out of every scope. */
  kept: boolean;
}

const spareHandles: NativeHandle[] = [];
const maxSpareHandles = 65_536;

let current: Scoped[] | null = null;

/** A handle for a new tensor: one that was given back, or a fresh one. */
export function takeHandle(): NativeHandle {
  return spareHandles.pop() ?? native.newHandle();
}

/** Puts a new tensor under the innermost open scope. */
export function enterScope(tensor: Scoped): void {
  current?.push(tensor);
}

/** Frees the memory of `tensor` now; once is enough, twice is allowed. */
export function release(tensor: NativeTensor): void {
  const handle = tensor[handleKey];
  if (handle === null) return;
  tensor[handleKey] = null;
  native.releaseHandle(handle);
  if (spareHandles.length < maxSpareHandles) spareHandles.push(handle);
}

function isThenable(value: unknown): boolean {
  return typeof (value as { then?: unknown } | null)?.then === 'function';
}

function isTensor(value: object): value is Scoped {
  return handleKey in value;
}

/** Every tensor inside `value`: itself, array elements, map and set entries, and the fields of objects. */
function collectTensors(value: unknown, found: Set<Scoped>, seen: Set<object>): void {
  if (typeof value !== 'object' || value === null || seen.has(value)) return;
  seen.add(value);
  if (isTensor(value)) {
    found.add(value);
  } else if (Array.isArray(value) || value instanceof Set) {
    for (const element of value) collectTensors(element, found, seen);
  } else if (value instanceof Map) {
    for (const [key, element] of value) {
      collectTensors(key, found, seen);
      collectTensors(element, found, seen);
    }
  } else if (!ArrayBuffer.isView(value)) {
    for (const element of Object.values(value)) collectTensors(element, found, seen);
  }
}

/**
 * Runs `fn` and frees every tensor that was made meanwhile, except those in its result: arrays, plain objects, maps, sets
 * and the fields of modules are searched. Tensors that are returned belong to the scope around, if there is one.
 * When `fn` throws, everything made meanwhile is freed.
 *
 * @throws TypeError when `fn` returns a promise: tensors made after an `await` could not be told from others.
 */
export function scope<T>(fn: () => T): T {
  const outer = current;
  const made: Scoped[] = [];
  current = made;
  const survivors = new Set<Scoped>();
  try {
    const result = fn();
    if (isThenable(result)) {
      throw new TypeError(
        "torch.scope takes a synchronous function, this one returned a promise; open a scope inside of it, around the parts without 'await'",
      );
    }
    collectTensors(result, survivors, new Set());
    return result;
  } finally {
    current = outer;
    for (const tensor of made) {
      if (tensor.kept) continue;
      if (survivors.has(tensor)) outer?.push(tensor);
      else release(tensor);
    }
  }
}

/** Takes `tensor` out of every scope, open now or later: it lives until it is disposed or collected. Returns it. */
export function keep<T extends NativeTensor>(tensor: T): T {
  if (typeof tensor !== 'object' || tensor === null || !isTensor(tensor))
    throw new TypeError(`torch.keep: argument 'tensor' must be a Tensor, got ${describeValue(tensor)}`);
  (tensor as unknown as Scoped).kept = true;
  return tensor;
}

/** Takes back what {@link keep} did: `tensor` is put under the innermost open scope, as if it were made now. Returns it. */
export function handOver<T extends NativeTensor>(tensor: T): T {
  const scoped = tensor as unknown as Scoped;
  scoped.kept = false;
  enterScope(scoped);
  return tensor;
}

/**
 * What is alive in this thread: tensors, the bytes of the storages that they refer to (shared storages count once), and
 * TorchScript modules.
 */
export function memory(): { tensors: number; bytes: number; scriptModules: number } {
  return { ...native.memory(), scriptModules: native.scriptCount() };
}

/**
 * Gives memory that no tensor uses any more, and that is kept for tensors to come, back to the system: that of the CPU, for
 * all threads, and that of GPUs. Training needs no such call; a service that falls idle after a large moment may want it.
 *
 * @returns how many bytes of main memory were given back
 */
export function emptyCache(): number {
  return native.emptyCache();
}
