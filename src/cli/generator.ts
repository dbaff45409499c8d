// The generator that a command is given: a file, an exported folder, a run, or a checkpoint of a run.
import type { LoadGeneratorOptions, SavedGenerator } from '../gan';
import { type GeneratorPlace, generatorPlace } from '../places';

/**
 * Opens the generator. What runs and checkpoints need is loaded for these alone: the command should be quick with a file.
 *
 * @throws as `SavedGenerator.load` and `openGenerator` do
 */
export async function openNamed(
  word: string,
  options: LoadGeneratorOptions,
): Promise<{ generator: SavedGenerator; file: string }> {
  return openPlace(generatorPlace(word), options);
}

/** {@link openNamed} of a place that is known. */
export async function openPlace(
  place: GeneratorPlace,
  options: LoadGeneratorOptions,
): Promise<{ generator: SavedGenerator; file: string }> {
  if (place.kind !== 'file') return (await import('../recipes/index.js')).openGeneratorAt(place, options);
  const { SavedGenerator } = await import('../gan/index.js');
  return { generator: SavedGenerator.load(place.path, options), file: place.path };
}
