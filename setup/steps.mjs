// Runs the steps of set-up in order: skips those that are done, prints what each does and how long it took.
import { refuseInterrupted, SetupError } from './errors.mjs';

/**
 * @typedef {import('./effects.mjs').Effects} Effects
 *
 * @typedef {object} Step
 * @property {string} name
 * @property {string} what what running it does, for the reader
 * @property {(effects: Effects) => Promise<string | null> | string | null} done a note when there is nothing to do, else null
 * @property {(effects: Effects) => Promise<string>} run does it; returns a note on the result
 */

/**
 * Runs the steps. When all are done already, prints one line.
 * @param {Effects} effects
 * @param {readonly Step[]} steps
 * @throws {SetupError} with the remedy, from the first step that fails
 */
export async function runSteps(effects, steps) {
  const start = performance.now();
  const notes = [];
  let ran = false;
  for (const step of steps) {
    const note = await step.done(effects);
    if (note !== null) {
      notes.push(note);
      continue;
    }
    ran = true;
    effects.log(`${step.name}: ${step.what}`);
    const stepStart = performance.now();
    const result = await step.run(effects).catch((error) => {
      refuseInterrupted(effects);
      throw error;
    });
    effects.log(`${step.name}: ${result} (${seconds(performance.now() - stepStart)})`);
    notes.push(result);
  }
  if (!ran)
    effects.log(
      `set-up: up to date; ${notes.filter(Boolean).join(', ')} (${seconds(performance.now() - start)})`,
    );
}

/**
 * Runs `task` and gives the exit status: failures are printed as an `error:` and a `hint:` line.
 * @param {Pick<Effects, 'env'>} effects
 * @param {() => Promise<number>} task
 * @returns {Promise<number>}
 */
export async function reportingErrors(effects, task) {
  try {
    return await task();
  } catch (error) {
    if (!(error instanceof SetupError)) throw error;
    process.stderr.write(`error: ${error.message}\nhint: ${error.hint}\n`);
    if (effects.env['TADPOLE_VERBOSE']) process.stderr.write(`${error.stack}\n`);
    return error.status;
  }
}

/** @param {number} milliseconds */
export function seconds(milliseconds) {
  return `${(milliseconds / 1000).toFixed(milliseconds < 10_000 ? 2 : 0)} s`;
}
