// A chart of curves: its cursor is the page's, and what the watch found stands on it as markers.
import { useEffect, useRef, useState } from 'preact/hooks';
import uPlot from 'uplot';
import { markers, optionsOf } from './chartLook';
import { type Group, linesOf } from './groups';
import { Legend } from './legend';
import { type Look, plotData } from './plotData';
import { followPointer } from './pointer';
import { at, axis, end, scale, shownRuns, smoothing, zoom } from './state';
import { isDark } from './theme';

const HEIGHT = 220;

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

/** Puts the chart's cursor where the page's is. */
function place(plot: uPlot): void {
  const left = plot.valToPos(at.value, 'x');
  plot.setCursor({ left: Number.isFinite(left) ? left : -10, top: 0 }, false);
}
