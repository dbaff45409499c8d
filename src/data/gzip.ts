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
 * @throws TadpoleError when they are cut short, damaged, compressed twice, or unpack to more than 1 GiB
 */
export function unpacked(bytes: Uint8Array, source: string): Buffer {
  if (!isGzip(bytes)) return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  const content = gunzipped(bytes, source);
  // Some servers and browsers compress what is compressed already.
  if (!isGzip(content)) return content;
  throw new TadpoleError(
    `${source}: it is compressed with gzip twice`,
    'decompress it once with gunzip, and give the result',
  );
}

/** Whether bytes begin as a gzip file does: its signature, and the only method of compression that there is. */
function isGzip([first, second, method]: Uint8Array): boolean {
  return first === 0x1f && second === 0x8b && method === 8;
}

function gunzipped(bytes: Uint8Array, source: string): Buffer {
  try {
    return gunzipSync(bytes, { maxOutputLength: MOST_UNPACKED });
  } catch (error) {
    throw new TadpoleError(`${source}: cannot be unpacked: ${(error as Error).message}`, DAMAGED, {
      cause: error,
    });
  }
}
