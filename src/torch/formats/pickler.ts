// Writes Python's pickle format, protocol 2, as far as plain data and tensors need it (Lib/pickletools.py lists the opcodes).

/** What is written for a value that is not plain data. */
export interface PickleCall {
  /** Module and name of a Python function: `torch._utils._rebuild_tensor_v2`. */
  function: PickleName;
  arguments: readonly Picklable[];
}

/** A Python class or object by its module and name. */
export class PickleName {
  constructor(
    readonly module: string,
    readonly name: string,
  ) {}
}

/** A tuple; plain arrays are written as lists. */
export class PickleTuple {
  constructor(readonly items: readonly Picklable[]) {}
}

/** A reference that the reader resolves itself, such as a storage. */
export class PersistentId {
  constructor(readonly id: PickleTuple) {}
}

/** A value of the caller's own, written as a call, once; further uses of the same object refer to the first. */
export class PickleObjectCall {
  constructor(
    readonly identity: object,
    readonly call: () => PickleCall,
  ) {}
}

export type Picklable =
  | null
  | boolean
  | number
  | bigint
  | string
  | readonly Picklable[]
  | ReadonlyMap<string | number, Picklable>
  | PickleName
  | PickleTuple
  | PersistentId
  | PickleObjectCall;

const OPCODES = {
  protocol: 0x80,
  stop: 0x2e,
  none: 0x4e,
  true: 0x88,
  false: 0x89,
  int32: 0x4a,
  long: 0x8a,
  float: 0x47,
  text: 0x58,
  emptyList: 0x5d,
  emptyDict: 0x7d,
  mark: 0x28,
  appends: 0x65,
  setItems: 0x75,
  tuple: 0x74,
  emptyTuple: 0x29,
  name: 0x63,
  call: 0x52,
  persistent: 0x51,
  put: 0x72,
  get: 0x6a,
} as const;

/** The pickle of `value`. A number that is an integer becomes an int, any other a float. */
export function pickle(value: Picklable): Uint8Array {
  const pickler = new Pickler();
  return pickler.dump(value);
}

class Pickler {
  private readonly parts: Buffer[] = [];
  private readonly memo = new Map<object, number>();

  dump(value: Picklable): Uint8Array {
    this.op(OPCODES.protocol, Buffer.from([2]));
    this.write(value);
    this.op(OPCODES.stop);
    return Buffer.concat(this.parts);
  }

  private write(value: Picklable): void {
    if (value === null) this.op(OPCODES.none);
    else if (typeof value === 'boolean') this.op(value ? OPCODES.true : OPCODES.false);
    else if (typeof value === 'number') this.number(value);
    else if (typeof value === 'bigint') this.integer(value);
    else if (typeof value === 'string') this.text(value);
    else if (value instanceof PickleName) this.name(value);
    else if (value instanceof PickleTuple) this.tuple(value);
    else if (value instanceof PersistentId) {
      this.tuple(value.id);
      this.op(OPCODES.persistent);
    } else if (value instanceof PickleObjectCall) this.call(value);
    else if (value instanceof Map) this.dict(value);
    else this.list(value as readonly Picklable[]);
  }

  private number(value: number): void {
    if (Number.isInteger(value) && !Object.is(value, -0)) this.integer(BigInt(value));
    else {
      const bytes = Buffer.alloc(8);
      bytes.writeDoubleBE(value);
      this.op(OPCODES.float, bytes);
    }
  }

  private integer(value: bigint): void {
    if (value === BigInt.asIntN(32, value)) {
      const bytes = Buffer.alloc(4);
      bytes.writeInt32LE(Number(value));
      this.op(OPCODES.int32, bytes);
      return;
    }
    // Two's complement, little-endian, in as few bytes as hold the value and its sign.
    const bytes: number[] = [];
    let rest = value;
    do {
      bytes.push(Number(rest & 255n));
      rest >>= 8n;
    } while (
      !(rest === 0n && (bytes.at(-1) as number) < 128) &&
      !(rest === -1n && (bytes.at(-1) as number) >= 128)
    );
    this.op(OPCODES.long, Buffer.from([bytes.length, ...bytes]));
  }

  private text(value: string): void {
    const bytes = Buffer.from(value, 'utf8');
    const length = Buffer.alloc(4);
    length.writeUInt32LE(bytes.length);
    this.op(OPCODES.text, length, bytes);
  }

  private name({ module, name }: PickleName): void {
    this.op(OPCODES.name, Buffer.from(`${module}\n${name}\n`));
  }

  private tuple({ items }: PickleTuple): void {
    if (items.length === 0) {
      this.op(OPCODES.emptyTuple);
      return;
    }
    this.op(OPCODES.mark);
    for (const item of items) this.write(item);
    this.op(OPCODES.tuple);
  }

  private list(items: readonly Picklable[]): void {
    this.op(OPCODES.emptyList);
    if (items.length === 0) return;
    this.op(OPCODES.mark);
    for (const item of items) this.write(item);
    this.op(OPCODES.appends);
  }

  private dict(entries: ReadonlyMap<string | number, Picklable>): void {
    this.op(OPCODES.emptyDict);
    if (entries.size === 0) return;
    this.op(OPCODES.mark);
    for (const [key, value] of entries) {
      this.write(key);
      this.write(value);
    }
    this.op(OPCODES.setItems);
  }

  private call({ identity, call }: PickleObjectCall): void {
    const known = this.memo.get(identity);
    if (known !== undefined) {
      this.op(OPCODES.get, unsigned(known));
      return;
    }
    const { function: name, arguments: inputs } = call();
    this.name(name);
    this.tuple(new PickleTuple(inputs));
    this.op(OPCODES.call);
    this.memo.set(identity, this.memo.size);
    this.op(OPCODES.put, unsigned(this.memo.size - 1));
  }

  private op(code: number, ...operands: Buffer[]): void {
    this.parts.push(Buffer.from([code]), ...operands);
  }
}

function unsigned(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}
