// Signals that end a run after saving: Ctrl-C, kill, a closed terminal, the time limit of a batch system.

import os from 'node:os';
import { EXIT } from './failure';

// Windows has only some of these; listeners for the others are never called. SIGQUIT (Ctrl-\) is left as the
// way to end at once. A listener for SIGUSR1 keeps Node from opening its debugger's port.
/** The signals that end a run after saving. */
export const SIGNALS = [
  'SIGINT',
  'SIGTERM',
  'SIGHUP',
  'SIGBREAK',
  'SIGUSR1',
  'SIGUSR2',
  'SIGXCPU',
] as const satisfies NodeJS.Signals[];

// A shell and npm both send the same Ctrl-C: a signal so soon after the first does not count as a second.
const SAME_MILLISECONDS = 1000;

/**
 * Listens for signals from its creation until `stop`. Listeners are not called while work is in progress, so between `endAtOnce`
 * and `listen` a signal ends the process without them.
 */
export class Interruption {
  private readonly first = new AbortController();
  private readonly second = new AbortController();
  private since = 0;

  /** @param said called at the first signal */
  constructor(private readonly said: () => void) {
    for (const signal of SIGNALS) process.on(signal, this.onSignal);
    // Who started this process as one of several has ended without them.
    if (process.env['TADPOLE_MEETING_FILE'] === undefined) return;
    process.on('disconnect', this.onSignal);
    process.channel?.unref();
  }

  /** Aborted by the first signal. */
  get signal(): AbortSignal {
    return this.first.signal;
  }

  /** Aborted by a later one. */
  get giveUp(): AbortSignal {
    return this.second.signal;
  }

  /** Ends the run as a signal does, without output: for when nothing reads the output any longer. */
  silently(): void {
    this.since = performance.now();
    this.first.abort();
  }

  /** From here on a signal prints `word` and ends the process immediately. For the time before anything is written. */
  async endAtOnce(word: string): Promise<void> {
    const { native } = await import('../torch/index.js');
    if (this.signal.aborted) return;
    const numbers = SIGNALS.flatMap((name) => os.constants.signals[name] ?? []);
    // On a terminal the line may hold a bar.
    const start = process.stderr.isTTY ? '\n' : '';
    native.endOnSignals(numbers, `${start}${word}\n`, EXIT.interrupted);
    this.listen = () => native.restoreSignals();
  }

  /** From here on signals are listened for again. */
  listen: () => void = () => {};

  stop(): void {
    this.listen();
    for (const signal of SIGNALS) process.off(signal, this.onSignal);
    process.off('disconnect', this.onSignal);
  }

  private readonly onSignal = (): void => {
    if (this.first.signal.aborted) {
      if (performance.now() - this.since > SAME_MILLISECONDS) this.second.abort();
      return;
    }
    this.silently();
    this.said();
  };
}

/** Ends the process whatever its threads do: `process.exit` would wait for those that compute. */
export async function endNow(): Promise<void> {
  const { native } = await import('../torch/index.js');
  native.endOnSignals([os.constants.signals.SIGTERM], '', EXIT.interrupted);
  process.kill(process.pid, 'SIGTERM');
}
