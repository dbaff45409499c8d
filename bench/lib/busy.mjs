// Processes that want a core each, all the time: what else may run on a machine that trains.
import { spawn } from 'node:child_process';

/** Starts so many; the function that is returned ends them. */
export function startBusy(count) {
  const children = Array.from({ length: count }, () => spawn(process.execPath, ['-e', 'for (;;);']));
  return () => {
    for (const child of children) child.kill();
  };
}
