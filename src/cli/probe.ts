// Loads the addon in a process of its own, for `tadpole doctor`, and prints what it says: a crash there does no harm.
import { native } from '../torch/native';
import type { Probe } from './health';

const { cpuCapability } = native.versions();
const probe: Probe = {
  cpuCapability,
  threads: native.getNumThreads(),
  gpus: native.deviceCount('cuda'),
};
process.stdout.write(JSON.stringify(probe));
