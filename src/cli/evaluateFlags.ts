// The flags of `tadpole evaluate`: what they mean together, and which contradict each other.
import type { Argv } from 'yargs';
import { UsageError } from '../errors';
import type { ValueRange } from '../images';
import type { ResizeFilter } from '../metrics';
import { type GeneratorArguments, generatorFlags, generatorOptions, rangeFlag } from './generatorFlags';
import { MOST_IMAGES, positiveFlag, wholeFlag } from './options';
import { valueFlags } from './valueFlags';

/** The flags as they are typed. */
export interface EvaluateArguments extends GeneratorArguments {
  data?: string;
  features?: string;
  featuresShape?: string;
  featuresRange?: string;
  resize?: ResizeFilter;
  metrics?: string;
  count?: string;
  reals?: string;
  control?: 'noise' | 'classes';
  seed?: string;
  size?: string;
  truncation?: string;
  json: boolean;
  out?: string;
  against?: string;
  device?: string;
  threads?: string;
  nproc?: string;
}

/** What to evaluate and how. */
export interface EvaluatePlan {
  /** Default: 10 000, or as many as there are real images. */
  count?: number;
  /** Real images to use; absent: as many as samples. */
  reals?: number;
  metrics?: string[];
  seed: number;
  size?: number;
  truncation?: number;
  /** What a TorchScript file of features takes. */
  shape?: readonly [number, number, number];
  valueRange?: ValueRange;
  /** What the flags say of the generator. */
  generator: ReturnType<typeof generatorOptions>;
}

/** The default number of samples of a generator. */
export const DEFAULT_COUNT = 10_000;

export function evaluateFlags(parser: Argv): Argv {
  const what = {
    data: 'training data of the generator: name, folder or file of a data set, or a folder of pictures',
    count: `samples to draw (default ${DEFAULT_COUNT}, or as many as there are real images)`,
    reals: 'real images to compare with (default as many as samples)',
    metrics:
      'some of fid, rfid, kid, precision, recall, density, coverage, is, classes, memorisation, separated by commas',
    size: 'height and width to which pictures of folders are resized (default 32 in colour, 28 in grey)',
    seed: 'seed of the samples, and of every random choice (default 0)',
    truncation: 'bound of the latent values, such as 0.7',
  };
  const how = {
    features:
      'classifier (trained once on the data), inception, random, or the file of a network (default classifier where there are classes, else random)',
    'features-shape': 'channels x height x width of the input of a TorchScript network, such as 3x32x32',
    'features-range': 'values of black and white in that input, such as 0,1',
  };
  const written = {
    out: 'folder for evaluation.json, and for nearest.png: samples above the training images nearest to them',
    against: 'evaluation.json of another generator to compare with',
  };
  valueFlags(parser, { ...what, ...how, ...written });
  parser
    .positional('generator', {
      type: 'string',
      describe: 'a generator, a run folder, a checkpoint of a run, or a folder of pictures',
    })
    .option('control', {
      choices: ['noise', 'classes'] as const,
      requiresArg: true,
      describe:
        'images with an rfid of 1: uniform noise, or the other classes of the data set (default noise)',
    })
    .option('resize', {
      choices: ['antialias', 'plain'] as const,
      requiresArg: true,
      describe: 'filter that resizes images to the input size of the network (default antialias)',
    })
    .option('device', { type: 'string', nargs: 1, describe: 'auto, cpu, cuda or cuda:N (default auto)' })
    .option('threads', { type: 'string', nargs: 1, describe: 'CPU threads of each process' })
    .option('nproc', {
      type: 'string',
      nargs: 1,
      describe: 'processes that share the images: a number, or auto for one per GPU (default 1)',
    })
    .group([...Object.keys(what), 'control'], 'What to compare:')
    .group([...Object.keys(how), 'resize'], 'The features:')
    .group([...Object.keys(written), 'json'], 'Where to put it:');
  return generatorFlags(parser, ['device', 'threads', 'nproc']).epilogue(EXAMPLES);
}

const EXAMPLES = `Examples:
  tadpole evaluate runs/digits-001                              every metric, on features of a classifier of the data
  tadpole evaluate runs/digits-001/checkpoints/step-003000      of one checkpoint
  tadpole evaluate runs/digits-001 --metrics fid,rfid --json    some metrics, as JSON
  tadpole evaluate my-samples --data mnist                      of a folder of pictures
  tadpole evaluate runs/b --against a/evaluation.json           compared with another generator`;

/** @throws UsageError for a bad value */
export function evaluatePlan(args: EvaluateArguments): EvaluatePlan {
  return {
    count: wholeFlag('count', args.count, 2, MOST_IMAGES),
    reals: wholeFlag('reals', args.reals, 2),
    metrics: metricsFlag(args.metrics),
    seed: wholeFlag('seed', args.seed, 0) ?? 0,
    size: wholeFlag('size', args.size, 4, 4096),
    truncation: positiveFlag('truncation', args.truncation, 0.7),
    shape: shapeFlag(args.featuresShape),
    valueRange: rangeFlag(args.featuresRange, 'features-range'),
    generator: generatorOptions(args),
  };
}

function metricsFlag(text: string | undefined): string[] | undefined {
  if (text === undefined) return undefined;
  const names = text.split(',').map((name) => name.trim().toLowerCase());
  if (names.every((name) => name !== '')) return names;
  throw new UsageError(
    `--metrics: expected names separated by commas, got '${text}'`,
    'for example --metrics fid,precision,recall',
  );
}

function shapeFlag(text: string | undefined): readonly [number, number, number] | undefined {
  if (text === undefined) return undefined;
  const [, channels, height, width] = /^([13])x([1-9]\d{0,4})x([1-9]\d{0,4})$/.exec(text) ?? [];
  if (width !== undefined) return [Number(channels), Number(height), Number(width)];
  throw new UsageError(
    `--features-shape: expected channels (1 or 3) x height x width, got '${text}'`,
    'for example --features-shape 3x32x32',
  );
}

/** The name of the result in a folder that `--out` names. */
export const RESULT_FILE = 'evaluation.json';
