// Containers: Sequential and ModuleList.
import { describeValue } from '../options';
import type { Tensor } from '../torch';
import { Module } from './module';

/** Modules that are named by their position and can be walked with for...of. */
abstract class Container extends Module implements Iterable<Module> {
  readonly #items: Module[] = [];

  constructor(modules: Iterable<Module>) {
    super();
    if (typeof (modules as Partial<Iterable<Module>> | null)?.[Symbol.iterator] !== 'function')
      throw new TypeError(
        `${this.constructor.name}: expected a list of modules, got ${describeValue(modules)}`,
      );
    this.append(...modules);
  }

  get length(): number {
    return this.#items.length;
  }

  /** The module at a position; negative positions count from the end. Throws a RangeError outside. */
  at(index: number): Module {
    const module = this.#items.at(index);
    if (!module)
      throw new RangeError(`${this.constructor.name}: no module ${index}, there are ${this.length}`);
    return module;
  }

  append(...modules: Module[]): this {
    for (const module of modules) {
      if (!(module instanceof Module)) {
        throw new TypeError(`${this.constructor.name}: expected modules, got ${describeValue(module)}`);
      }
      this.#items.push(module);
    }
    return this;
  }

  [Symbol.iterator](): Iterator<Module> {
    return this.#items[Symbol.iterator]();
  }

  protected override *fields(): Generator<[string, unknown]> {
    for (const [index, module] of this.#items.entries()) yield [String(index), module];
    yield* super.fields();
  }
}

/** Modules applied one after the other. */
export class Sequential extends Container {
  constructor(...modules: Module[]) {
    super(modules);
  }

  forward(x: Tensor): Tensor {
    let value = x;
    for (const module of this) value = module.forward(value);
    return value;
  }
}

/** A list of modules that are used in a way the list does not know; it has no forward of its own. */
export class ModuleList extends Container {
  constructor(modules: Iterable<Module> = []) {
    super(modules);
  }

  forward(): Tensor {
    throw new Error('ModuleList: has no forward; call its modules one by one');
  }
}
