// A run of a recipe in one call: with checkpoints, resuming, pictures and hooks.
import { fromFirst, rank } from '../dist';
import type { TrainResult } from '../gan';
import { checkFields, checkHooks, checkOptions } from '../options';
import { Follower } from './follower';
import type { RunControl, RunHooks } from './following';
import type { OpenOptions } from './opening';
import type { RunRequest } from './prepare';
import type { Recipe } from './recipe';
import { Session } from './session';

/** How a program runs a recipe. */
export interface RunOptions extends RunRequest, OpenOptions, RunControl {
  /** The folder of a new run; it must not exist or be empty. Default: the next `runs/<recipe>-<number>`. */
  out?: string;
  /** The folder of an earlier run to resume from its newest checkpoint; instead of `out`. */
  resume?: string;
  /** Told what happens; see {@link RunHooks}. */
  hooks?: RunHooks;
}

/** How a run ended. */
export interface RunResult extends TrainResult {
  /** The run folder. */
  folder: string;
}

/**
 * Trains a recipe in a run folder, as `tadpole train` does: samples, loss curves and checkpoints appear in the folder while it
 * trains, the generator at the end. With `resume`, the rest of the run is, bit for bit, what it would have been without the
 * interruption.
 *
 * In a process that has joined others (`dist.join`), all train together; rank 0 alone calls hooks and writes the folder.
 *
 * ```ts
 * const { folder } = await run.train(recipes.digits, { seed: 1, overrides: { steps: 2000 } });
 * await run.train(recipes.digits, { resume: folder, overrides: { steps: 4000 } });
 * ```
 *
 * @throws UsageError for options that do not fit; TadpoleError when data, networks or folder are not usable; NotFiniteError
 * when losses, weights or samples are no longer finite (the last checkpoint stays); Interrupted when `signal` is aborted
 * before the first step
 */
export async function train(recipe: Recipe, options: RunOptions = {}): Promise<RunResult> {
  checkFields('run.train', 'recipe', recipe, ['name', 'resolve', 'create']);
  checkOptions('run.train', options, [
    'seed',
    'device',
    'precision',
    'threads',
    'data',
    'mirror',
    'classes',
    'fit',
    'preset',
    'onTrouble',
    'from',
    'tensorboard',
    'overrides',
    'progress',
    'out',
    'resume',
    'hooks',
    'warn',
    'signal',
    'loaded',
    'giveUp',
    'patience',
  ]);
  const { out, resume, hooks = {}, warn, signal, loaded, giveUp, patience, ...request } = options;
  checkHooks('run.train: hooks', hooks, ['step', 'losses', 'wrote', 'checkpoint', 'evaluated', 'found']);
  if (out !== undefined && resume !== undefined) {
    throw new TypeError('run.train: out and resume exclude each other: a resumed run stays in its folder');
  }
  const opening = { warn, signal, loaded };
  if (rank > 0) {
    const follower = await (resume === undefined
      ? Follower.start(recipe, request, opening)
      : Follower.resume(recipe, resume, request, opening));
    try {
      const folder = fromFirst('');
      return { ...(await follower.run({ signal })), folder };
    } finally {
      follower.dispose();
    }
  }
  const session = await (resume === undefined
    ? Session.start(recipe, out, request, opening)
    : Session.resume(recipe, resume, request, opening));
  try {
    fromFirst(session.folder.root);
    const result = await session.run(hooks, { signal, giveUp, patience });
    return { ...result, folder: session.folder.root };
  } finally {
    session.dispose();
  }
}
