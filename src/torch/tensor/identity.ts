// How objects whose values are in libtorch behave in JavaScript: each is unequal to all others, none is copied or used as a number.

/**
 * The base of Tensor, Generator and ScriptModule. Deep equality compares what it can see of two objects, and copies copy it; the
 * values of these lie where it sees nothing. So each shows one thing: a symbol of its own.
 */
export abstract class Identified {
  /**
   * Unlike that of every other object: deep equality (`assert.deepEqual`, jest's `toEqual`, ...) tells objects apart by it.
   * Being a symbol, it makes `structuredClone` and `postMessage` refuse the object.
   */
  readonly id: symbol;

  protected constructor(id: symbol) {
    this.id = id;
  }

  /** @internal What to call instead of converting the object to JSON, and instead of computing with it. */
  protected abstract advice(): { json: string; number: string };

  /** @throws TypeError saying what to write instead. */
  toJSON(): never {
    throw new TypeError(`a ${this.constructor.name} cannot be written as JSON; ${this.advice().json}`);
  }

  /** @throws TypeError saying how to compute with the object. */
  valueOf(): never {
    throw new TypeError(
      `a ${this.constructor.name} is not a number for JavaScript's operators; ${this.advice().number}`,
    );
  }

  /** Template strings print the object; arithmetic and comparisons throw as `valueOf` does. */
  [Symbol.toPrimitive](hint: string): string {
    return hint === 'string' ? this.toString() : this.valueOf();
  }
}
