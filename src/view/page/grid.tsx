// One picture of a run on a canvas, whose cells can be pointed at: a sample grid at the cursor.
import { useEffect, useRef, useState } from 'preact/hooks';
import { boxOf, type Cells, cellAt, cellsOf } from './cells';
import { drawSharp, load, loadedNow } from './pictures';
import type { ShownRun } from './state';

interface GridProps {
  run: ShownRun;
  /** Address of the picture. */
  address: string;
  label: string;
  /** The cell with a frame. */
  cell?: number | undefined;
  /** Called with the cell that was clicked, or chosen with the keyboard. */
  onCell?: (cell: number) => void;
}

/** The layout of a run's grids. */
export function layoutOf(run: ShownRun, image: HTMLImageElement, known?: Cells): Cells {
  const settings = (run.config?.['settings'] ?? {}) as Record<string, unknown>;
  const [rows, columns] = [Number(settings['gridRows']) || 1, Number(settings['gridColumns']) || 1];
  return cellsOf(image.naturalWidth, image.naturalHeight, rows, columns, known);
}

/** Draws the picture as soon as it is there; the one before stays until then. */
export function Grid({ run, address, label, cell, onCell }: GridProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const [cells, setCells] = useState<Cells>();
  const [missing, setMissing] = useState(false);
  useEffect(() => {
    let isWanted = true;
    const show = (image: HTMLImageElement): void => {
      if (!isWanted || canvas.current === null) return;
      const factor = Math.max(1, Math.ceil((1.5 * canvas.current.clientWidth) / image.naturalWidth));
      drawSharp(canvas.current, image, Math.min(factor, 8));
      setCells(layoutOf(run, image, cells));
      setMissing(false);
    };
    const now = loadedNow(address);
    if (now) show(now);
    else load(address).then(show, () => isWanted && setMissing(true));
    return () => {
      isWanted = false;
    };
  }, [address]);
  const point = (event: MouseEvent): void => {
    const box = canvas.current?.getBoundingClientRect();
    if (!box || !cells) return;
    const [width, height] = sizeOf(cells);
    const x = ((event.clientX - box.left) / box.width) * width;
    const found = cellAt(cells, x, ((event.clientY - box.top) / box.height) * height);
    if (found !== undefined) onCell?.(found);
  };
  const step = (event: KeyboardEvent): void => {
    if (!cells) return;
    const moves: Record<string, number> = { j: cells.columns, k: -cells.columns, h: -1, l: 1, Enter: 0 };
    const move = moves[event.key];
    if (move === undefined) return;
    event.preventDefault();
    const next = cell === undefined ? 0 : cell + move;
    if (next >= 0 && next < cells.rows * cells.columns) onCell?.(next);
  };
  return (
    <div class="grid">
      <canvas
        ref={canvas}
        role="img"
        aria-label={missing ? `${label}: the picture cannot be read` : label}
        tabIndex={onCell ? 0 : -1}
        title={onCell ? 'Click a cell to see its latent over time' : undefined}
        onClick={point}
        onKeyDown={onCell && step}
      />
      {cells && cell !== undefined && <Frame cells={cells} cell={cell} />}
      {missing && <p class="missing">The picture cannot be read.</p>}
    </div>
  );
}

function Frame({ cells, cell }: { cells: Cells; cell: number }) {
  const [width, height] = sizeOf(cells);
  const box = boxOf(cells, cell);
  const percent = (part: number, whole: number): string => `${(100 * part) / whole}%`;
  const style = {
    left: percent(box.x, width),
    top: percent(box.y, height),
    width: percent(box.width, width),
    height: percent(box.height, height),
  };
  return <div class="frame" style={style} />;
}

function sizeOf({ rows, columns, width, height, padding }: Cells): [width: number, height: number] {
  return [columns * (width + padding) + padding, rows * (height + padding) + padding];
}
