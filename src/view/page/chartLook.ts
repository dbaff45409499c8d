// How a chart looks: its lines, axes and scales, and the marks of findings, of values that are not finite, and of saved grids.
import type uPlot from 'uplot';
import type { Line } from './groups';
import type { Look } from './plotData';
import { placeOf, type ShownRun } from './state';

const DISTRIBUTION = { linear: 1, log: 3, asinh: 4 } as const;

/** The options of a chart but for its size. */
export function optionsOf(
  lines: readonly Line[],
  look: Look,
  dark: boolean,
): Omit<uPlot.Options, 'width' | 'height'> {
  const ink = dark ? '#b8c4ce' : '#52606d';
  const faint = dark ? '#2f3b45' : '#e4e7eb';
  const line = { stroke: ink, grid: { stroke: faint, width: 1 }, ticks: { stroke: faint, width: 1 } };
  const isSmooth = look.smoothing > 0;
  return {
    legend: { show: false },
    padding: [8, 16, 0, 0],
    cursor: {
      y: false,
      points: { show: false },
      drag: { setScale: false, x: false, y: false },
      // The page moves it.
      bind: {
        mousemove: () => null,
        mousedown: () => null,
        mouseup: () => null,
        mouseleave: () => null,
        dblclick: () => null,
      },
    },
    scales: {
      x: { time: false, auto: false },
      y: { distr: DISTRIBUTION[look.scale], ...(look.scale === 'asinh' ? { asinh: 0.1 } : {}) },
    },
    axes: [
      { ...line, size: 36, values: (_, values) => values.map(shortNumber) },
      {
        ...line,
        size: 56,
        values: (_, values) => values.map((value) => (value === null ? '' : shortNumber(value))),
      },
    ],
    series: [
      {},
      ...lines.flatMap(({ label, color, dash }): uPlot.Series[] => [
        {
          label: `${label}, raw`,
          stroke: isSmooth ? `${color}${dark ? '66' : '55'}` : color,
          width: isSmooth ? 1 : 1.5,
          dash: isSmooth ? [] : dash,
          points: lonePoint(color),
          spanGaps: true,
        },
        { label, stroke: color, width: 2, dash, show: isSmooth, points: lonePoint(color), spanGaps: true },
      ]),
    ],
  };
}

/** A value without neighbours, which no line shows. */
function lonePoint(color: string): uPlot.Series.Points {
  // Asked at every drawing: it ends at the second value, as there may be hundreds of thousands.
  const isAlone = ({ data }: uPlot, series: number): boolean => {
    let values = 0;
    for (const value of data[series] ?? []) {
      if (value !== null && value !== undefined) values += 1;
      if (values > 1) return false;
    }
    return values === 1;
  };
  return { show: isAlone, size: 7, fill: color };
}

function shortNumber(value: number): string {
  const size = Math.abs(value);
  if (size >= 1e9 || (size > 0 && size < 1e-4)) return value.toExponential(0).replace('+', '');
  if (size >= 1e6) return `${Number((value / 1e6).toPrecision(4))}M`;
  if (size >= 1e4) return `${Number((value / 1e3).toPrecision(4))}k`;
  return String(Number(value.toPrecision(4)));
}

/** Draws findings as lines across, values that are not finite as crosses above, and saved grids as ticks below. */
export function markers(runs: readonly ShownRun[]): uPlot.Plugin {
  return {
    hooks: {
      drawAxes: (plot) => {
        const { ctx, bbox } = plot;
        const ratio = devicePixelRatio;
        const x = (place: number): number => Math.round(plot.valToPos(place, 'x', true));
        ctx.save();
        ctx.beginPath();
        ctx.rect(bbox.left, bbox.top, bbox.width, bbox.height);
        ctx.clip();
        for (const run of runs) {
          ctx.fillStyle = `${run.color}99`;
          for (const { step } of run.grids) {
            ctx.fillRect(x(placeOf(run, step)), bbox.top + bbox.height - 5 * ratio, ratio, 5 * ratio);
          }
          for (const { step, event } of run.record.findings) {
            const isOver = event === 'recovered';
            ctx.strokeStyle = isOver ? '#2e8540' : '#c4320a';
            ctx.fillStyle = ctx.strokeStyle;
            ctx.lineWidth = 1.5 * ratio;
            ctx.setLineDash([4 * ratio, 3 * ratio]);
            const left = x(placeOf(run, step));
            ctx.beginPath();
            ctx.moveTo(left, bbox.top);
            ctx.lineTo(left, bbox.top + bbox.height);
            ctx.stroke();
            ctx.setLineDash([]);
            ctx.font = `bold ${11 * ratio}px sans-serif`;
            ctx.fillText(isOver ? '✓' : '!', left + 3 * ratio, bbox.top + 11 * ratio);
          }
          ctx.font = `${11 * ratio}px sans-serif`;
          ctx.fillStyle = '#c4320a';
          for (const [, { notFinite }] of run.record.columns) {
            for (const row of notFinite.slice(0, 1000)) {
              ctx.fillText('× NaN', x(placeOf(run, run.record.steps[row] as number)), bbox.top + 24 * ratio);
            }
          }
        }
        ctx.restore();
      },
    },
  };
}
