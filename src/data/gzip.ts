// Files that may be compressed with gzip, which is detected from their content, not their name.
import { gunzipSync } from 'node:zlib';
import { TadpoleError } from '../errors';

const MOST_UNPACKED = 2 ** 30;

/** The remedy for a file that cannot be unpacked. */
export const DAMAGED =
  'the file is damaged or was not transferred completely; remove it and download it again';

/**
 * The bytes, decompressed if they are gzip.
 *
 * @param source named in errors
 * @throws TadpoleError when they are cut short, damaged, or unpack to more than 1 GiB
 */
export function unpacked(bytes: Uint8Array, source: string): Buffer {
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b)
    return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  try {
    return gunzipSync(bytes, { maxOutputLength: MOST_UNPACKED });
  } catch (error) {
    throw new TadpoleError(`${source}: cannot be unpacked: ${(error as Error).message}`, DAMAGED, {
      cause: error,
    });
  }
}
