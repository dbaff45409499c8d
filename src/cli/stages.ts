// The progress of the stages of a long command, on the standard error output: a bar on a terminal, plain lines elsewhere.
import type { SingleBar } from 'cli-progress';
import { canRedraw } from './terminal';

const BETWEEN_LINES_MS = 5000;

/** Shows the stages of a command. */
export interface StageDisplay {
  /** The progress of a stage; the first call with another name starts the next stage. */
  to(stage: string, done: number, total: number): void;
  /** Prints a line without disturbing the bar. */
  say(line: string): void;
  stop(): void;
}

/** A display for the standard error output. Quick stages are shown on a terminal only. */
export function stageDisplay(): StageDisplay {
  return canRedraw(process.stderr) ? bars() : lines();
}

function bars(): StageDisplay {
  let shown: { stage: string; bar: SingleBar } | undefined;
  const stop = (): void => {
    shown?.bar.stop();
    shown = undefined;
  };
  return {
    to: (stage, done, total) => {
      if (shown?.stage !== stage) {
        stop();
        shown = { stage, bar: newBar(stage, total) };
      }
      shown.bar.update(done);
      if (done >= total) stop();
    },
    say: (line) => {
      stop();
      process.stderr.write(`${line}\n`);
    },
    stop,
  };
}

function newBar(stage: string, total: number): SingleBar {
  const cliProgress = require('cli-progress') as typeof import('cli-progress');
  const bar = new cliProgress.SingleBar({
    format: `{bar} {percentage}%  ${stage} {value} of {total}`,
    barCompleteChar: '█',
    barIncompleteChar: '░',
    barsize: 24,
    // A signal may end the command here, and the cursor would stay hidden.
    hideCursor: false,
    clearOnComplete: true,
    stream: process.stderr,
    fps: 8,
    gracefulExit: false,
  });
  bar.start(total, 0);
  return bar;
}

function lines(): StageDisplay {
  let shown = performance.now();
  return {
    to: (stage, done, total) => {
      const now = performance.now();
      if (now - shown < BETWEEN_LINES_MS) return;
      shown = now;
      process.stderr.write(`${stage}: ${done} of ${total}\n`);
    },
    say: (line) => void process.stderr.write(`${line}\n`),
    stop: () => {},
  };
}
