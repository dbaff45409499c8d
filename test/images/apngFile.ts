// Takes an animated PNG apart by the specification alone, with nothing of what wrote it.
import { images } from 'tadpole';

/** A chunk of a PNG file. */
export interface Chunk {
  type: string;
  data: Buffer;
}

/** An animated PNG, taken apart. */
export interface Animation {
  types: string[];
  plays: number;
  /** Sequence numbers of fcTL and fdAT in the order of the file. */
  sequence: number[];
  frames: { seconds: number; control: Buffer; picture: images.Picture }[];
}

/** @throws Error when a checksum is wrong, or the file does not announce as many frames as it has */
export function readAnimation(file: Buffer): Animation {
  const chunks = readChunks(file);
  const ofType = (type: string): Buffer[] =>
    chunks.filter((chunk) => chunk.type === type).map(({ data }) => data);
  const [header, control] = [ofType('IHDR')[0] as Buffer, ofType('acTL')[0] as Buffer];
  const sequence: number[] = [];
  const parts: { control: Buffer; pixels: Buffer[] }[] = [];
  for (const { type, data } of chunks) {
    if (type === 'fcTL' || type === 'fdAT') sequence.push(data.readUInt32BE(0));
    if (type === 'fcTL') parts.push({ control: data, pixels: [] });
    if (type === 'IDAT') parts.at(-1)?.pixels.push(data);
    if (type === 'fdAT') parts.at(-1)?.pixels.push(data.subarray(4));
  }
  if (control.readUInt32BE(0) !== parts.length) {
    throw new Error(`acTL announces ${control.readUInt32BE(0)} frames, there are ${parts.length}`);
  }
  return {
    types: chunks.map(({ type }) => type),
    plays: control.readUInt32BE(4),
    sequence,
    frames: parts.map(({ control, pixels }) => ({
      seconds: control.readUInt16BE(20) / control.readUInt16BE(22),
      control,
      picture: images.decodePng(singlePng(header, pixels)),
    })),
  };
}

const SIGNATURE = Buffer.from([137, 80, 78, 71, 13, 10, 26, 10]);

function readChunks(file: Buffer): Chunk[] {
  if (!file.subarray(0, 8).equals(SIGNATURE)) throw new Error('the signature of PNG is missing');
  const chunks: Chunk[] = [];
  for (let at = 8; at < file.length; ) {
    const end = at + 8 + file.readUInt32BE(at);
    const type = file.toString('latin1', at + 4, at + 8);
    if (file.readUInt32BE(end) !== checksum(file.subarray(at + 4, end))) {
      throw new Error(`the checksum of ${type} at ${at} is wrong`);
    }
    chunks.push({ type, data: file.subarray(at + 8, end) });
    at = end + 4;
  }
  return chunks;
}

/** One frame as a PNG file of its own. */
function singlePng(header: Buffer, pixels: readonly Buffer[]): Buffer {
  const chunk = (type: string, data: Buffer): Buffer => {
    const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
    const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
    length.writeUInt32BE(data.length);
    sum.writeUInt32BE(checksum(body));
    return Buffer.concat([length, body, sum]);
  };
  const end = chunk('IEND', Buffer.alloc(0));
  return Buffer.concat([SIGNATURE, chunk('IHDR', header), chunk('IDAT', Buffer.concat(pixels)), end]);
}

/** CRC-32 bit by bit, as annex D of the PNG specification defines it. */
function checksum(bytes: Buffer): number {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit += 1) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  }
  return ~crc >>> 0;
}
