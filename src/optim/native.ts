// The addon's optimiser functions, typed.
import type { Tensor } from '../torch';
import { native as addon } from '../torch/native';

type Columns = Record<string, readonly Tensor[]>;
type Step = (columns: Columns, options: Record<string, number | boolean>) => void;

/** Whole-step updates and gradient helpers; each takes every parameter at once. */
export interface NativeOptim {
  adamStep: Step;
  sgdStep: Step;
  adagradStep: Step;
  rmspropStep: Step;
  adadeltaStep: Step;
  hasGradients(params: readonly Tensor[]): boolean[];
  zeroGradients(params: readonly Tensor[]): void;
  clipGradientNorm(
    params: readonly Tensor[],
    maxNorm: number,
    normType: number,
    errorIfNonfinite: boolean,
  ): Tensor;
  clipGradientValue(params: readonly Tensor[], clipValue: number): void;
}

export const native = addon as unknown as NativeOptim;
