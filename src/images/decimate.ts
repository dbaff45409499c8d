// Decimation of long series for plots: of a line of 70 000 points, what a screen can show.

/** One point of a line; `y` is NaN where the line has a gap. */
export interface Point {
  x: number;
  y: number;
}

/**
 * At most `2 * columns` points that draw the same picture as all points: the least and the greatest value of
 * each of `columns` equal parts of the series, in the order in which they occur. A part without any finite
 * value is a gap.
 *
 * @param x positions, rising
 * @param y values, as many as positions
 */
export function minMaxPerColumn(x: ArrayLike<number>, y: ArrayLike<number>, columns: number): Point[] {
  const points: Point[] = [];
  const parts = Math.min(columns, y.length);
  for (let part = 0; part < parts; part++) {
    const from = Math.floor((part * y.length) / parts);
    const to = Math.floor(((part + 1) * y.length) / parts);
    let least = -1;
    let greatest = -1;
    for (let i = from; i < to; i++) {
      const value = y[i] as number;
      if (!Number.isFinite(value)) continue;
      if (least < 0 || value < (y[least] as number)) least = i;
      if (greatest < 0 || value > (y[greatest] as number)) greatest = i;
    }
    if (least < 0) {
      points.push({ x: x[from] as number, y: Number.NaN });
      continue;
    }
    for (const i of new Set([Math.min(least, greatest), Math.max(least, greatest)])) {
      points.push({ x: x[i] as number, y: y[i] as number });
    }
  }
  return points;
}

/**
 * The mean of the finite values among the `window` values around each one (fewer at both ends); NaN where
 * there is none. The window is widened to the next odd number so that it lies evenly around its value.
 */
export function movingAverage(y: ArrayLike<number>, window: number): Float64Array {
  const half = Math.floor(window / 2);
  const means = new Float64Array(y.length);
  const sums = new Float64Array(y.length + 1);
  const counts = new Uint32Array(y.length + 1);
  for (let i = 0; i < y.length; i++) {
    const value = y[i] as number;
    const finite = Number.isFinite(value);
    sums[i + 1] = (sums[i] as number) + (finite ? value : 0);
    counts[i + 1] = (counts[i] as number) + (finite ? 1 : 0);
  }
  for (let i = 0; i < y.length; i++) {
    const from = Math.max(0, i - half);
    const to = Math.min(y.length, i + half + 1);
    const count = (counts[to] as number) - (counts[from] as number);
    means[i] = count === 0 ? Number.NaN : ((sums[to] as number) - (sums[from] as number)) / count;
  }
  return means;
}

/** At most `count` points, evenly chosen, the first and the last among them. */
export function thin(x: ArrayLike<number>, y: ArrayLike<number>, count: number): Point[] {
  const kept = Math.min(count, y.length);
  return Array.from({ length: kept }, (_, k) => {
    const i = kept === 1 ? 0 : Math.round((k * (y.length - 1)) / (kept - 1));
    return { x: x[i] as number, y: y[i] as number };
  });
}

/** The value below which the fraction `q` (0 to 1) of the finite values lies; NaN when there are none. */
export function quantile(values: ArrayLike<number>, q: number): number {
  const sorted = Float64Array.from(values).filter(Number.isFinite).sort();
  return sorted.length === 0 ? Number.NaN : (sorted[Math.round(q * (sorted.length - 1))] as number);
}
