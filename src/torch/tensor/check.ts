// Arguments of hand-written functions: wrong kinds of values are named before they are used.
import { describeValue } from '../../options';
import { Tensor } from './tensor';

/** @throws TypeError unless `value` is a Tensor. */
export function checkTensor(owner: string, argument: string, value: unknown): asserts value is Tensor {
  if (value instanceof Tensor) return;
  throw new TypeError(`${owner}: argument '${argument}' must be a Tensor, got ${describeValue(value)}`);
}

/** @throws TypeError unless `path` is a string that can name a file. */
export function checkPath(owner: string, path: unknown): asserts path is string {
  if (typeof path === 'string' && path !== '' && !path.includes('\0')) return;
  throw new TypeError(`${owner}: argument 'path' must name a file, got ${describeValue(path)}`);
}
