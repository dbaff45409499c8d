// The datasets that Tadpole knows by name: their files, checksums, classes, sources and licences, from
// data/registry.json.
import { join } from 'node:path';
import { UsageError } from '../errors';
import { describeValue } from '../options';
import { didYouMean } from '../suggest';

/** Size and checksum of a file. */
export interface FileFacts {
  readonly bytes: number;
  /** Hexadecimal, lower case. */
  readonly sha256: string;
}

/** One file of a dataset. */
export interface RegistryFile {
  readonly name: string;
  /** The file itself, where its checksum is known. */
  readonly plain?: FileFacts;
  /** The form in which it is published. */
  readonly download: FileFacts & { readonly url: string };
}

/** One dataset of the registry. */
export interface RegistryEntry {
  readonly name: string;
  readonly title: string;
  /** Which reader understands the files. */
  readonly format: 'idx' | 'cifar10' | 'frogs' | 'pictures';
  /** Page of the data set's authors. */
  readonly source: string;
  readonly citation: string;
  readonly licence: string;
  /** An npm package that contains the files, and their folder in it. */
  readonly npm?: { readonly package: string; readonly folder: string };
  /** Channels, height and width of its images; pictures given in its place are resized to it. */
  readonly imageShape: readonly [channels: number, height: number, width: number];
  /** How many images it has; files with fewer are incomplete. */
  readonly imageCounts: Readonly<Record<'train' | 'test', number>>;
  readonly classes: readonly string[];
  /** Its published files; empty when it is made from another dataset. */
  readonly files: readonly RegistryFile[];
}

/** The folder of this package, which holds `data/registry.json` and to which downloads go. */
export const packageFolder = join(__dirname, '..', '..');

let entries: readonly RegistryEntry[] | undefined;

/** All datasets, in the order of the registry. */
export function list(): readonly RegistryEntry[] {
  entries ??= require(join(packageFolder, 'data', 'registry.json')) as RegistryEntry[];
  return entries;
}

/**
 * The dataset of that name.
 *
 * @throws UsageError that lists the known names
 */
export function find(name: string): RegistryEntry {
  if (typeof name !== 'string')
    throw new TypeError(`the name of a dataset must be a string, got ${describeValue(name)}`);
  const entry = list().find((candidate) => candidate.name === name);
  if (entry) return entry;
  const names = list().map((candidate) => candidate.name);
  throw new UsageError(
    `unknown dataset '${name}'${didYouMean(name, names)}`,
    `known datasets: ${names.join(', ')}`,
  );
}
