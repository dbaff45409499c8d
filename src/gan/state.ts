// The state that checkpoints hold: parts that save and restore their state, registered by name.
import { UsageError } from '../errors';
import { describeValue, isPlainObject } from '../options';

/** A part with state that a checkpoint holds. */
export interface Stateful {
  /** The state: nested plain objects and arrays of tensors and JSON values (not copies). */
  state(): unknown;
  /** Restores what {@link state} returned. */
  loadState(state: never): void;
}

/** A module, an optimizer or a schedule, by PyTorch's names. */
export interface HasStateDict {
  stateDict(): object;
  loadStateDict(state: never): unknown;
}

/** States by name, as a checkpoint holds them. */
export type StateMap = Record<string, unknown>;

/** Parts with state, by name. */
export class StateRegistry {
  private readonly parts = new Map<string, Stateful>();

  /** @param owner the owner of the parts, for errors */
  constructor(private readonly owner: string) {}

  /**
   * Adds a part.
   *
   * @param name under which its state is saved; it must be the same when the state is loaded
   * @throws UsageError when the name is taken, or the part has no state
   */
  register(name: string, part: Stateful | HasStateDict): void {
    if (typeof name !== 'string' || name === '') {
      throw new UsageError(`register: expected a name for the part, got ${describeValue(name)}`);
    }
    if (this.parts.has(name)) {
      throw new UsageError(
        `register: the ${this.owner} has a part '${name}' already`,
        'give each part a different name',
      );
    }
    this.parts.set(name, asStateful(name, part));
  }

  state(): StateMap {
    return Object.fromEntries([...this.parts].map(([name, part]) => [name, part.state()]));
  }

  /** @throws UsageError when the names are not those of this registry; nothing is loaded then */
  loadState(saved: StateMap): void {
    if (!isPlainObject(saved)) {
      throw new UsageError(`loadState: expected an object as state() gives it, got ${describeValue(saved)}`);
    }
    const names = [...this.parts.keys()];
    const missing = names.filter((name) => !Object.hasOwn(saved, name));
    const unexpected = Object.keys(saved).filter((name) => !this.parts.has(name));
    if (missing.length + unexpected.length > 0) {
      const lists = [
        missing.length > 0 ? `it lacks ${missing.join(', ')}` : '',
        unexpected.length > 0 ? `it also holds ${unexpected.join(', ')}` : '',
      ];
      throw new UsageError(
        `the state is not one of this ${this.owner}: ${lists.filter(Boolean).join('; ')}`,
        `create the ${this.owner} with the same parts as the one that was saved`,
      );
    }
    for (const [name, part] of this.parts) part.loadState(saved[name] as never);
  }
}

function asStateful(name: string, part: Stateful | HasStateDict): Stateful {
  if (typeof part === 'object' && part !== null) {
    if ('state' in part && typeof part.state === 'function' && typeof part.loadState === 'function')
      return part;
    if ('stateDict' in part && typeof part.stateDict === 'function') {
      return { state: () => part.stateDict(), loadState: (state) => void part.loadStateDict(state) };
    }
  }
  throw new UsageError(
    `register('${name}'): expected an object with state() and loadState(), or stateDict() and loadStateDict()`,
    'a checkpoint holds what state() returns, and loadState() restores it',
  );
}
