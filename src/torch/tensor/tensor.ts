// The class Tensor: properties, data out, gradients and disposal; the operators among its methods are generated.
import { inspect } from 'node:util';

import { checkOptions } from '../../options';
import {
  type Device,
  type DType,
  type Layout,
  type MemoryFormat,
  type NestedArray,
  native,
  type Scalar,
  type TypedArray,
} from '../addon';
import { type BackwardOptions, backward } from './backward';
import { methodNames, type TensorMethods } from './generated';
import { Handled, isDisposed, makerKey, release, slotOf } from './handle';
import { getAt, type Index, setAt } from './indexing';
import { operatorMethod, overload } from './operators';
import { warnOfPileUp } from './pileUp';
import { parsePlacement } from './placement';
import { format } from './print';
import { enterScope } from './scope';
import { toNestedArray, toTypedArray } from './values';

/** What `tensor.to` can change. */
export interface ToOptions {
  dtype?: DType;
  device?: Device;
  memoryFormat?: MemoryFormat;
  /** Default false. */
  nonBlocking?: boolean;
  /** Whether to copy also when nothing changes. Default false. */
  copy?: boolean;
}

let makeTensor: () => Tensor;
const convert = overload('to', 'dtype_layout');
// The generated methods are added to the prototype below.
export interface Tensor extends TensorMethods {}

/**
 * A tensor of libtorch. Made by `torch.tensor`, by factory functions and by operators; freed by `dispose`, by the end of a
 * `torch.scope`, or by the garbage collector.
 */
// biome-ignore lint/suspicious/noUnsafeDeclarationMerging: the interface describes exactly those methods
export class Tensor extends Handled {
  static {
    makeTensor = () => new Tensor(makerKey);
  }

  /** The sizes of its dimensions; `[]` for a single value. */
  get shape(): number[] {
    return Array.from(native.shape(this));
  }

  get dtype(): DType {
    return native.dtype(this);
  }

  /** `'cpu'` or `'cuda:0'`. */
  get device(): string {
    return native.device(this);
  }

  get layout(): Layout {
    return native.layout(this) as Layout;
  }

  /** Whether operations on it are recorded for `backward`. Can be set on leaves. */
  get requiresGrad(): boolean {
    return native.requiresGrad(this);
  }

  set requiresGrad(on: boolean) {
    native.setRequiresGrad(this, on);
  }

  /** Whether it was created by the user rather than by a recorded operation. */
  get isLeaf(): boolean {
    return native.isLeaf(this);
  }

  /** The gradient that `backward` accumulated, as a new Tensor on the same memory, or null. Can be set. */
  get grad(): Tensor | null {
    return native.getGrad(this) as Tensor | null;
  }

  set grad(gradient: Tensor | null) {
    native.setGrad(this, gradient);
  }

  /** Whether its memory was freed; every other use of it then throws. */
  get isDisposed(): boolean {
    return isDisposed(this);
  }

  /** The transpose of a matrix. */
  get T(): Tensor {
    return this.t();
  }

  /** The size of all dimensions, or of one; negative dimensions count from the end. */
  size(): number[];
  size(dim: number): number;
  size(dim?: number): number | number[] {
    const shape = this.shape;
    if (dim === undefined) return shape;
    const size = Number.isInteger(dim) ? shape.at(dim) : undefined;
    if (size === undefined) {
      throw new RangeError(
        `argument 'dim' must be between ${-shape.length} and ${shape.length - 1}, got ${String(dim)}`,
      );
    }
    return size;
  }

  /** The number of dimensions. */
  dim(): number {
    return this.shape.length;
  }

  /** The number of values. */
  numel(): number {
    return this.shape.reduce((count, size) => count * size, 1);
  }

  /** Sets `requiresGrad` and returns this tensor. */
  requiresGrad_(on = true): this {
    native.setRequiresGrad(this, on);
    return this;
  }

  /**
   * The same values as another dtype, on another device, or in another memory format. Returns this tensor itself when
   * nothing changes (unless `copy`).
   */
  to(target: DType | Device | Tensor | ToOptions): Tensor {
    if (target instanceof Tensor)
      return convert(this, { dtype: target.dtype, device: target.device }) as Tensor;
    if (typeof target === 'string') return convert(this, parsePlacement('Tensor.to', target)) as Tensor;
    checkOptions('Tensor.to', target, ['dtype', 'device', 'memoryFormat', 'nonBlocking', 'copy']);
    return convert(this, target) as Tensor;
  }

  cpu(): Tensor {
    return this.to('cpu');
  }

  cuda(index?: number): Tensor {
    return this.to(index === undefined ? 'cuda' : `cuda:${index}`);
  }

  float(): Tensor {
    return this.to('float32');
  }

  double(): Tensor {
    return this.to('float64');
  }

  long(): Tensor {
    return this.to('int64');
  }

  bool(): Tensor {
    return this.to('bool');
  }

  /**
   * Computes the gradients of this tensor and adds them to `grad` of the leaves it was computed from.
   * A tensor of more than one element needs `gradient`, of its own shape.
   */
  backward(options: BackwardOptions = {}): void {
    backward([this], options);
  }

  /** Gives this tensor the storage, shape and dtype of `data`, as assigning `param.data` does in PyTorch. */
  setData(data: Tensor): void {
    native.setData(this, data);
  }

  /** The value of a tensor of one element; a bigint for integers that a number cannot hold. */
  item(): number | bigint | boolean {
    const value = native.item(this);
    if (typeof value === 'object') {
      throw new TypeError(
        `item() has no JavaScript value for ${this.dtype}; use torch.viewAsReal(tensor).toTypedArray()`,
      );
    }
    return value;
  }

  /**
   * A copy of the values, flat and contiguous: BigInt64Array for int64, Uint8Array for bool, Float32Array for float16 and
   * bfloat16 too; complex numbers as pairs.
   */
  toTypedArray(): TypedArray {
    return toTypedArray(this);
  }

  /** A copy of the values as nested arrays, or a single value for a tensor without dimensions. */
  tolist(): NestedArray {
    return toNestedArray(this);
  }

  /**
   * Indexes as Python's brackets do: `x.at(0)`, `x.at(':', '1:3')`, `x.at('...', -1)`, `x.at(null)`, `x.at(mask)`,
   * `x.at([0, 2])`. Integers, slices, `'...'` and null give views, masks and index lists give copies.
   */
  at(...indices: Index[]): Tensor {
    return getAt(this, indices);
  }

  /** Writes `value` where `at(...indices)` reads, and returns this tensor. */
  setAt(indices: readonly Index[], value: Tensor | Scalar): this {
    setAt(this, indices, value);
    return this;
  }

  /** Frees its memory immediately. Calling it again does nothing. Views of it keep the memory that they share alive. */
  dispose(): void {
    release(this);
  }

  [Symbol.dispose](): void {
    release(this);
  }

  /** Its values as PyTorch prints them, with shape and dtype; long tensors are shortened. */
  override toString(): string {
    return format(this);
  }

  [inspect.custom](): string {
    return format(this);
  }

  /** @internal */
  protected override advice(): { json: string; number: string } {
    return {
      json: 'use tolist() for its values, item() for a single one, torch.save for files',
      number:
        'use methods such as add, eq and gt, item() for the value of a single element, torch.equal to compare',
    };
  }
}

native.register({
  createTensor: () => {
    const tensor = makeTensor();
    enterScope(tensor);
    return tensor;
  },
  slotOf,
  grown: warnOfPileUp,
  Error,
  TypeError,
  RangeError,
});

// Not declared, so that TypeScript takes no tensor for an array; without it, `Array.from(tensor)` is an empty array.
Object.defineProperty(Tensor.prototype, 'length', {
  get(): never {
    throw new TypeError(
      'a Tensor is no array: use size(0) for its length, unbind(0) for its rows, tolist() or toTypedArray() for its values',
    );
  },
  configurable: true,
});

for (const name of methodNames) {
  Object.defineProperty(Tensor.prototype, native.camelCase(name), {
    value: operatorMethod(name),
    writable: true,
    configurable: true,
  });
}
