// The format of a raw file without a header: by its name, else by its length and its values.
import { isUtf8 } from 'node:buffer';
import { basename } from 'node:path';
import { TadpoleError } from '../errors';
import { isBatchName, PICTURE_BYTES, RECORD_BYTES } from './cifar10';
import { FLOAT_PICTURE_BYTES } from './raw';

/** Records of CIFAR-10, pictures of 32-bit floats, or pictures of bytes. */
export type RawFormat = 'records' | 'floats' | 'bytes';

const BYTES_EACH: Readonly<Record<RawFormat, number>> = {
  records: RECORD_BYTES,
  floats: FLOAT_PICTURE_BYTES,
  bytes: PICTURE_BYTES,
};
const TAKEN_BY_NAME =
  'data_batch_*.bin is read as CIFAR-10, x_channels_first*.bin as 32-bit floats, *_u8.bin as bytes';
const WIDTH = 32;
/** Neighbours in a picture differ by less than this part of what any two of its values do. */
const MOST_ROUGHNESS = 0.8;

/**
 * The format of a raw file. A name that tells it is trusted; else the name must not tell anything else (`.bin`, `.raw`,
 * `.dat`, `.u8`, `.f32` or no extension), only one format may fit the length, and the values must look like pictures.
 *
 * @param bytes the file, not compressed
 * @throws TadpoleError when it is of no known format, or of several
 */
export function rawFormat(path: string, bytes: Buffer): RawFormat {
  const name = basename(path).replace(/\.gz$/i, '');
  if (isBatchName(name)) return 'records';
  if (name.startsWith('x_channels_first')) return 'floats';
  if (/(^|[_.-])u(int)?8[_.-]/.test(name)) return 'bytes';
  if (!/^[^.]*$|\.(bin|raw|dat|u8|f32)$/i.test(name) || isText(bytes) || !isWithoutHeader(bytes)) {
    throw new TadpoleError(
      `${path}: the file is in no format that Tadpole knows`,
      `name a folder of pictures or of a dataset's files; of raw files, ${TAKEN_BY_NAME}`,
    );
  }
  const fitting = (['records', 'floats', 'bytes'] as const).filter(
    (format) => bytes.length > 0 && bytes.length % BYTES_EACH[format] === 0,
  );
  if (fitting.length === 0) {
    throw new TadpoleError(
      `${path}: expected a length that is a multiple of ${RECORD_BYTES} (CIFAR-10 records), ${PICTURE_BYTES} (3 x 32 x 32 bytes) or ${FLOAT_PICTURE_BYTES} (3 x 32 x 32 floats), got ${bytes.length} bytes`,
      'the file is of another format, damaged or was not transferred completely',
    );
  }
  return byValues(path, bytes, fitting);
}

function byValues(path: string, bytes: Buffer, fitting: readonly RawFormat[]): RawFormat {
  // Every length of floats is a length of bytes, too.
  const share = fitting.includes('floats') ? floatShare(bytes) : 0;
  const likely = fitting.filter(
    (format) => format === 'records' || (format === 'floats' ? share >= 0.5 : share <= 0.9),
  );
  const [only] = likely;
  if (likely.length !== 1 || only === undefined) {
    const readings = fitting.map((format) => `${bytes.length / BYTES_EACH[format]} pictures of ${format}`);
    throw new TadpoleError(
      `${path}: its ${bytes.length} bytes may be ${readings.join(' or ')}`,
      `rename the file: ${TAKEN_BY_NAME}`,
    );
  }
  if (only !== 'floats' && !looksLikePictures(bytes, only)) {
    throw new TadpoleError(
      `${path}: its ${bytes.length} bytes are as long as ${bytes.length / BYTES_EACH[only]} pictures of ${only}, but do not look like pictures`,
      `if they are, rename the file: ${TAKEN_BY_NAME}`,
    );
  }
  return only;
}

/** The fraction of the values, read as 32-bit floats, that could be brightnesses; zeros do not count. */
function floatShare(bytes: Buffer): number {
  let [plausible, counted] = [0, 0];
  for (let at = 0; at + 4 <= bytes.length; at += 4) {
    const size = Math.abs(bytes.readFloatLE(at));
    if (size === 0) continue;
    counted++;
    if (size >= 1e-4 && size <= 256) plausible++;
  }
  return counted === 0 ? 0.7 : plausible / counted;
}

/** Whether values beside and below each other differ less than those of distant places. */
function looksLikePictures(bytes: Buffer, format: 'records' | 'bytes'): boolean {
  const each = BYTES_EACH[format];
  const first = each - PICTURE_BYTES;
  let [beside, below, apart] = [0, 0, 0];
  for (let picture = first; picture < bytes.length; picture += each) {
    for (let i = 0; i + WIDTH < PICTURE_BYTES; i++) {
      const value = bytes[picture + i] as number;
      beside += Math.abs(value - (bytes[picture + i + 1] as number));
      below += Math.abs(value - (bytes[picture + i + WIDTH] as number));
      // An unrelated place: the product steps through all of them.
      apart += Math.abs(value - (bytes[picture + ((i * 1237 + 1531) % PICTURE_BYTES)] as number));
    }
  }
  return Math.max(beside, below) < MOST_ROUGHNESS * apart;
}

/** Text in UTF-8 without control characters but those of white space. */
function isText(bytes: Buffer): boolean {
  return bytes.length > 0 && isUtf8(bytes) && !bytes.some((byte) => byte < 32 && (byte < 8 || byte > 13));
}

/** The first bytes of other formats: databases, documents, archives, programs, sound, arrays, pickles. */
const HEADERS = [
  'SQLite format 3\0',
  '%PDF',
  '7z\xbc\xaf',
  'Rar!',
  '\xfd7zXZ\0',
  '\x28\xb5\x2f\xfd',
  'BZh',
  '\x04\x22\x4d\x18',
  '\x7fELF',
  'MZ\x90\0',
  '\xcf\xfa\xed\xfe',
  '\xca\xfe\xba\xbe',
  '\0asm',
  '\x93NUMPY',
  '\x89HDF\r\n',
  'PAR1',
  'ARROW1',
  'Obj\x01',
  'ORC',
  'RIFF',
  'OggS',
  'fLaC',
  'ID3',
  '\x1aE\xdf\xa3',
  'GGUF',
  'MATLAB 5.0',
  '\xd0\xcf\x11\xe0',
  '\x80\x02}',
  '\x80\x02]',
  '\x80\x03}',
  '\x80\x04\x95',
  '\x80\x05\x95',
];

function isWithoutHeader(bytes: Buffer): boolean {
  const start = bytes.toString('latin1', 0, 32);
  return !HEADERS.some((header) => start.startsWith(header)) && !start.startsWith('ftyp', 4);
}
