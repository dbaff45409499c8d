// Paths and words as they are printed, so that commands can be pasted.
import path from 'node:path';

// Characters without special meaning in any shell.
const PLAIN = /^[\w@%+:,./][\w@%+=:,./-]*$/;

/**
 * A path or value as one word of a command line: quoted where necessary, and never read as a flag.
 *
 * @param platform default: that of this machine; Windows quotes in its own way
 */
export function shellWord(text: string, platform: NodeJS.Platform = process.platform): string {
  const word = text.startsWith('-') ? `./${text}` : text;
  if (platform === 'win32') return /^[\w@+=:,./\\-]+$/.test(word) ? word : `"${word}"`;
  return PLAIN.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}

/** A path as a reader in the current folder would write it. */
export function shownPath(file: string): string {
  const relative = path.relative('', file);
  return relative === '' ? '.' : relative.startsWith('..') ? file : relative;
}
