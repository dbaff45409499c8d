// `tadpole train`: runs a recipe in a run folder, shows its progress, and lists what it wrote.
import { Interrupted, UsageError } from '../errors';
import type { TrainProgress, TrainResult, Trouble } from '../gan';
import { MOST_CELLS } from '../limits';
import { listed } from '../listed';
import type { OpenOptions, Recipe, Session } from '../run';
import { shellWord, shownPath } from '../shell';
import { type Warn, warnOnConsole } from '../warn';
import { createDisplay, type Display } from './display';
import { createEstimate } from './estimate';
import { EXIT } from './failure';
import { Interruption } from './interruption';
import {
  deviceFlag,
  type GridFlag,
  gridFlag,
  positiveFlag,
  settingFlags,
  threadsFlag,
  wholeFlag,
} from './options';
import { printJson, tell } from './output';
import { readingDisplay } from './reading';
import type { TrainArguments } from './trainFlags';

// Seconds to wait at the end when the disk is full: a user at a terminal can free some space.
const PATIENCE = { attended: 600, unattended: 20 };

/**
 * Trains; 0 when the last step is done, 130 when a signal ended it after saving.
 *
 * @param words the command line, which further processes are started with
 */
export async function run(args: TrainArguments, words: readonly string[] = []): Promise<number> {
  const { nproc, ...own } = args;
  if (nproc !== undefined) return await start(nproc, own, words);
  let display: Display | undefined;
  const interruption = new Interruption(() => {
    if (!display) return;
    display.stop();
    tell('interrupted: saving ...');
  });
  // The reader of the output has ended (`tadpole train digits 2>&1 | head`): save and end.
  const unread = (): void => interruption.silently();
  const outputs = [process.stdout, process.stderr];
  for (const output of outputs) output.on('error', unread);
  const warn: Warn = (problem, hint) => (display?.warn ?? warnOnConsole)(problem, hint);
  let session: Session | undefined;
  try {
    const opened = await open(args, interruption, warn);
    if (typeof opened === 'number') return opened;
    session = opened;
    display = announce(session);
    return await train(session, display, interruption, args.json);
  } catch (error) {
    if (!(error instanceof Interrupted)) {
      (await import('./processes.js')).tellOfLoss(error);
      throw error;
    }
    tell(error.problem);
    return EXIT.interrupted;
  } finally {
    display?.stop();
    for (const output of outputs) output.off('error', unread);
    interruption.stop();
    session?.dispose();
    await leaveRanks();
  }
}

/** Starts the processes of a run. */
async function start(nproc: string, args: TrainArguments, words: readonly string[]): Promise<number> {
  readRequest(args);
  const { processCount, runProcesses, withoutProcesses } = await import('./processes.js');
  const count = await processCount(nproc);
  return await runProcesses(withoutProcesses(words), count);
}

async function leaveRanks(): Promise<void> {
  if (!joined) return;
  joined = false;
  const { leave } = await import('../dist/index.js');
  await leave();
}

/** Whether this process has joined others. */
let joined = false;

/** Tells what will be trained. Returns the display of its progress. */
function announce({ recipe, config, chosen, classes, smallSide, folder, step, started }: Session): Display {
  const steps = Number(config.settings.steps);
  const start = step === 0 ? '' : `, from step ${step}`;
  const processes = config.ranks === undefined ? '' : ` of ${config.ranks} processes`;
  tell(`${recipe.name}: ${recipe.summary}`);
  tell(`${config.data.images} images from ${config.data.source}`);
  if (classes.length > 0) tell(`classes: ${inWords(classes)}`);
  if (started !== undefined) tell(started);
  const choices = Object.entries(chosen).map(([name, value]) => `${name} ${value}`);
  if (choices.length > 0) tell(`chosen for them: ${choices.join(', ')} (--set changes each)`);
  if (smallSide !== undefined) {
    tell(`half of the pictures have ${smallSide} pixels or fewer on their shorter side, and are enlarged`);
  }
  tell(
    `${steps} steps of ${config.settings.batchSize} images on ${config.device}${processes}${start}; the run folder is ${shownPath(folder.root)}`,
  );
  const { milestone } = recipe;
  if (milestone !== undefined && step < milestone.step && milestone.step <= steps) {
    const { what, step: when } = milestone;
    tell(`${what} from step ${when} on: ${shownPath(folder.sample(when))}`);
  }
  return createDisplay(recipe.output, steps, step, config.data.images);
}

// The most classes to list.
const LISTED = 20;

function inWords(classes: Session['classes']): string {
  return listed(
    classes.map(({ name, images }) => `${name} (${images.toLocaleString('en')})`),
    LISTED,
  );
}

async function train(
  session: Session,
  display: Display,
  interruption: Interruption,
  json: boolean,
): Promise<number> {
  const { recipe, folder, config } = session;
  const patience = process.stdin.isTTY ? PATIENCE.attended : PATIENCE.unattended;
  const { signal, giveUp } = interruption;
  try {
    const written: string[] = [];
    const estimate = createEstimate(Number(config.settings.steps), session.step, display.note);
    const hooks = {
      ...display,
      step: (progress: TrainProgress) => {
        display.step(progress);
        estimate(progress);
      },
      wrote: (file: string) => written.push(file),
    };
    const result = await session.run(hooks, { signal, giveUp, patience });
    display.stop();
    if (json) {
      printJson(resultOf(session, result));
    } else if (result.interrupted) {
      const place = shellWord(shownPath(folder.root));
      console.log(
        `stopped after step ${result.step}; everything is saved. Resume: npx tadpole train --resume ${place}`,
      );
    } else {
      printResults(session, result, written);
    }
    remind(session);
    return result.interrupted ? EXIT.interrupted : EXIT.done;
  } catch (error) {
    const { locateError } = await import('../recipes/index.js');
    throw locateError(recipe, error);
  }
}

/** How a run ended, as `--json` prints it. */
function resultOf({ folder, best, config }: Session, { interrupted, step, images, seconds }: TrainResult) {
  return {
    run: shownPath(folder.root),
    state: interrupted ? 'interrupted' : 'finished',
    step,
    steps: Number(config.settings.steps),
    images,
    seconds: Number(seconds.toFixed(3)),
    /** Null when the run was not evaluated. */
    best: best ?? null,
    // Nothing is written before the first step.
    generator: step === 0 ? null : shownPath(folder.generator),
    samples: step === 0 ? null : shownPath(folder.sample(step)),
  };
}

type Request = ReturnType<typeof readRequest>;

/** @returns the session; the exit code where this process followed another one's session to its end */
async function open(args: TrainArguments, interruption: Interruption, warn: Warn): Promise<Session | number> {
  const request = readRequest(args);
  const { NOTHING_CHANGED, NOTHING_WRITTEN, Session } = await import('../run/index.js');
  const { locateError, openRecipe, recipeOfRun } = await import('../recipes/index.js');
  const { recipe: word, resume, out } = args;
  if (resume !== undefined && out !== undefined) {
    throw new UsageError('--out and --resume exclude each other', 'a resumed run stays in its folder');
  }
  const recipe = await chooseRecipe();
  const asked = { ...request, progress: readingDisplay(), overrides: withLearningRate(recipe, request) };
  const options: OpenOptions = { warn, signal: interruption.signal, loaded: () => interruption.listen() };
  await interruption.endAtOnce(resume === undefined ? NOTHING_WRITTEN : NOTHING_CHANGED);
  try {
    const { join } = await import('../dist/index.js');
    const { rank, size } = await join();
    joined = size > 1;
    if (rank > 0) {
      const { follow } = await import('./follow.js');
      return await follow(recipe, resume, { ...asked, progress: undefined }, interruption);
    }
    return await (resume === undefined
      ? Session.start(recipe, out, asked, options)
      : Session.resume(recipe, resume, asked, options));
  } catch (error) {
    throw error instanceof Interrupted ? error : locateError(recipe, error);
  }

  function chooseRecipe(): Promise<Recipe> {
    if (word !== undefined) return openRecipe(word);
    if (resume !== undefined) return recipeOfRun(resume);
    throw new UsageError('a recipe is missing', 'try `tadpole train digits`');
  }
}

function printResults(
  { folder, best }: Session,
  { step, images, seconds }: TrainResult,
  written: readonly string[],
): void {
  const generator = shownPath(folder.generator);
  console.log(`done: ${step} steps, ${images} images, ${seconds.toFixed(1)} s of training`);
  console.log(`samples    ${shownPath(folder.sample(step))}`);
  console.log(`           ${shownPath(folder.comparison)} (samples beside reals)`);
  const others = written.slice(written.indexOf(folder.comparison) + 1);
  for (const file of others) console.log(`           ${shownPath(file)}`);
  console.log(`loss plot  ${shownPath(folder.losses)}`);
  if (best) {
    console.log(`metrics    ${shownPath(folder.metrics)}`);
    const { step: bestStep, metric, value } = best;
    const checkpoint = shownPath(folder.checkpoint(bestStep));
    console.log(`best       step ${bestStep}, ${metric} ${value.toPrecision(4)}: ${checkpoint}`);
  }
  console.log(`generator  ${generator}`);
  console.log(`draw more  npx tadpole sample ${shellWord(generator)} --count 64 --seed 1 --out grid.png`);
}

const REMINDERS: Record<Trouble, string> = {
  collapse: 'the generator is collapsed',
  deadDiscriminator: 'the discriminator is dead',
  overpoweringDiscriminator: 'the discriminator overpowers the generator',
};

function remind({ standing, folder }: Session): void {
  for (const { trouble, since } of standing) {
    const where = shownPath(folder.events);
    process.stderr.write(`warning: ${REMINDERS[trouble]} since step ${since} (see ${where})\n`);
  }
}

function readRequest(args: TrainArguments) {
  const flags: Record<string, unknown> = {
    steps: wholeFlag('steps', args.steps, 1),
    size: wholeFlag('size', args.size, 1),
    batchSize: wholeFlag('batch-size', args.batchSize, 1),
    logEvery: wholeFlag('log-every', args.logEvery, 1),
    sampleEvery: wholeFlag('sample-every', args.sampleEvery, 1),
    checkpointEvery: wholeFlag('checkpoint-every', args.checkpointEvery, 1),
    evaluateEvery: wholeFlag('evaluate-every', args.evaluateEvery, 1),
    keep: wholeFlag('keep', args.keep, 1),
    ...gridOverrides(gridFlag(args.grid, MOST_CELLS)),
  };
  const settings = settingFlags(args.set ?? []);
  const twice = Object.keys(settings).find(
    (name) => Object.hasOwn(flags, name) && flags[name] !== undefined && flags[name] !== settings[name],
  );
  if (twice !== undefined) {
    throw new UsageError(
      `${twice} is given twice: ${flags[twice]} by its flag, and ${settings[twice]} by --set`,
      'give it once',
    );
  }
  const overrides = { ...flags, ...settings };
  return {
    seed: wholeFlag('seed', args.seed, 0),
    threads: threadsFlag(args.threads),
    device: deviceFlag(args.device),
    precision: args.precision,
    data: args.data,
    mirror: args.mirror,
    fit: args.fit,
    preset: args.preset,
    classes: args.classes,
    onTrouble: args.onTrouble,
    from: args.from,
    tensorboard: args.tensorboard,
    learningRate: positiveFlag('lr', args.lr),
    overrides: Object.fromEntries(Object.entries(overrides).filter(([, value]) => value !== undefined)),
  };
}

function gridOverrides(grid: GridFlag | undefined): Record<string, unknown> {
  return grid ? { gridRows: grid.rows, gridColumns: grid.columns } : {};
}

/** `--lr` sets every setting that the recipe declares as a learning rate. */
function withLearningRate(recipe: Recipe, { learningRate, overrides }: Request): Record<string, unknown> {
  if (learningRate === undefined) return overrides;
  const names = recipe.describe().filter(({ learningRateOf }) => learningRateOf.length > 0);
  if (names.length === 0) {
    throw new UsageError(
      `--lr: the recipe '${recipe.name}' declares no learning rate`,
      'declare it with settings.learningRate(value, about), or change a setting with --set',
    );
  }
  return { ...Object.fromEntries(names.map(({ name }) => [name, learningRate])), ...overrides };
}
