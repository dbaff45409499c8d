// How a generator is served: its batches and limits, and what its file does not specify.
import type { LoadGeneratorOptions } from '../gan';
import { checkOptions, checkWhole } from '../options';

export interface ServeOptions extends LoadGeneratorOptions {
  /** Name of the model in the Open Inference Protocol; default: the recipe's, else that of the file. */
  name?: string;
  /** Images per call of the network, at most; default 64. */
  batchSize?: number;
  /** Milliseconds that images wait for others to fill a batch, at most; default 5. */
  maxWait?: number;
  /** Images that are waited for, at most: a request beyond is refused with status 503. Default 4096. */
  maxQueue?: number;
  /** Milliseconds until a request is given up with status 504; default 30 000. */
  deadline?: number;
  /** Images per request, at most; default 256. */
  maxCount?: number;
  /** Bytes of the body of a request, at most; default 4 MiB. */
  maxBody?: number;
}

/** The numbers among the options. */
export type Limits = Required<
  Pick<ServeOptions, 'batchSize' | 'maxWait' | 'maxQueue' | 'deadline' | 'maxCount' | 'maxBody'>
>;

/** The least value of each limit, and its default. */
const LIMITS: Record<keyof Limits, readonly [least: number, standard: number]> = {
  batchSize: [1, 64],
  maxWait: [0, 5],
  maxQueue: [1, 4096],
  deadline: [1, 30_000],
  maxCount: [1, 256],
  maxBody: [1, 4 * 2 ** 20],
};

/** @throws TypeError for an unknown option; UsageError for a limit that is not a whole number in its range */
export function limitsOf(options: ServeOptions): Limits {
  checkOptions('handler', options, [
    'name',
    'batchSize',
    'maxWait',
    'maxQueue',
    'deadline',
    'maxCount',
    'maxBody',
    'device',
    'latentDim',
    'distribution',
    'valueRange',
  ]);
  const entries = Object.entries(LIMITS).map(([name, [least, standard]]) => {
    const value = options[name as keyof Limits] ?? standard;
    checkWhole('handler', name, value, least);
    return [name, value] as const;
  });
  const limits = Object.fromEntries(entries) as Limits;
  // A request of the largest size must fit into an empty queue.
  checkWhole('handler', 'maxQueue', limits.maxQueue, limits.maxCount);
  return limits;
}

/** What the file of the generator does not specify. */
export function loadOptionsOf(options: ServeOptions): LoadGeneratorOptions {
  const { device, latentDim, distribution, valueRange } = options;
  return { device, latentDim, distribution, valueRange };
}
