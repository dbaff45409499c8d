// `tadpole train` in the processes after rank 0: the same run, without a word.
import type { OpenOptions, Recipe, RunRequest } from '../run';
import { EXIT } from './failure';
import type { Interruption } from './interruption';

/** Trains with rank 0; the exit code is that of rank 0. */
export async function follow(
  recipe: Recipe,
  resume: string | undefined,
  request: RunRequest,
  interruption: Interruption,
): Promise<number> {
  const { signal } = interruption;
  const { Follower } = await import('../run/index.js');
  const options: OpenOptions = { warn: () => {}, signal, loaded: () => interruption.listen() };
  const follower = await (resume === undefined
    ? Follower.start(recipe, request, options)
    : Follower.resume(recipe, resume, request, options));
  try {
    const { interrupted } = await follower.run({ signal });
    return interrupted ? EXIT.interrupted : EXIT.done;
  } finally {
    follower.dispose();
  }
}
