// Plots of what a training run measured: one line per series over the steps, readable with 10 points and with
// 70 000.
import { writeFileSync } from 'node:fs';
import { UsageError } from '../errors';
import { writeAtomically } from '../io';
import { checkOptions } from '../options';
import { type ChartLine, drawChart } from './chart';
import { minMaxPerColumn, movingAverage, quantile, thin } from './decimate';

/** What to plot and how to name it. */
export interface LossPlot {
  /** Positions on the x axis, rising; default 1, 2, 3, ... */
  steps?: ArrayLike<number>;
  /** Values by the name that the legend shows; NaN and infinities leave gaps. */
  series: Readonly<Record<string, ArrayLike<number>>>;
  /** Default `Losses`. */
  title?: string;
  /** Default `Step`. */
  xLabel?: string;
  /** Default `Loss`. */
  yLabel?: string;
  /** In pixels (default 1600). */
  width?: number;
  /** In pixels (default 900). */
  height?: number;
}

/**
 * Colours of the lines in the order of the series, distinguishable for the colour-blind (Okabe and Ito,
 * 2008).
 */
export const LINE_COLORS = ['#0072b2', '#d55e00', '#009e73', '#cc79a7', '#e69f00', '#56b4e9'] as const;

// Above this a line of raw values is a thick band, and the eye needs the mean to see a trend.
const MOST_PLAIN_POINTS = 400;
const COLUMNS = 700;

/**
 * Writes the plot as a PNG. A series of more than 400 values is drawn as its moving average over 1 % of the
 * values, in front of the raw values in a fainter shade; the y axis then shows the raw values but for the
 * outermost 0.5 % at each end.
 *
 * @throws UsageError when there is no series, or one is not as long as `steps`
 */
export function saveLossPlot(path: string, plot: LossPlot): void {
  const png = drawLossPlot(plot);
  writeAtomically(path, (temporary) => writeFileSync(temporary, png));
}

/** The bytes of a PNG file with the plot. See {@link saveLossPlot}. */
export function drawLossPlot(plot: LossPlot): Buffer {
  checkOptions('saveLossPlot', plot, ['steps', 'series', 'title', 'xLabel', 'yLabel', 'width', 'height']);
  const series = Object.entries(plot.series ?? {});
  if (series.length === 0)
    throw new UsageError('series: expected at least one named list of values, got none');
  const raw: ChartLine[] = [];
  const lines: ChartLine[] = [];
  let range: [number, number] | undefined;
  for (const [index, [label, values]] of series.entries()) {
    const steps = plot.steps ?? Array.from({ length: values.length }, (_, i) => i + 1);
    if (steps.length !== values.length) {
      throw new UsageError(
        `series '${label}': expected ${steps.length} values, one per step, got ${values.length}`,
      );
    }
    const color = LINE_COLORS[index % LINE_COLORS.length] as string;
    if (values.length <= MOST_PLAIN_POINTS) {
      range = join(range, [quantile(values, 0), quantile(values, 1)]);
      lines.push({ label, points: thin(steps, values, values.length), color, lineWidth: 2 });
      continue;
    }
    const mean = movingAverage(values, Math.max(5, values.length / 100));
    range = join(range, [quantile(values, 0.005), quantile(values, 0.995)]);
    range = join(range, [quantile(mean, 0), quantile(mean, 1)]);
    raw.push({ points: minMaxPerColumn(steps, values, COLUMNS), color: `${color}40`, lineWidth: 1 });
    lines.push({ label, points: thin(steps, mean, COLUMNS), color, lineWidth: 2 });
  }
  return drawChart({
    title: plot.title ?? 'Losses',
    xLabel: plot.xLabel ?? 'Step',
    yLabel: plot.yLabel ?? 'Loss',
    // Later lines are drawn behind earlier ones, so the means come first.
    lines: [...lines, ...raw],
    yRange: range && withRoom(range),
    width: plot.width,
    height: plot.height,
  });
}

function join(range: [number, number] | undefined, other: [number, number]): [number, number] | undefined {
  if (!Number.isFinite(other[0]) || !Number.isFinite(other[1])) return range;
  return range ? [Math.min(range[0], other[0]), Math.max(range[1], other[1])] : other;
}

/** The range widened to round numbers, so that the axis ends on a tick; down to zero when that is near. */
function withRoom([low, high]: [number, number]): [number, number] {
  const span = high - low || Math.abs(high) || 1;
  const rough = span / 6;
  const magnitude = 10 ** Math.floor(Math.log10(rough));
  const step = magnitude * ([1, 2, 2.5, 5, 10].find((factor) => factor * magnitude >= rough) ?? 10);
  const bottom = low >= 0 && low < span / 2 ? 0 : Math.floor((low - span * 0.02) / step) * step;
  return [bottom, Math.ceil((high + span * 0.02) / step) * step];
}
