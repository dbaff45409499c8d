// How training shows its progress: a bar on a terminal, plain lines anywhere else.
import { type Options, SingleBar } from 'cli-progress';
import type { StepRecord } from '../gan';
import type { RecipeOutput } from '../recipes/recipe';

/** Follows a run. */
export interface Display {
  step(record: StepRecord, logged: boolean): void;
  stop(): void;
}

/**
 * @param steps number of the last step
 * @param done steps that an earlier run did
 */
export function createDisplay(output: RecipeOutput, steps: number, done: number): Display {
  return process.stdout.isTTY ? bar(steps, done) : lines(output);
}

function lines(output: RecipeOutput): Display {
  return {
    step: (record, logged) => {
      if (logged) console.log(output.line(record));
    },
    stop: () => {},
  };
}

function bar(steps: number, done: number): Display {
  const options: Options = {
    format: '{bar} {percentage}%  step {value}/{total}  {speed} steps/s  {left}  D {dLoss}  G {gLoss}',
    barCompleteChar: '█',
    barIncompleteChar: '░',
    barsize: 24,
    hideCursor: true,
    stopOnComplete: false,
    stream: process.stdout,
    fps: 8,
    gracefulExit: false,
  };
  const progress = new SingleBar(options);
  progress.start(steps, done, { speed: '-', left: '', dLoss: '-', gLoss: '-' });
  let shown = performance.now();
  const began = { at: shown, step: done };
  return {
    step: ({ step, dLoss, gLoss }) => {
      const now = performance.now();
      if (now - shown < 100 && step < steps) return;
      shown = now;
      const speed = ((step - began.step) * 1000) / (now - began.at);
      progress.update(step, {
        speed: speed.toFixed(0),
        left: `${clock((steps - step) / speed)} left`,
        dLoss: dLoss.toFixed(3),
        gLoss: gLoss.toFixed(3),
      });
    },
    stop: () => progress.stop(),
  };
}

function clock(seconds: number): string {
  const whole = Math.ceil(seconds);
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, '0')}`;
}
