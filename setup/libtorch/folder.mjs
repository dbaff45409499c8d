// The version and variant of a libtorch folder, read from its files.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The files with the version, in newer and in older releases. */
const VERSION_HEADERS = [
  'include/torch/headeronly/version.h',
  'include/torch/csrc/api/include/torch/version.h',
];

/**
 * @param {string} path
 * @returns {{ version: string, variant: 'cpu' | 'cuda' } | null} null when it is not a complete libtorch
 */
export function inspectFolder(path) {
  const header = VERSION_HEADERS.map((name) => join(path, name)).find((name) => existsSync(name));
  const lib = join(path, 'lib');
  if (header === undefined || !existsSync(lib)) return null;
  const libraries = readdirSync(lib);
  const has = (/** @type {string} */ name) =>
    libraries.some((file) => file === `${name}.so` || file === `${name}.dylib`);
  if (!has('libtorch_cpu') || !has('libc10') || !existsSync(join(path, 'include/ATen/ATen.h'))) return null;
  const text = readFileSync(header, 'utf8');
  const part = (/** @type {string} */ name) =>
    new RegExp(`#define TORCH_VERSION_${name} (\\d+)`).exec(text)?.[1] ?? '?';
  return {
    version: `${part('MAJOR')}.${part('MINOR')}.${part('PATCH')}`,
    variant: has('libtorch_cuda') ? 'cuda' : 'cpu',
  };
}

/**
 * The folders of NVIDIA's libraries beside a wheel's torch folder, as site-packages lays them out.
 * @param {string} torchPath
 * @returns {string[]}
 */
export function nvidiaFolders(torchPath) {
  const nvidia = join(torchPath, '..', 'nvidia');
  if (!existsSync(nvidia)) return [];
  return readdirSync(nvidia)
    .map((name) => join(nvidia, name, 'lib'))
    .filter((path) => existsSync(path));
}
