// The framing of TFRecord files: the length of each record and its bytes, both with a checksum.
import { maskedCrc32c } from './crc32c';

const LENGTH = 8;
const CHECKSUM = 4;

/** One record: length (uint64, little-endian), its masked CRC-32C, the bytes, their masked CRC-32C. */
export function frame(bytes: Uint8Array): Buffer {
  const record = Buffer.alloc(LENGTH + CHECKSUM + bytes.length + CHECKSUM);
  record.writeBigUInt64LE(BigInt(bytes.length), 0);
  record.writeUInt32LE(maskedCrc32c(record.subarray(0, LENGTH)), LENGTH);
  record.set(bytes, LENGTH + CHECKSUM);
  record.writeUInt32LE(maskedCrc32c(bytes), LENGTH + CHECKSUM + bytes.length);
  return record;
}
