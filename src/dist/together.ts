// The mode in which layers compute with the values of all ranks, such as the statistics of batch norm.
import { inMode } from '../synchronous';
import { currentGroup } from './group';
import type { Share } from './share';

let on = false;
let shared: Share | undefined;

/** Whether layers take the values of all ranks into account. */
export function isTogether(): boolean {
  return on;
}

/** Which images of the whole batch this rank has, for layers that compare images with each other; undefined where that is not known. */
export function sharedOut(): Share | undefined {
  return on ? shared : undefined;
}

/**
 * Runs `fn`, which every rank must run at the same time, so that batch norm takes its statistics over the whole batch instead of this
 * rank's share. The trainer does this by itself. Nothing changes in a process that is alone.
 *
 * @param share which images of the whole batch `fn` works on, for `nn.MinibatchStdDev`; default: not known, each rank compares its own
 * @throws TypeError when `fn` is asynchronous: the mode would end at its first `await`
 */
export function together<T>(fn: () => T, share?: Share): T {
  const outer = { on, shared };
  on = currentGroup() !== undefined;
  shared = share;
  try {
    return inMode('dist.together: fn', fn);
  } finally {
    ({ on, shared } = outer);
  }
}
