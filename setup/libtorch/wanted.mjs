// The wanted libtorch: the variant from TADPOLE_LIBTORCH, the last set-up or the machine, the version from package.json.
import { join } from 'node:path';
import { SetupError } from '../errors.mjs';
import { readManifest } from '../packages.mjs';
import { readChoice } from './choice.mjs';

/** @typedef {import('../effects.mjs').Effects} Effects */

/**
 * @typedef {object} Wanted
 * @property {'cpu' | 'cuda'} variant
 * @property {boolean} insisted whether TADPOLE_LIBTORCH names the variant
 * @property {string} version
 * @property {readonly string[]} accepted the versions that Tadpole is made for, whatever their variant
 * @property {boolean} any whether TADPOLE_ANY_LIBTORCH lets LIBTORCH be of another version
 */

/**
 * @param {Effects} effects
 * @returns {Wanted}
 */
export function wantedLibtorch({ root, env, platform, hasNvidiaDriver }) {
  const named = env['TADPOLE_LIBTORCH'] || undefined;
  if (named !== undefined && named !== 'cpu' && named !== 'cuda' && named !== 'auto') {
    throw new SetupError(`TADPOLE_LIBTORCH is "${named}"`, 'set it to cpu, cuda or auto');
  }
  if (named === 'cuda' && platform === 'darwin') {
    throw new SetupError(
      'TADPOLE_LIBTORCH is cuda, and there is no CUDA on macOS',
      'set it to cpu or leave it out',
    );
  }
  const automatic = platform === 'linux' && hasNvidiaDriver() ? 'cuda' : 'cpu';
  const asked = named ?? readChoice(root)?.wanted ?? 'auto';
  const variant = asked === 'auto' ? automatic : asked;
  const { cpu, cuda } = readManifest(root).libtorch;
  return {
    variant,
    insisted: named === 'cpu' || named === 'cuda',
    version: variant === 'cuda' ? cuda : cpu,
    accepted: [...new Set([cpu, cuda])],
    any: Boolean(env['TADPOLE_ANY_LIBTORCH']),
  };
}

/**
 * The folder of a libtorch that set-up downloaded. It contains `torch/` and, for CUDA, `nvidia/`.
 * @param {string} root
 * @param {{ version: string, variant: string }} which
 */
export function downloadFolder(root, { version, variant }) {
  return join(root, 'libtorch', `${version}-${variant}`);
}
