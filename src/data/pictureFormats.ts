// Formats of pictures, recognized by the first bytes of a file or by its extension.

/** How many bytes {@link formatOf} looks at. */
export const SIGNATURE_BYTES = 32;

/** The formats that are read, in words for errors. */
export const FORMATS_READ = 'PNG, JPEG, WebP, GIF, TIFF, AVIF or BMP';

const READ_ENDINGS = /^(a?png|jpe?g?|jfif|jif|pjpe?g|pjp|mpo|webp|gif|tiff?|avif|bmp|dib)$/;
const OTHER_ENDINGS =
  /^(heic|heif|hif|jp2|j2k|jpf|jpx|jpm|jxl|jxr|svgz?|psd|psb|xcf|kra|ico|icns|cur|tga|pcx|p[bgpna]m|pfm|exr|hdr|dds|qoi|eps|dng|cr[23w]|nef|arw|orf|rw2|raf|srw|pef|x3f)$/;

/** A format that is read. */
export type PictureFormat = 'png' | 'jpeg' | 'webp' | 'gif' | 'tiff' | 'avif' | 'bmp';

/** The format of a picture by the bytes that its file begins with; undefined for anything that is not read. */
export function formatOf(bytes: Uint8Array): PictureFormat | undefined {
  const start = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, SIGNATURE_BYTES)).toString(
    'latin1',
  );
  if (start.startsWith('\x89PNG\r\n\x1a\n')) return 'png';
  if (start.startsWith('\xff\xd8\xff')) return 'jpeg';
  if (start.startsWith('RIFF') && start.startsWith('WEBP', 8)) return 'webp';
  if (/^GIF8[79]a/.test(start)) return 'gif';
  if (/^(II[*+]\0|MM\0[*+])/.test(start)) return 'tiff';
  if (start.startsWith('ftyp', 4) && /avi[fs]/.test(start.slice(8))) return 'avif';
  // The four bytes after the size are reserved; they tell a bitmap from a text that begins with BM.
  if (start.startsWith('BM') && start.startsWith('\0\0\0\0', 6)) return 'bmp';
  return undefined;
}

/** The extension of a file's name, in lower case, without its dot; empty where there is none. */
export function endingOf(name: string): string {
  return /\.([a-z][a-z0-9]{0,9})$/i.exec(name)?.[1]?.toLowerCase() ?? '';
}

/** Whether an extension is of a format that is read. */
export function isReadEnding(ending: string): boolean {
  return READ_ENDINGS.test(ending);
}

/** Whether an extension is of pictures in a format that is not read. */
export function isOtherEnding(ending: string): boolean {
  return OTHER_ENDINGS.test(ending);
}
