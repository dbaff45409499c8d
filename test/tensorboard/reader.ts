// Reads event files with nothing of Tadpole: TFRecord framing with its checksums, protobuf's wire format, TensorBoard's rule of
// restarts.
import fs from 'node:fs';
import path from 'node:path';

/** One value of an event: what TensorBoard shows of a tag at a step. */
export interface Shown {
  tag: string;
  step: number;
  /** In seconds since 1970. */
  time: number;
  scalar?: number;
  text?: string;
  image?: { width: number; height: number; colorspace: number; png: Buffer };
}

/** What TensorBoard shows of the event files in a folder, in the order of their names. @throws Error for damaged ones */
export function shownIn(folder: string): Shown[] {
  let shown: Shown[] = [];
  let hasStarted = false;
  const names = fs.readdirSync(folder).filter((name) => name.includes('tfevents'));
  for (const name of names.sort()) {
    const [first, ...events] = recordsOf(fs.readFileSync(path.join(folder, name))).map(fieldsOf);
    if (text(first?.get(3)?.[0]) !== 'brain.Event:2') throw new Error(`${name} begins with no version`);
    for (const event of events) {
      const step = Number(event.get(2)?.[0] ?? 0);
      if (number(fieldsOf(bytes(event.get(7)?.[0])).get(1)?.[0]) === 1) {
        // plugin_event_accumulator.py: the first START is no restart, any other forgets its step and what comes after.
        if (hasStarted) shown = shown.filter((value) => value.step < step);
        hasStarted = true;
      }
      const time = bytes(event.get(1)?.[0]).readDoubleLE(0);
      const values = fieldsOf(bytes(event.get(5)?.[0])).get(1) ?? [];
      shown.push(...values.map((value) => ({ step, time, ...shownOf(fieldsOf(bytes(value))) })));
    }
  }
  return shown;
}

/** The steps at which a tag is shown. */
export const stepsOf = (shown: readonly Shown[], tag: string): number[] =>
  shown.filter((value) => value.tag === tag).map(({ step }) => step);

function shownOf(fields: Fields): Pick<Shown, 'tag' | 'scalar' | 'text' | 'image'> {
  const tag = text(fields.get(1)?.[0]);
  const [scalar] = fields.get(2) ?? [];
  if (scalar !== undefined) return { tag, scalar: bytes(scalar).readFloatLE(0) };
  const [picture] = fields.get(4) ?? [];
  if (picture !== undefined) {
    const of = fieldsOf(bytes(picture));
    const [height, width, colorspace] = [1, 2, 3].map((id) => number(of.get(id)?.[0])) as [
      number,
      number,
      number,
    ];
    return { tag, image: { width, height, colorspace, png: bytes(of.get(4)?.[0]) } };
  }
  const plugin = fieldsOf(bytes(fieldsOf(bytes(fields.get(9)?.[0])).get(1)?.[0]));
  if (text(plugin.get(1)?.[0]) !== 'text') throw new Error(`${tag} has a value that is not known`);
  const tensor = fieldsOf(bytes(fields.get(8)?.[0]));
  if (number(tensor.get(1)?.[0]) !== 7) throw new Error(`${tag} has a tensor of other than strings`);
  return { tag, text: text(tensor.get(8)?.[0]) };
}

/** The records of a file, their checksums compared. */
function recordsOf(file: Buffer): Buffer[] {
  const records: Buffer[] = [];
  for (let at = 0; at < file.length; ) {
    const length = Number(file.readBigUInt64LE(at));
    const record = file.subarray(at + 12, at + 12 + length);
    const sums = [file.readUInt32LE(at + 8), file.readUInt32LE(at + 12 + length)];
    if (masked(file.subarray(at, at + 8)) !== sums[0] || masked(record) !== sums[1])
      throw new Error(`the record at ${at} is damaged`);
    records.push(record);
    at += 16 + length;
  }
  return records;
}

/** Bit by bit, as the definition of CRC-32C has it, then masked. */
function masked(of: Buffer): number {
  let crc = 0xffffffffn;
  for (const byte of of) {
    crc ^= BigInt(byte);
    for (let bit = 0; bit < 8; bit += 1) crc = crc & 1n ? (crc >> 1n) ^ 0x82f63b78n : crc >> 1n;
  }
  crc ^= 0xffffffffn;
  return Number((((crc >> 15n) | (crc << 17n)) + 0xa282ead8n) & 0xffffffffn);
}

type Field = bigint | Buffer;
type Fields = Map<number, Field[]>;

/** The fields of a message, by their numbers. */
function fieldsOf(message: Buffer): Fields {
  const fields: Fields = new Map();
  let at = 0;
  const take = (length: number): Buffer => {
    if (at + length > message.length) throw new Error('a message is cut short');
    at += length;
    return message.subarray(at - length, at);
  };
  const varint = (): bigint => {
    let value = 0n;
    for (let shift = 0n; ; shift += 7n) {
      const byte = BigInt(take(1)[0] as number);
      value |= (byte & 0x7fn) << shift;
      if (byte < 0x80n) return value;
    }
  };
  while (at < message.length) {
    const key = Number(varint());
    const value = { 0: varint, 1: () => take(8), 2: () => take(Number(varint())), 5: () => take(4) }[key & 7];
    if (value === undefined) throw new Error(`there is no wire type ${key & 7}`);
    const id = key >> 3;
    fields.set(id, [...(fields.get(id) ?? []), value()]);
  }
  return fields;
}

const bytes = (field: Field | undefined): Buffer => (Buffer.isBuffer(field) ? field : Buffer.alloc(0));
const text = (field: Field | undefined): string => bytes(field).toString('utf8');
const number = (field: Field | undefined): number => (typeof field === 'bigint' ? Number(field) : 0);
