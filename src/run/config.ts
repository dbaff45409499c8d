// The configuration of a run: resolved once, saved, and compared when the run is resumed.
import { z } from 'zod';
import { TadpoleError, UsageError } from '../errors';
import { readJson } from './folder';

const configuration = z.object({
  recipe: z.string(),
  /** Absolute path of the recipe's file, when it is a user's own. */
  recipeFile: z.string().optional(),
  seed: z.int().min(0),
  device: z.string(),
  precision: z.enum(['fp32', 'bf16']),
  /** Of each process. */
  threads: z.int().min(1),
  /** Processes that share the batches; absent for one. */
  ranks: z.int().min(2).optional(),
  /** Whether images are mirrored left to right half of the time. */
  mirror: z.boolean().default(false),
  /** Whether the generator takes classes; absent where the recipe does not leave it open. */
  conditional: z.boolean().optional(),
  /** What is done when the run goes wrong; absent: `warn`. */
  onTrouble: z.enum(['warn', 'stop', 'rollback']).optional(),
  /** The absolute path of the folder for TensorBoard; absent without. */
  tensorboard: z.string().optional(),
  /** The run whose weights this one started from, and their step; absent without such a run. */
  from: z.object({ run: z.string(), step: z.int().min(0) }).optional(),
  /** The dataset, the folder that was given, where the images were found, their number, and the checksum of their bytes. */
  data: z.object({
    dataset: z.string(),
    folder: z.string().nullable(),
    source: z.string(),
    images: z.int().min(1),
    crc32: z.string(),
    /** How pictures of other proportions are brought to the shape; absent: cropped. */
    fit: z.enum(['crop', 'pad']).optional(),
    /** Names of the classes, where the recipe takes them from the data. */
    classes: z.array(z.string()).optional(),
  }),
  /** The recipe's settings, defaults and overrides together. */
  settings: z.record(z.string(), z.union([z.number(), z.string(), z.boolean()])),
  versions: z.record(z.string(), z.string().nullable()),
});

/** Everything that decides what a run computes, and the versions it was computed with. */
export type RunConfig = z.output<typeof configuration>;

/** @throws TadpoleError when the file is missing, not JSON, or not the configuration of a run */
export function readConfig(file: string): RunConfig {
  const value = readJson(file);
  const result = configuration.safeParse(value);
  if (result.success) return result.data;
  const [{ path = [], message = '' } = {}] = result.error.issues;
  const place = path.length > 0 ? `${path.join('.')}: ` : '';
  throw new TadpoleError(
    `${file} is not the configuration of a run: ${place}${message}`,
    'the file is damaged; repair it, or start a new run',
  );
}

// A longer run, other intervals of reports, other grids and moved files change no step of the run.
const FREE = new Set([
  'recipeFile',
  // Another number of processes changes no step but for rounding and dropout, which the session says.
  'ranks',
  'onTrouble',
  'tensorboard',
  'data.folder',
  'data.source',
  'settings.steps',
  'settings.logEvery',
  'settings.sampleEvery',
  'settings.checkpointEvery',
  'settings.gridRows',
  'settings.gridColumns',
  'settings.evaluateEvery',
  'settings.evaluateCount',
  'settings.evaluateFeatures',
  'settings.bestBy',
  'settings.keep',
]);

/**
 * Compares what a resume asks for with what the run was started with. Versions are not compared; `steps`, the
 * times of reports and the sample grid may change, and the data may lie elsewhere.
 *
 * @throws UsageError naming every key that differs
 */
export function checkSameConfig(saved: RunConfig, asked: RunConfig): void {
  const before = flatten(saved);
  const now = flatten(asked);
  const isFree = (key: string): boolean =>
    FREE.has(key) || (key === 'threads' && saved.ranks !== asked.ranks);
  const differing = [...new Set([...before.keys(), ...now.keys()])].filter(
    (key) => !isFree(key) && before.get(key) !== now.get(key),
  );
  if (differing.length === 0) return;
  const list = differing.map((key) => `${key} (run: ${before.get(key)}, asked: ${now.get(key)})`).join(', ');
  if (differing.every((key) => key.startsWith('data.'))) {
    throw new UsageError(
      `the images of ${asked.data.source} are not those that the run was started with: ${list}`,
      'put them back as they were, name their place with --data, or start a new run with these',
    );
  }
  throw new UsageError(
    `the run cannot be resumed with another configuration; these differ: ${list}`,
    'leave these flags out to resume, or start a new run with them',
  );
}

function flatten(config: RunConfig): Map<string, unknown> {
  const flat = new Map<string, unknown>();
  for (const [key, value] of Object.entries({ ...config, versions: undefined })) {
    if (value === undefined) continue;
    if (typeof value !== 'object') flat.set(key, value);
    else {
      for (const [inner, item] of Object.entries(value)) {
        if (item !== undefined) flat.set(`${key}.${inner}`, Array.isArray(item) ? item.join(', ') : item);
      }
    }
  }
  return flat;
}
