// The addon's C++ files, as the checks see them.
import { filesBelow } from '../../setup/stamps.mjs';

/**
 * The C++ files of the addon, relative to `root`.
 * @param {string} root
 * @returns {string[]}
 */
export function cppFiles(root) {
  return filesBelow(root, ['native']).filter((name) => /\.(cc|h)$/.test(name));
}
