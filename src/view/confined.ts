// Opens files inside a folder, and nothing outside of it, whatever links lie there.
import fs from 'node:fs';
import path from 'node:path';

/** An open file; the caller closes the descriptor. */
export interface OpenFile {
  descriptor: number;
  stats: fs.Stats;
}

/**
 * Opens a regular file to read it.
 *
 * @param root the folder
 * @param name path inside of it
 * @returns undefined when there is no such file, or its real place is outside of the folder
 */
export function openInside(root: string, name: string): OpenFile | undefined {
  try {
    const file = placeInside(root, name);
    if (file === undefined) return undefined;
    // Not through a link that has come meanwhile, and without waiting for the writer of a pipe.
    const { O_RDONLY, O_NOFOLLOW = 0, O_NONBLOCK = 0 } = fs.constants;
    const descriptor = fs.openSync(file, O_RDONLY | O_NOFOLLOW | O_NONBLOCK);
    const stats = fs.fstatSync(descriptor);
    if (stats.isFile()) return { descriptor, stats };
    fs.closeSync(descriptor);
    return undefined;
  } catch {
    return undefined;
  }
}

/** The real place of a file; undefined when it is outside of the folder. @throws when there is none */
function placeInside(root: string, name: string): string | undefined {
  const folder = fs.realpathSync(root);
  const file = fs.realpathSync(path.join(folder, name));
  return file.startsWith(folder.endsWith(path.sep) ? folder : folder + path.sep) ? file : undefined;
}

/** What is known of such a file, without opening it; undefined when there is none. */
export function statInside(root: string, name: string): fs.Stats | undefined {
  try {
    const file = placeInside(root, name);
    const stats = file === undefined ? undefined : fs.statSync(file);
    return stats?.isFile() ? stats : undefined;
  } catch {
    return undefined;
  }
}

/** The content of such a file; undefined when there is none. */
export function readInside(root: string, name: string): Buffer | undefined {
  const file = openInside(root, name);
  if (file === undefined) return undefined;
  try {
    return fs.readFileSync(file.descriptor);
  } catch {
    return undefined;
  } finally {
    fs.closeSync(file.descriptor);
  }
}
