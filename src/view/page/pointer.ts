// How a pointer over a chart moves the page's cursor, and chooses a part of the axis.
import type uPlot from 'uplot';
import { cursor, end, playing, zoom } from './state';

/** The page's cursor follows a mouse that moves, a finger or pen that drags; with Shift, dragging chooses a part of the axis. */
export function followPointer(plot: uPlot): () => void {
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
