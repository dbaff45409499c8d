// `tadpole train`: runs a recipe in a run folder, shows how it goes, and says what it wrote.
import path from 'node:path';
import { UsageError } from '../errors';
import type { TrainResult, Trouble } from '../gan';
import type { Recipe } from '../recipes/recipe';
import type { Session } from '../recipes/session';
import { createDisplay } from './display';
import { EXIT } from './failure';
import { deviceFlag, type GridFlag, gridFlag, positiveFlag, settingFlags, wholeFlag } from './options';
import { readingDisplay } from './reading';

// What ends a run early: Ctrl-C, a polite kill, a terminal that is closed.
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

// A picture of more is of no use and takes gigabytes.
const MOST_CELLS = 10_000;

interface TrainArguments {
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
  grid?: string;
  set?: string[];
  resume?: string;
}

/** Trains; 0 when the last step is done, 130 when Ctrl-C ended it after saving. */
export async function run(args: TrainArguments): Promise<number> {
  const request = readRequest(args);
  const session = await open(args, request);
  const { recipe, config, folder } = session;
  const place = shown(folder.root);
  const steps = Number(config.settings.steps);
  const start = session.step === 0 ? '' : `, from step ${session.step}`;
  console.log(`${recipe.name}: ${recipe.summary}`);
  console.log(`${config.data.images} images from ${config.data.source}`);
  console.log(
    `${steps} steps of ${config.settings.batchSize} images on ${config.device}${start}; the run folder is ${place}`,
  );

  const interruption = new AbortController();
  const display = createDisplay(recipe.output, steps, session.step, config.data.images);
  const interrupt = (): void => {
    // A second signal, as a shell and npm send them both, must not cost what the first one asked to save.
    if (interruption.signal.aborted) return;
    interruption.abort();
    display.stop();
    console.log('interrupted: saving ...');
  };
  for (const signal of SIGNALS) process.on(signal, interrupt);
  // Nobody reads any more (`tadpole train digits | head`): save and end.
  process.stdout.on('error', () => interruption.abort());
  try {
    const result = await session.run(display, interruption.signal);
    display.stop();
    if (result.interrupted) {
      console.log(
        `stopped after step ${result.step}; everything is saved. Go on: npx tadpole train --resume ${place}`,
      );
    } else {
      printResults(session, result);
    }
    remind(session);
    return result.interrupted ? EXIT.interrupted : EXIT.done;
  } catch (error) {
    const { locateError } = await import('../recipes/openRecipe.js');
    throw locateError(recipe, error);
  } finally {
    display.stop();
    for (const signal of SIGNALS) process.off(signal, interrupt);
    session.dispose();
  }
}

type Request = ReturnType<typeof readRequest>;

async function open(args: TrainArguments, request: Request): Promise<Session> {
  const { Session } = await import('../recipes/session.js');
  const { locateError, openRecipe, recipeOfRun } = await import('../recipes/openRecipe.js');
  if (args.resume !== undefined && args.out !== undefined) {
    throw new UsageError('--out and --resume exclude each other', 'a resumed run stays in its folder');
  }
  const recipe = await chooseRecipe(args);
  const progress = readingDisplay();
  const asked = { ...request, progress, overrides: withLearningRate(recipe, request) };
  try {
    return args.resume === undefined
      ? Session.start(recipe, args.out, asked)
      : Session.resume(recipe, args.resume, asked);
  } catch (error) {
    throw locateError(recipe, error);
  }

  function chooseRecipe({ recipe: word, resume }: TrainArguments): Promise<Recipe> {
    if (word !== undefined) return openRecipe(word);
    if (resume !== undefined) return recipeOfRun(resume);
    throw new UsageError('a recipe is missing', 'try `tadpole train digits`');
  }
}

function printResults({ recipe, folder }: Session, { step, images, seconds }: TrainResult): void {
  const generator = shown(folder.generator);
  console.log(`done: ${step} steps, ${images} images, ${seconds.toFixed(1)} s of training`);
  console.log(`samples    ${shown(folder.sample(step))}`);
  console.log(`           ${shown(folder.comparison)} (samples beside reals)`);
  for (const { file } of recipe.output.finals ?? []) console.log(`           ${shown(folder.file(file))}`);
  console.log(`loss plot  ${shown(folder.losses)}`);
  console.log(`generator  ${generator}`);
  console.log(`draw more  npx tadpole sample ${generator} --count 64 --seed 1 --out grid.png`);
}

const REMINDERS: Record<Trouble, string> = {
  collapse: 'the generator is collapsed',
  deadDiscriminator: 'the discriminator is dead',
  overpoweringDiscriminator: 'the discriminator overpowers the generator',
};

function remind({ standing, folder }: Session): void {
  for (const { trouble, since } of standing) {
    const where = shown(folder.events);
    process.stderr.write(`warning: ${REMINDERS[trouble]} since step ${since} (see ${where})\n`);
  }
}

/** A path as a reader in the current folder would write it. */
function shown(file: string): string {
  const relative = path.relative('', file);
  return relative === '' ? '.' : relative.startsWith('..') ? file : relative;
}

function readRequest(args: TrainArguments) {
  const overrides: Record<string, unknown> = {
    steps: wholeFlag('steps', args.steps, 1),
    batchSize: wholeFlag('batch-size', args.batchSize, 1),
    logEvery: wholeFlag('log-every', args.logEvery, 1),
    sampleEvery: wholeFlag('sample-every', args.sampleEvery, 1),
    checkpointEvery: wholeFlag('checkpoint-every', args.checkpointEvery, 1),
    ...gridOverrides(gridFlag(args.grid, MOST_CELLS)),
    ...settingFlags(args.set ?? []),
  };
  return {
    seed: wholeFlag('seed', args.seed, 0),
    threads: wholeFlag('threads', args.threads, 1, 1024),
    device: deviceFlag(args.device),
    precision: args.precision,
    data: args.data,
    learningRate: positiveFlag('lr', args.lr),
    overrides: Object.fromEntries(Object.entries(overrides).filter(([, value]) => value !== undefined)),
  };
}

function gridOverrides(grid: GridFlag | undefined): Record<string, unknown> {
  return grid ? { gridRows: grid.rows, gridColumns: grid.columns } : {};
}

/** `--lr` sets every learning rate that the recipe has. */
function withLearningRate(recipe: Recipe, { learningRate, overrides }: Request): Record<string, unknown> {
  if (learningRate === undefined) return overrides;
  const names = recipe.describe().filter(({ name }) => /learningRate$/i.test(name));
  return { ...Object.fromEntries(names.map(({ name }) => [name, learningRate])), ...overrides };
}
