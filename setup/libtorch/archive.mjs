// The official archive of libtorch: its address, verification and unpacking.
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { download, sha256 } from '../download.mjs';
import { SetupError } from '../errors.mjs';
import { readManifest } from '../packages.mjs';
import { torchPlace } from './layout.mjs';
import { openZip } from './unzip.mjs';

/** @typedef {import('../effects.mjs').Effects} Effects */
/** @typedef {import('./wanted.mjs').Wanted} Wanted */

const HOST = 'https://download.pytorch.org/libtorch';

/**
 * The archive's address; null where PyTorch publishes none (Linux on ARM, macOS on Intel).
 * `TADPOLE_LIBTORCH_URL` names another one, for instance on a mirror.
 * @param {Effects} effects
 * @param {Wanted} wanted
 * @returns {string | null}
 */
export function archiveUrl({ env, platform, arch, root }, { version, variant }) {
  if (env['TADPOLE_LIBTORCH_URL']) return env['TADPOLE_LIBTORCH_URL'];
  if (platform === 'darwin')
    return arch === 'arm64' ? `${HOST}/cpu/libtorch-macos-arm64-${version}.zip` : null;
  if (platform !== 'linux' || arch !== 'x64') return null;
  const tag = variant === 'cpu' ? 'cpu' : readManifest(root).libtorch.cudaTag;
  return `${HOST}/${tag}/libtorch-shared-with-deps-${version}%2B${tag}.zip`;
}

/**
 * Downloads the archive and unpacks the needed files to `folder`.
 * @param {Effects} effects
 * @param {string} url
 * @param {string} folder
 * @throws {import('../download.mjs').Unavailable} when it cannot be downloaded
 * @throws {SetupError} when it is damaged; the file is then removed
 */
export async function fetchArchive(effects, url, folder) {
  const name = decodeURIComponent(new URL(url).pathname.split('/').at(-1) ?? 'libtorch.zip');
  const file = join(effects.root, 'build', 'download', name);
  await download(effects, url, file);
  try {
    await checkSum(effects, file, name);
    const zip = await openZip(file);
    await zip.extract(folder, torchPlace).finally(zip.close);
  } finally {
    rmSync(file, { force: true });
  }
}

/**
 * Compares the whole file with a known SHA-256. Where none is known, the sizes and the CRC-32 of every entry are checked
 * while it is unpacked.
 * @param {Effects} effects
 * @param {string} file
 * @param {string} name
 */
async function checkSum(effects, file, name) {
  const expected =
    effects.env['TADPOLE_LIBTORCH_SHA256'] ?? readManifest(effects.root).libtorch.sha256?.[name];
  if (expected === undefined) {
    effects.log('  no SHA-256 is known for it: the size and CRC-32 of every file in it are checked instead');
    return;
  }
  const actual = await sha256(file);
  if (actual !== expected.toLowerCase()) {
    throw new SetupError(
      `${name} has the SHA-256 ${actual}, expected ${expected}`,
      'the file was removed: run this again; if it happens again, something between you and the server changes the file',
    );
  }
  effects.log(`  SHA-256 is right: ${actual}`);
}
