// The names of a chart's lines, with their values at the cursor.
import { useComputed } from '@preact/signals';
import { inWords } from './curve';
import type { Line } from './groups';
import { averageOf } from './plotData';
import { nearestIndex, nearestNumber } from './record';
import { at, axis, smoothing } from './state';

interface LegendProps {
  lines: Line[];
  off: ReadonlySet<string>;
  toggle: (label: string) => void;
}

/** Names the lines, with their values at the cursor; a click hides one. */
export function Legend({ lines, off, toggle }: LegendProps) {
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
