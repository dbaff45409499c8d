// The events of a run as columns of numbers, and its findings; filled line by line as the file grows.

/** A line of `events.jsonl` that says what the watch found. */
export interface Finding {
  step: number;
  event: string;
  message: string;
  remedy: string;
  /** What is over, of a recovery. */
  trouble: string;
}

/** A column: one value for each recorded step; NaN where the step had none that is finite. */
export interface Column {
  values: number[];
  /** Recorded steps whose value was written as null: JSON's word for NaN and infinities. */
  notFinite: number[];
}

/** Names of columns that are positions, not curves. */
const POSITIONS = new Set(['step', 'images', 'seconds']);

/** What has been read of a run's events. */
export class RunRecord {
  readonly steps: number[] = [];
  /** Real images shown, for each of `steps`. */
  readonly images: number[] = [];
  readonly columns = new Map<string, Column>();
  readonly findings: Finding[] = [];

  /** Adds a line; lines other than JSON objects with a step are left out. */
  add(line: string): void {
    const event = parse(line);
    if (event === undefined || typeof event['step'] !== 'number') return;
    if (event['event'] === 'evaluation') this.measure(event);
    else if (typeof event['event'] === 'string') this.find(event);
    else this.log(event, event['step']);
  }

  /** The position of a step on an axis of images; NaN where nothing was recorded. */
  imagesAt(step: number): number {
    const { steps, images } = this;
    if (steps.length === 0) return Number.NaN;
    const next = lowerBound(steps, step);
    const at = Math.min(next, steps.length - 1);
    const [right, rightImages] = [steps[at] as number, images[at] as number];
    const [left, leftImages] =
      at === 0 || next >= steps.length ? [0, 0] : [steps[at - 1] as number, images[at - 1] as number];
    return leftImages + ((rightImages - leftImages) * (step - left)) / Math.max(1, right - left);
  }

  private log(event: Record<string, unknown>, step: number): void {
    const row = this.steps.length;
    const images = Number(event['images'] ?? step);
    this.steps.push(step);
    this.images.push(images);
    for (const [name, value] of Object.entries(event)) {
      if (POSITIONS.has(name)) continue;
      if (typeof value === 'number') this.put(name, row, value);
      else if (value === null) this.put(name, row, Number.NaN).notFinite.push(row);
    }
    for (const { values } of this.columns.values()) if (values.length <= row) values.push(Number.NaN);
  }

  private put(name: string, row: number, value: number): Column {
    let column = this.columns.get(name);
    if (column === undefined) {
      column = { values: new Array<number>(row).fill(Number.NaN), notFinite: [] };
      this.columns.set(name, column);
    }
    column.values[row] = value;
    return column;
  }

  /** Metrics are values of the newest step that was logged. */
  private measure(event: Record<string, unknown>): void {
    const row = this.steps.length - 1;
    if (row < 0) return;
    for (const [name, value] of Object.entries(event)) {
      if (typeof value === 'number' && !POSITIONS.has(name)) this.put(name, row, value);
    }
  }

  private find(event: Record<string, unknown>): void {
    const text = (name: string): string => (typeof event[name] === 'string' ? event[name] : '');
    this.findings.push({
      step: Number(event['step']),
      event: text('event'),
      message: text('message'),
      remedy: text('remedy'),
      trouble: text('trouble'),
    });
  }
}

/** The first place in rising values at which one is not below `value`; their number when all are. */
export function lowerBound(values: ArrayLike<number>, value: number): number {
  let from = 0;
  let to = values.length;
  while (from < to) {
    const middle = (from + to) >> 1;
    if ((values[middle] as number) < value) from = middle + 1;
    else to = middle;
  }
  return from;
}

/** The place of the nearest of rising values; -1 when there are none. */
export function nearestIndex(values: ArrayLike<number>, value: number): number {
  const next = lowerBound(values, value);
  if (next === 0) return values.length === 0 ? -1 : 0;
  if (next === values.length) return next - 1;
  return value - (values[next - 1] as number) <= (values[next] as number) - value ? next - 1 : next;
}

/** The row nearest to `row` in which a column has a number; -1 when it has none. */
export function nearestNumber(values: readonly number[], row: number): number {
  for (let distance = 0; distance < values.length; distance += 1) {
    for (const at of [row - distance, row + distance]) if (Number.isFinite(values[at])) return at;
  }
  return -1;
}

function parse(line: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(line.replace(/^[\0\ufeff]+/, ''));
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}
