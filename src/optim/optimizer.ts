// The base class of optimizers: parameter groups, per-parameter state, state dicts.
import { describeNumber } from '../options';
import type { Tensor } from '../torch';
import { native, torch } from '../torch';
import { kindOf } from './kind';
import {
  type BaseOptions,
  copyLike,
  isState,
  type OptimizerState,
  type ParamState,
  type Scheduled,
} from './state';

export type { BaseOptions, OptimizerState, ParamState };

/** Parameters with the settings that differ from the optimizer's own. */
export type ParamGroup<Options extends BaseOptions> = {
  params: Iterable<Tensor> | Tensor;
} & Partial<Options> &
  Scheduled;

/** A group with every setting filled in. The fields may be changed between steps. */
export type FullGroup<Options extends BaseOptions> = { params: Tensor[] } & Options & Scheduled;

/**
 * An optimizer over leaf tensors. Parameters without a gradient are skipped in a step. State is created at a parameter's
 * first step, on its device, and lives outside every `torch.scope` until `dispose()`.
 */
export abstract class Optimizer<Options extends BaseOptions> {
  readonly paramGroups: FullGroup<Options>[] = [];
  protected readonly state = new Map<Tensor, ParamState>();
  readonly #defaults: Options;

  /**
   * @throws TypeError or Error when the parameters are none, not leaf tensors, or given twice, or when a setting is
   * unknown or impossible.
   */
  constructor(
    params: Iterable<Tensor> | Iterable<ParamGroup<Options>>,
    options: Partial<Options>,
    defaults: Options,
  ) {
    this.#defaults = merge(this.constructor.name, defaults, options);
    if (typeof params !== 'object' || params === null || !(Symbol.iterator in params)) {
      throw new TypeError(
        `${this.constructor.name}: params must be an array of tensors or groups, got ${kindOf(params)}`,
      );
    }
    const list: unknown[] = [...params];
    if (list.length === 0) throw new Error(`${this.constructor.name}: got no parameters`);
    const groups = (list.some(isGroup) ? list : [{ params: list }]) as ParamGroup<Options>[];
    for (const group of groups) this.addParamGroup(group);
  }

  /** Throws an error that names the setting when a group's settings are impossible. */
  protected abstract validate(group: FullGroup<Options>): void;

  /** The zeroed state of a parameter that is about to make its first step. */
  protected abstract initialState(param: Tensor, group: FullGroup<Options>): ParamState;

  /** Updates `params`, which all have gradients. */
  protected abstract update(params: Tensor[], group: FullGroup<Options>): void;

  /**
   * Adds parameters, for example those of a layer that was added later. Settings that are not given are the optimizer's own.
   *
   * @throws TypeError, Error or RangeError, and nothing is added, for what the constructor refuses.
   */
  addParamGroup(group: ParamGroup<Options>): void {
    const name = this.constructor.name;
    if (!isGroup(group)) {
      throw new TypeError(`${name}: a group must be an object { params, ... }, got ${kindOf(group)}`);
    }
    const { params: given, ...settings } = group;
    const params = given instanceof torch.Tensor ? [given] : [...given];
    const known = new Set(this.paramGroups.flatMap((existing) => existing.params));
    for (const [index, param] of params.entries()) {
      if (!(param instanceof torch.Tensor)) {
        throw new TypeError(`${name}: parameter ${index} must be a Tensor, got ${kindOf(param)}`);
      }
      if (!param.isLeaf)
        throw new Error(`${name}: parameter ${index} is the result of a computation; optimize leaf tensors`);
      if (known.has(param)) throw new Error(`${name}: parameter ${index} is given twice`);
      known.add(param);
    }
    const full = { ...merge(name, this.#defaults, settings as unknown as Partial<Options>), params };
    this.#check(full);
    this.paramGroups.push(full);
  }

  /** One update of every parameter that has a gradient. */
  step(): void {
    for (const group of this.paramGroups) {
      const flags = native.hasGradients(group.params);
      const params = group.params.filter((_, index) => flags[index]);
      if (params.length > 0) this.update(params, group);
    }
  }

  /** Drops the gradients of all parameters. */
  zeroGrad(): void {
    for (const group of this.paramGroups) native.zeroGradients(group.params);
  }

  /** The state and the settings. The tensors are the optimizer's own, not copies: write or clone them before the next step. */
  stateDict(): OptimizerState<Options> {
    const order = this.paramGroups.flatMap((group) => group.params);
    const index = new Map(order.map((param, position) => [param, position]));
    const state: Record<number, ParamState> = {};
    for (const [position, param] of order.entries()) {
      const own = this.state.get(param);
      if (own) state[position] = { ...own };
    }
    const paramGroups = this.paramGroups.map((group) => ({
      ...group,
      params: group.params.map((param) => index.get(param) as number),
    }));
    return { state, paramGroups };
  }

  /**
   * Copies the state and the settings of a `stateDict()`. Everything is checked first, so a failed call
   * changes nothing.
   *
   * @throws Error when groups, parameter counts, state names or shapes do not fit this optimizer.
   */
  loadStateDict(dict: OptimizerState<Options>): void {
    const name = `${this.constructor.name}.loadStateDict`;
    const sizes = (groups: { params: unknown[] }[]) => groups.map((group) => group.params.length).join(', ');
    if (!isState<Options>(dict)) {
      throw new TypeError(`${name}: expected { state, paramGroups }, got ${kindOf(dict)}`);
    }
    if (sizes(dict.paramGroups) !== sizes(this.paramGroups)) {
      const [expected, actual] = [sizes(this.paramGroups), sizes(dict.paramGroups)];
      throw new Error(`${name}: expected groups with [${expected}] parameters, got [${actual}]`);
    }
    const groups = this.paramGroups.map((group, i) => {
      const { params: _, ...settings } = dict.paramGroups[i] as { params: number[] } & Options;
      return {
        ...group,
        ...merge(name, group, settings as unknown as Partial<Options>),
        params: group.params,
      };
    });
    for (const group of groups) this.#check(group);
    const loaded = this.#copyState(dict, groups, name);
    this.#freeState();
    for (const [param, state] of loaded) this.state.set(param, state);
    for (const [i, group] of this.paramGroups.entries()) Object.assign(group, groups[i]);
  }

  /** Frees the state (not the parameters). A later step starts afresh. */
  dispose(): void {
    this.#freeState();
  }

  [Symbol.dispose](): void {
    this.dispose();
  }

  /**
   * One state tensor of each parameter, made where it is missing: at the first step, or when a setting that needs it
   * (amsgrad, momentum) was switched on later.
   */
  protected column(params: Tensor[], group: FullGroup<Options>, name: string): Tensor[] {
    return params.map((param) => {
      const known = this.state.get(param);
      if (known?.[name]) return known[name];
      const state = { ...torch.noGrad(() => this.initialState(param, group)), ...known };
      for (const tensor of Object.values(state)) torch.keep(tensor);
      this.state.set(param, state);
      return state[name] as Tensor;
    });
  }

  #check(group: FullGroup<Options>): void {
    const { lr, initialLr = lr } = group;
    checkAtLeastZero(this.constructor.name, { lr, initialLr });
    this.validate(group);
    for (const [name, value] of Object.entries(group)) {
      if (Number.isNaN(value)) {
        throw new RangeError(`${this.constructor.name}: ${name} must be a number, got NaN`);
      }
    }
  }

  #freeState(): void {
    for (const state of this.state.values()) for (const tensor of Object.values(state)) tensor.dispose();
    this.state.clear();
  }

  #copyState(
    dict: OptimizerState<Options>,
    groups: FullGroup<Options>[],
    name: string,
  ): [Tensor, ParamState][] {
    const owners = groups.flatMap((group) => group.params.map((param) => ({ param, group })));
    const positions = dict.paramGroups.flatMap((group) => group.params);
    return torch.noGrad(() =>
      torch.scope(() => {
        const entries: [Tensor, ParamState][] = [];
        for (const [i, { param, group }] of owners.entries()) {
          const source = dict.state[positions[i] as number];
          if (source)
            entries.push([
              param,
              copyLike(this.initialState(param, group), source, param, `${name}: parameter ${i}`),
            ]);
        }
        for (const [, state] of entries) for (const tensor of Object.values(state)) torch.keep(tensor);
        return entries;
      }),
    );
  }
}

/** Throws a RangeError that names the first setting that is not a number of at least 0. */
export function checkAtLeastZero(optimizer: string, settings: Record<string, number>): void {
  for (const [name, value] of Object.entries(settings)) {
    if (typeof value !== 'number' || !(value >= 0)) {
      throw new RangeError(
        `${optimizer}: ${name} must be a number of at least 0, got ${describeNumber(value)}`,
      );
    }
  }
}

/** Throws a RangeError that names the first setting that is not in [0, 1). */
export function checkFraction(optimizer: string, settings: Record<string, number>): void {
  for (const [name, value] of Object.entries(settings)) {
    if (typeof value !== 'number' || !(value >= 0 && value < 1)) {
      throw new RangeError(
        `${optimizer}: ${name} must be at least 0 and below 1, got ${describeNumber(value)}`,
      );
    }
  }
}

/** The count of steps that fused kernels read: one float on the parameter's device. */
export function zeroStep(param: Tensor): Tensor {
  return torch.zeros([], { dtype: 'float32', device: param.device });
}

function merge<Options extends BaseOptions>(
  optimizer: string,
  defaults: Options,
  given: Partial<Options>,
): Options {
  if (kindOf(given) !== 'object') {
    throw new TypeError(`${optimizer}: settings must be an object such as { lr: 0.1 }, got ${kindOf(given)}`);
  }
  const settings = Object.entries(given).filter(([, value]) => value !== undefined);
  const known = Object.keys(defaults).filter((name) => name !== 'params' && name !== 'initialLr');
  for (const [name, value] of settings) {
    if (!Object.hasOwn(defaults, name) && name !== 'initialLr') {
      throw new TypeError(`${optimizer}: unknown setting '${name}'; known are ${known.join(', ')}`);
    }
    const expected = kindOf(
      name === 'initialLr' ? 0 : (defaults as unknown as Record<string, unknown>)[name],
    );
    if (kindOf(value) !== expected) {
      throw new TypeError(`${optimizer}: ${name} must be ${article(expected)}, got ${kindOf(value)}`);
    }
  }
  return { ...defaults, ...Object.fromEntries(settings) };
}

function isGroup(value: unknown): value is { params: Iterable<Tensor> | Tensor } {
  if (typeof value !== 'object' || value === null || value instanceof torch.Tensor) return false;
  const { params } = value as { params?: unknown };
  return (
    typeof params === 'object' &&
    params !== null &&
    (params instanceof torch.Tensor || Symbol.iterator in params)
  );
}

function article(kind: string): string {
  return kind.startsWith('an ') ? kind : `a ${kind}`;
}
