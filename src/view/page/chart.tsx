// A chart of curves: its cursor is the page's, and what the watch found stands on it as markers.
import { useComputed } from '@preact/signals';
import { useEffect, useRef, useState } from 'preact/hooks';
import uPlot from 'uplot';
import { inWords } from './curve';
import { type Group, type Line, linesOf } from './groups';
import { averageOf, type Look, plotData } from './plotData';
import { nearestIndex, nearestNumber } from './record';
import {
  at,
  axis,
  cursor,
  end,
  placeOf,
  playing,
  type ShownRun,
  scale,
  shownRuns,
  smoothing,
  zoom,
} from './state';
import { isDark } from './theme';

const HEIGHT = 220;
const DISTRIBUTION = { linear: 1, log: 3, asinh: 4 } as const;

export function Chart({ group }: { group: Group }) {
  const host = useRef<HTMLDivElement>(null);
  const plot = useRef<uPlot | null>(null);
  const [width, setWidth] = useState(0);
  const [off, setOff] = useState<ReadonlySet<string>>(new Set());
  const lines = linesOf(group, shownRuns.value).filter(({ label }) => !off.has(label));
  const [low, high] = zoom.value ?? [0, Math.max(1, end.value)];
  const look: Look = {
    axis: axis.value,
    scale: scale.value,
    smoothing: smoothing.value,
    low,
    high,
    width: Math.max(100, width),
  };
  const dark = isDark();
  const shape = JSON.stringify([
    lines.map(({ label, color }) => [label, color]),
    look.axis,
    look.scale,
    look.smoothing > 0,
    dark,
  ]);

  useEffect(() => {
    const element = host.current as HTMLDivElement;
    const observer = new ResizeObserver(() => setWidth(Math.floor(element.clientWidth)));
    observer.observe(element);
    return () => observer.disconnect();
  }, []);

  useEffect(() => {
    if (width === 0) return;
    const made = new uPlot(
      { ...optionsOf(lines, look, dark), width, height: HEIGHT, plugins: [markers(shownRuns.value)] },
      plotData(lines, look),
      host.current as HTMLDivElement,
    );
    made.setScale('x', { min: low, max: high });
    plot.current = made;
    const stop = followPointer(made);
    return () => {
      stop();
      made.destroy();
      plot.current = null;
    };
  }, [shape, width > 0]);

  useEffect(() => {
    const made = plot.current;
    if (!made || width === 0) return;
    if (made.width !== width) made.setSize({ width, height: HEIGHT });
    made.batch(() => {
      made.setData(plotData(lines, look), false);
      made.setScale('x', { min: low, max: high });
    });
    place(made);
  });

  // Apart from the rest: the cursor moves far more often than curves change.
  useEffect(() => at.subscribe(() => plot.current && place(plot.current)), []);

  return (
    <section class="chart card" aria-label={`${group.title}, curves`}>
      <h2>{group.title}</h2>
      <div class="plot" ref={host} />
      <Legend
        lines={linesOf(group, shownRuns.value)}
        off={off}
        toggle={(label) => {
          const next = new Set(off);
          if (!next.delete(label)) next.add(label);
          setOff(next);
        }}
      />
    </section>
  );
}

interface LegendProps {
  lines: Line[];
  off: ReadonlySet<string>;
  toggle: (label: string) => void;
}

/** Names the lines, with their values at the cursor; a click hides one. */
function Legend({ lines, off, toggle }: LegendProps) {
  return (
    <ul class="legend">
      {lines.map((line) => (
        <li key={line.label}>
          <button type="button" aria-pressed={!off.has(line.label)} onClick={() => toggle(line.label)}>
            <svg width="22" height="10" aria-hidden="true">
              <line
                x1="1"
                x2="21"
                y1="5"
                y2="5"
                stroke={line.color}
                stroke-width="3"
                stroke-dasharray={line.dash.join(' ')}
              />
            </svg>
            {line.label} <Value line={line} />
          </button>
        </li>
      ))}
    </ul>
  );
}

function Value({ line: { run, column } }: { line: Line }) {
  const text = useComputed(() => {
    const places = axis.value === 'step' ? run.record.steps : run.record.images;
    const row = nearestIndex(places, at.value);
    if (row < 0) return '';
    if (column.notFinite.includes(row)) return 'NaN';
    const near = nearestNumber(column.values, row);
    if (near < 0) return '';
    const weight = smoothing.value;
    return inWords((weight > 0 ? averageOf(column.values, weight) : column.values)[near] as number);
  });
  return <output>{text}</output>;
}

/** Puts the chart's cursor where the page's is. */
function place(plot: uPlot): void {
  const left = plot.valToPos(at.value, 'x');
  plot.setCursor({ left: Number.isFinite(left) ? left : -10, top: 0 }, false);
}

/** The page's cursor follows a mouse that moves, a finger or pen that drags; with Shift, dragging chooses a part of the axis. */
function followPointer(plot: uPlot): () => void {
  const { over } = plot;
  let from: number | undefined;
  const placeUnder = ({ clientX }: PointerEvent): number =>
    plot.posToVal(Math.min(Math.max(0, clientX - over.getBoundingClientRect().left), over.clientWidth), 'x');
  const down = (event: PointerEvent): void => {
    over.setPointerCapture(event.pointerId);
    from = event.shiftKey ? placeUnder(event) : undefined;
    move(event);
  };
  const move = (event: PointerEvent): void => {
    const place = placeUnder(event);
    if (from !== undefined) {
      const [left, right] = [
        plot.valToPos(Math.min(from, place), 'x'),
        plot.valToPos(Math.max(from, place), 'x'),
      ];
      plot.setSelect({ left, width: right - left, top: 0, height: over.clientHeight }, false);
    }
    playing.value = false;
    cursor.value = place >= end.value ? undefined : Math.max(0, place);
  };
  const up = (event: PointerEvent): void => {
    if (from === undefined) return;
    const place = placeUnder(event);
    plot.setSelect({ left: 0, width: 0, top: 0, height: 0 }, false);
    if (Math.abs(place - from) > 0) zoom.value = [Math.min(from, place), Math.max(from, place)];
    from = undefined;
  };
  const reset = (): void => {
    zoom.value = undefined;
  };
  over.addEventListener('pointerdown', down);
  over.addEventListener('pointermove', move);
  over.addEventListener('pointerup', up);
  over.addEventListener('dblclick', reset);
  return () => {
    over.removeEventListener('pointerdown', down);
    over.removeEventListener('pointermove', move);
    over.removeEventListener('pointerup', up);
    over.removeEventListener('dblclick', reset);
  };
}

function optionsOf(
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
          points: { show: false },
          spanGaps: true,
        },
        { label, stroke: color, width: 2, dash, show: isSmooth, points: { show: false }, spanGaps: true },
      ]),
    ],
  };
}

function shortNumber(value: number): string {
  const size = Math.abs(value);
  if (size >= 1e9 || (size > 0 && size < 1e-4)) return value.toExponential(0).replace('+', '');
  if (size >= 1e6) return `${Number((value / 1e6).toPrecision(4))}M`;
  if (size >= 1e4) return `${Number((value / 1e3).toPrecision(4))}k`;
  return String(Number(value.toPrecision(4)));
}

/** Draws findings as lines across, values that are not finite as crosses above, and saved grids as ticks below. */
function markers(runs: readonly ShownRun[]): uPlot.Plugin {
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
