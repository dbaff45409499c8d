// The film: forwards, backwards, and a slider over everything that was saved.
import { useEffect } from 'preact/hooks';
import { nearestIndex } from './record';
import { at, axis, cursor, moveBy, playing, speed, stops } from './state';

const SPEEDS = [2, 4, 8, 16, 30];

export function Transport() {
  useFilm();
  const all = stops.value;
  const index = nearestIndex(all, at.value);
  const place = all[index];
  const unit = axis.value === 'step' ? 'step' : 'images';
  return (
    <section class="transport" aria-label="Film">
      <button
        type="button"
        aria-label="Previous picture"
        title="Previous picture (←)"
        onClick={() => moveBy(-1)}
      >
        ◀
      </button>
      <button
        type="button"
        class="primary"
        aria-label={playing.value ? 'Stop the film' : 'Play as a film'}
        title="Play or stop (space)"
        onClick={togglePlaying}
      >
        {playing.value ? '❚❚' : '▶'}
      </button>
      <button type="button" aria-label="Next picture" title="Next picture (→)" onClick={() => moveBy(1)}>
        ▶
      </button>
      <input
        type="range"
        min={0}
        max={Math.max(0, all.length - 1)}
        value={Math.max(0, index)}
        aria-label="Picture"
        aria-valuetext={place === undefined ? 'none' : `${unit} ${place}`}
        onInput={({ currentTarget }) => {
          playing.value = false;
          cursor.value =
            currentTarget.valueAsNumber >= all.length - 1 ? undefined : all[currentTarget.valueAsNumber];
        }}
      />
      <output class="place" aria-live="off">
        {unit} {Math.round(at.value).toLocaleString('en')}
      </output>
      <label class="field">
        <span>Pictures per second</span>
        <select
          value={speed.value}
          onChange={({ currentTarget }) => {
            speed.value = Number(currentTarget.value);
          }}
        >
          {SPEEDS.map((one) => (
            <option key={one} value={one}>
              {one}
            </option>
          ))}
        </select>
      </label>
    </section>
  );
}

/** Starts the film, from the beginning when it is at its end, or stops it. */
export function togglePlaying(): void {
  const all = stops.value;
  if (!playing.value && nearestIndex(all, at.value) === all.length - 1) cursor.value = all[0];
  playing.value = !playing.value;
}

function useFilm(): void {
  const isPlaying = playing.value;
  const perSecond = speed.value;
  useEffect(() => {
    if (!isPlaying) return;
    const timer = setInterval(() => {
      const all = stops.value;
      if (nearestIndex(all, at.value) >= all.length - 1) playing.value = false;
      else moveBy(1);
    }, 1000 / perSecond);
    return () => clearInterval(timer);
  }, [isPlaying, perSecond]);
}
