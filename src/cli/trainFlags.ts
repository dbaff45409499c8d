// The flags of `tadpole train`.
import type { Argv } from 'yargs';
import type { OnTrouble } from '../run';

/** The flags as they are typed. */
export interface TrainArguments {
  recipe?: string;
  data?: string;
  out?: string;
  steps?: string;
  batchSize?: string;
  lr?: string;
  seed?: string;
  device?: string;
  precision?: 'fp32' | 'bf16';
  threads?: string;
  logEvery?: string;
  sampleEvery?: string;
  checkpointEvery?: string;
  evaluateEvery?: string;
  keep?: string;
  grid?: string;
  mirror?: boolean;
  fit?: 'crop' | 'pad';
  size?: string;
  preset?: string;
  classes?: boolean;
  onTrouble?: OnTrouble;
  from?: string;
  tensorboard?: string;
  set?: string[];
  resume?: string;
  nproc?: string;
  json: boolean;
}

/** Adds the flags to a parser. */
export function trainFlags(parser: Argv): Argv {
  return parser
    .positional('recipe', {
      type: 'string',
      describe: 'name of a recipe (see `tadpole recipes`), or the file of your own recipe: ./my-recipe.ts',
    })
    .option('data', {
      type: 'string',
      requiresArg: true,
      describe: 'folder of the dataset, one of its files, or a folder or zip archive of pictures',
    })
    .option('size', {
      type: 'string',
      requiresArg: true,
      describe: 'height and width of the images, for the recipe pictures: 32, 64, 128 or 256',
    })
    .option('fit', {
      choices: ['crop', 'pad'] as const,
      requiresArg: true,
      describe: 'crop pictures that are not square, or pad them, white or transparent (default crop)',
    })
    .option('preset', {
      type: 'string',
      requiresArg: true,
      describe: 'named settings of the recipe (see `tadpole recipes pictures`)',
    })
    .option('mirror', {
      type: 'boolean',
      describe:
        'mirror images left to right half of the time (--no-mirror: never; default: as in the recipe)',
    })
    .option('classes', {
      type: 'boolean',
      describe:
        'ask the generator for a class, where the recipe leaves it open (--no-classes: it draws the class itself; default: as in the recipe)',
    })
    .option('on-trouble', {
      choices: ['warn', 'stop', 'rollback'] as const,
      requiresArg: true,
      describe:
        'on a collapse, a dead discriminator or NaN: warn, stop, or go back and try again more slowly (default warn)',
    })
    .option('from', {
      type: 'string',
      requiresArg: true,
      describe: 'run folder whose newest weights to start from, where name and shape match',
    })
    .option('out', {
      type: 'string',
      requiresArg: true,
      describe: 'run folder to create (default runs/<recipe>-<number>)',
    })
    .option('steps', { type: 'string', requiresArg: true, describe: 'training steps' })
    .option('batch-size', { type: 'string', requiresArg: true, describe: 'real images per step' })
    .option('lr', { type: 'string', requiresArg: true, describe: 'every learning rate of the recipe' })
    .option('seed', {
      type: 'string',
      requiresArg: true,
      describe: 'seed of all random numbers (default 0)',
    })
    .option('device', {
      type: 'string',
      requiresArg: true,
      describe: 'auto, cpu, cuda or cuda:N (default auto)',
    })
    .option('precision', {
      choices: ['fp32', 'bf16'] as const,
      requiresArg: true,
      describe: 'arithmetic of the forward passes (default fp32)',
    })
    .option('threads', { type: 'string', requiresArg: true, describe: 'CPU threads of each process' })
    .option('nproc', {
      type: 'string',
      requiresArg: true,
      describe: 'processes that share each batch: a number, or auto for one per GPU (default 1)',
    })
    .option('log-every', { type: 'string', requiresArg: true, describe: 'steps between printed losses' })
    .option('sample-every', { type: 'string', requiresArg: true, describe: 'steps between sample grids' })
    .option('checkpoint-every', {
      type: 'string',
      requiresArg: true,
      describe: 'steps between checkpoints',
    })
    .option('evaluate-every', {
      type: 'string',
      requiresArg: true,
      describe: 'steps between evaluations (default none); the best checkpoint is kept',
    })
    .option('keep', {
      type: 'string',
      requiresArg: true,
      describe: 'newest checkpoints to keep, besides the best (default 2)',
    })
    .option('grid', {
      type: 'string',
      requiresArg: true,
      describe: 'rows x columns of the sample grids, such as 5x5',
    })
    .option('tensorboard', {
      type: 'string',
      requiresArg: true,
      describe:
        'folder for TensorBoard: curves, sample grids and findings, while the run trains (its --logdir)',
    })
    .option('set', {
      type: 'string',
      array: true,
      nargs: 1,
      describe: 'any setting of the recipe: --set name=value',
    })
    .option('resume', {
      type: 'string',
      requiresArg: true,
      describe: 'run folder to resume',
    });
}
