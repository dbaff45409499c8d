// An alarm: several bad checks in a row raise it, and as many good ones end it.

/** The state of an alarm; plain JSON. */
export interface AlarmState {
  /** Consecutive checks that contradict the present state of the alarm. */
  against: number;
  /** The step at which it was raised; 0 when it is silent. */
  since: number;
}

/** Turns single checks into findings. */
export class Alarm {
  private state: AlarmState = { against: 0, since: 0 };

  /** @param patience consecutive checks that raise or end it, at least 1 */
  constructor(private readonly patience: number) {}

  /** The step at which it was raised; undefined when it is silent. */
  get since(): number | undefined {
    return this.state.since || undefined;
  }

  /** Adds one check. Returns whether it raised or ended the alarm. */
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
