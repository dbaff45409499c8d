// The progress of reading pictures, on the standard error output: a bar on a terminal, plain lines elsewhere.
import type { SingleBar } from 'cli-progress';
import type { ReadingProgress } from '../data';
import { canRedraw } from './terminal';

// Progress is shown from so many pictures on; of fewer only when reading them takes longer than a user waits without feedback.
const TOLD_AT_ONCE = 256;
const PATIENCE_MS = 2000;
const BETWEEN_LINES_MS = 5000;

/** Draws one state; the last one once all pictures are read. */
type Draw = (done: number, total: number) => void;

/** A progress callback for `data.load`. Quick reading prints nothing. */
export function readingDisplay(): ReadingProgress {
  let began: number | undefined;
  let draw: Draw | undefined;
  return (done, total) => {
    if (began === undefined) draw = undefined;
    const since = began ?? performance.now();
    began = done === total ? undefined : since;
    if (draw === undefined) {
      const isAwaited = total >= TOLD_AT_ONCE || performance.now() - since > PATIENCE_MS;
      if (!isAwaited || (done === total && done > 0)) return;
      draw = canRedraw(process.stderr) ? bar(total) : lines(total);
    }
    draw(done, total);
  };
}

function bar(total: number): Draw {
  const cliProgress = require('cli-progress') as typeof import('cli-progress');
  const progress: SingleBar = new cliProgress.SingleBar({
    format: '{bar} {percentage}%  reading picture {value} of {total}',
    barCompleteChar: '█',
    barIncompleteChar: '░',
    barsize: 24,
    // A signal may end the command here, and the cursor would stay hidden.
    hideCursor: false,
    stream: process.stderr,
    fps: 8,
    gracefulExit: false,
  });
  progress.start(total, 0);
  return (done) => {
    progress.update(done);
    if (done === total) progress.stop();
  };
}

function lines(total: number): Draw {
  let shown = performance.now();
  process.stderr.write(`reading ${total} pictures\n`);
  return (done) => {
    const now = performance.now();
    if (done < total && now - shown < BETWEEN_LINES_MS) return;
    shown = now;
    process.stderr.write(`read ${done} of ${total} pictures\n`);
  };
}
