// The images of a recipe or a run: those that it trains on, and those that it never sees.
import fs from 'node:fs';
import {
  checksum,
  type Dataset,
  DatasetMissing,
  type DatasetOptions,
  type Fit,
  find,
  load,
  type ReadingProgress,
} from '../data';
import { TadpoleError } from '../errors';
import { readConfig } from './config';
import { RunFolder } from './folder';
import type { Recipe, RecipeData, RecipeImageShape } from './recipe';

/** Where the images are, and how they are read. */
export interface DataPlace {
  /** Folder or file, as `--data` names it; default: where the recipe's data lies. */
  directory?: string;
  /** Default: that of the recipe's default settings. */
  imageShape?: RecipeImageShape;
  fit?: Fit;
  progress?: ReadingProgress;
}

/** The images that a recipe trains on. @throws as `data.load` does */
export function dataOf(
  { data, imageShape }: Pick<Recipe, 'data' | 'imageShape'>,
  place: DataPlace = {},
): Dataset {
  const { dataset, split, skip, className } = data;
  return load(dataset, { split, skip, className, ...place, imageShape: place.imageShape ?? imageShape });
}

/**
 * The images that the run in a folder trains on; `place` wins over where it found them, whatever lies there.
 *
 * @throws TadpoleError when they are no longer where it found them, or have changed
 */
export function dataOfRun(recipe: Recipe, root: string, place: DataPlace = {}): Dataset {
  const { settings, data } = readConfig(RunFolder.open(root).config);
  const found = (directory: string | undefined): Dataset =>
    dataOf(recipe, {
      imageShape: recipe.imageShapeOf(recipe.resolve(settings)),
      fit: data.fit,
      ...place,
      directory,
    });
  if (place.directory !== undefined) return found(place.directory);
  const remedy = 'put them back as they were; `tadpole evaluate` takes others with --data';
  const images = orMoved(root, remedy, () => found(data.folder ?? undefined));
  const [count, crc32] = [images.images.size(0), checksum(images)];
  if (crc32 === data.crc32) return images;
  throw new TadpoleError(
    `the images of ${images.source} are not those that the run ${root} was started with: there are ${count} with the checksum ${crc32}, ` +
      `there were ${data.images} with ${data.crc32}`,
    remedy,
  );
}

/** What `load` gives of the images of a run. @throws TadpoleError, with the remedy, where they are missing */
export function orMoved<T>(root: string, remedy: string, load: () => T): T {
  try {
    return load();
  } catch (error) {
    if (!(error instanceof DatasetMissing)) throw error;
    const problem = `the images of the run ${root} are not where they were: ${error.problem}`;
    throw new TadpoleError(problem, remedy, { cause: error });
  }
}

/** The folder or file that a run was told to take its images from; undefined where it was told none. */
export function folderOfRun(root: string): string | undefined {
  return readConfig(RunFolder.open(root).config).data.folder ?? undefined;
}

/**
 * Images of the same kind that were not trained on: the test images of the data set, where it has some.
 *
 * @param training the images that were trained on
 */
export function heldOutOf(
  { dataset, className }: Pick<RecipeData, 'dataset' | 'className'>,
  training: Dataset,
  options: Pick<DatasetOptions, 'imageShape' | 'directory'>,
): Dataset | undefined {
  const { directory } = options;
  // A single file is all there is, whatever it is called.
  if (directory !== undefined && fs.statSync(directory, { throwIfNoEntry: false })?.isFile())
    return undefined;
  try {
    const found = load(dataset, { split: 'test', className, warn: () => {}, ...options });
    return checksum(found) === checksum(training) ? undefined : found;
  } catch (error) {
    if (error instanceof DatasetMissing) return undefined;
    throw error;
  }
}

/**
 * The data set with all its classes that a part of it comes from: what a classifier can be trained on.
 *
 * @param training the part
 * @returns the part itself, where it has classes; undefined where nothing else is found
 */
export function labelledOf(
  { dataset }: Pick<RecipeData, 'dataset'>,
  training: Dataset,
  directory?: string,
): Dataset | undefined {
  if (training.labels !== null && training.classes.length > 1 && hasSeveral(training)) return training;
  // Own pictures are part of nothing larger.
  if (find(dataset).format === 'pictures') return undefined;
  const whole = dataset === 'frogs' ? 'cifar10' : dataset;
  try {
    const found = load(whole, { directory, warn: () => {} });
    return found.labels !== null && found.classes.length > 1 && hasSeveral(found) ? found : undefined;
  } catch (error) {
    if (error instanceof DatasetMissing) return undefined;
    throw error;
  }
}

/** Whether the images are of more than one class. */
function hasSeveral({ labels }: Dataset): boolean {
  return labels !== null && Number(labels.min().item()) !== Number(labels.max().item());
}
