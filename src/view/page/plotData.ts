// What uPlot draws of some lines: thinned to the width of the chart, the raw values and their moving average side by side.
import uPlot from 'uplot';
import { type Points, positive, smooth, thin } from './curve';
import type { Line } from './groups';
import type { Axis, Scale } from './state';

/** How lines are shown. */
export interface Look {
  axis: Axis;
  scale: Scale;
  smoothing: number;
  low: number;
  high: number;
  /** Of the chart, in pixels. */
  width: number;
}

/** Averages are kept: they are of all values, and cost more than what is drawn of them. */
const averages = new WeakMap<readonly number[], { length: number; weight: number; values: Float64Array }>();

/** The data of a chart: for each line its raw values, then their average. */
export function plotData(lines: readonly Line[], look: Look): uPlot.AlignedData {
  const { axis, scale, smoothing, low, high, width } = look;
  const tables = lines.flatMap(({ run, column }): uPlot.AlignedData[] => {
    const x = axis === 'step' ? run.record.steps : run.record.images;
    const drawn = [column.values, averageOf(column.values, smoothing)].map((values) => {
      const points = thin(x, values, low, high, width);
      return scale === 'log' ? positive(points) : points;
    });
    return drawn.map(({ x: places, y }: Points): uPlot.AlignedData => [places, y]);
  });
  const filled = tables.filter(([places]) => places.length > 0);
  if (filled.length === 0) return [[], ...tables.map(() => [])];
  return uPlot.join(tables.map((table) => (table[0].length > 0 ? table : [[low], [null]])));
}

/** The average of a column, made again when it has grown. */
export function averageOf(values: readonly number[], weight: number): Float64Array {
  const known = averages.get(values);
  if (known?.length === values.length && known.weight === weight) return known.values;
  const made = { length: values.length, weight, values: smooth(values, weight) };
  averages.set(values, made);
  return made.values;
}
