// The parts of a run: resolved, checked and loaded before its folder is created.
import path from 'node:path';
import { checksum, type Dataset, type Fit, Loader, type ReadingProgress } from '../data';
import { currentGroup, ownDevice, setOwnThreads, shareOf } from '../dist';
import { TadpoleError, UsageError } from '../errors';
import { checkFeaturesWord } from '../metrics';
import { machineMemory, torch } from '../torch';
import { chosenFor, withPreset } from './choices';
import type { RunConfig } from './config';
import { type Origin, startFrom } from './fineTuning';
import type { Recipe, Schedule } from './recipe';
import type { OnTrouble } from './rollback';
import { dataOf } from './runData';
import { streamSeed } from './seeds';

/** The options of a run. Those left out have the recipe's defaults or, when it is resumed, the values of the run. */
export interface RunRequest {
  seed?: number;
  /** Default `auto`: a GPU where there is one. */
  device?: string;
  precision?: 'fp32' | 'bf16';
  /** CPU threads of each process; default: libtorch's choice, shared out among the processes of a machine. */
  threads?: number;
  /** Folder of the dataset's files, one of them, or a folder of pictures. */
  data?: string;
  /** Whether images are mirrored left to right half of the time; default: as in the recipe. */
  mirror?: boolean;
  /** Whether the generator takes the class of each image, for a recipe that leaves it open; default: as in the recipe. */
  classes?: boolean;
  /** How pictures of other proportions than the recipe's are brought to them (see `data.load`); default `crop`. */
  fit?: Fit;
  /** The name of one of the recipe's presets; overrides win over its settings. */
  preset?: string;
  /** What is done when the run goes wrong; default `warn`. */
  onTrouble?: OnTrouble;
  /** Another run, from whose newest weights the networks of a new run start, where name and shape match. */
  from?: string;
  /** Folder for TensorBoard (its `--logdir`), which gets a folder with event files of the run; default: none. */
  tensorboard?: string;
  overrides?: Readonly<Record<string, unknown>>;
  /** Called with the progress of reading pictures. */
  progress?: ReadingProgress;
}

/** What {@link prepare} makes. */
export type Parts = ReturnType<typeof prepare>;

/**
 * Resolves the options, loads the data and builds the networks.
 *
 * @param check receives the configuration before the networks are built
 * @param origin the run whose weights this one started from, when it is resumed
 * @throws UsageError for settings that do not fit, or a run to start from of which nothing fits; TadpoleError when the data is not usable
 */
export function prepare(
  recipe: Recipe,
  request: RunRequest,
  check: (config: RunConfig) => void = () => {},
  origin?: Origin,
) {
  const { seed = 0, precision = 'fp32', threads, data: directory, fit, progress } = request;
  const group = currentGroup();
  setOwnThreads(threads);
  const device = ownDevice(torch.resolveDevice(request.device ?? 'auto'), request.device);
  const given = withPreset(recipe, request.preset, request.overrides);
  const { settings: chosen, side } = chosenFor(recipe, { directory, device, given });
  const overrides = { ...chosen, ...given };
  const settings = recipe.resolve(overrides);
  const imageShape = recipe.imageShapeOf(settings);
  requireMemoryFor(settings.batchSize, imageShape);
  checkEvaluation(settings);
  if (group) shareOf(settings.batchSize, group);
  const { dataset: name, order, resize = false } = recipe.data;
  const mirror = request.mirror ?? recipe.data.mirror ?? false;
  const dataset = torch.scope(() => dataOf(recipe, { directory, imageShape, fit, progress }));
  const images = dataset.images.size(0);
  if (!resize && dataset.images.shape.slice(1).join() !== imageShape.join()) {
    throw new TadpoleError(
      `the images of ${dataset.source} are ${dataset.images.shape.slice(1).join(' x ')}, ` +
        `the recipe '${recipe.name}' needs ${imageShape.join(' x ')}`,
      'give the folder of the right dataset with --data',
    );
  }
  const folder = directory === undefined ? null : path.resolve(directory);
  const takesClasses = recipe.classes === true || recipe.classes === 'optional';
  const classes = takesClasses && dataset.labels !== null ? [...dataset.classes] : [];
  const isAsked = request.classes ?? (recipe.conditional && classes.length > 0);
  const conditional = recipe.classes === 'optional' && isAsked;
  const asked: RunConfig = {
    recipe: recipe.name,
    recipeFile: recipe.file,
    seed,
    device,
    precision,
    threads: torch.getNumThreads(),
    ranks: group?.size,
    mirror,
    conditional: conditional || undefined,
    onTrouble: request.onTrouble,
    tensorboard: request.tensorboard === undefined ? undefined : path.resolve(request.tensorboard),
    from: origin,
    data: {
      dataset: name,
      folder,
      source: dataset.source,
      images,
      crc32: checksum(dataset),
      fit: fit === 'pad' ? fit : undefined,
      classes: classes.length > 0 ? classes : undefined,
    },
    settings,
    versions: { ...torch.versions() },
  };
  checkClasses(recipe, dataset, request.classes);
  check(asked);
  const trainer = recipe.create({ seed, device, precision, overrides, classes, conditional });
  trainer.checkNetworks();
  const started = request.from === undefined ? undefined : startFrom(trainer, request.from, classes);
  const config = started ? { ...asked, from: started.origin } : asked;
  const labels = trainer.batchSpec.classes > 0 ? dataset.labels : null;
  const loader = new Loader(
    { images: dataset.images, labels, mapped: dataset.mapped },
    {
      batchSize: settings.batchSize,
      share: group,
      range: recipe.valueRange,
      order,
      mirror,
      ...(resize ? { imageShape } : {}),
      seed: streamSeed(seed, 'data'),
      device,
    },
  );
  return { config, chosen, side, dataset, trainer, loader, started: started?.summary };
}

/** @throws TadpoleError when the model has classes and the data lacks them, or has others */
function checkClasses(
  { name, classes }: Recipe,
  { source, labels, classes: own }: Dataset,
  wanted = false,
): void {
  if (classes !== true && classes.length === 0 && wanted) {
    throw new UsageError(
      `classes: the recipe '${name}' has networks without classes`,
      'leave --classes out, or take a recipe that can: digits or pictures',
    );
  }
  if (classes !== true && (classes.length === 0 || (classes === 'optional' && !wanted))) return;
  if (labels === null) {
    throw new TadpoleError(
      `the recipe '${name}' trains by class, and the images of ${source} have no classes`,
      'put the images of each class into a folder of its own, named after the class',
    );
  }
  if (typeof classes !== 'object' || classes.join('\n') === own.join('\n')) return;
  throw new TadpoleError(
    `the recipe '${name}' has the classes ${classes.join(', ')}, the images of ${source} have ${own.join(', ')}`,
    'give the right data with --data, or let the recipe take its classes from the data (classes: true)',
  );
}

/** @throws UsageError when features are to be taken that there are none of, which would show only after many steps */
function checkEvaluation({ evaluateEvery, evaluateFeatures }: Schedule): void {
  if (evaluateEvery === 0 || evaluateFeatures === 'auto') return;
  checkFeaturesWord('evaluateFeatures', evaluateFeatures);
}

/** Frees what {@link prepare} made. */
export function disposeParts({ dataset, trainer, loader }: Parts): void {
  loader.dispose();
  trainer.dispose();
  dataset.images.dispose();
  dataset.labels?.dispose();
}

/** @throws UsageError when the images of a step alone, real and generated, are more than the machine holds */
function requireMemoryFor(batchSize: number, imageShape: readonly number[]): void {
  const bytes = imageShape.reduce(
    (product, side) => product * side,
    2 * Float32Array.BYTES_PER_ELEMENT * batchSize,
  );
  if (bytes <= machineMemory) return;
  const gigabytes = (value: number): string => `${(value / 1e9).toPrecision(3)} GB`;
  throw new UsageError(
    `batchSize: ${batchSize} images per step take at least ${gigabytes(bytes)}, and the machine has ${gigabytes(machineMemory)}`,
    'take a smaller --batch-size',
  );
}
