// The runs, and how each stands; a click shows or hides one.
import { hidden, hide, runs, type ShownRun } from './state';
import { onGround } from './theme';

const WORDS: Record<ShownRun['state'], string> = {
  running: 'running',
  finished: 'finished',
  interrupted: 'interrupted',
  failed: 'failed',
  crashed: 'crashed',
  copied: 'a copy',
  unknown: '',
};

export function RunList() {
  return (
    <ul class="runs" aria-label="Runs">
      {[...runs.value.values()].map((run) => (
        <li key={run.id}>
          <button
            type="button"
            aria-pressed={!hidden.value.has(run.id)}
            title={[run.path, run.message].filter(Boolean).join('\n')}
            onClick={() => hide(run.id, !hidden.value.has(run.id))}
          >
            <span class="dot" style={{ background: onGround(run.color) }} />
            <b>{run.id}</b>
            <span class={`state ${run.state}`}>{WORDS[run.state]}</span>
            <span class="faint">{progressOf(run)}</span>
          </button>
        </li>
      ))}
    </ul>
  );
}

function progressOf({ step, steps, state }: ShownRun): string {
  if (steps === 0 || step === steps) return `${step.toLocaleString('en')} steps`;
  const share = state === 'running' ? `, ${Math.floor((100 * step) / steps)} %` : '';
  return `${step.toLocaleString('en')} of ${steps.toLocaleString('en')}${share}`;
}
