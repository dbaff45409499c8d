// The addon's exports without the TypeScript above them, and reproducible random numbers to call them with.
import { constants } from 'node:os';
import path from 'node:path';
import { ADDON } from './alone';

const addon = path.resolve(__dirname, '..', '..', ADDON);

/** A small linear congruential generator: the same garbage every time. */
export function randomIntegers(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

/** The exported functions by name. */
export type Native = Record<string, (...inputs: unknown[]) => unknown>;

/** A new binding, to which no classes are registered. */
export function nativeExports(): Native {
  const holder = { exports: {} };
  process.dlopen(holder, addon, constants.dlopen.RTLD_NOW);
  return holder.exports as Native;
}

/** A binding with a class of tensors of its own. */
export function registeredExports(): Native {
  const native = nativeExports();
  const board = native.slotBoard?.() as Int32Array;
  const slots = new WeakMap<object, { box: unknown; slot: number }>();
  native.register?.({
    createTensor: () => {
      const tensor = {};
      const box = native.newHandle?.();
      slots.set(tensor, { box, slot: board[0] as number });
      return tensor;
    },
    slotOf: (value: object) => slots.get(value)?.slot ?? -1,
    grown: () => {},
    Error,
    TypeError,
    RangeError,
  });
  return native;
}
