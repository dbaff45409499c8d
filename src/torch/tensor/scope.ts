// Who frees a tensor and when: scopes, and what is kept out of them.
import { describeValue } from '../../options';
import { isThenable, synchronously } from '../../synchronous';
import type { NativeTensor } from '../addon';
import { type Handled, isKept, isTensor, release, setKept } from './handle';

let current: Handled[] | null = null;

/** Puts a new tensor under the innermost open scope. */
export function enterScope(tensor: Handled): void {
  current?.push(tensor);
}

/** Every tensor inside `value`: itself, array elements, map and set entries, and the fields of objects. */
function collectTensors(value: unknown, found: Set<Handled>, seen: Set<object>): void {
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

/** Runs `fn` with a scope of its own; gives its result and the tensors made meanwhile. They are freed when `fn` throws. */
function recording<T>(fn: () => T): { result: T; made: Handled[] } {
  const outer = current;
  const made: Handled[] = [];
  current = made;
  try {
    return { result: fn(), made };
  } catch (error) {
    releaseAll(made);
    throw error;
  } finally {
    current = outer;
  }
}

function releaseAll(made: readonly Handled[]): void {
  for (const tensor of made) if (!isKept(tensor)) release(tensor);
}

/**
 * Runs `fn` and frees every tensor that was made meanwhile, except those in its result: arrays, plain objects, maps, sets
 * and the fields of modules are searched. Returned tensors belong to the enclosing scope, if there is one.
 * When `fn` throws, everything made meanwhile is freed.
 *
 * @throws TypeError when `fn` is asynchronous: tensors made after an `await` could not be told from others.
 */
export function scope<T>(fn: () => T): T {
  const survivors = new Set<Handled>();
  const { result, made } = recording(() => {
    const returned = synchronously('torch.scope: fn', fn);
    collectTensors(returned, survivors, new Set());
    return returned;
  });
  for (const tensor of made) {
    if (isKept(tensor)) continue;
    if (survivors.has(tensor)) enterScope(tensor);
    else release(tensor);
  }
  return result;
}

/**
 * Runs a callback of the user that may be asynchronous. What it makes before its first `await` is freed when it has ended.
 *
 * @returns its promise, if it returns one; nothing otherwise.
 */
export function scopeOfCallback(callback: () => unknown): Promise<void> | undefined {
  const { result, made } = recording(callback);
  if (!isThenable(result)) {
    releaseAll(made);
    return undefined;
  }
  return Promise.resolve(result)
    .then(() => {})
    .finally(() => releaseAll(made));
}

/** Takes `tensor` out of every scope, open now or later: it lives until it is disposed or collected. Returns it. */
export function keep<T extends NativeTensor>(tensor: T): T {
  if (!isTensor(tensor))
    throw new TypeError(`torch.keep: argument 'tensor' must be a Tensor, got ${describeValue(tensor)}`);
  setKept(tensor, true);
  return tensor;
}

/** Undoes {@link keep}: `tensor` belongs to the innermost open scope, as if it were created now. Returns it. */
export function handOver<T extends NativeTensor>(tensor: T): T {
  setKept(tensor as unknown as Handled, false);
  enterScope(tensor as unknown as Handled);
  return tensor;
}
