// The flags of `tadpole sample`: what they mean together, and which contradict each other.
import fs from 'node:fs';
import path from 'node:path';
import type { Argv } from 'yargs';
import { UsageError } from '../errors';
import { GENERATOR, type GeneratorArguments, generatorFlags } from './generatorFlags';
import { type GridFlag, gridFlag, MOST_IMAGES, positiveFlag, seedsFlag, wholeFlag } from './options';
import { valueFlags } from './valueFlags';

/** The flags as they are typed. */
export interface SampleArguments extends GeneratorArguments {
  count?: string;
  seed?: string;
  seeds?: string;
  truncation?: string;
  classes?: string;
  interpolate?: string;
  plane?: string;
  along?: string;
  out?: string;
  separate?: string;
  animate?: string;
  grid?: string;
  scale?: string;
  fps?: string;
  device?: string;
  json?: boolean;
}

const EXAMPLES = `Examples:
  tadpole sample generator.pt --grid 4x8                      32 images in 4 rows
  tadpole sample generator.pt --seeds 1,5-8 --separate dir    dir/seed-0001.png, dir/seed-0005.png, ...
  tadpole sample generator.pt --seeds 1,2,3 --interpolate 8   a strip from image 1 through 2 to 3
  tadpole sample generator.pt --grid 3x3 --animate walk.png   nine images that change into others
  tadpole sample generator.pt --class cat,dog --seeds 1 --interpolate 8   the same latent from class to class
  tadpole sample python.pt --latent-dim 100 --range -1,1      a generator made in Python`;

/** Adds the flags to a parser. */
export function sampleFlags(parser: Argv): Argv {
  const drawn = {
    count: 'number of images (default 64, or as many as --grid holds; 4 for --interpolate and --animate)',
    seed: 'seed of the latents (default 0)',
    seeds: 'one image per seed, such as 1,2,5-8',
    truncation: 'bound of the latent values, such as 0.7: images vary less',
    classes:
      'classes to draw, by name or number, separated by commas (\\, is a comma of a name; default all); one per row of a grid',
    plane: 'images along each side of the plane between three seeds, such as 7',
    along: 'shifts along the directions that change most, such as 1:2.5,3:-1 (in standard deviations)',
    interpolate:
      'frames between consecutive images: a strip that leads from one to the next, and from class to class of --class',
  };
  const written = {
    out: 'PNG file to write (default grid.png)',
    separate: 'folder for one PNG per image, instead of a grid',
    animate: 'animated PNG to write: from image to image and back (15 frames between, or --interpolate)',
    grid: 'rows x columns, such as 4x8; in an animation every cell moves',
    scale: 'size of a pixel (default 1)',
    fps: 'frames per second of an animation (default 20)',
  };
  valueFlags(parser, { ...drawn, ...written });
  parser
    .alias('classes', 'class')
    .positional('generator', GENERATOR)
    .option('device', { type: 'string', nargs: 1, describe: 'auto, cpu, cuda or cuda:N (default cpu)' })
    .group(Object.keys(drawn), 'What to draw:')
    .group(Object.keys(written), 'Where to put it:');
  return generatorFlags(parser, ['device']).epilogue(EXAMPLES);
}

/** What to draw and where to write it. */
export interface SamplePlan {
  /** One image per seed; when absent, `count` images of `seed`. On a path these images are its stops. */
  seeds?: number[];
  count: number;
  /** Whether that many were asked for. */
  counted: boolean;
  seed: number;
  truncation?: number;
  /** Names or numbers of the classes to draw, in turn; absent: all. */
  classes?: string[];
  /** Frames between consecutive images of the path; absent when only the images themselves are wanted. */
  between?: number;
  /** Whether the path leads from class to class: its stops are of the classes in turn. */
  mixes: boolean;
  /** Points along each side of a plane between three images; absent without a plane. */
  plane?: number;
  /** How far to go along each principal direction, by its number from 0. */
  along?: ReadonlyMap<number, number>;
  /** Images in each frame of an animation, each on its own path; else 1. */
  cells: number;
  /** All images that the generator makes. */
  images: number;
  output: 'grid' | 'separate' | 'animation';
  target: string;
  grid?: GridFlag;
  scale: number;
  fps: number;
}

const STOPS = 4;
const CORNERS = 3;
const BETWEEN = 15;

/** @throws UsageError for a bad value, and for flags that contradict each other */
export function samplePlan(args: SampleArguments): SamplePlan {
  for (const [one, other] of EXCLUSIVE) {
    if (args[one] === undefined || args[other] === undefined) continue;
    throw new UsageError(`--${one} and --${other} exclude each other`, 'leave one of them out');
  }
  if (args.fps !== undefined && args.animate === undefined) {
    throw new UsageError('--fps is the speed of an animation', 'add --animate walk.png, or leave --fps out');
  }
  const output = args.animate !== undefined ? 'animation' : args.separate !== undefined ? 'separate' : 'grid';
  const grid = gridFlag(args.grid, MOST_IMAGES);
  const truncation = positiveFlag('truncation', args.truncation, 0.7);
  const between =
    wholeFlag('interpolate', args.interpolate, 0, MOST_IMAGES) ??
    (output === 'animation' ? BETWEEN : undefined);
  const classes = classesFlag(args.classes);
  const mixes = between !== undefined && classes !== undefined && classes.length > 1;
  const given = seedsFlag(args.seeds);
  // A single latent stays where it is while the class changes.
  const seeds = mixes && given?.length === 1 ? classes.flatMap(() => given) : given;
  const room = grid && grid.rows * grid.columns;
  const cells = (output === 'animation' && room) || 1;
  const plane = wholeFlag('plane', args.plane, 2, 100);
  const count =
    seeds?.length ??
    wholeFlag('count', args.count, 1, MOST_IMAGES) ??
    (plane !== undefined ? CORNERS : mixes ? classes.length : between !== undefined ? STOPS : (room ?? 64));
  if (between !== undefined && count < 2) {
    throw new UsageError(
      `--${args.animate === undefined ? 'interpolate' : 'animate'}: expected two images or more, got ${count}`,
      'it leads from one image to the next; for example --seeds 1,2',
    );
  }
  if (plane !== undefined && count !== CORNERS) {
    throw new UsageError(
      `--plane: expected three seeds, got ${count}`,
      'it lies between three images: --seeds 1,2,3',
    );
  }
  const frames = plane === undefined ? framesOf(count, between, output === 'animation') : plane * plane;
  if (frames * cells > MOST_IMAGES) {
    throw new UsageError(
      `this asks for ${(frames * cells).toLocaleString('en')} images, more than ${MOST_IMAGES.toLocaleString('en')}`,
      'ask for fewer; another --seed gives others',
    );
  }
  if (room !== undefined && output !== 'animation' && frames > room) {
    throw new UsageError(
      `--grid: ${args.grid} has room for ${room} images, not for ${frames}`,
      'take a larger grid, or fewer images',
    );
  }
  return {
    seeds,
    count,
    counted: args.count !== undefined || plane !== undefined,
    seed: wholeFlag('seed', args.seed, 0) ?? 0,
    truncation,
    classes,
    between,
    mixes,
    plane,
    along: alongFlag(args.along),
    cells,
    images: frames * cells,
    output,
    target: args.animate ?? args.separate ?? args.out ?? 'grid.png',
    grid,
    scale: wholeFlag('scale', args.scale, 1, 64) ?? 1,
    fps: wholeFlag('fps', args.fps, 1, 100) ?? 20,
  };
}

const EXCLUSIVE: readonly (readonly [keyof SampleArguments, keyof SampleArguments])[] = [
  ['seeds', 'seed'],
  ['seeds', 'count'],
  ['out', 'separate'],
  ['out', 'animate'],
  ['separate', 'animate'],
  ['grid', 'separate'],
  ['plane', 'interpolate'],
  ['plane', 'animate'],
  ['plane', 'separate'],
];

function framesOf(count: number, between: number | undefined, closed: boolean): number {
  if (between === undefined) return count;
  return closed ? count * (between + 1) : (count - 1) * (between + 1) + 1;
}

/** Class names or numbers, separated by commas; `\,` is a comma of a name. @throws UsageError when one is empty */
function classesFlag(text: string | undefined): string[] | undefined {
  if (text === undefined) return undefined;
  const classes = text.split(/(?<!\\),/).map((part) => part.trim().replaceAll('\\,', ','));
  if (classes.every((one) => one !== '')) return classes;
  throw new UsageError(
    `--classes: expected names or numbers of classes with commas between, got '${text}'`,
    'for example --classes 3,7',
  );
}

/** Amounts by the number of their direction, such as `1:2.5,3:-1`. @throws UsageError for another form */
function alongFlag(text: string | undefined): ReadonlyMap<number, number> | undefined {
  if (text === undefined) return undefined;
  const pairs = text.split(',').map((part) => /^\s*([1-9]\d{0,3}):([+-]?(?:\d+\.?\d*|\.\d+))\s*$/.exec(part));
  const amounts = new Map(
    pairs.flatMap((pair) => (pair ? [[Number(pair[1]) - 1, Number(pair[2])] as const] : [])),
  );
  if (pairs.every((pair) => pair !== null) && amounts.size === pairs.length) return amounts;
  throw new UsageError(
    `--along: expected numbers of directions with amounts, each once, got '${text}'`,
    'for example --along 1:2.5,3:-1',
  );
}

/** @throws UsageError when the file to write is a folder, or has the extension of a format other than PNG */
export function checkPngFile(flag: string, file: string): void {
  const extension = path.extname(file).toLowerCase();
  if (!['', '.png', '.apng'].includes(extension)) {
    throw new UsageError(`--${flag}: pictures are written as PNG, got '${file}'`, 'let the name end in .png');
  }
  if (fs.existsSync(file) && fs.statSync(file).isDirectory()) {
    throw new UsageError(`--${flag}: ${file} is a folder`, 'name a file, for example grid.png');
  }
}
