// The settings of one run of a recipe: overrides applied to the defaults, and checked.
import type { z } from 'zod';
import { UsageError } from '../errors';
import type { NetworkName } from '../gan';
import { MOST_CELLS } from '../limits';
import type { Schedule, SettingFacts } from '../run';
import { didYouMean } from '../suggest';
import { schedule } from './settings';

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
    else if (!Object.hasOwn(SWITCHES, name)) throw unknownSetting(recipe, name, known);
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
    `setting ${name} of the recipe '${recipe}': ${String(given[name])} does not fit: ${issue?.message}${meant(issue, given[name])}`,
    `${name} is: ${facts?.about}; default ${facts?.default}`,
  );
}

/** The near word where a setting takes one of some. */
function meant(issue: z.core.$ZodIssue | undefined, given: unknown): string {
  if (issue?.code !== 'invalid_value') return '';
  const words = issue.values.filter((value) => typeof value === 'string');
  return didYouMean(String(given), words);
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
    learningRateOf: ((field as z.ZodType).meta()?.['learningRateOf'] ?? []) as readonly NetworkName[],
  }));
}

function unknownSetting(recipe: string, name: string, known: string[]): UsageError {
  return new UsageError(
    `the recipe '${recipe}' has no setting '${name}'${didYouMean(name, known)}`,
    `it has ${known.join(', ')}`,
  );
}
