// The chunks of a PNG file: parsed with every length and checksum compared, and created.
import { native } from '../torch';

/** What every PNG file begins with. */
export const SIGNATURE = Buffer.from('\x89PNG\r\n\x1a\n', 'latin1');

/** One chunk of a file. */
export interface Chunk {
  readonly type: string;
  readonly data: Buffer;
}

/**
 * The chunks of a PNG file before its end chunk; what follows that is ignored.
 *
 * @throws Error that says how the file is damaged
 */
export function chunksOf(file: Buffer): Chunk[] {
  if (!file.subarray(0, SIGNATURE.length).equals(SIGNATURE)) throw new Error('its signature is missing');
  const chunks: Chunk[] = [];
  for (let at = SIGNATURE.length; at + 12 <= file.length; ) {
    const end = at + 12 + file.readUInt32BE(at);
    if (end > file.length) break;
    const type = file.toString('latin1', at + 4, at + 8);
    if (native.crc32(file.subarray(at + 4, end - 4), 0) !== file.readUInt32BE(end - 4)) {
      throw new Error(`the checksum of its chunk ${type} does not match`);
    }
    if (type === 'IEND') return chunks;
    chunks.push({ type, data: file.subarray(at + 8, end - 4) });
    at = end;
  }
  throw new Error('it is cut short');
}

/** A chunk: length, type, data, and the checksum of type and data. */
export function chunk(type: string, ...parts: Buffer[]): Buffer {
  const checked = Buffer.concat([Buffer.from(type, 'latin1'), ...parts]);
  return Buffer.concat([uint32(checked.length - 4), checked, uint32(native.crc32(checked, 0))]);
}

/** A number as PNG files hold it: 32 bits, the most significant byte first. */
export function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}
