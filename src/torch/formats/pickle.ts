// The subset of Python's pickle that state dicts and checkpoints of plain data use; nothing in a file is ever executed.

import { placeIn, placeText } from './picklePlace';
import { PickleGlobal, type PickleValue } from './pickleValue';

/** The value of a reduced Python call; `undefined` means that the function is not supported. */
export type Reduce = (name: string, args: readonly PickleValue[]) => PickleValue | undefined;

export interface PickleHooks {
  reduce: Reduce;
  /** Reads a persistent id: how torch.save refers to storages. */
  persistent: (id: PickleValue) => PickleValue;
}

const HIGHEST_PROTOCOL = 5;
const MARK = Symbol('mark');
type Slot = PickleValue | typeof MARK;

/**
 * The value that `bytes` hold.
 *
 * @throws Error that describes what is damaged or not supported; the caller adds the file's name.
 */
export function unpickle(bytes: Buffer, hooks: PickleHooks): PickleValue {
  return new Machine(bytes, hooks).run();
}

class Machine {
  private at = 0;
  private readonly stack: Slot[] = [];
  private readonly memo = new Map<number, PickleValue>();

  constructor(
    private readonly bytes: Buffer,
    private readonly hooks: PickleHooks,
  ) {}

  run(): PickleValue {
    for (;;) {
      const opcode = this.uint8();
      if (opcode === 0x2e) return this.pop();
      const step = STEPS[opcode];
      if (step === undefined) throw new Error(`byte ${this.at - 1} of its pickle is not a known instruction`);
      step(this);
    }
  }

  /** An error about a value that is intact but not supported; it names the value's place. */
  unsupported(what: string): Error {
    return new Error(`${what}${placeText(placeIn(this.stack, MARK))}`);
  }

  take(count: number): Buffer {
    if (!(count >= 0 && count <= this.bytes.length - this.at)) throw new Error('its pickle ends too early');
    this.at += count;
    return this.bytes.subarray(this.at - count, this.at);
  }

  uint8(): number {
    return this.take(1).readUInt8();
  }

  uint32(): number {
    return this.take(4).readUInt32LE();
  }

  uint64(): number {
    const value = this.take(8).readBigUInt64LE();
    return value > BigInt(Number.MAX_SAFE_INTEGER) ? Number.POSITIVE_INFINITY : Number(value);
  }

  line(): string {
    const end = this.bytes.indexOf(0x0a, this.at);
    if (end < 0) throw new Error('its pickle ends too early');
    const text = this.bytes.toString('utf8', this.at, end);
    this.at = end + 1;
    return text;
  }

  push(value: PickleValue): void {
    this.stack.push(value);
  }

  mark(): void {
    this.stack.push(MARK);
  }

  pop(): PickleValue {
    const value = this.stack.pop();
    if (value === undefined || value === MARK) throw new Error('its pickle is damaged (nothing to take)');
    return value;
  }

  peek(): PickleValue {
    const value = this.pop();
    this.push(value);
    return value;
  }

  popToMark(): PickleValue[] {
    const start = this.stack.lastIndexOf(MARK);
    if (start < 0) throw new Error('its pickle is damaged (no mark)');
    return this.stack.splice(start).slice(1) as PickleValue[];
  }

  popMany(count: number): PickleValue[] {
    const values = Array.from({ length: count }, () => this.pop());
    return values.reverse();
  }

  remember(key: number): void {
    this.memo.set(key, this.peek());
  }

  memoize(): void {
    this.remember(this.memo.size);
  }

  recall(key: number): void {
    const value = this.memo.get(key);
    if (value === undefined) throw new Error('its pickle is damaged (an unknown reference)');
    this.push(value);
  }

  appendAll(items: PickleValue[]): void {
    const list = this.peek();
    if (!Array.isArray(list)) throw new Error('its pickle is damaged (items without a list)');
    for (const item of items) list.push(item);
  }

  setAll(items: PickleValue[]): void {
    const dict = this.peek();
    if (!(dict instanceof Map) || items.length % 2 !== 0)
      throw new Error('its pickle is damaged (items without a dict)');
    for (let i = 0; i < items.length; i += 2) dict.set(items[i] as PickleValue, items[i + 1] as PickleValue);
  }

  global(module: string, name: string): void {
    this.push(new PickleGlobal(`${module}.${name}`));
  }

  stackGlobal(): void {
    const [module, name] = this.popMany(2);
    if (typeof module !== 'string' || typeof name !== 'string')
      throw new Error('its pickle is damaged (a bad name)');
    this.global(module, name);
  }

  call(): void {
    const [callee, args] = this.popMany(2);
    if (!(callee instanceof PickleGlobal) || !Array.isArray(args))
      throw new Error('its pickle is damaged (a bad call)');
    const result = this.placed(() => this.hooks.reduce(callee.name, args));
    if (result === undefined) throw this.unsupported(`it holds a Python object of '${callee.name}'`);
    this.push(result);
  }

  /** Attributes of an object: those that `state_dict` puts on its OrderedDict (`_metadata`) carry no values. */
  build(): void {
    this.pop();
    if (!(this.peek() instanceof Map)) throw new Error('it holds a Python object that is not plain data');
  }

  persistent(): void {
    const id = this.pop();
    this.push(this.placed(() => this.hooks.persistent(id)));
  }

  /** The result of a hook; its errors get the place of the value. */
  private placed<T>(make: () => T): T {
    try {
      return make();
    } catch (error) {
      throw this.unsupported((error as Error).message);
    }
  }
}

/** A little-endian two's complement integer of any length. */
function signedInteger(bytes: Buffer): number | bigint {
  let value = 0n;
  for (let i = bytes.length - 1; i >= 0; i--) value = (value << 8n) | BigInt(bytes[i] as number);
  value = BigInt.asIntN(Math.max(bytes.length * 8, 1), value);
  return Number.isSafeInteger(Number(value)) ? Number(value) : value;
}

function text(bytes: Buffer): string {
  return bytes.toString('utf8');
}

/** The opcodes of pickle protocols 2 to 5, as CPython's pickletools.py documents them. */
const STEPS: Record<number, (machine: Machine) => void> = {
  128: (m) => {
    const protocol = m.uint8();
    if (protocol > HIGHEST_PROTOCOL)
      throw new Error(`its pickle has protocol ${protocol}, newer than ${HIGHEST_PROTOCOL}`);
  },
  149: (m) => void m.take(8),
  40: (m) => m.mark(),
  48: (m) => void m.pop(),
  49: (m) => void m.popToMark(),
  50: (m) => m.push(m.peek()),
  78: (m) => m.push(null),
  136: (m) => m.push(true),
  137: (m) => m.push(false),
  74: (m) => m.push(m.take(4).readInt32LE()),
  75: (m) => m.push(m.uint8()),
  77: (m) => m.push(m.take(2).readUInt16LE()),
  138: (m) => m.push(signedInteger(m.take(m.uint8()))),
  139: (m) => m.push(signedInteger(m.take(m.uint32()))),
  71: (m) => m.push(m.take(8).readDoubleBE()),
  88: (m) => m.push(text(m.take(m.uint32()))),
  140: (m) => m.push(text(m.take(m.uint8()))),
  141: (m) => m.push(text(m.take(m.uint64()))),
  84: (m) => m.push(text(m.take(m.uint32()))),
  85: (m) => m.push(text(m.take(m.uint8()))),
  66: (m) => m.push(Uint8Array.from(m.take(m.uint32()))),
  67: (m) => m.push(Uint8Array.from(m.take(m.uint8()))),
  142: (m) => m.push(Uint8Array.from(m.take(m.uint64()))),
  150: (m) => m.push(Uint8Array.from(m.take(m.uint64()))),
  93: (m) => m.push([]),
  41: (m) => m.push([]),
  108: (m) => m.push(m.popToMark()),
  116: (m) => m.push(m.popToMark()),
  133: (m) => m.push(m.popMany(1)),
  134: (m) => m.push(m.popMany(2)),
  135: (m) => m.push(m.popMany(3)),
  97: (m) => m.appendAll([m.pop()]),
  101: (m) => m.appendAll(m.popToMark()),
  143: (m) => m.push([]),
  144: (m) => m.appendAll(m.popToMark()),
  145: (m) => m.push(m.popToMark()),
  125: (m) => m.push(new Map()),
  100: (m) => {
    const items = m.popToMark();
    m.push(new Map());
    m.setAll(items);
  },
  115: (m) => m.setAll(m.popMany(2)),
  117: (m) => m.setAll(m.popToMark()),
  99: (m) => m.global(m.line(), m.line()),
  147: (m) => m.stackGlobal(),
  82: (m) => m.call(),
  129: (m) => m.call(),
  98: (m) => m.build(),
  81: (m) => m.persistent(),
  113: (m) => m.remember(m.uint8()),
  114: (m) => m.remember(m.uint32()),
  148: (m) => m.memoize(),
  104: (m) => m.recall(m.uint8()),
  106: (m) => m.recall(m.uint32()),
};
