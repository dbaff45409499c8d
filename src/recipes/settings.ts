// Settings of recipes: typed fields with defaults and descriptions, and the checks of overrides.
import { z } from 'zod';
import { UsageError } from '../errors';
import { MOST_CELLS } from '../limits';
import type { Schedule, SettingFacts } from '../run';
import { didYouMean } from '../suggest';

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

/** A number of at least 0. */
export function atLeastZero(value: number, about: string) {
  return z.number().min(0).default(value).describe(about);
}

/** A number in [0, 1). */
export function fraction(value: number, about: string) {
  return z.number().min(0).lt(1).default(value).describe(about);
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
      .default('auto')
      .describe(
        'features of evaluations: classifier, random, inception, a file, or auto for the first that there is',
      ),
    bestBy: z.enum(SCORES).default('fid').describe('the metric that says which checkpoint is the best'),
    keep: whole(2, 'newest checkpoints that are kept, besides the best'),
  };
}

// Sources of randomness that a comparison switches off. A recipe without one of them accepts 0.
const SWITCHES: Record<string, string> = { labelNoise: 'label noise', dropout: 'dropout' };

/**
 * The settings with overrides applied.
 *
 * @throws UsageError for an unknown name (with the nearest valid one), a value that does not fit, or a sample grid of more
 * than {@link MOST_CELLS} pictures
 */
export function resolveSettings<S extends z.ZodRawShape>(
  recipe: string,
  schema: z.ZodObject<S>,
  overrides: Readonly<Record<string, unknown>>,
): z.output<z.ZodObject<S>> {
  const known = Object.keys(schema.shape);
  const given: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(overrides)) {
    if (value === undefined) continue;
    if (known.includes(name)) given[name] = value;
    else if (!(name in SWITCHES)) throw unknownSetting(recipe, name, known);
    else if (value !== 0)
      throw new UsageError(`the recipe '${recipe}' has no ${SWITCHES[name]}: ${name} can only be 0`);
  }
  const result = schema.safeParse(given);
  if (result.success) {
    checkGrid(result.data);
    return result.data;
  }
  const [issue] = result.error.issues;
  const name = String(issue?.path[0] ?? '');
  const facts = describeSettings(schema).find((setting) => setting.name === name);
  throw new UsageError(
    `setting ${name} of the recipe '${recipe}': ${given[name]} does not fit: ${issue?.message}`,
    `${name} is: ${facts?.about}; default ${facts?.default}`,
  );
}

function checkGrid({ gridRows, gridColumns }: Partial<Schedule>): void {
  if (Number(gridRows) * Number(gridColumns) <= MOST_CELLS) return;
  throw new UsageError(
    `gridRows and gridColumns: '${gridRows}x${gridColumns}' is more than ${MOST_CELLS.toLocaleString('en')} images`,
    'take fewer rows or columns',
  );
}

/** @throws UsageError when a setting has no default, or those of {@link schedule} are not among them */
export function checkDefaults<S extends z.ZodRawShape>(recipe: string, schema: z.ZodObject<S>): void {
  const result = schema.safeParse({});
  const defaults: Record<string, unknown> = result.data ?? {};
  const names = new Set([...Object.keys(schedule({ steps: 1, batchSize: 1 })), ...Object.keys(schema.shape)]);
  const missing = [...names].find((name) => defaults[name] === undefined);
  if (missing === undefined) return;
  const reason = result.error?.issues[0]?.message;
  throw new UsageError(
    `the recipe '${recipe}' has no setting '${missing}' with a default${reason ? `: ${reason}` : ''}`,
    'give every setting a default, and include settings.schedule({ steps, batchSize })',
  );
}

/** Name, default and meaning of every setting. */
export function describeSettings<S extends z.ZodRawShape>(schema: z.ZodObject<S>): SettingFacts[] {
  const defaults = schema.parse({}) as Record<string, unknown>;
  return Object.entries(schema.shape).map(([name, field]) => ({
    name,
    default: defaults[name],
    about: (field as z.ZodType).description ?? '',
  }));
}

function unknownSetting(recipe: string, name: string, known: string[]): UsageError {
  return new UsageError(
    `the recipe '${recipe}' has no setting '${name}'${didYouMean(name, known)}`,
    `it has ${known.join(', ')}`,
  );
}
