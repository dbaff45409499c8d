// A finding that comes and goes: it takes several bad checks in a row to raise it, and as many good ones to end it.

/** Where an alarm stands; plain JSON. */
export interface AlarmState {
  /** Looks in a row that spoke against what the alarm says now. */
  against: number;
  /** The step at which it was raised; 0 when it is silent. */
  since: number;
}

/** Turns single checks into findings. */
export class Alarm {
  private state: AlarmState = { against: 0, since: 0 };

  /** @param patience checks in a row that it takes to raise or to end it, at least 1 */
  constructor(private readonly patience: number) {}

  /** The step at which it was raised; undefined when it is silent. */
  get since(): number | undefined {
    return this.state.since || undefined;
  }

  /** Takes one check in. Returns whether it raised or ended the alarm. */
  take(bad: boolean, step: number): 'raised' | 'ended' | undefined {
    const standing = this.since !== undefined;
    this.state.against = bad === standing ? 0 : this.state.against + 1;
    if (this.state.against < this.patience) return undefined;
    this.state = { against: 0, since: standing ? 0 : step };
    return standing ? 'ended' : 'raised';
  }

  save(): AlarmState {
    return { ...this.state };
  }

  load(state: AlarmState): void {
    this.state = { ...state };
  }
}
