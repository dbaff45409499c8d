// Commands that start a run again with what a finding advises.
import type { RunSummary } from '../protocol';

/** The `--set` words in the text of a remedy, such as `--set generatorLearningRate=0.00025`. */
export function overrides(remedy: string): Record<string, string> {
  return Object.fromEntries(
    [...remedy.matchAll(/--set (\w+)=([^\s,;)]+)/g)].map(([, name, value]) => [name, value]),
  );
}

/**
 * The command that trains as a run did, but for what the remedy names; with another seed where it names nothing else.
 * Undefined when there is nothing to change.
 *
 * @param remedy the finding's, in words
 */
export function retry(
  { config, changed }: Pick<RunSummary, 'config' | 'changed'>,
  remedy: string,
): string | undefined {
  if (config === null) return undefined;
  const changes = overrides(remedy);
  const advisesSeed = /--seed/.test(remedy);
  if (Object.keys(changes).length === 0 && !advisesSeed) return undefined;
  const seed = Number(config['seed']) + (Object.keys(changes).length === 0 ? 1 : 0);
  const settings = Object.entries({ ...changed, ...changes }).map(
    ([name, value]) => `--set ${name}=${value}`,
  );
  return ['npx tadpole train', config['recipeFile'] ?? config['recipe'], `--seed ${seed}`, ...settings].join(
    ' ',
  );
}
