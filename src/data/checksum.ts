// The checksum that tells whether two datasets hold the same images.
import { native } from '../torch';
import type { Dataset } from './dataset';

/** CRC-32 of the bytes of all images, in order, as eight hexadecimal digits. */
export function checksum({ images }: Pick<Dataset, 'images'>): string {
  const bytes = images.cpu().toTypedArray() as Uint8Array;
  return native.crc32(bytes, 0).toString(16).padStart(8, '0');
}
