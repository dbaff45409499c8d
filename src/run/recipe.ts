// What can be run: a recipe as the run engine sees it.
import type { DatasetOptions, OrderName } from '../data';
import type { BatchImages, NetworkName, StepRecord, Trainer } from '../gan';
import type { ValueRange } from '../images';
import type { MetricName } from '../metrics';
import type { Tensor } from '../torch';

/** A metric that is taken while a run trains. */
export type RunMetric = Extract<MetricName, 'fid' | 'kid' | 'precision' | 'recall' | 'density' | 'coverage'>;

/** The settings that every recipe has. */
export interface Schedule {
  steps: number;
  batchSize: number;
  logEvery: number;
  sampleEvery: number;
  checkpointEvery: number;
  gridRows: number;
  gridColumns: number;
  /** Steps between evaluations; 0: none. */
  evaluateEvery: number;
  evaluateCount: number;
  evaluateFeatures: string;
  bestBy: RunMetric;
  /** Newest checkpoints that are kept, besides the best. */
  keep: number;
}

/** The description of one setting. */
export interface SettingFacts {
  name: string;
  default: unknown;
  about: string;
  /** The networks whose learning rate it is, which `tadpole train --lr` sets; empty for any other setting. */
  learningRateOf: readonly NetworkName[];
}

/** The images that a recipe trains on and their order. */
export interface RecipeData extends Pick<DatasetOptions, 'split' | 'skip' | 'className'> {
  /** Name in the dataset registry. */
  dataset: string;
  order: OrderName;
  /**
   * Images of another size than the recipe's are resized, batch by batch, as OpenCV does it bilinearly, and a single
   * channel is copied to all that the recipe has. Default false: such images are refused.
   */
  resize?: boolean;
  /** Whether images are mirrored left to right half of the time that they are shown. Default false. */
  mirror?: boolean;
  /** A description, for `tadpole recipes`. */
  about: string;
}

/** Where a run is, for a recipe that writes pictures of its own. */
export interface RunPlace {
  readonly step: number;
  /** The values of black and full brightness. */
  readonly range: ValueRange;
  /** The absolute path of a file in the run folder, whose folder is made. */
  file(name: string): string;
}

/** What its samples show from a step on, with the settings as they are, in words that `from step 1000 on` follows. */
export interface Milestone {
  readonly step: number;
  readonly what: string;
}

/** What a run of a recipe shows. Callbacks must be synchronous; tensors that they make are freed. */
export interface RecipeOutput {
  /** The line that is printed for a logged step of a run on so many images. */
  line(record: StepRecord, imageCount: number): string;
  /** Called with the images of a step whose sample grid is drawn, before it is. Default: nothing. */
  batch?(images: BatchImages, place: RunPlace): void;
  /** Called when the sample grid of a step is drawn. Default: nothing. */
  sampled?(grid: string, place: RunPlace): void;
  /**
   * Called once, when the last step is done. Returns the files that it wrote. Default: nothing.
   *
   * @param samples gives so many samples, N x C x H x W, the same as in the sample grids
   */
  finished?(samples: (count: number) => Tensor, place: RunPlace): readonly string[];
}

/** Channels, height and width of the images of a recipe. */
export type RecipeImageShape = readonly [channels: number, height: number, width: number];

/** What the images are that a recipe chooses its settings by. */
export interface DataFacts {
  readonly images: number;
  /** Names of the classes; empty where there are none. */
  readonly classes: readonly string[];
  /** 1 grey, 3 colour, 4 colour and opacity. */
  readonly channels: 1 | 3 | 4;
  /** The shorter side of most images, in pixels: their median. */
  readonly side: number;
  /** Where the networks will be: `cpu` or `cuda:N`. */
  readonly device: string;
}

/** Settings that a recipe chooses by its images, where the user leaves them open. */
export interface RecipeChoices<Settings = Readonly<Record<string, unknown>>> {
  readonly names: readonly (keyof Settings & string)[];
  /** @param given the settings that are not open */
  choose(facts: DataFacts, given: Partial<Settings>): Partial<Settings>;
}

/** Settings under a name, for `--preset`. */
export interface RecipePreset<Settings = Readonly<Record<string, unknown>>> {
  /** One line. */
  readonly about: string;
  readonly settings: Partial<Settings>;
}

/** How a recipe's trainer is made. */
export interface CreateOptions {
  /** Whole number from 0 to 2^31 - 1; default 0. Sets libtorch's default generators too, which layers and dropout draw from. */
  seed?: number;
  /** `auto`, `cpu`, `cuda` or `cuda:N`; default `cpu`. */
  device?: string;
  precision?: 'fp32' | 'bf16';
  /** Names of the data's classes, for a recipe that takes them from the data. */
  classes?: readonly string[];
  /**
   * Whether the generator takes the class of each image, for a recipe whose classes are `optional`. Default false: where there are
   * classes, it draws them itself, all equally often.
   */
  conditional?: boolean;
  /** Settings that differ from the recipe's. `labelNoise: 0` and `dropout: 0` are understood by every recipe. */
  overrides?: Readonly<Record<string, unknown>>;
}

/** A recipe that can be run. */
export interface Recipe {
  readonly name: string;
  /** Absolute path of the file that it was opened from; absent in recipes that Tadpole brings. */
  readonly file?: string;
  readonly summary: string;
  readonly sources: readonly string[];
  readonly notes: readonly string[];
  readonly data: RecipeData;
  /** With the default settings. */
  readonly imageShape: RecipeImageShape;
  readonly valueRange: ValueRange;
  /** See `RecipeDefinition.classes`. */
  readonly classes: true | 'optional' | readonly string[];
  /** Whether the generator takes the class where the data has classes and nobody says, for a recipe whose classes are `optional`. */
  readonly conditional: boolean;
  readonly output: RecipeOutput;
  readonly milestone?: Milestone;
  readonly choices?: RecipeChoices;
  readonly presets: Readonly<Record<string, RecipePreset>>;
  /** Every setting with its default. */
  describe(): SettingFacts[];
  /** The settings with overrides applied. @throws UsageError for unknown names and values that do not fit */
  resolve(
    overrides?: Readonly<Record<string, unknown>>,
  ): Schedule & Record<string, number | string | boolean>;
  /** The shape of the images with settings that `resolve` returned. */
  imageShapeOf(settings: Readonly<Record<string, unknown>>): RecipeImageShape;
  /** Builds the networks, initialized by the seed. @throws UsageError as `resolve` does, and for a bad seed */
  create(options?: CreateOptions): Trainer;
}
