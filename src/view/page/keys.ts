// Keys that work anywhere on the page except in text fields.
import { at, cursor, end, moveBy, playing, stops, zoom } from './state';
import { togglePlaying } from './transport';

const ACTIONS: Record<string, (shift: boolean) => void> = {
  ArrowLeft: (shift) => moveBy(shift ? -10 : -1),
  ArrowRight: (shift) => moveBy(shift ? 10 : 1),
  Home: () => {
    cursor.value = stops.value[0];
  },
  End: () => {
    cursor.value = undefined;
  },
  ' ': togglePlaying,
  '+': () => zoomBy(0.5),
  '-': () => zoomBy(2),
  '0': () => {
    zoom.value = undefined;
  },
};

/** The keys and their descriptions. */
export const KEYS: readonly (readonly [keys: string, meaning: string])[] = [
  ['← →', 'previous or next picture; with Shift, ten pictures'],
  ['Home End', 'first picture; last picture, and then each new one'],
  ['Space', 'play or stop the film'],
  ['+ - 0', 'zoom the curves in or out around the cursor; reset the zoom'],
  ['Enter, h j k l', 'on a grid: select a cell, and move left, down, up and right'],
];

export function listenForKeys(): void {
  document.addEventListener('keydown', (event) => {
    const { key, shiftKey, altKey, ctrlKey, metaKey, target } = event;
    const action = ACTIONS[key];
    if (!action || altKey || ctrlKey || metaKey || isTaken(target, key)) return;
    event.preventDefault();
    if (key !== ' ') playing.value = false;
    action(shiftKey);
  });
}

/** Whether the element that has the focus needs the key itself. */
function isTaken(target: EventTarget | null, key: string): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target.matches('input, select, textarea')) return true;
  return key === ' ' && target.matches('button, summary, a');
}

function zoomBy(factor: number): void {
  const [low, high] = zoom.value ?? [0, Math.max(1, end.value)];
  const [width, center] = [(high - low) * factor, Math.min(Math.max(at.value, low), high)];
  const from = Math.max(0, center - width / 2);
  const to = Math.min(end.value, from + width);
  zoom.value = width >= end.value ? undefined : [from, to];
}
