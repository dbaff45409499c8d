// Names of files as the system holds them: bytes, which need not be UTF-8.
import { isUtf8 } from 'node:buffer';
import { sep } from 'node:path';

const SEPARATOR = Buffer.from(sep);

/** A path of a folder and a name in it. */
export function joinBytes(folder: Buffer, name: Buffer): Buffer {
  return folder.length === 0 ? name : Buffer.concat([folder, SEPARATOR, name]);
}

/** The first folder of a path, as it is printed; undefined when the path has no folder. */
export function outermostFolder(path: Buffer): string | undefined {
  const end = path.indexOf(SEPARATOR);
  return end < 0 ? undefined : shownName(path.subarray(0, end));
}

/** A name as it is printed: bytes that are not UTF-8, and control characters, as `\xe9`. */
export function shownName(name: Buffer): string {
  const text = name.toString(isUtf8(name) ? 'utf8' : 'latin1');
  const strange = isUtf8(name) ? /\p{Cc}/gu : /[^\x20-\x7e]/g;
  return text.replace(strange, (character) => `\\x${character.charCodeAt(0).toString(16).padStart(2, '0')}`);
}

/** The description of an error of the file system, for a list of files that are left out. */
export function reasonOf(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  switch (code) {
    case 'EACCES':
    case 'EPERM':
      return 'no permission';
    case 'ELOOP':
      return 'it is a link that leads back to itself';
    case 'ENOENT':
      return 'nothing is there';
    case 'ERR_FS_FILE_TOO_LARGE':
      return 'it is larger than 2 GiB';
    default:
      return code ?? message;
  }
}
