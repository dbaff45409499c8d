// The progress of training, on the standard error output: a bar on a terminal, plain lines elsewhere, and warnings beside them.
import { type Options, SingleBar } from 'cli-progress';
import type { Finding, StepRecord, TrainProgress } from '../gan';
import type { RecipeOutput, RunScores } from '../run';
import { type Warn, warnOnConsole } from '../warn';
import { clock } from './clock';
import { tell } from './output';
import { canRedraw } from './terminal';

/** Shows a run. */
export interface Display {
  step(progress: TrainProgress): void;
  /** The losses of a step; `logged` where the recipe prints a line. */
  losses(record: StepRecord, logged: boolean): void;
  /** A finding of the watch. */
  found(finding: Finding): void;
  /** An evaluation of the run. */
  evaluated(scores: RunScores): void;
  /** A warning of another kind. */
  warn: Warn;
  /** A line about the run. */
  note(line: string): void;
  stop(): void;
}

/**
 * @param steps number of the last step
 * @param done steps that an earlier run did
 * @param imageCount images that the run trains on
 */
export function createDisplay(
  output: RecipeOutput,
  steps: number,
  done: number,
  imageCount: number,
): Display {
  return canRedraw(process.stderr) ? bar(steps, done) : lines(output, imageCount);
}

function lines(output: RecipeOutput, imageCount: number): Display {
  return {
    step: () => {},
    losses: (record, logged) => {
      if (logged) tell(output.line(record, imageCount));
    },
    evaluated: printScores,
    found: printFinding,
    warn: warnOnConsole,
    note: tell,
    stop: () => {},
  };
}

function bar(steps: number, done: number): Display {
  const options: Options = {
    format: '{bar} {percentage}%  step {value}/{total}  {speed}  {left}  D {dLoss}  G {gLoss}',
    barCompleteChar: '█',
    barIncompleteChar: '░',
    barsize: 24,
    hideCursor: true,
    stopOnComplete: false,
    stream: process.stderr,
    fps: 8,
    gracefulExit: false,
  };
  const progress = new SingleBar(options);
  let latest = { speed: '-', left: '', dLoss: '-', gLoss: '-' };
  progress.start(steps, done, latest);
  let shown = performance.now();
  const began = { at: shown, step: done };
  let at = done;
  // The bar occupies the line and cuts off longer text: it ends here, and another begins below.
  const interrupt = (print: () => void): void => {
    const wasDrawing = progress.isActive;
    progress.stop();
    print();
    if (wasDrawing) progress.start(steps, at, latest);
  };
  return {
    step: ({ step }) => {
      at = step;
      const now = performance.now();
      if (now - shown < 100 && step < steps) return;
      shown = now;
      const speed = ((step - began.step) * 1000) / (now - began.at);
      latest = {
        ...latest,
        speed:
          speed < 1 ? `${(1 / speed).toFixed(1)} s/step` : `${speed.toFixed(speed < 10 ? 1 : 0)} steps/s`,
        left: `${clock((steps - step) / speed)} left`,
      };
      progress.update(step, latest);
    },
    losses: ({ dLoss, gLoss }) => {
      latest = { ...latest, dLoss: dLoss.toFixed(3), gLoss: gLoss.toFixed(3) };
    },
    evaluated: (scores) => interrupt(() => printScores(scores)),
    found: (finding) => interrupt(() => printFinding(finding)),
    warn: (problem, hint) => interrupt(() => warnOnConsole(problem, hint)),
    note: (line) => interrupt(() => tell(line)),
    stop: () => progress.stop(),
  };
}

function printScores({ step, scores, best }: RunScores): void {
  const numbers = Object.entries(scores).map(([name, value]) => `${name} ${value.toPrecision(4)}`);
  tell(`step ${step}  ${numbers.join('  ')}${best.step === step ? '  (the best so far)' : ''}`);
}

function printFinding({ step, recovered, message, remedy }: Finding): void {
  if (recovered) tell(`note: step ${step}: ${message}`);
  else tell(`warning: step ${step}: ${message}\nhint: ${remedy}`);
}
