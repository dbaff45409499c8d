// Words as a shell takes them, so that a command which is printed can be pasted.

// What no shell gives a meaning to.
const PLAIN = /^[\w@%+:,./][\w@%+=:,./-]*$/;

/**
 * A path or value as one word of a command line: quoted where it must be, and not to be taken for a flag.
 *
 * @param platform default: that of this machine; Windows quotes in its own way
 */
export function shellWord(text: string, platform: NodeJS.Platform = process.platform): string {
  const word = text.startsWith('-') ? `./${text}` : text;
  if (platform === 'win32') return /^[\w@+=:,./\\-]+$/.test(word) ? word : `"${word}"`;
  return PLAIN.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
