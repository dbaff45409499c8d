// The subject of an evaluation and its real images: a generator, a run, a checkpoint, or a folder of pictures.
import fs from 'node:fs';
import path from 'node:path';
import { type Dataset, find, list, load, type ReadingProgress } from '../data';
import { TadpoleError, UsageError } from '../errors';
import type { LoadGeneratorOptions } from '../gan';
import { type ImageSource, samplesOf, sourceOf } from '../metrics';
import { type GeneratorPlace, generatorPlace } from '../places';
import { dataOf, dataOfRun, folderOfRun, heldOutOf, labelledOf, type Recipe, type RecipeData } from '../run';
import { shellWord } from '../shell';
import { torch } from '../torch';
import type { Warn } from '../warn';
import { type OpenedGenerator, openGeneratorAt } from './openGenerator';
import { recipeOfRun } from './openRecipe';
import { recipes } from './registry';

/** What is asked for. */
export interface SubjectOptions extends LoadGeneratorOptions {
  /** A data set by its name, or where it lies; default: what the generator was trained on. */
  data?: string;
  /** Samples to draw; default: `mostSamples`, or as many as there are real images. Pictures of a folder are all taken. */
  count?: number;
  mostSamples: number;
  /** Height and width that pictures are brought to, where no generator says it; default: those of the data set. */
  size?: number;
  seed?: number;
  truncation?: number;
  warn?: Warn;
  progress?: ReadingProgress;
}

/** The samples, and the images to compare them with. */
export interface Subject {
  /** The file, folder or checkpoint that the samples come from. */
  readonly name: string;
  readonly samples: ImageSource;
  /** Names of the classes that samples are asked to be of. */
  readonly sampleClasses: readonly string[];
  /** What the generator was trained on. */
  readonly reals: Dataset;
  readonly heldOut: Dataset | undefined;
  /** The data set with classes that the reals are a part of, where there is one. */
  readonly labelled: Dataset | undefined;
  dispose(): void;
}

type ImageShape = readonly [channels: number, height: number, width: number];

/** @throws UsageError when there is nothing such, or nothing says what it was trained on; TadpoleError when files are damaged */
export async function openSubject(word: string, options: SubjectOptions): Promise<Subject> {
  const isFolder = fs.statSync(word, { throwIfNoEntry: false })?.isDirectory() === true;
  // Damaged checkpoints, which hold no pictures either, are refused as such.
  const isCheckpoint = /^step-\d+$/.test(path.basename(path.resolve(word)));
  const place = generatorPlace(word);
  const holdsPictures = isFolder && place.kind === 'file' && place.path === word && !isCheckpoint;
  return holdsPictures ? ofPictures(word, options) : ofGenerator(place, options);
}

async function ofGenerator(place: GeneratorPlace, options: SubjectOptions): Promise<Subject> {
  const { data, count, mostSamples, size, seed, truncation, warn, progress, ...loading } = options;
  const opened = await openGeneratorAt(place, { ...loading, warn });
  const { generator, file } = opened;
  try {
    const shape = imageShapeOf(opened);
    const beside = await realsOf(opened, shape, options);
    const samples = samplesOf(generator, {
      count: count ?? Math.min(mostSamples, beside.reals.images.size(0)),
      range: generator.valueRange,
      seed,
      truncation,
    });
    return {
      name: file,
      samples,
      sampleClasses: generator.classes,
      ...beside,
      dispose: () => {
        samples.dispose();
        generator.dispose();
      },
    };
  } catch (error) {
    generator.dispose();
    throw error;
  }
}

function ofPictures(folder: string, { data, count, size, progress }: SubjectOptions): Subject {
  if (data === undefined) throw nothingToCompare(folder);
  const beside = besidePictures(data, size, progress);
  const { reals } = beside;
  const imageShape = reals.images.shape.slice(1) as unknown as ImageShape;
  const pictures = load(reals.name, { directory: folder, imageShape, progress });
  const total = pictures.images.size(0);
  if (count !== undefined && count > total) {
    throw new UsageError(`count: ${folder} has ${total} pictures, not ${count}`, 'leave the count out');
  }
  const images = pictures.images.narrow(0, 0, count ?? total);
  const labels = pictures.labels?.narrow(0, 0, count ?? total) ?? null;
  return {
    name: folder,
    samples: sourceOf(images, labels),
    sampleClasses: pictures.classes,
    ...beside,
    dispose: () => {},
  };
}

type Beside = Pick<Subject, 'reals' | 'heldOut' | 'labelled'>;

/** The real images of a generator: those of its run, those that its recipe names, or those that were asked for. */
async function realsOf(
  { generator, run, file }: OpenedGenerator,
  imageShape: ImageShape,
  { data, progress }: SubjectOptions,
): Promise<Beside> {
  if (data !== undefined && isName(data)) return besideNamed(data, imageShape, progress);
  const recipe = run === undefined ? recipeNamed(generator.card?.recipe) : await recipeOfRun(run);
  if (recipe === undefined) {
    if (data === undefined) throw nothingToCompare(file);
    return besideNamed(data, imageShape, progress);
  }
  // A run says where its images were.
  const directory = data ?? (run === undefined ? undefined : folderOfRun(run));
  const reals =
    run === undefined
      ? dataOf(recipe, { directory, imageShape, progress })
      : dataOfRun(recipe, run, { directory: data, progress });
  return withOthers(recipe.data, reals, imageShape, directory);
}

/** As {@link besideNamed}; data of no name is in colour, or where that fails grey. */
function besidePictures(
  data: string,
  size: number | undefined,
  progress: ReadingProgress | undefined,
): Beside {
  if (isName(data)) return besideNamed(data, undefined, progress);
  try {
    return besideNamed(data, [3, size ?? 32, size ?? 32], progress);
  } catch (error) {
    if (!(error instanceof TadpoleError)) throw error;
    return besideNamed(data, [1, size ?? 28, size ?? 28], progress);
  }
}

/** Real images by the name of their data set, or by where they lie. */
function besideNamed(
  data: string,
  imageShape: ImageShape | undefined,
  progress: ReadingProgress | undefined,
): Beside {
  const [channels = 3, height = 0, width = 0] = imageShape ?? [];
  const dataset = isName(data)
    ? data
    : (({ 1: 'mnist', 4: 'pictures' } as Record<number, string>)[channels] ?? 'cifar10');
  const directory = isName(data) ? undefined : data;
  const shape = imageShape && ([channels === 1 || channels === 4 ? channels : 3, height, width] as const);
  const reals = load(dataset, { directory, imageShape: shape, progress });
  return withOthers({ dataset }, reals, shape, directory);
}

function withOthers(
  data: Pick<RecipeData, 'dataset' | 'className'>,
  reals: Dataset,
  imageShape: ImageShape | undefined,
  directory: string | undefined,
): Beside {
  return {
    reals,
    heldOut: heldOutOf(data, reals, { imageShape, directory }),
    labelled: labelledOf(data, reals, directory),
  };
}

function isName(data: string): boolean {
  return list().some(({ name }) => name === data) && find(data).name === data;
}

function recipeNamed(name: string | undefined): Recipe | undefined {
  return name !== undefined && Object.hasOwn(recipes, name)
    ? recipes[name as keyof typeof recipes]
    : undefined;
}

function imageShapeOf({ generator }: OpenedGenerator): ImageShape {
  const { card } = generator;
  const shape = card?.imageShape.length === 3 ? card.imageShape : undefined;
  return (shape ?? torch.scope(() => generator.sample(1).shape.slice(1))) as unknown as ImageShape;
}

function nothingToCompare(subject: string): UsageError {
  return new UsageError(
    `the real images to compare ${subject} with are unknown`,
    `name them: npx tadpole evaluate ${shellWord(subject)} --data mnist, or --data <folder>`,
  );
}
