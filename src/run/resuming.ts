// Resuming a run: its parts rebuilt as they were, and the checks that nothing of it is lost.
import fs from 'node:fs';
import { ownDevice, size } from '../dist';
import { TadpoleError, UsageError } from '../errors';
import { shellWord } from '../shell';
import { torch } from '../torch';
import { checkSameConfig, type RunConfig } from './config';
import { readEvents } from './events';
import type { RunFolder } from './folder';
import { type Parts, prepare, type RunRequest } from './prepare';
import type { Recipe } from './recipe';
import { orMoved } from './runData';

/**
 * The parts of a resumed run, as `prepare` made them when it started.
 *
 * @throws UsageError for what would change the run; TadpoleError when its images or its device are missing
 */
export function prepareAgain(recipe: Recipe, root: string, saved: RunConfig, request: RunRequest): Parts {
  if (recipe.name !== saved.recipe) {
    throw new UsageError(
      `the run cannot be resumed with another configuration; these differ: recipe (run: ${saved.recipe}, asked: ${recipe.name})`,
      'leave the recipe out to resume',
    );
  }
  if (request.from !== undefined) {
    throw new UsageError(
      'the run has weights of its own: --from and --resume exclude each other',
      'leave --from out to resume, or start a new run from it',
    );
  }
  const device = request.device ?? ownDevice(saved.device);
  if (request.device === undefined) requireDevice(device);
  const { ranks = 1 } = saved;
  const asked: RunRequest = {
    ...request,
    seed: request.seed ?? saved.seed,
    device,
    precision: request.precision ?? saved.precision,
    threads: request.threads ?? (ranks === size ? saved.threads : undefined),
    mirror: request.mirror ?? saved.mirror,
    onTrouble: request.onTrouble ?? saved.onTrouble,
    tensorboard: request.tensorboard ?? saved.tensorboard,
    classes: request.classes ?? saved.conditional ?? false,
    fit: request.fit ?? saved.data.fit,
    overrides: { ...saved.settings, ...request.overrides },
  };
  const directory = request.data ?? saved.data.folder;
  if (directory !== null) asked.data = directory;
  const check = (resolved: RunConfig): void =>
    checkSameConfig({ ...saved, device: ownDevice(saved.device) }, resolved);
  const again = (): Parts => prepare(recipe, asked, check, saved.from);
  if (request.data !== undefined) return again();
  return orMoved(
    root,
    `give their path: npx tadpole train --resume ${shellWord(root)} --data <folder>`,
    again,
  );
}

/**
 * What a run that goes on with another number of processes loses, in words; undefined where it goes on exactly.
 */
export function inexactlyResumed({ ranks = 1 }: Pick<RunConfig, 'ranks'>): string | undefined {
  if (ranks === size) return undefined;
  return (
    `the run was on ${inProcesses(ranks)} and goes on with ${inProcesses(size)}: not bit for bit as it would have, since sums are ` +
    'rounded in another order, and each process has dropout masks of its own'
  );
}

function inProcesses(ranks: number): string {
  return ranks === 1 ? 'one process' : `${ranks} processes`;
}

function requireDevice(device: string): void {
  try {
    torch.resolveDevice(device);
  } catch (error) {
    throw new TadpoleError(
      `the run was started on ${device}, which this machine does not have`,
      'resume it on a machine that has it, or start a new run',
      { cause: error },
    );
  }
}

/** @throws TadpoleError when a run that has no checkpoint has had one, or has done steps that should be in one */
export function requireNothingLost(folder: RunFolder, root: string, { settings }: RunConfig): void {
  const done = readEvents(folder.events).reduce((most, { step }) => Math.max(most, step), 0);
  const hasEnded = fs.existsSync(folder.generator);
  const isDue = done >= Number(settings.checkpointEvery) || !fs.existsSync(folder.checkpoints);
  if (!hasEnded && (done === 0 || !isDue)) return;
  throw new TadpoleError(
    `${root} has ${done > 0 ? `done ${done} steps` : 'trained'}, but there is no checkpoint in ${folder.checkpoints} to resume from`,
    'put its checkpoints back, or start a new run',
  );
}

/** @throws UsageError when more steps are done than are asked for */
export function requireNotBeyond(root: string, done: number, steps: number): void {
  if (done <= steps) return;
  throw new UsageError(
    `${root} has done ${done} steps, more than the ${steps} that are asked for`,
    `give --steps ${done} or more, or start a new run`,
  );
}
