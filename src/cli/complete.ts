// The words that could stand at the end of a command line, for the completion of shells: quickly, and without libtorch.
import fs from 'node:fs';
import path from 'node:path';
import { isRunFolder } from '../places';
import { RECIPE_NAMES } from '../recipeNames';

/** What is known of a command: its flags with the values that they can have, and the words after it. */
export interface Completed {
  readonly name: string;
  /** By name without dashes: their choices; `null` where anything can follow, `undefined` where nothing does. */
  readonly flags: Readonly<Record<string, readonly string[] | null | undefined>>;
  /** The words after the command in their order; the last one may be repeated. */
  readonly positional: readonly string[];
}

/** What words and values of flags can be, by their names. */
const VALUES: Readonly<Record<string, (begun: string) => readonly string[]>> = {
  recipe: () => RECIPE_NAMES,
  name: () => RECIPE_NAMES,
  dataset: datasets,
  generator: (begun) => [...runsAt(begun), ...insideRun(begun)],
  runs: runsAt,
  resume: runsAt,
  from: runsAt,
  shell: () => ['bash', 'zsh', 'fish'],
};

/**
 * The words that could stand in the last place.
 *
 * @param words of the command line, without the program; the last one has been begun, and may be empty
 * @returns none where the shell should offer files
 */
export function complete(words: readonly string[], commands: readonly Completed[]): string[] {
  const begun = words.at(-1) ?? '';
  const before = words.slice(0, -1);
  return possible(begun, before, commands).filter((word) => word.startsWith(begun));
}

function possible(
  begun: string,
  before: readonly string[],
  commands: readonly Completed[],
): readonly string[] {
  const [first, ...rest] = before;
  const command = commands.find(({ name }) => name === first);
  if (first === undefined)
    return begun.startsWith('-') ? ['--help', '--version'] : commands.map(({ name }) => name);
  if (command === undefined) return [];
  const { flags, positional } = command;
  const takesValue = (word: string): boolean => word.startsWith('--') && flags[word.slice(2)] !== undefined;
  const last = rest.at(-1) ?? '';
  if (takesValue(last)) return flags[last.slice(2)] ?? VALUES[last.slice(2)]?.(begun) ?? [];
  if (begun.startsWith('-')) return [...Object.keys(flags), 'help'].map((flag) => `--${flag}`);
  const given = rest.filter((word, at) => !word.startsWith('-') && !takesValue(rest[at - 1] ?? ''));
  const next = positional[Math.min(given.length, positional.length - 1)];
  const isOver = given.length >= positional.length && next !== 'runs';
  return next === undefined || isOver ? [] : (VALUES[next]?.(begun) ?? []);
}

/** The run folders in the folder that a path has come to; without one, in `runs`. */
function runsAt(begun: string): string[] {
  const folder = begun.includes('/') ? path.dirname(`${begun}.`) : 'runs';
  return foldersIn(folder).filter(isRunFolder);
}

/** The generator and the checkpoints of a run, once a path has come to its folder. */
function insideRun(begun: string): string[] {
  const folder = begun.replace(/\/(checkpoints(\/.*)?|[^/]*)$/, '');
  if (!begun.includes('/') || !isRunFolder(folder)) return [];
  const file = `${folder}/generator.pt`;
  const checkpoints = foldersIn(`${folder}/checkpoints`);
  return [...(fs.existsSync(file) ? [file] : []), ...checkpoints];
}

function foldersIn(folder: string): string[] {
  if (!fs.existsSync(folder)) return [];
  const entries = fs.readdirSync(folder, { withFileTypes: true });
  const names = entries.filter((entry) => entry.isDirectory() && !entry.name.startsWith('.'));
  const parent = folder.replace(/\/$/, '');
  return names.map(({ name }) => (parent === '.' ? `./${name}` : `${parent}/${name}`)).sort();
}

function datasets(): string[] {
  const registry = path.join(__dirname, '..', '..', 'data', 'registry.json');
  return (JSON.parse(fs.readFileSync(registry, 'utf8')) as { name: string }[]).map(({ name }) => name);
}
