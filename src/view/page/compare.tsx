// Two runs against each other: their grids under one curtain, and what their configurations do not share.
import { signal } from '@preact/signals';
import { AxisChoice } from './axisChoice';
import { differences } from './differences';
import { Grid } from './grid';
import { gridName } from './source';
import { at, gridAt, runs, type ShownRun, source } from './state';

const left = signal<string | undefined>(undefined);
const right = signal<string | undefined>(undefined);
/** How much of the picture belongs to the left run, in percent. */
const curtain = signal(50);

export function Compare() {
  const all = [...runs.value.values()];
  const a = runs.value.get(left.value ?? '') ?? all[0];
  const b = runs.value.get(right.value ?? '') ?? all[1] ?? all[0];
  if (!a || !b) return <main class="card">There is no run to compare.</main>;
  return (
    <main class="compare">
      <section class="card swipe" aria-label="Two grids of the same latents">
        <div class="row">
          <Choice label="Left" runs={all} value={a.id} choose={(id) => (left.value = id)} />
          <Choice label="Right" runs={all} value={b.id} choose={(id) => (right.value = id)} />
          <AxisChoice label="At the same" />
        </div>
        <div class="curtain">
          <Side run={b} />
          <div class="over" style={{ clipPath: `inset(0 ${100 - curtain.value}% 0 0)` }}>
            <Side run={a} />
          </div>
          <div class="edge" style={{ left: `${curtain.value}%` }} />
        </div>
        <label class="field">
          <span>
            Left {Math.round(curtain.value)} %, right {Math.round(100 - curtain.value)} %
          </span>
          <input
            type="range"
            min={0}
            max={100}
            value={curtain.value}
            onInput={({ currentTarget }) => {
              curtain.value = currentTarget.valueAsNumber;
            }}
          />
        </label>
        {a.config?.['seed'] !== b.config?.['seed'] && (
          <p class="note">
            The runs have different seeds ({String(a.config?.['seed'])} and {String(b.config?.['seed'])}):
            their cells are not of the same latents.
          </p>
        )}
      </section>
      <Differences a={a} b={b} />
    </main>
  );
}

interface ChoiceProps {
  label: string;
  runs: readonly ShownRun[];
  value: string;
  choose: (id: string) => void;
}

function Choice({ label, runs: all, value, choose }: ChoiceProps) {
  return (
    <label class="field">
      <span>{label}</span>
      <select value={value} onChange={({ currentTarget }) => choose(currentTarget.value)}>
        {all.map(({ id }) => (
          <option key={id} value={id}>
            {id}
          </option>
        ))}
      </select>
    </label>
  );
}

function Side({ run }: { run: ShownRun }) {
  const grid = gridAt(run, at.value);
  if (!grid) return <p>{run.id} has no samples yet.</p>;
  const name = gridName(grid.step);
  return (
    <Grid
      run={run}
      address={source.picture(run, name, grid.version)}
      label={`Samples of ${run.id} at step ${grid.step}`}
    />
  );
}

function Differences({ a, b }: { a: ShownRun; b: ShownRun }) {
  const rows = differences(a.config, b.config);
  return (
    <section class="card" aria-label="Differences of the configurations">
      <h2>What differs in config.json</h2>
      {rows.length === 0 ? (
        <p>Nothing.</p>
      ) : (
        <div class="scroll">
          <table>
            <thead>
              <tr>
                <th scope="col">Setting</th>
                <th scope="col">{a.id}</th>
                <th scope="col">{b.id}</th>
              </tr>
            </thead>
            <tbody>
              {rows.map(([name, one, other]) => (
                <tr key={name}>
                  <th scope="row">{name}</th>
                  <td>{one}</td>
                  <td>{other}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  );
}
