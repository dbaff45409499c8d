// Curves from columns: smoothed over all values, then thinned to what a screen can show of them.
import { lowerBound } from './record';

/** Points of a line. */
export interface Points {
  x: number[];
  y: number[];
}

/**
 * The exponential moving average of the finite values, corrected for its start at zero (Kingma and Ba 2015, "Adam",
 * section 3): m_n = w m_(n-1) + (1 - w) y_n, divided by 1 - w^n. NaN where the value is.
 *
 * @param weight w, from 0 (the values themselves) to below 1
 */
export function smooth(values: ArrayLike<number>, weight: number): Float64Array {
  const smoothed = new Float64Array(values.length);
  let mean = 0;
  let rest = 1;
  for (let index = 0; index < values.length; index += 1) {
    const value = values[index] as number;
    if (Number.isFinite(value)) {
      mean = weight * mean + (1 - weight) * value;
      rest *= weight;
      smoothed[index] = mean / (1 - rest);
    } else {
      smoothed[index] = Number.NaN;
    }
  }
  return smoothed;
}

/**
 * At most `2 * columns` points that draw the same picture as all points from `low` to `high`, and one to each side: the least
 * and the greatest value of each of `columns` equal parts of the axis, in their order. Values that are NaN have no point.
 *
 * @param x positions, rising
 * @param y values, as many
 */
export function thin(
  x: ArrayLike<number>,
  y: ArrayLike<number>,
  low: number,
  high: number,
  columns: number,
): Points {
  const from = Math.max(0, lowerBound(x, low) - 1);
  const to = Math.min(x.length, lowerBound(x, high) + 2);
  const points: Points = { x: [], y: [] };
  const width = (high - low) / columns || 1;
  for (let index = from; index < to; ) {
    const part = Math.floor(((x[index] as number) - low) / width);
    let least = -1;
    let greatest = -1;
    let end = index;
    for (; end < to && Math.floor(((x[end] as number) - low) / width) === part; end += 1) {
      const value = y[end] as number;
      if (!Number.isFinite(value)) continue;
      if (least < 0 || value < (y[least] as number)) least = end;
      if (greatest < 0 || value > (y[greatest] as number)) greatest = end;
    }
    if (least >= 0) {
      for (const at of least === greatest
        ? [least]
        : [Math.min(least, greatest), Math.max(least, greatest)]) {
        points.x.push(x[at] as number);
        points.y.push(y[at] as number);
      }
    }
    index = end;
  }
  return points;
}

/** The same points with those left out that have no place on a logarithmic axis. */
export function positive({ x, y }: Points): Points {
  const kept = y.map((value) => value > 0);
  return { x: x.filter((_, index) => kept[index]), y: y.filter((_, index) => kept[index]) };
}

/** A number as people read it: four digits, or an exponent where that is shorter. */
export function inWords(value: number): string {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? 'NaN' : String(value);
  const size = Math.abs(value);
  if (size >= 1e6 || (size > 0 && size < 1e-3)) return value.toExponential(2);
  if (size >= 1000) return Math.round(value).toLocaleString('en');
  return String(Number(value.toPrecision(4)));
}
