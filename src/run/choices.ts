// The settings that the user leaves open: those of a preset, and those that a recipe chooses by its images.
import { survey } from '../data';
import { UsageError } from '../errors';
import { didYouMean } from '../suggest';
import type { Recipe } from './recipe';

type Settings = Readonly<Record<string, unknown>>;

/** The settings of a preset, and over them those that are given. @throws UsageError when there is no such preset */
export function withPreset(
  { name, presets }: Recipe,
  preset: string | undefined,
  overrides: Settings = {},
): Settings {
  if (preset === undefined) return overrides;
  const names = Object.keys(presets);
  if (Object.hasOwn(presets, preset)) return { ...presets[preset]?.settings, ...overrides };
  throw new UsageError(
    `preset: the recipe '${name}' has none called '${preset}'${didYouMean(preset, names)}`,
    names.length > 0 ? `it has ${names.join(', ')}` : 'leave it out: this recipe has no presets',
  );
}

/** What a recipe chose by its images. */
interface Chosen {
  readonly settings: Settings;
  /** The median of the shorter sides of the pictures, in pixels; undefined where they were not looked at. */
  readonly side?: number;
}

/**
 * The settings that a recipe chooses by its images; none where all of them are given, as when a run is resumed.
 *
 * @throws UsageError for given settings that do not fit; as `data.survey` does
 */
export function chosenFor(
  recipe: Recipe,
  { directory, device, given }: { directory: string | undefined; device: string; given: Settings },
): Chosen {
  const { choices } = recipe;
  recipe.resolve(given);
  const open = choices?.names.filter((name) => given[name] === undefined) ?? [];
  if (choices === undefined || open.length === 0) return { settings: {} };
  const facts = survey(recipe.data.dataset, { directory });
  const chosen = choices.choose({ ...facts, device }, given);
  return { settings: Object.fromEntries(open.map((name) => [name, chosen[name]])), side: facts.side };
}
