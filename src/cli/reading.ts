// The progress of reading pictures, on the standard error output: a bar on a terminal, plain lines elsewhere.
import type { SingleBar } from 'cli-progress';
import type { ReadingProgress } from '../data';
import { clock } from './clock';
import { canRedraw } from './terminal';

// Progress is shown from so many pictures on; of fewer only when reading them takes longer than a user waits without feedback.
const TOLD_AT_ONCE = 256;
const PATIENCE_MS = 2000;
const BETWEEN_LINES_MS = 5000;

/** Draws one state, with the time left where it is known; the last one once all pictures are read. */
type Draw = (done: number, left: string) => void;

/**
 * A progress callback for `data.load`. Quick reading prints nothing.
 *
 * @param now milliseconds
 */
export function readingDisplay(now: () => number = () => performance.now()): ReadingProgress {
  let began: number | undefined;
  let taken = 0;
  let draw: Draw | undefined;
  return (done, total) => {
    if (began === undefined) {
      draw = undefined;
      taken = done;
    }
    const since = began ?? now();
    began = done === total ? undefined : since;
    if (draw === undefined) {
      const isAwaited = total >= TOLD_AT_ONCE || now() - since > PATIENCE_MS;
      if (!isAwaited || (done === total && done > 0)) return;
      draw = canRedraw(process.stderr) ? bar(total) : lines(total, now);
    }
    draw(done, left(done - taken, total - done, now() - since));
  };
}

/** By the pace of the pictures that this process has read. */
function left(read: number, remaining: number, elapsed: number): string {
  if (remaining === 0 || elapsed < PATIENCE_MS || read === 0) return '';
  return `, ${clock(((elapsed / read) * remaining) / 1000)} left`;
}

function bar(total: number): Draw {
  const cliProgress = require('cli-progress') as typeof import('cli-progress');
  const progress: SingleBar = new cliProgress.SingleBar({
    format: '{bar} {percentage}%  reading picture {value} of {total}{left}',
    barCompleteChar: '█',
    barIncompleteChar: '░',
    barsize: 24,
    // A signal may end the command here, and the cursor would stay hidden.
    hideCursor: false,
    stream: process.stderr,
    fps: 8,
    gracefulExit: false,
  });
  progress.start(total, 0, { left: '' });
  return (done, left) => {
    progress.update(done, { left });
    if (done === total) progress.stop();
  };
}

function lines(total: number, now: () => number): Draw {
  let shown = now();
  process.stderr.write(`reading ${total} pictures\n`);
  return (done, left) => {
    if (done < total && now() - shown < BETWEEN_LINES_MS) return;
    shown = now();
    process.stderr.write(`read ${done} of ${total} pictures${left}\n`);
  };
}
