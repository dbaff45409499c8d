// `tadpole dist-check`: joins processes or machines as a training run would, and prints how fast they talk.
import os from 'node:os';
import type { Place } from '../dist';
import { UsageError } from '../errors';
import type { DistCheckArguments } from './distCheckFlags';
import { EXIT } from './failure';
import { deviceFlag, positiveFlag, wholeFlag } from './options';
import { printJson } from './output';
import { processCount, runProcesses, withoutProcesses } from './processes';

const PORT = 29500;
const TIMEOUT = 60;

/** Prints the table on rank 0. */
export async function run(args: DistCheckArguments, words: readonly string[] = []): Promise<number> {
  const { hosts = [], nproc } = args;
  const timeout = positiveFlag('timeout', args.timeout) ?? TIMEOUT;
  const port = wholeFlag('port', args.port, 1, 65535) ?? PORT;
  const device = deviceFlag(args.device) ?? 'cpu';
  if (nproc !== undefined) {
    if (hosts.length > 0) {
      throw new UsageError('--nproc and hosts exclude each other', 'start one process on each of the hosts');
    }
    return await runProcesses(withoutProcesses(words), await processCount(nproc));
  }
  const dist = await import('../dist/index.js');
  const place = hosts.length > 0 ? placeAmong(hosts, port, args.rank) : dist.placeOf();
  if (place === undefined) {
    throw new UsageError(
      'there is nobody to talk with',
      'give --nproc 2, or the names of the machines, or start it with torchrun, mpirun or srun',
    );
  }
  const { rank, size, backends } = await dist.join({ place, timeout });
  try {
    const timings = dist.measureAllReduce(device);
    const names = dist.exchange(os.hostname());
    if (rank > 0) return EXIT.done;
    const machines = new Set(names).size;
    if (args.json) {
      printJson({ processes: size, machines, backends, device, timings });
      return EXIT.done;
    }
    console.log(
      `${size} processes on ${machines === 1 ? 'one machine' : `${machines} machines`}, through ${backends}, tensors on ${device}`,
    );
    console.log(`${'all-reduce'.padEnd(12)}${'median'.padStart(12)}`);
    for (const { bytes, milliseconds, megabytesPerSecond } of timings) {
      const time = `${milliseconds.toPrecision(3)} ms`;
      console.log(
        `${sizeOf(bytes).padEnd(12)}${time.padStart(12)}${`${megabytesPerSecond.toPrecision(3)} MB/s`.padStart(16)}`,
      );
    }
    return EXIT.done;
  } finally {
    await dist.leave();
  }
}

function sizeOf(bytes: number): string {
  if (bytes < 1024) return `${bytes} B`;
  return bytes < 2 ** 20 ? `${bytes / 1024} KiB` : `${bytes / 2 ** 20} MiB`;
}

/** The place of this machine among the hosts, of which the first serves the meeting. */
function placeAmong(hosts: readonly string[], port: number, asked: string | undefined): Place {
  const size = hosts.length;
  if (size < 2) throw new UsageError(`expected at least two hosts, got ${size}`, 'name this machine, too');
  const rank = wholeFlag('rank', asked, 0, size - 1) ?? ownIndex(hosts);
  const meeting = { host: hosts[0] as string, port, serve: rank === 0 };
  return { rank, size, localRank: 0, localSize: 1, meeting, prefix: 'tadpole/dist-check' };
}

function ownIndex(hosts: readonly string[]): number {
  const name = os.hostname();
  const addresses = Object.values(os.networkInterfaces()).flatMap((all = []) =>
    all.map(({ address }) => address),
  );
  const own = new Set([name, name.split('.')[0], ...addresses]);
  const found = hosts.flatMap((host, index) => (own.has(host) ? [index] : []));
  if (found.length === 1) return found[0] as number;
  throw new UsageError(
    found.length === 0
      ? `this machine (${name}) is none of ${hosts.join(', ')}`
      : `this machine is more than one of ${hosts.join(', ')}`,
    'say which it is: --rank 0 for the first',
  );
}
