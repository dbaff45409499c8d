// Callbacks that must be finished when they return: asynchronous ones are refused.
import { types } from 'node:util';

/** Whether `value` is a promise, or anything else that `await` waits for. */
export function isThenable(value: unknown): value is PromiseLike<unknown> {
  const holder = (typeof value === 'object' && value !== null) || typeof value === 'function';
  return holder && typeof (value as { then?: unknown }).then === 'function';
}

const ownMode = new WeakSet<object>();

/** Marks a promise of work in another thread, which keeps the modes in which it was started. Returns the promise. */
export function keepsMode<T>(promise: Promise<T>): Promise<T> {
  ownMode.add(promise);
  return promise;
}

/**
 * What `fn(...inputs)` returns.
 *
 * @param name The name of `fn` to the caller, for the message: `torch.scope: fn`.
 * @throws TypeError when `fn` is not a function, is asynchronous or a generator (before any of it runs), or returns a promise.
 */
export function synchronously<Inputs extends unknown[], T>(
  name: string,
  fn: (...inputs: Inputs) => T,
  ...inputs: Inputs
): T {
  const result = call(name, fn, inputs);
  if (isThenable(result)) refusePromise(name, result);
  return result;
}

/** As {@link synchronously}, for a function that a mode holds for: it may return a promise marked by {@link keepsMode}. */
export function inMode<T>(name: string, fn: () => T): T {
  const result = call(name, fn, []);
  if (isThenable(result) && !ownMode.has(result)) refusePromise(name, result);
  return result;
}

function call<Inputs extends unknown[], T>(name: string, fn: (...inputs: Inputs) => T, inputs: Inputs): T {
  if (typeof fn !== 'function') {
    throw new TypeError(`${name} must be a function, got ${fn === null ? 'null' : typeof fn}`);
  }
  if (types.isAsyncFunction(fn)) throw refusal(name, 'this one is asynchronous');
  if (types.isGeneratorFunction(fn)) throw refusal(name, 'this one is a generator');
  return fn(...inputs);
}

function refusePromise(name: string, result: PromiseLike<unknown>): never {
  // Its result is not used; an unhandled rejection would end the process.
  if (result instanceof Promise) (result as Promise<unknown>).catch(() => {});
  throw refusal(name, 'this one returned a promise');
}

function refusal(name: string, found: string): TypeError {
  return new TypeError(
    `${name} must be a synchronous function, ${found}; keep every 'await' outside of it, since what it does ends when it returns`,
  );
}
