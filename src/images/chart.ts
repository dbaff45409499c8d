// Line charts as pictures: axes with ticks and labels, a title and a legend, drawn by chart.js on an
// off-screen canvas.
import { dirname, join } from 'node:path';
import type { SKRSContext2D } from '@napi-rs/canvas';
import type { ChartDataset, ChartItem, Plugin } from 'chart.js';
import type { Point } from './decimate';

/** One line of a chart. */
export interface ChartLine {
  /** Name in the legend; a line without one is not listed there. */
  label?: string;
  points: readonly Point[];
  /** CSS colour. */
  color: string;
  /** In pixels of a chart 800 pixels wide. */
  lineWidth: number;
}

/** A chart, ready to be drawn. */
export interface Chart {
  title: string;
  xLabel: string;
  yLabel: string;
  lines: readonly ChartLine[];
  /** Ends of the y axis; default: all values and a little room. */
  yRange?: readonly [low: number, high: number];
  /** In pixels (default 1600). */
  width?: number;
  /** In pixels (default 900). */
  height?: number;
}

// The font comes with the package, because a server or container often has none and would draw no text at
// all.
const FONT = 'Tadpole Sans';
const INK = '#1f2933';
const FAINT_INK = '#52606d';
const GRID = '#e4e7eb';
const LAYOUT_WIDTH = 800;

/** The bytes of a PNG file with the chart. Sizes of text and lines grow with the width. */
export function drawChart(chart: Chart): Buffer {
  const { width = 1600, height = 900 } = chart;
  const library = load();
  const pixelRatio = width / LAYOUT_WIDTH;
  const canvas = library.createCanvas(LAYOUT_WIDTH, Math.round(height / pixelRatio));
  const drawn = new library.Chart(canvas as unknown as ChartItem, {
    type: 'line',
    data: { datasets: chart.lines.map(dataset) },
    plugins: [whiteBackground],
    options: {
      responsive: false,
      animation: false,
      parsing: false,
      normalized: true,
      devicePixelRatio: pixelRatio,
      color: INK,
      font: { family: FONT },
      layout: { padding: { top: 12, right: 24, bottom: 10, left: 12 } },
      elements: { point: { radius: 0 } },
      plugins: {
        title: {
          display: true,
          text: chart.title,
          align: 'start',
          color: INK,
          font: { family: FONT, size: 18, weight: 'bold' },
          padding: { top: 4, bottom: 6 },
        },
        legend: {
          align: 'start',
          labels: {
            color: INK,
            font: { family: FONT, size: 13 },
            boxWidth: 26,
            boxHeight: 0,
            padding: 16,
            filter: (item) => item.text !== '',
          },
        },
      },
      scales: {
        x: { ...axis(chart.xLabel), ...xRange(chart.lines), type: 'linear' },
        y: {
          ...axis(chart.yLabel),
          type: 'linear',
          grace: '5%',
          min: chart.yRange?.[0],
          max: chart.yRange?.[1],
        },
      },
    },
  });
  const png = canvas.toBuffer('image/png');
  drawn.destroy();
  return png;
}

// Loaded with the first chart: both packages take longer to load than a training run may take to start.
function load() {
  const { createCanvas, GlobalFonts } = require('@napi-rs/canvas') as typeof import('@napi-rs/canvas');
  const { Chart, LineController, LineElement, PointElement, LinearScale, Title, Legend } =
    require('chart.js') as typeof import('chart.js');
  if (!GlobalFonts.has(FONT)) {
    const folder = join(dirname(require.resolve('dejavu-fonts-ttf/package.json')), 'ttf');
    GlobalFonts.registerFromPath(join(folder, 'DejaVuSans.ttf'), FONT);
    GlobalFonts.registerFromPath(join(folder, 'DejaVuSans-Bold.ttf'), FONT);
  }
  Chart.register(LineController, LineElement, PointElement, LinearScale, Title, Legend);
  return { createCanvas, Chart };
}

function dataset(line: ChartLine): ChartDataset<'line', Point[]> {
  return {
    label: line.label ?? '',
    data: [...line.points],
    borderColor: line.color,
    backgroundColor: line.color,
    borderWidth: line.lineWidth,
    borderJoinStyle: 'round',
    // A line of one point has no length; only a dot shows it.
    pointRadius: line.points.length === 1 ? 3 : 0,
  };
}

function axis(label: string) {
  return {
    title: { display: true, text: label, color: INK, font: { family: FONT, size: 14 } },
    grid: { color: GRID },
    border: { color: FAINT_INK },
    ticks: {
      color: FAINT_INK,
      font: { family: FONT, size: 12 },
      maxRotation: 0,
      callback: (value: string | number) => tickLabel(Number(value)),
    },
  };
}

/** 70000 as `70k`, 0.30000000000000004 as `0.3`. */
function tickLabel(value: number): string {
  const size = Math.abs(value);
  if (size >= 1e6) return `${Number((value / 1e6).toPrecision(6))}M`;
  if (size >= 1e4) return `${Number((value / 1e3).toPrecision(6))}k`;
  return String(Number(value.toPrecision(6)));
}

/** The first and the last position; nothing for a single one, so that chart.js makes room around it. */
function xRange(lines: readonly ChartLine[]): { min?: number; max?: number } {
  let min = Number.POSITIVE_INFINITY;
  let max = Number.NEGATIVE_INFINITY;
  for (const { x } of lines.flatMap((line) => line.points)) {
    min = Math.min(min, x);
    max = Math.max(max, x);
  }
  return min < max ? { min, max } : {};
}

const whiteBackground: Plugin<'line'> = {
  id: 'white-background',
  beforeDraw({ ctx, width, height }) {
    const context = ctx as unknown as SKRSContext2D;
    context.save();
    context.fillStyle = 'white';
    context.fillRect(0, 0, width, height);
    context.restore();
  },
};
