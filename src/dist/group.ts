// The group of processes that this one belongs to: joining and leaving it.
import { UsageError } from '../errors';
import { checkOptions } from '../options';
import { native } from '../torch';
import { firstDifference } from './difference';
import { asDistError, DistError } from './errors';
import { type Place, placeOf } from './launch';

/** A group of processes that work on one thing. */
export interface Group {
  /** The number of this process, from 0. Rank 0 writes what all would write. */
  readonly rank: number;
  /** How many processes there are; 1 for one that was started alone. */
  readonly size: number;
  /** The number of this process among those of its machine, and how many those are. */
  readonly localRank: number;
  readonly localSize: number;
  /** What carries tensors: `gloo`, `gloo and nccl`, or `none` for a process alone. */
  readonly backends: string;
}

/** How a group is joined. */
export interface JoinOptions {
  /** Who this process is; default: what torchrun, mpirun, srun or `tadpole train --nproc` tell it. */
  place?: Place;
  /**
   * Seconds to wait for the others, when joining and in each collective operation. Default: TADPOLE_DIST_TIMEOUT, else 1800. It must be
   * longer than what one rank does while the others wait, such as an evaluation.
   */
  timeout?: number;
}

/** The handle of the addon's group. */
class ProcessGroup {
  constructor() {
    native.distAttach(this);
  }
}

/** A group of several processes, and its handle. */
export interface Joined extends Group {
  readonly handle: object;
}

const ALONE: Group = { rank: 0, size: 1, localRank: 0, localSize: 1, backends: 'none' };
const TIMEOUT = 1800;

/** What to do when another rank has gone. */
export const LOST = 'see what the other ranks print: the first of them that failed says why';

let current: Joined | undefined;

/** The number of this process; 0 for one that is alone. */
export let rank = 0;

/** How many processes there are; 1 for one that is alone. */
export let size = 1;

const listeners: ((group: Group) => void)[] = [];

/** Calls `listener` whenever this process has joined or left a group. @internal */
export function onGroupChange(listener: (group: Group) => void): void {
  listeners.push(listener);
}

function become(group: Joined | undefined): void {
  current = group;
  ({ rank, size } = group ?? ALONE);
  for (const listener of listeners) listener(group ?? ALONE);
}

/** The group of several processes that was joined; undefined for a process that is alone. */
export function currentGroup(): Joined | undefined {
  return current;
}

/**
 * Joins the group that this process was started in. In a process that was started alone nothing happens, so that a program runs
 * in both ways. All processes must have the same versions of Tadpole and libtorch, and kernels for the same processors: otherwise
 * their weights would drift apart.
 *
 * ```js
 * const { rank } = await dist.join();
 * await gan.train({ trainer, batches, steps: 1000, hooks: rank === 0 ? hooks : {} });
 * await dist.leave();
 * ```
 *
 * @returns who this process is; calling it again returns the same
 * @throws DistError when another process is missing or differs, or the port is taken; UsageError when the environment makes no sense
 */
export async function join(options: JoinOptions = {}): Promise<Group> {
  checkOptions('dist.join', options, ['place', 'timeout']);
  if (current) return current;
  const { place = placeOf(), timeout = Number(process.env['TADPOLE_DIST_TIMEOUT'] ?? TIMEOUT) } = options;
  if (!(timeout > 0 && timeout <= 1_000_000)) {
    throw new UsageError(
      `timeout: expected a number of seconds above 0, got ${timeout}`,
      'leave it out for 1800',
    );
  }
  if (place === undefined || place.size === 1) return ALONE;
  const handle = new ProcessGroup();
  const backends = await connect(handle, place, timeout);
  const { rank: own, size: all, localRank, localSize } = place;
  const group = { rank: own, size: all, localRank, localSize, backends, handle };
  become(group);
  return group;
}

/** Leaves the group; the process is alone again. The others must not wait for it any more. */
export async function leave(): Promise<void> {
  if (!current) return;
  const { handle } = current;
  become(undefined);
  await native.distLeave(handle);
}

/**
 * Runs an operation of the group.
 *
 * @param alone what it gives in a process that is alone
 * @throws DistError when another rank has gone or does not answer
 */
export function collective<T>(operation: (handle: object) => T, alone: () => T): T {
  if (!current) return alone();
  try {
    return operation(current.handle);
  } catch (error) {
    throw asDistError(error, LOST);
  }
}

async function connect(handle: object, place: Place, timeout: number): Promise<string> {
  const { rank: own, size: all, localSize, meeting, prefix } = place;
  try {
    await native.distConnect(handle, {
      rank: own,
      size: all,
      local: localSize === all,
      milliseconds: Math.ceil(timeout * 1000),
      prefix,
      ...meeting,
    });
    requireSame((await native.distMeet(handle, about())).map((text) => JSON.parse(text)));
    return await native.distForm(handle);
  } catch (error) {
    await native.distLeave(handle);
    if (error instanceof DistError) throw error;
    throw explain(error, place);
  }
}

/** What must be the same in all processes. */
function about(): string {
  const { version } = require('../../package.json') as { version: string };
  const { builtAgainst, cpuCapability } = native.versions();
  return JSON.stringify({ Tadpole: version, libtorch: builtAgainst, 'CPU kernels': cpuCapability });
}

function requireSame(abouts: readonly Record<string, string>[]): void {
  const difference = firstDifference(abouts);
  if (difference === undefined) return;
  const { rank: other, name, got, expected } = difference;
  const hint =
    name === 'CPU kernels'
      ? 'set ATEN_CPU_CAPABILITY to the lesser one (such as avx2) for all, so that weights stay the same'
      : 'install the same version everywhere';
  throw new DistError(`rank ${other} has ${name} ${got}, rank 0 has ${expected}`, hint);
}

function explain(error: unknown, { meeting, rank: own }: Place): unknown {
  if (!(error instanceof Error) || error instanceof TypeError) return error;
  const hint =
    'path' in meeting
      ? 'see what the other processes print, and that all of them run'
      : error.message.startsWith('port ')
        ? 'set MASTER_PORT to a free port, the same for all processes'
        : `see that the process of rank ${own === 0 ? '1 and the others' : '0'} runs, that MASTER_ADDR (${meeting.host}) and MASTER_PORT (${meeting.port}) are the same for all, and that no firewall is between them; GLOO_SOCKET_IFNAME names the network interface`;
  return new DistError(`the group cannot be joined: ${error.message}`, hint, true, { cause: error });
}
