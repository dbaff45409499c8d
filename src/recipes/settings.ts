// Settings of recipes: typed fields with defaults and descriptions.
import { z } from 'zod';
import type { NetworkName } from '../gan';
import { MOST_CELLS } from '../limits';

/** The settings of a recipe, by name. */
export function define<Shape extends z.ZodRawShape>(fields: Shape) {
  return z.object(fields);
}

/** The type of a recipe's settings: `type Settings = settings.Values<typeof mine>`. */
export type Values<Fields extends z.ZodType> = z.output<Fields>;

/** The metrics that are taken while a run trains. */
const SCORES = ['fid', 'kid', 'precision', 'recall', 'density', 'coverage'] as const;

// Counts of steps and images are 32-bit numbers below.
const MOST = 2 ** 31 - 1;

/** A whole number from `least` (1) to `most` (2^31 - 1). */
export function whole(value: number, about: string, least = 1, most = MOST) {
  return z.int().min(least).max(most).default(value).describe(about);
}

/** A positive number. */
export function positive(value: number, about: string) {
  return z.number().positive().default(value).describe(about);
}

/**
 * A learning rate: a positive number, which `tadpole train --lr` sets, and which remedies name that concern its network.
 *
 * @param network the network that learns at this rate; default both
 */
export function learningRate(value: number, about: string, network?: NetworkName) {
  const learningRateOf: readonly NetworkName[] = network ? [network] : ['generator', 'discriminator'];
  return positive(value, about).meta({ learningRateOf });
}

/** A number of at least 0. */
export function atLeastZero(value: number, about: string) {
  return z.number().min(0).default(value).describe(about);
}

/** A number in [0, 1). */
export function fraction(value: number, about: string) {
  return z.number().min(0).lt(1).default(value).describe(about);
}

/** One of some words. */
export function choice<const Words extends readonly string[]>(
  words: Words,
  value: Words[number],
  about: string,
) {
  return z.literal(words).default(value).describe(about);
}

/**
 * The settings that every recipe has: number of steps, batch size, intervals of reports, and the sample grids.
 *
 * @param defaults.logEvery default 100
 * @param defaults.sampleEvery default 500
 * @param defaults.checkpointEvery default 1000
 * @param defaults.grid rows and columns of the sample grids; default 8 x 8
 */
export function schedule(defaults: {
  steps: number;
  batchSize: number;
  logEvery?: number;
  sampleEvery?: number;
  checkpointEvery?: number;
  grid?: readonly [rows: number, columns: number];
}) {
  const { steps, batchSize, logEvery = 100, sampleEvery = 500, checkpointEvery = 1000 } = defaults;
  const [rows, columns] = defaults.grid ?? [8, 8];
  return {
    steps: whole(steps, 'training steps'),
    batchSize: whole(batchSize, 'real images per step'),
    logEvery: whole(logEvery, 'steps between printed losses'),
    sampleEvery: whole(sampleEvery, 'steps between sample grids'),
    checkpointEvery: whole(checkpointEvery, 'steps between checkpoints'),
    gridRows: whole(rows, 'rows of a sample grid', 1, MOST_CELLS),
    gridColumns: whole(columns, 'columns of a sample grid', 1, MOST_CELLS),
    evaluateEvery: whole(0, 'steps between evaluations; 0: none', 0),
    evaluateCount: whole(2000, 'samples that an evaluation draws', 2),
    evaluateFeatures: z
      .string()
      .min(1)
      .default('auto')
      .describe(
        'features of evaluations: classifier, random, inception, a file, or auto for the first that there is',
      ),
    bestBy: z.enum(SCORES).default('fid').describe('the metric that says which checkpoint is the best'),
    keep: whole(2, 'newest checkpoints that are kept, besides the best'),
  };
}
