// How long a run will take, by its first steps.
import type { TrainHooks } from '../gan';

// Steps that are not like the others: libtorch and the processor find their pace.
const WARM_UP = 2;
// What is measured takes so long and so many steps, lazy penalties among them.
const LEAST_SECONDS = 10;
const LEAST_STEPS = 32;
// Nobody wants to know it of less.
const LEAST_LEFT = 120;

/**
 * A function to call after every step, which says once, after the first seconds, how long the rest will take.
 *
 * @param steps number of the last step
 * @param done steps that an earlier run did
 */
export function createEstimate(
  steps: number,
  done: number,
  say: (line: string) => void,
  now: () => number = () => performance.now() / 1000,
): Required<Pick<TrainHooks, 'step'>>['step'] {
  let began = 0;
  let isOver = false;
  return ({ step }) => {
    if (isOver) return;
    const taken = step - done - WARM_UP;
    if (taken <= 0) {
      began = now();
      return;
    }
    const seconds = now() - began;
    if (taken < LEAST_STEPS || seconds < LEAST_SECONDS) return;
    isOver = true;
    const left = ((steps - step) * seconds) / taken;
    if (left < LEAST_LEFT) return;
    say(
      `at the pace of the first ${step - done} steps, the remaining ${steps - step} take about ${inWords(left)}`,
    );
  };
}

function inWords(seconds: number): string {
  const minutes = Math.round(seconds / 60);
  if (minutes < 90) return `${minutes} minutes`;
  const hours = seconds / 3600;
  return hours < 48 ? `${hours.toFixed(1)} hours` : `${(hours / 24).toFixed(1)} days`;
}
