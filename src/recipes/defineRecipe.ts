// The definition of a recipe, a plain typed object with functions that build networks, and its conversion into a trainer.
import type { z } from 'zod';
import { UsageError } from '../errors';
import {
  type LatentSpec,
  networks,
  type Objective,
  type Optimizer,
  type Scheduled,
  Trainer,
  type TrainerOptions,
} from '../gan';
import type { ValueRange } from '../images';
import type { Module } from '../nn';
import { checkOptions, describeValue } from '../options';
import {
  type CreateOptions,
  type Milestone,
  type Recipe,
  type RecipeChoices,
  type RecipeData,
  type RecipeImageShape,
  type RecipeOutput,
  type RecipePreset,
  type Schedule,
  streamSeed,
} from '../run';
import { synchronously } from '../synchronous';
import { torch } from '../torch';
import { checkDefaults, describeSettings, resolveSettings } from './resolveSettings';

/** Options of the trainer that a recipe may choose. */
export type RecipeTraining = Pick<TrainerOptions, 'schedules' | 'clip' | 'augmentation' | 'microBatchSize'>;

/** A recipe as its file writes it. */
export interface RecipeDefinition<Shape extends z.ZodRawShape, Settings extends Schedule> {
  /** Letters, digits and dashes; run folders are named after it. */
  name: string;
  /** One line. */
  summary: string;
  /** Its sources; default: none. */
  sources?: readonly string[];
  /** Notes for readers, one sentence each; default none. */
  notes?: readonly string[];
  settings: z.ZodObject<Shape> & { _zod: { output: Settings } };
  data: RecipeData;
  /** [C, H, W], or how it follows from the settings. */
  imageShape: RecipeImageShape | ((settings: Settings) => RecipeImageShape);
  /** The values of black and full brightness. */
  valueRange: ValueRange;
  /**
   * Makes the model class-conditional: `true` for the classes of the data, or the names of the classes that the data must
   * have. The networks then take (latents, labels) and (images, labels). With `optional` they are conditional where the data
   * has classes, and the user says whether the generator is asked for them (`tadpole train --classes`) or draws them itself,
   * all equally often (see `gan.networks.DrawnClassGenerator`); data without classes will do. Default: no classes.
   */
  classes?: true | 'optional' | readonly string[];
  /** The default of `--classes`, for `optional` classes of the data. Default false. */
  conditional?: boolean;
  /** Settings that are chosen by the images, where the user leaves them open. Default: none, each has its default. */
  choices?: RecipeChoices<NoInfer<Settings>>;
  /** Settings under names, for `tadpole train --preset`. Default: none. */
  presets?: Readonly<Record<string, RecipePreset<NoInfer<Settings>>>>;
  latent(settings: Settings): LatentSpec;
  /** @param classes names of the classes; empty for a model without */
  generator(settings: Settings, classes: readonly string[]): Module;
  discriminator(settings: Settings, classes: readonly string[]): Module;
  generatorOptimizer(generator: Module, settings: Settings): Optimizer;
  discriminatorOptimizer(discriminator: Module, settings: Settings): Optimizer;
  /** Decay of the generator's moving average per step; absent: no average. */
  averageDecay?(settings: Settings): Scheduled;
  /** The phases of a training step; called once for each trainer, so that a phase can have state (see `gan.Phase`). */
  step(settings: Settings): Objective;
  /** Further options of the trainer: schedules, clipping, augmentation, micro-batches. Default: none. */
  training?(settings: Settings): RecipeTraining;
  /** Receives each new trainer, to register whatever else has state. Default: nothing. */
  prepare?(trainer: Trainer, settings: Settings): void;
  /** What to expect when, printed as training starts. Default: nothing. */
  milestone?: Milestone;
  /** Default: one plain line per logged step. */
  output?: RecipeOutput;
}

/** The required parts of a definition. */
const REQUIRED = [
  'name',
  'summary',
  'settings',
  'data',
  'imageShape',
  'valueRange',
  'latent',
  'generator',
  'discriminator',
  'generatorOptimizer',
  'discriminatorOptimizer',
  'step',
] as const satisfies readonly (keyof RecipeDefinition<z.ZodRawShape, Schedule>)[];

const PLAIN: RecipeOutput = {
  line: ({ step, images, seconds, dLoss, gLoss }) =>
    `step ${step}  images ${images}  ${seconds.toFixed(1)} s  D loss ${dLoss.toFixed(4)}  G loss ${gLoss.toFixed(4)}`,
};

const CREATE_OPTIONS = ['seed', 'device', 'precision', 'classes', 'conditional', 'overrides'] as const;

const made = new WeakSet<object>();

/** Whether a value is what {@link defineRecipe} returned. */
export function isRecipe(value: unknown): value is Recipe {
  return typeof value === 'object' && value !== null && made.has(value);
}

/**
 * Makes a recipe from its definition. Two `create` calls with the same seed give equal weights on every device: networks
 * are made on the CPU and moved.
 *
 * @throws UsageError when a part is missing, or a setting has no default that fits
 */
export function defineRecipe<Shape extends z.ZodRawShape, Settings extends Schedule>(
  definition: RecipeDefinition<Shape, Settings>,
): Recipe {
  if (typeof definition !== 'object' || definition === null)
    throw new UsageError(
      `defineRecipe: expected an object that defines a recipe, got ${describeValue(definition)}`,
    );
  const missing = REQUIRED.find((part) => definition[part] === undefined);
  if (missing) {
    throw new UsageError(
      `defineRecipe: '${missing}' is missing`,
      'docs/own-recipe.md lists what a recipe needs',
    );
  }
  const {
    name,
    summary,
    sources = [],
    notes = [],
    data,
    imageShape,
    valueRange,
    classes = [],
    conditional = false,
    output = PLAIN,
    milestone,
    choices,
    presets = {},
  } = definition;
  checkDefaults(name, definition.settings);
  const resolve = (overrides: Readonly<Record<string, unknown>> = {}): Settings =>
    resolveSettings(name, definition.settings, overrides) as Settings;
  const recipe: Recipe = {
    name,
    summary,
    sources,
    notes,
    data,
    imageShape: shapeOf(imageShape, resolve()),
    valueRange,
    classes,
    conditional,
    output,
    milestone,
    choices: choices as RecipeChoices | undefined,
    presets: presets as Recipe['presets'],
    imageShapeOf: (settings) => shapeOf(imageShape, settings as Settings),
    describe: () => describeSettings(definition.settings),
    resolve: (overrides) => resolve(overrides) as Settings & Record<string, number | string | boolean>,
    create: (options = {}) => {
      checkOptions(`${name}.create`, options, CREATE_OPTIONS);
      return build(definition, resolve(options.overrides), options);
    },
  };
  made.add(recipe);
  return recipe;
}

function shapeOf<Settings>(
  shape: RecipeImageShape | ((settings: Settings) => RecipeImageShape),
  settings: Settings,
): RecipeImageShape {
  return typeof shape === 'function' ? shape(settings) : shape;
}

function build<Shape extends z.ZodRawShape, Settings extends Schedule>(
  definition: RecipeDefinition<Shape, Settings>,
  settings: Settings,
  options: CreateOptions,
): Trainer {
  const { seed = 0, precision = 'fp32' } = options;
  if (!Number.isInteger(seed) || seed < 0 || seed > 0x7fffffff) {
    throw new UsageError(`seed: expected a whole number from 0 to 2147483647, got ${seed}`);
  }
  const device = torch.resolveDevice(options.device ?? 'cpu');
  const { names: classes, drawn } = classesOf(definition, options);
  torch.manualSeed(streamSeed(seed, 'weights'));
  const made = <T>(part: string, make: () => T): T =>
    synchronously(`recipe ${definition.name}: ${part}`, make);
  const newGenerator = (): Module => {
    const network = made('generator', () => definition.generator(settings, classes));
    return (drawn ? new networks.DrawnClassGenerator(network, classes.length) : network).to(device);
  };
  const latent = made('latent', () => definition.latent(settings));
  const generator = newGenerator();
  const discriminator = made('discriminator', () => definition.discriminator(settings, classes)).to(device);
  const decay = definition.averageDecay?.(settings);
  const average = decay === undefined ? undefined : { network: newGenerator(), decay };
  const trainer = new Trainer({
    model: {
      generator,
      discriminator,
      latent: drawn ? networks.withDrawnClass(latent, classes.length) : latent,
      image: { shape: shapeOf(definition.imageShape, settings), range: definition.valueRange },
      ...(drawn ? { drawnClasses: classes.length } : { classes }),
    },
    optimizers: {
      generator: made('generatorOptimizer', () => definition.generatorOptimizer(generator, settings)),
      discriminator: made('discriminatorOptimizer', () =>
        definition.discriminatorOptimizer(discriminator, settings),
      ),
    },
    objective: made('step', () => definition.step(settings)),
    ...made('training', () => definition.training?.(settings)),
    average,
    random: new torch.Generator({ device, seed: streamSeed(seed, 'latents') }),
    device,
    precision,
  });
  made('prepare', () => definition.prepare?.(trainer, settings));
  return trainer;
}

/** The classes of the networks, and whether the generator draws them itself. */
interface Conditioning {
  names: readonly string[];
  drawn: boolean;
}

/** @throws UsageError when classes are needed from the data, and none are given; or wanted of a recipe that has none */
function classesOf(
  { name, classes = [] }: Pick<RecipeDefinition<z.ZodRawShape, Schedule>, 'name' | 'classes'>,
  { classes: given = [], conditional = false }: Pick<CreateOptions, 'classes' | 'conditional'>,
): Conditioning {
  if (classes !== true && classes !== 'optional') {
    if (!conditional || classes.length > 0) return { names: classes, drawn: false };
    throw new UsageError(
      `conditional: the recipe '${name}' has networks without classes`,
      'leave it out, or take a recipe that can, such as digits',
    );
  }
  if (given.length > 0) return { names: given, drawn: classes === 'optional' && !conditional };
  if (classes === 'optional' && !conditional) return { names: [], drawn: false };
  throw new UsageError(
    `classes: the recipe '${name}' takes them from the data, and there are none`,
    'train on data with classes (a folder per class), or give their names to create({ classes })',
  );
}
