// `tadpole data`: lists the datasets, downloads one or prints where it is and what it contains, exports the raw file.
import { readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import {
  type Dataset,
  DatasetMissing,
  type DatasetOptions,
  download,
  find,
  list,
  load,
  RAW_FILE,
  type RegistryEntry,
  type Split,
  writeRawFloats,
} from '../data';
import { UsageError } from '../errors';
import { makeFolder } from '../io';
import { didYouMean } from '../suggest';
import { torch } from '../torch';
import { downloadProgress } from './downloading';
import { EXIT } from './failure';
import { columns, printJson, tell } from './output';
import { readingDisplay } from './reading';

interface DataArguments {
  dataset?: string;
  data?: string;
  class?: string;
  out?: string;
  json: boolean;
}

const EXPORT = 'export-bin';

/** Lists the datasets, finds (or downloads) one, or exports one class of CIFAR-10. */
export async function run(args: DataArguments): Promise<number> {
  if (args.dataset === EXPORT) return exportRaw(args);
  const flag = args.class === undefined ? 'out' : 'class';
  if (args[flag] !== undefined) {
    throw new UsageError(`--${flag} belongs to \`tadpole data ${EXPORT}\``, `leave --${flag} out`);
  }
  if (args.dataset === undefined) return listAll(args.json);
  const entry = findByName(args.dataset);
  try {
    describe(entry, args.data, args.json);
  } catch (error) {
    if (!(error instanceof DatasetMissing) || !canDownload(entry, args.data)) throw error;
    const folder = args.data ?? path.join('data', entry.name);
    tell(`${entry.name} is not here yet; it comes from ${entry.source}`);
    tell(`licence: ${entry.licence}`);
    await download(entry, folder, { log: tell, progress: await downloadProgress() });
    describe(entry, folder, args.json);
  }
  return EXIT.done;
}

/** Downloads go only into a folder that is new, empty, or has files of the dataset already; never among other files. */
function canDownload({ files }: RegistryEntry, directory: string | undefined): boolean {
  if (files.length === 0) return false;
  const found = directory === undefined ? undefined : statSync(directory, { throwIfNoEntry: false });
  if (directory === undefined || found === undefined) return true;
  if (!found.isDirectory()) return false;
  const names = readdirSync(directory).filter((name) => !name.startsWith('.'));
  const isOwn = (name: string): boolean =>
    files.some((file) => name.startsWith(file.name) || name.startsWith(path.basename(file.download.url)));
  return names.length === 0 || names.some(isOwn);
}

function listAll(json: boolean): number {
  const all = list().map(({ name, title }) => ({ name, title }));
  if (json) {
    printJson({ datasets: all });
    return EXIT.done;
  }
  for (const line of columns(all.map(({ name, title }) => [name, title]))) console.log(line);
  tell('\ndownload one, or print where it is: tadpole data <dataset>');
  return EXIT.done;
}

function findByName(name: string): RegistryEntry {
  const names = [...list().map((entry) => entry.name), EXPORT];
  if (names.includes(name)) return find(name);
  throw new UsageError(
    `there is no dataset '${name}'${didYouMean(name, names)}`,
    `known are ${names.join(', ')}`,
  );
}

function describe(entry: RegistryEntry, directory: string | undefined, json: boolean): void {
  const train = facts(entry, 'train', directory);
  const test = ifThere(() => facts(entry, 'test', directory));
  if (json) {
    const { count, shape, source, classes } = train;
    const images = { train: count, test: test?.count ?? null };
    printJson({ name: entry.name, source, images, shape, classes });
    return;
  }
  const counts = [`${train.count} training images`, ...(test ? [`${test.count} test images`] : [])];
  const classes = train.classes.length === 0 ? 'no classes' : `classes ${train.classes.join(', ')}`;
  console.log(`${entry.name}: ${counts.join(', ')}, ${train.shape.join(' x ')}, ${classes}`);
  console.log(`found in ${train.source}`);
}

interface Facts extends Pick<Dataset, 'source' | 'classes'> {
  count: number;
  shape: readonly number[];
}

function facts(entry: RegistryEntry, split: Split, directory: string | undefined): Facts {
  return torch.scope(() => {
    const { images, source, classes } = load(entry.name, {
      split,
      progress: readingDisplay(),
      ...placeOf(directory),
    });
    const [count, ...shape] = images.shape;
    return { count: count as number, shape, source, classes };
  });
}

/** What `look` finds; undefined when the dataset is missing. */
function ifThere<T>(look: () => T): T | undefined {
  try {
    return look();
  } catch (error) {
    if (error instanceof DatasetMissing) return undefined;
    throw error;
  }
}

function placeOf(directory: string | undefined): DatasetOptions {
  return directory === undefined ? {} : { directory };
}

function exportRaw(args: DataArguments): number {
  const { class: className = 'frog', out = RAW_FILE } = args;
  return torch.scope(() => {
    const dataset = load('cifar10', { className, progress: readingDisplay(), ...placeOf(args.data) });
    makeFolder(path.dirname(path.resolve(out)));
    writeRawFloats(out, dataset);
    const [count, ...shape] = dataset.images.shape;
    const name = nameOf(className, dataset);
    const { source } = dataset;
    if (args.json) printJson({ path: out, images: count, class: name, shape, source });
    else
      console.log(`${out}: ${count} images of class ${name}, ${shape.join(' x ')} float32, from ${source}`);
    return EXIT.done;
  });
}

/** The name of a class that was given by its name or by its number. */
function nameOf(className: string, { classes }: Dataset): string {
  return classes.includes(className) ? className : (classes[Number(className)] ?? className);
}
