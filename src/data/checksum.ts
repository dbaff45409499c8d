// The checksum that tells whether two datasets hold the same images.
import { checkFields } from '../options';
import { checkTensor, native, torch } from '../torch';
import type { Dataset } from './dataset';

// Bytes that are looked at at a time.
const PART = 2 ** 26;

/** CRC-32 of the bytes of all images, in order, as eight hexadecimal digits. */
export function checksum(dataset: Pick<Dataset, 'images' | 'mapped'>): string {
  checkFields('checksum', 'dataset', dataset, ['images']);
  const { images, mapped } = dataset;
  checkTensor('checksum', 'dataset.images', images);
  return (mapped?.crc32 ?? compute(images)).toString(16).padStart(8, '0');
}

function compute(images: Dataset['images']): number {
  const count = images.size(0);
  const each = Math.max(1, images.numel() / Math.max(1, count));
  const most = Math.max(1, Math.floor(PART / each));
  let sum = 0;
  for (let start = 0; start < count; start += most) {
    sum = torch.scope(() => {
      const part = images.narrow(0, start, Math.min(most, count - start));
      return native.crc32(part.cpu().contiguous().toTypedArray() as Uint8Array, sum);
    });
  }
  return sum;
}
