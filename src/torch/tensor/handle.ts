// The link from a JavaScript tensor to libtorch's: a handle in a private field, which no copy can reach.

import { type NativeBox, native, slots } from '../addon';
import { Identified } from './identity';
import type { Tensor } from './tensor';

/** Goes from tensor to tensor; the native side frees what it leads to when the box is collected. */
interface Handle {
  readonly box: NativeBox;
  readonly slot: number;
  /** The `id` of the tensor that holds it. */
  readonly id: symbol;
}

/** In place of a slot; native/slot_board.h has the same numbers. */
const NO_TENSOR = -1;
const DISPOSED = -2;
const IMITATION = -3;

const spareHandles: Handle[] = [];
const maxSpareHandles = 65_536;
const disposedId = Symbol('a disposed Tensor');

/** The key that the constructor of tensors requires. */
export const makerKey = Symbol('maker of tensors');

let handleOf: (tensor: Handled) => Handle | null;
let isHandled: (value: object) => value is Handled;
let dropHandle: (tensor: Handled) => void;
let readKept: (tensor: Handled) => boolean;
let writeKept: (tensor: Handled, kept: boolean) => void;

/** The part of a Tensor that only this file can see or copy; frozen tensors have it, too. */
export abstract class Handled extends Identified {
  #handle: Handle | null;
  #kept = false;

  static {
    handleOf = (tensor) => tensor.#handle;
    isHandled = (value): value is Handled => #handle in value;
    dropHandle = (tensor) => {
      tensor.#handle = null;
    };
    readKept = (tensor) => tensor.#kept;
    writeKept = (tensor, kept) => {
      tensor.#kept = kept;
    };
  }

  /** Takes a spare handle, or a fresh one; for callers that have the {@link makerKey}. */
  protected constructor(key: symbol) {
    if (key !== makerKey) {
      throw new TypeError(
        'new Tensor: tensors are made by torch.tensor, by factory functions and by operators',
      );
    }
    const handle = spareHandles.pop() ?? newHandle();
    super(handle.id);
    this.#handle = handle;
    slots[0] = handle.slot;
  }
}

function newHandle(): Handle {
  const box = native.newHandle();
  const slot = slots[0] as number;
  return { box, slot, id: Symbol(`Tensor ${slot}, copied by clone(), compared by torch.equal`) };
}

/** Whether `value` is a tensor, alive or disposed, rather than a copy or a proxy of one. */
export function isTensor(value: unknown): value is Tensor {
  return typeof value === 'object' && value !== null && isHandled(value);
}

/** Whether the memory of `tensor` was freed; copies and proxies of a tensor never had any. */
export function isDisposed(tensor: Handled): boolean {
  return slotOf(tensor) < 0;
}

/** Frees the memory of `tensor` immediately. Calling it again does nothing; a copy or a proxy has nothing to free. */
export function release(tensor: Handled): void {
  const handle = isHandled(tensor) ? handleOf(tensor) : null;
  if (handle === null) return;
  dropHandle(tensor);
  native.releaseHandle(handle.slot);
  try {
    (tensor as { id: symbol }).id = disposedId;
  } catch {
    // A frozen tensor keeps its id, which no other tensor may then get.
    return;
  }
  if (spareHandles.length < maxSpareHandles) spareHandles.push(handle);
}

/** Whether `torch.keep` took `tensor` out of every scope. */
export function isKept(tensor: Handled): boolean {
  return readKept(tensor);
}

/** Takes `tensor` out of every scope, or makes it subject to scopes again. */
export function setKept(tensor: Handled, kept: boolean): void {
  writeKept(tensor, kept);
}

/** The slot of a live tensor, else what stands in its place. May run code of the user: a proxy is asked for its prototype. */
export function slotOf(value: unknown): number {
  const slot = ownSlotOf(value);
  return slot === NO_TENSOR && value instanceof Handled ? IMITATION : slot;
}

/** As {@link slotOf}, for values that are no copy and no proxy of a tensor; runs no code of the user. */
function ownSlotOf(value: unknown): number {
  if (typeof value !== 'object' || value === null || !isHandled(value)) return NO_TENSOR;
  return handleOf(value)?.slot ?? DISPOSED;
}

function refuseImitation(value: unknown): void {
  if (typeof value !== 'object' || value === null || isHandled(value) || !(value instanceof Handled)) return;
  throw new TypeError(
    'this is a copy or a proxy of a Tensor and has no values of its own; copy tensors with clone()',
  );
}

/**
 * Tells the addon which arguments of the call to come are tensors.
 *
 * @throws TypeError for a copy or a proxy of a tensor.
 */
export function announce(inputs: readonly unknown[]): void {
  const count = inputs.length;
  // Before anything is written: code of the user may run, and call operators itself.
  for (let i = 0; i < count; i++) refuseImitation(inputs[i]);
  for (let i = 0; i < count; i++) slots[2 + i] = ownSlotOf(inputs[i]);
  slots[1] = count;
}

/** As {@link announce}, for a method. */
export function announceMethod(self: unknown, inputs: readonly unknown[]): void {
  const count = inputs.length;
  refuseImitation(self);
  for (let i = 0; i < count; i++) refuseImitation(inputs[i]);
  slots[2] = ownSlotOf(self);
  for (let i = 0; i < count; i++) slots[3 + i] = ownSlotOf(inputs[i]);
  slots[1] = count + 1;
}
