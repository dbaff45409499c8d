// One seed per run, one independent stream of random numbers per use.
const STREAMS = ['weights', 'latents', 'data', 'samples', 'rollbacks'] as const;

/** The uses of random numbers. */
export type Stream = (typeof STREAMS)[number];

// Far apart, so that the streams of neighbouring run seeds do not meet.
const DISTANCE = 1_000_003;

/**
 * The seed of one stream of a run.
 *
 * @param seed of the run, a whole number from 0 to 2^31 - 1
 */
export function streamSeed(seed: number, stream: Stream): number {
  return seed + STREAMS.indexOf(stream) * DISTANCE;
}
