// The cache of files that can be computed or downloaded again.
import { homedir } from 'node:os';
import path from 'node:path';

/**
 * A folder of the cache: below `TADPOLE_CACHE`, else `$XDG_CACHE_HOME/tadpole`, else `~/.cache/tadpole`. It need not exist, and
 * may be deleted at any time.
 */
export function cacheFolder(
  part: string,
  { TADPOLE_CACHE, XDG_CACHE_HOME }: NodeJS.ProcessEnv = process.env,
): string {
  const root = TADPOLE_CACHE || path.join(XDG_CACHE_HOME || path.join(homedir(), '.cache'), 'tadpole');
  return path.resolve(root, part);
}
