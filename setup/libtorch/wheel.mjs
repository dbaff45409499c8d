// libtorch from torch's Python wheel, which pip downloads; for a CUDA build, NVIDIA's wheels beside it.
import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { SetupError } from '../errors.mjs';
import { nvidiaPlace, torchPlace } from './layout.mjs';
import { pipDownload } from './python.mjs';
import { openZip } from './unzip.mjs';

/** @typedef {import('../effects.mjs').Effects} Effects */
/** @typedef {import('./wanted.mjs').Wanted} Wanted */

const CPU_INDEX = 'https://download.pytorch.org/whl/cpu';

/**
 * Downloads the wheel of the wanted version and unpacks lib, include and share of it to `folder`.
 * @param {Effects} effects
 * @param {Wanted} wanted
 * @param {string} folder
 */
export async function fetchWheel(effects, wanted, folder) {
  const downloads = join(effects.root, 'build', 'download', `wheel-${wanted.version}-${wanted.variant}`);
  const wheel = await fetchTorchWheel(effects, wanted, downloads);
  const zip = await openZip(join(downloads, wheel));
  /** @type {string[]} */
  let requirements = [];
  try {
    const isCuda = zip.names.some((name) => /^torch\/lib\/libtorch_cuda\./.test(name));
    if (isCuda) requirements = cudaRequirements(await zip.readText(metadataName(zip.names)));
    if (isCuda && wanted.variant === 'cpu')
      effects.log('  pip has only the CUDA build of this version: it runs on the CPU as well');
    effects.log(`  unpacks ${wheel}`);
    await zip.extract(folder, torchPlace);
  } finally {
    zip.close();
  }
  if (requirements.length > 0)
    await fetchNvidiaWheels(effects, requirements, join(downloads, 'nvidia'), folder);
  rmSync(downloads, { recursive: true, force: true });
}

/**
 * @param {Effects} effects
 * @param {Wanted} wanted
 * @param {string} downloads
 * @returns {Promise<string>} the wheel's file name
 */
async function fetchTorchWheel(effects, { version, variant }, downloads) {
  // The build for the CPU has a local version, `+cpu`, where an index offers several builds.
  const plain = ['--no-deps', `torch==${version}`];
  const attempts =
    variant === 'cpu'
      ? [['--no-deps', `torch==${version}+cpu`, '--extra-index-url', CPU_INDEX], plain]
      : [plain];
  let why = '';
  for (const args of attempts) {
    effects.log(`  pip download ${args.join(' ')}`);
    const outcome = await pipDownload(effects, downloads, args);
    const wheel = wheelsIn(downloads).find((name) => name.startsWith(`torch-${version}`));
    if (outcome.ok && wheel !== undefined) return wheel;
    why = outcome.ok ? 'pip reported success but left no wheel' : outcome.why;
  }
  const smaller = variant === 'cuda' ? '; or set TADPOLE_LIBTORCH=cpu for the build without CUDA' : '';
  throw new SetupError(
    `pip cannot download torch ${version} (${why})`,
    "check the network or pip's index; or unpack libtorch yourself (https://pytorch.org/get-started/locally) and set LIBTORCH to its " +
      `folder${smaller}`,
  );
}

/**
 * Downloads NVIDIA's wheels and lays their libraries out as in site-packages, where torch's own search paths lead.
 * @param {Effects} effects
 * @param {string[]} requirements
 * @param {string} downloads
 * @param {string} folder
 */
async function fetchNvidiaWheels(effects, requirements, downloads, folder) {
  effects.log(
    `  pip download ${requirements.map((requirement) => requirement.split(/[;[=]/, 1)[0]).join(' ')} (2 GB and more)`,
  );
  const outcome = await pipDownload(effects, downloads, requirements);
  if (!outcome.ok) {
    throw new SetupError(
      `pip cannot download the NVIDIA libraries that libtorch needs (${outcome.why})`,
      "check the network or pip's index and run this again; or set TADPOLE_LIBTORCH=cpu",
    );
  }
  await fetchNcclHeaders(effects, requirements, downloads);
  for (const wheel of wheelsIn(downloads)) {
    const zip = await openZip(join(downloads, wheel));
    const files = await zip.extract(folder, nvidiaPlace).finally(zip.close);
    if (files > 0) effects.log(`  unpacks ${wheel}`);
  }
}

/**
 * Downloads the two wheels of headers that NCCL's include and torch does not ask for. Without them GPUs talk through the CPU.
 * @param {Effects} effects
 * @param {readonly string[]} requirements
 * @param {string} downloads
 */
async function fetchNcclHeaders(effects, requirements, downloads) {
  const toolkit = requirements.map((one) => /^cuda-toolkit\S*==(\d+\.\d+)/.exec(one)?.[1]).find(Boolean);
  if (toolkit === undefined || !requirements.some((one) => one.startsWith('nvidia-nccl'))) return;
  const wanted = ['nvidia-cuda-crt', 'nvidia-cuda-cccl'].map((name) => `${name}==${toolkit}.*`);
  effects.log(`  pip download ${wanted.join(' ')}`);
  const outcome = await pipDownload(effects, downloads, ['--no-deps', ...wanted]);
  if (!outcome.ok) effects.log(`  without them GPUs talk through the CPU (${outcome.why})`);
}

/**
 * The requirements of a wheel that bring CUDA's libraries, as its METADATA gives them.
 * @param {string} metadata
 * @returns {string[]}
 */
export function cudaRequirements(metadata) {
  return [...metadata.matchAll(/^Requires-Dist: *((?:nvidia-|cuda-toolkit)[^\n\r]*)/gm)]
    .map((match) => (match[1] ?? '').trim())
    .filter((requirement) => !/extra *==/.test(requirement));
}

/** @param {string[]} names */
function metadataName(names) {
  return names.find((name) => /^torch-[^/]+\.dist-info\/METADATA$/.test(name)) ?? 'torch.dist-info/METADATA';
}

/** @param {string} folder */
function wheelsIn(folder) {
  return existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith('.whl')) : [];
}
