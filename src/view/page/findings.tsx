// What the watch found in the runs, in words, with what to do about it as a command to copy.
import { Command } from './copy';
import { retry } from './remedy';
import { cursor, placeOf, type ShownRun, shownRuns } from './state';

export function Findings() {
  const all = shownRuns.value.flatMap((run) => run.record.findings.map((finding) => ({ run, finding })));
  const ended = shownRuns.value.filter(
    ({ state }) => state === 'crashed' || state === 'interrupted' || state === 'copied',
  );
  if (all.length === 0 && ended.length === 0) return null;
  return (
    <section class="findings card" aria-label="Findings">
      <h2>Findings</h2>
      <ul>
        {all.map(({ run, finding }) => {
          const command = finding.event === 'recovered' ? undefined : retry(run, finding.remedy);
          return (
            <li
              key={`${run.id} ${finding.step} ${finding.event}`}
              class={finding.event === 'recovered' ? 'good' : 'bad'}
            >
              <button type="button" class="link" onClick={() => moveTo(run, finding.step)}>
                {run.id}, step {finding.step}
              </button>
              : {finding.message}
              {finding.remedy !== '' && <p>{finding.remedy}</p>}
              {command && (
                <Command text={command} label={`the remedy for ${run.id} at step ${finding.step}`} />
              )}
            </li>
          );
        })}
        {ended.map((run) => (
          <li key={run.id}>
            {run.id} {ENDS[run.state] ?? ''} after step {run.step}
            {run.steps > 0 ? ` of ${run.steps}` : ''}
            {run.checkpoints.length > 0 || run.state !== 'copied' ? '; resume it with' : '.'}
            <Command text={`npx tadpole train --resume ${run.word}`} label={`resume ${run.id}`} />
          </li>
        ))}
      </ul>
    </section>
  );
}

const ENDS: Record<string, string> = {
  crashed: 'ended unexpectedly',
  interrupted: 'was interrupted',
  copied: 'was copied while it trained,',
};

function moveTo(run: ShownRun, step: number): void {
  cursor.value = placeOf(run, step);
}
