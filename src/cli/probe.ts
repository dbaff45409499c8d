// Loads the addon named on the command line and prints what it reports, in a process of its own: a crash does not end `tadpole doctor`.
import { constants } from 'node:os';
import { loadWithSpinning, spinning } from '../spinning';
import type { NativeBinding } from '../torch';
import type { Probe } from './health';

const holder = { exports: {} };
loadWithSpinning(() => process.dlopen(holder, process.argv[2] ?? '', constants.dlopen.RTLD_NOW));
const native = holder.exports as NativeBinding;
const { builtAgainst, variant, cpuCapability } = native.versions();
const probe: Probe = {
  builtAgainst,
  variant,
  cpuCapability,
  threads: native.getNumThreads(),
  gpus: native.deviceCount('cuda'),
  backends: native.distBackends(),
  spinning: spinning() ?? null,
};
process.stdout.write(JSON.stringify(probe));
