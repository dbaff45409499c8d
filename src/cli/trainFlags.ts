// The flags of `tadpole train`.
import type { Argv } from 'yargs';
import type { OnTrouble } from '../run';
import { valueFlags } from './valueFlags';

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

const EXAMPLES = `Examples:
  tadpole train digits                             into runs/digits-001, or the next free number
  tadpole train digits --steps 2000 --seed 1       shorter, from other random numbers
  tadpole train pictures --data my-pictures        your own pictures
  tadpole train ./my-recipe.ts --set channels=32   a recipe of your own
  tadpole train --resume runs/digits-001           goes on where the run stopped`;

/** Adds the flags to a parser. */
export function trainFlags(parser: Argv): Argv {
  const images = {
    data: 'folder of the dataset, one of its files, or a folder or zip archive of pictures',
    size: 'height and width of the images, for the recipe pictures: 32, 64, 128 or 256',
  };
  const how = {
    steps: 'training steps',
    'batch-size': 'real images per step',
    lr: 'every learning rate of the recipe',
    seed: 'seed of all random numbers (default 0)',
    preset: 'named settings of the recipe (see `tadpole recipes pictures`)',
    from: 'run folder whose newest weights to start from, where name and shape match',
    resume: 'run folder to resume',
  };
  const where = {
    device: 'auto, cpu, cuda or cuda:N (default auto)',
    threads: 'CPU threads of each process',
    nproc: 'processes that share each batch: a number, or auto for one per GPU (default 1)',
  };
  const written = {
    out: 'run folder to create (default runs/<recipe>-<number>)',
    'log-every': 'steps between printed losses',
    'sample-every': 'steps between sample grids',
    grid: 'rows x columns of the sample grids, such as 5x5',
    'checkpoint-every': 'steps between checkpoints',
    keep: 'newest checkpoints to keep, besides the best (default 2)',
    'evaluate-every': 'steps between evaluations (default none); the best checkpoint is kept',
    tensorboard:
      'folder for TensorBoard (its --logdir): curves, sample grids and findings, while the run trains',
  };
  valueFlags(parser, { ...images, ...how, ...where, ...written });
  return parser
    .positional('recipe', {
      type: 'string',
      describe: 'name of a recipe (see `tadpole recipes`), or the file of your own recipe: ./my-recipe.ts',
    })
    .option('fit', {
      choices: ['crop', 'pad'] as const,
      requiresArg: true,
      describe: 'crop pictures that are not square, or pad them, white or transparent (default crop)',
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
    .option('precision', {
      choices: ['fp32', 'bf16'] as const,
      requiresArg: true,
      describe: 'arithmetic of the forward passes (default fp32)',
    })
    .option('set', {
      type: 'string',
      array: true,
      nargs: 1,
      describe: 'any setting of the recipe: --set name=value',
    })
    .group([...Object.keys(images), 'fit', 'mirror', 'classes'], 'The images:')
    .group([...Object.keys(how), 'set', 'precision', 'on-trouble'], 'How to train:')
    .group(Object.keys(where), 'Where to compute:')
    .group(Object.keys(written), 'What to write:')
    .epilogue(EXAMPLES);
}
