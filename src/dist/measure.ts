// How fast the processes of a group talk: the time of all-reduces of several sizes.
import { torch } from '../torch';
import { allReduce, barrier, fromFirst } from './collectives';

/** The time of all-reduces of one size. */
export interface Timing {
  bytes: number;
  /** The median. */
  milliseconds: number;
  /** Bytes that are reduced in a second, in MB. */
  megabytesPerSecond: number;
}

const SIZES = [4, 1024, 2 ** 20, 20 * 2 ** 20];

// Small ones are repeated so often, large ones about this many milliseconds long.
const MOST = 50;
const LEAST = 3;
const BUDGET = 1000;

/** Times all-reduces of 4 bytes to 20 MB; the numbers of rank 0 on every rank. */
export function measureAllReduce(device = 'cpu'): Timing[] {
  return SIZES.map((bytes) =>
    torch.scope(() => {
      const values = torch.zeros([bytes / Float32Array.BYTES_PER_ELEMENT], { device });
      const first = timed(values);
      const count = fromFirst(Math.round(Math.min(MOST, Math.max(LEAST, BUDGET / first))));
      const times = Array.from({ length: count }, () => timed(values)).sort((a, b) => a - b);
      const milliseconds = fromFirst(times[Math.floor(count / 2)] as number);
      return { bytes, milliseconds, megabytesPerSecond: bytes / 1e3 / milliseconds };
    }),
  );
}

function timed(values: ReturnType<typeof torch.zeros>): number {
  barrier();
  const start = performance.now();
  allReduce(values);
  // A GPU works on after the call.
  values.at(0).item();
  return performance.now() - start;
}
