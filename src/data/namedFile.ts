// One file that the user named as the data: which format it is in, from its content, its name and its length.
import { basename } from 'node:path';
import { TadpoleError } from '../errors';
import { isTar } from './archive';
import { isBatchName, PICTURE_BYTES, parseCifar10, RECORD_BYTES, readCifar10Archive } from './cifar10';
import type { Dataset } from './dataset';
import { readFrogZip } from './frogs';
import { unpacked } from './gzip';
import { isIdx } from './idx';
import { DatasetMissing } from './missing';
import { isPicture } from './pictures';
import { FLOAT_PICTURE_BYTES, parseRawBytes, parseRawFloats } from './raw';
import { readBytes } from './readBytes';
import type { Split } from './split';

type RawFormat = 'records' | 'floats' | 'bytes';

const BYTES_EACH: Readonly<Record<RawFormat, number>> = {
  records: RECORD_BYTES,
  floats: FLOAT_PICTURE_BYTES,
  bytes: PICTURE_BYTES,
};
const TAKEN_BY_NAME =
  'data_batch_*.bin is read as CIFAR-10, x_channels_first*.bin as 32-bit floats, *_u8.bin as bytes';

/**
 * The images of one file: an archive of CIFAR-10 (tar), a zip of the raw file of frogs, records of CIFAR-10, or raw
 * pictures of 32-bit floats or of bytes; compressed with gzip or not. But for the archive, a file is taken whole, whatever
 * part of a dataset it is.
 *
 * @throws TadpoleError when it is none of these, or damaged
 */
export function readNamedFile(path: string, split: Split): Dataset {
  const bytes = unpacked(readBytes(path), path);
  if (isTar(bytes)) return readCifar10Archive(path, bytes, split);
  if (isIdx(bytes)) {
    throw new TadpoleError(
      `${path}: images and labels are in two IDX files`,
      'name the folder that has both',
    );
  }
  if (split === 'test' && !basename(path).startsWith('test_batch')) {
    throw new DatasetMissing(
      `${path}: test images were asked for, but one file does not say which of its images those are`,
      "name the folder of a dataset, or ask for split 'train'",
    );
  }
  if (bytes.toString('latin1', 0, 4) === 'PK\x03\x04') return readFrogZip(path);
  if (isPicture(bytes)) {
    throw new TadpoleError(`${path}: a single picture is no dataset`, 'name the folder of pictures');
  }
  switch (rawFormat(path, bytes)) {
    case 'records':
      return parseCifar10(bytes, path);
    case 'floats':
      return parseRawFloats(bytes, path);
    case 'bytes':
      return parseRawBytes(bytes, path);
  }
}

function rawFormat(path: string, bytes: Buffer): RawFormat {
  const name = basename(path).replace(/\.gz$/, '');
  if (isBatchName(name)) return 'records';
  if (name.startsWith('x_channels_first')) return 'floats';
  if (/(^|[_.-])u(int)?8[_.-]/.test(name)) return 'bytes';
  const fitting = (['records', 'floats', 'bytes'] as const).filter(
    (format) => bytes.length > 0 && bytes.length % BYTES_EACH[format] === 0,
  );
  if (fitting.length === 1) return fitting[0] as RawFormat;
  if (fitting.length === 0) {
    throw new TadpoleError(
      `${path}: expected a length that is a multiple of ${RECORD_BYTES} (CIFAR-10 records), ${PICTURE_BYTES} (3 x 32 x 32 bytes) or ${FLOAT_PICTURE_BYTES} (3 x 32 x 32 floats), got ${bytes.length} bytes`,
      'the file is of another format, damaged or was not transferred completely',
    );
  }
  // Every length of floats is a length of bytes, too: what the values look like decides.
  const share = floatShare(bytes);
  if (fitting[0] !== 'records' && share > 0.9) return 'floats';
  if (fitting[0] !== 'records' && share < 0.5) return 'bytes';
  const readings = fitting.map((format) => `${bytes.length / BYTES_EACH[format]} pictures of ${format}`);
  throw new TadpoleError(
    `${path}: its ${bytes.length} bytes may be ${readings.join(' or ')}`,
    `rename the file: ${TAKEN_BY_NAME}`,
  );
}

/** Which part of the values, read as 32-bit floats, has a size that brightness may have; zeros do not count. */
function floatShare(bytes: Buffer): number {
  let [plausible, counted] = [0, 0];
  for (let at = 0; at + 4 <= bytes.length; at += 4) {
    const size = Math.abs(bytes.readFloatLE(at));
    if (size === 0) continue;
    counted++;
    if (size >= 1e-4 && size <= 256) plausible++;
  }
  return counted === 0 ? 0.5 : plausible / counted;
}
