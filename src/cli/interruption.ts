// Signals that end a run after saving: Ctrl-C, a polite kill, a closed terminal, a batch system whose time is up.

// Windows knows some of these only; a listener for one that it does not know is never called. SIGQUIT (Ctrl-\) is left as the
// way to end at once. A listener for SIGUSR1 keeps Node from opening its debugger's port.
const SIGNALS = [
  'SIGINT',
  'SIGTERM',
  'SIGHUP',
  'SIGBREAK',
  'SIGUSR1',
  'SIGUSR2',
  'SIGXCPU',
] as const satisfies NodeJS.Signals[];

// A shell and npm send the same Ctrl-C both: what comes so soon is no second one.
const SAME_MILLISECONDS = 1000;

/** Listens for signals from its making until `stop`. */
export class Interruption {
  private readonly first = new AbortController();
  private readonly second = new AbortController();
  private since = 0;

  /** @param said called at the first signal */
  constructor(private readonly said: () => void) {
    for (const signal of SIGNALS) process.on(signal, this.onSignal);
  }

  /** Aborted by the first signal. */
  get signal(): AbortSignal {
    return this.first.signal;
  }

  /** Aborted by a later one. */
  get giveUp(): AbortSignal {
    return this.second.signal;
  }

  /** Ends the run as a signal does, without a word: for when nobody reads any more. */
  silently(): void {
    this.since = performance.now();
    this.first.abort();
  }

  stop(): void {
    for (const signal of SIGNALS) process.off(signal, this.onSignal);
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
