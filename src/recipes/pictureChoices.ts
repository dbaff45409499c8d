// What the recipe `pictures` chooses by the images and the device: size, width of the networks, batch, length, augmentation.
import type { DataFacts, RecipeChoices, RecipePreset } from '../run';

/** The settings that are chosen. */
export interface PictureSettings {
  size: PictureSize;
  imageChannels: 1 | 3 | 4;
  channels: number;
  batchSize: number;
  steps: number;
  augmentation: 'none' | 'diffAugment' | 'ada';
  gamma: number;
  fallOver: number;
  averageOver: number;
}

/** Heights and widths that the networks are made for. */
export const SIZES = [32, 64, 128, 256] as const;

type PictureSize = (typeof SIZES)[number];

/** The part of the choice that depends on the size of the images and on the device. */
interface Capacity {
  readonly channels: number;
  readonly batchSize: number;
  /** Times that each picture is shown, within the least and the most images shown in all. */
  readonly epochs: number;
  readonly least: number;
  readonly most: number;
}

// From the least to the most images, one AVX2 core takes about 0.3 to 1 hours at 32 pixels, 0.4 to 2 at 64, 1.3 to 3.5 at 128, 5 to 10 at 256.
const CPU: Record<PictureSize, Capacity> = {
  32: { channels: 64, batchSize: 64, epochs: 150, least: 150_000, most: 600_000 },
  64: { channels: 32, batchSize: 32, epochs: 150, least: 150_000, most: 600_000 },
  128: { channels: 16, batchSize: 32, epochs: 150, least: 150_000, most: 400_000 },
  256: { channels: 16, batchSize: 16, epochs: 100, least: 100_000, most: 200_000 },
};

// No GPU was there when these were written.
const GPU: Record<PictureSize, Capacity> = {
  32: { channels: 128, batchSize: 64, epochs: 400, least: 500_000, most: 3_000_000 },
  64: { channels: 96, batchSize: 64, epochs: 400, least: 500_000, most: 4_000_000 },
  128: { channels: 64, batchSize: 64, epochs: 400, least: 500_000, most: 6_000_000 },
  256: { channels: 32, batchSize: 32, epochs: 400, least: 500_000, most: 8_000_000 },
};

/** On a CPU, larger images are trained only when they are asked for. */
const MOST_ON_CPU = 64;
/** From so many pictures on, the discriminator does not come to know them by heart. */
const MANY = 50_000;
const STEPS_OF = 100;

const NAMES = [
  'size',
  'imageChannels',
  'channels',
  'batchSize',
  'steps',
  'augmentation',
  'gamma',
  'fallOver',
  'averageOver',
] as const satisfies readonly (keyof PictureSettings)[];

/** The choices of the recipe. Whatever is given wins, and the rest follows from it. */
export const choices: RecipeChoices<PictureSettings> = { names: NAMES, choose };

function choose(facts: DataFacts, given: Partial<PictureSettings>): PictureSettings {
  const isCpu = facts.device === 'cpu';
  const size = given.size ?? sizeBelow(facts.side, isCpu ? MOST_ON_CPU : Number.POSITIVE_INFINITY);
  const capacity = (isCpu ? CPU : GPU)[size];
  const channels = given.channels ?? capacity.channels;
  const batchSize = given.batchSize ?? capacity.batchSize;
  const shown = Math.min(Math.max(capacity.epochs * facts.images, capacity.least), capacity.most);
  const steps = given.steps ?? Math.ceil(shown / batchSize / STEPS_OF) * STEPS_OF;
  return {
    size,
    imageChannels: given.imageChannels ?? facts.channels,
    channels,
    batchSize,
    steps,
    augmentation: given.augmentation ?? (facts.images < MANY ? 'diffAugment' : 'none'),
    gamma: given.gamma ?? (0.1 * size) / 32,
    fallOver: given.fallOver ?? steps * batchSize,
    averageOver: given.averageOver ?? Math.min(10_000, steps * batchSize),
  };
}

/** The largest size that most pictures have without being enlarged, or else the smallest. */
function sizeBelow(side: number, most: number): PictureSize {
  return SIZES.findLast((size) => size <= Math.min(side, most)) ?? SIZES[0];
}

/** What `--preset` names. */
export const presets: Record<string, RecipePreset<PictureSettings>> = {
  quick: {
    about: 'a first look in some minutes on a CPU: 32 x 32, narrow networks, 64 000 images',
    settings: { size: 32, channels: 32, batchSize: 32, steps: 2000 },
  },
  ...Object.fromEntries(SIZES.map((size) => [`gpu-${size}`, gpuPreset(size)])),
};

function gpuPreset(size: PictureSize): RecipePreset<PictureSettings> {
  const { channels, batchSize } = GPU[size];
  return {
    about: `${size} x ${size} on a GPU, with ${channels} feature maps at half of the size; not run on a GPU yet`,
    settings: { size, channels, batchSize },
  };
}
