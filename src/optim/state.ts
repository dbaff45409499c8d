// The state of an optimizer, and copying it from a state dict.
import type { Tensor } from '../torch';
import { torch } from '../torch';
import { kindOf } from './kind';

/** The settings of every optimizer's groups. */
export interface BaseOptions {
  /** Learning rate, at least 0. Schedules change it. */
  lr: number;
}

/** What learning-rate schedules store in a group. */
export interface Scheduled {
  /** The rate before the first schedule. */
  initialLr?: number;
}

/** The tensors that an optimizer keeps for one parameter, named as in PyTorch (`step`, `exp_avg`, ...). */
export type ParamState = Record<string, Tensor>;

/** PyTorch's structure: the state by the parameter's position, and the groups with positions instead of tensors. */
export interface OptimizerState<Options extends BaseOptions> {
  state: Record<number, ParamState>;
  paramGroups: ({ params: number[] } & Options & Scheduled)[];
}

/**
 * Copies `source` into `target`, the state of a parameter that has made no step.
 *
 * @throws Error naming what is missing or misshapen
 */
export function copyLike(target: ParamState, source: ParamState, param: Tensor, owner: string): ParamState {
  const [expected, actual] = [Object.keys(target).sort(), Object.keys(source).sort()];
  if (expected.some((name) => !actual.includes(name))) {
    throw new Error(`${owner}: expected state ${expected.join(', ')}, got ${actual.join(', ')}`);
  }
  // State of a setting that was switched off since is kept in case it is switched on again.
  for (const name of actual) target[name] ??= torch.zerosLike(param);
  for (const [name, tensor] of Object.entries(target)) {
    const value: unknown = source[name];
    const got = value instanceof torch.Tensor ? `[${value.shape.join(', ')}]` : kindOf(value);
    if (!(value instanceof torch.Tensor) || value.shape.join() !== tensor.shape.join()) {
      throw new Error(`${owner}: ${name} must have shape [${tensor.shape.join(', ')}], got ${got}`);
    }
    tensor.copy_(value);
  }
  return target;
}

/** Whether a value has the form of an optimizer's state dict. */
export function isState<Options extends BaseOptions>(value: unknown): value is OptimizerState<Options> {
  if (typeof value !== 'object' || value === null) return false;
  const { state, paramGroups } = value as { state?: unknown; paramGroups?: unknown };
  const groups: unknown[] = Array.isArray(paramGroups) ? paramGroups : [null];
  return (
    typeof state === 'object' &&
    state !== null &&
    groups.every((group) => Array.isArray((group as { params?: unknown } | null)?.params))
  );
}
