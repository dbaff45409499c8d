// Curves beside the pictures of the step under the cursor, in every run that is shown.
import { AxisChoice } from './axisChoice';
import { Chart } from './chart';
import { Findings } from './findings';
import { Grid } from './grid';
import { groupsOf } from './groups';
import { gridName } from './source';
import {
  at,
  chosen,
  gridAt,
  runs,
  type Scale,
  type ShownRun,
  scale,
  shownRuns,
  smoothing,
  source,
  zoom,
} from './state';
import { Strip } from './strip';
import { onGround } from './theme';

export function Training() {
  const groups = groupsOf(shownRuns.value);
  const strip = chosen.value && runs.value.get(chosen.value.run);
  return (
    <main class="training">
      <div class="side">
        <div class="pictures">
          {shownRuns.value.map((run) => (
            <RunPicture key={run.id} run={run} />
          ))}
        </div>
        {strip && chosen.value && <Strip run={strip} cell={chosen.value.cell} />}
      </div>
      <div class="curves">
        <Controls />
        <Findings />
        {groups.map((group) => (
          <Chart key={group.title} group={group} />
        ))}
        {groups.length === 0 && <p class="card">Nothing has been recorded yet.</p>}
      </div>
    </main>
  );
}

function RunPicture({ run }: { run: ShownRun }) {
  const grid = gridAt(run, at.value);
  const name = grid && gridName(grid.step);
  return (
    <figure class="card">
      <figcaption>
        <span class="dot" style={{ background: onGround(run.color) }} />
        <b>{run.id}</b> {grid ? `step ${grid.step.toLocaleString('en')}` : 'no samples yet'}
      </figcaption>
      {grid && name && (
        <Grid
          run={run}
          address={source.picture(run, name, grid.version)}
          label={`Samples of ${run.id} at step ${grid.step}`}
          cell={chosen.value?.run === run.id ? chosen.value.cell : undefined}
          onCell={(cell) => {
            chosen.value = { run: run.id, cell };
          }}
        />
      )}
    </figure>
  );
}

function Controls() {
  return (
    <section class="controls card" aria-label="How curves are shown">
      <AxisChoice label="Across" />
      <label class="field">
        <span>Up</span>
        <select
          value={scale.value}
          onChange={({ currentTarget }) => {
            scale.value = currentTarget.value as Scale;
          }}
        >
          <option value="linear">Linear</option>
          <option value="log">Logarithmic</option>
          <option value="asinh">Asinh</option>
        </select>
      </label>
      <label class="field grow">
        <span>Smoothing {smoothing.value.toFixed(3)}</span>
        <input
          type="range"
          min={0}
          max={3}
          step={0.05}
          value={smoothing.value === 0 ? 0 : -Math.log10(1 - smoothing.value)}
          aria-valuetext={smoothing.value.toFixed(3)}
          onInput={({ currentTarget }) => {
            smoothing.value = 1 - 10 ** -currentTarget.valueAsNumber;
          }}
        />
      </label>
      {zoom.value && (
        <button
          type="button"
          onClick={() => {
            zoom.value = undefined;
          }}
        >
          Show all
        </button>
      )}
    </section>
  );
}
