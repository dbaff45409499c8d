// Loads the addon into this realm, and reads what set-up recorded about it.
import { existsSync, readFileSync } from 'node:fs';
import { constants, totalmem } from 'node:os';
import path from 'node:path';
import { loadWithSpinning } from '../../spinning';
import type { NativeBinding } from './binding';

/** The folder of this package: where build/ and package.json are. */
export const packageRoot = path.resolve(__dirname, '..', '..', '..');

/** Where cmake-js and node-gyp put the addon; those who develop Tadpole may have it elsewhere, too (scripts/sanitize.mjs). */
export const addonPath =
  process.env['TADPOLE_ADDON'] ?? path.join(packageRoot, 'build', 'Release', 'tadpole.node');

/** Bytes of memory that this process may have: the machine's, or what its container allows. */
export const machineMemory = Math.min(totalmem(), process.constrainedMemory() || totalmem());

/** What set-up recorded about the libtorch that it chose. */
export interface LibtorchChoice {
  version: string;
  variant: 'cpu' | 'cuda';
  source: string;
  path: string;
}

/** The libtorch that the addon was built with, or null when set-up has not run. */
export function libtorchChoice(): LibtorchChoice | null {
  const file = path.join(packageRoot, 'build', 'libtorch.json');
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as LibtorchChoice) : null;
}

function load(): NativeBinding {
  if (!existsSync(addonPath)) {
    throw new Error(`Tadpole's addon is not built: ${addonPath} is missing. Run 'npx tadpole setup'.`);
  }
  const holder = { exports: {} };
  try {
    // Not `require`: each realm (a jest context, say) needs exports of its own, with its own classes.
    loadWithSpinning(() => process.dlopen(holder, addonPath, constants.dlopen.RTLD_NOW));
  } catch (error) {
    throw new Error(
      `Tadpole's addon could not be loaded: ${(error as Error).message}. Run 'npx tadpole doctor' to see what is missing.`,
    );
  }
  const binding = holder.exports as NativeBinding;
  checkVersion(binding);
  binding.setMachineMemory(machineMemory);
  return binding;
}

/** Headers of one version and libraries of another do not fit together, even if they link. */
function checkVersion(binding: NativeBinding): void {
  const { builtAgainst, configuration } = binding.versions();
  const loaded = /\bTORCH_VERSION=(\d+\.\d+\.\d+)/.exec(configuration)?.[1];
  if (loaded === undefined || loaded === builtAgainst) return;
  throw new Error(
    `Tadpole's addon is built for libtorch ${builtAgainst} and finds ${loaded}. Run 'npx tadpole setup'.`,
  );
}

export const native: NativeBinding = load();

/**
 * Memory shared with the addon: [0] is the slot of the newest handle or Tensor, [1] the number of arguments that the operator to
 * be called is described with, from [2] on one entry for each of them.
 */
export const slots = native.slotBoard();
