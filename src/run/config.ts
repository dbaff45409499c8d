// The configuration of a run: resolved once, saved, and compared when the run goes on.
import { UsageError } from '../errors';

/** Everything that decides what a run computes, and the versions it was computed with. */
export interface RunConfig {
  recipe: string;
  /** Absolute path of the recipe's file, when it is a user's own. */
  recipeFile?: string;
  seed: number;
  device: string;
  precision: 'fp32' | 'bf16';
  threads: number;
  /** What the images are, where they were asked for and found, and how many there are. */
  data: { dataset: string; folder: string | null; source: string; images: number };
  /** The recipe's settings, defaults and overrides together. */
  settings: Record<string, number | string | boolean>;
  versions: Record<string, string | null>;
}

// A run may be made longer, shown in other grids, and files may have moved: that changes no step of it.
const FREE = new Set([
  'recipeFile',
  'data.source',
  'settings.steps',
  'settings.gridRows',
  'settings.gridColumns',
]);

/**
 * Compares what a resume asks for with what the run was started with. Versions are not compared; `steps` and the sample
 * grid may change.
 *
 * @throws UsageError naming every key that differs
 */
export function checkSameConfig(saved: RunConfig, asked: RunConfig): void {
  const before = flatten(saved);
  const now = flatten(asked);
  const differing = [...new Set([...before.keys(), ...now.keys()])].filter(
    (key) => !FREE.has(key) && before.get(key) !== now.get(key),
  );
  if (differing.length === 0) return;
  const list = differing.map((key) => `${key} (run: ${before.get(key)}, asked: ${now.get(key)})`).join(', ');
  throw new UsageError(
    `the run cannot go on under another configuration; these differ: ${list}`,
    'leave these flags out to resume, or start a new run with them',
  );
}

function flatten(config: RunConfig): Map<string, unknown> {
  const flat = new Map<string, unknown>();
  for (const [key, value] of Object.entries({ ...config, versions: undefined })) {
    if (value === undefined) continue;
    if (typeof value !== 'object') flat.set(key, value);
    else for (const [inner, item] of Object.entries(value)) flat.set(`${key}.${inner}`, item);
  }
  return flat;
}
