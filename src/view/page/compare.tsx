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
  const one = sideOf(left.value) ?? (all[0] && { run: all[0], reals: false });
  const other = sideOf(right.value) ?? (all[1] && { run: all[1], reals: false }) ?? one;
  const [a, b] = [one?.run, other?.run];
  if (!one || !other || !a || !b) return <main class="card">There is no run to compare.</main>;
  return (
    <main class="compare">
      <section class="card swipe" aria-label="Two grids of the same latents">
        <div class="row">
          <Choice label="Left" runs={all} value={nameOf(one)} choose={(id) => (left.value = id)} />
          <Choice label="Right" runs={all} value={nameOf(other)} choose={(id) => (right.value = id)} />
          <AxisChoice label="At the same" />
        </div>
        <div class="curtain">
          <Picture {...other} />
          <div class="over" style={{ clipPath: `inset(0 ${100 - curtain.value}% 0 0)` }}>
            <Picture {...one} />
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
        {!one.reals && !other.reals && a.config?.['seed'] !== b.config?.['seed'] && (
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

/** What one side of the curtain shows: samples of a run, or its real images. */
interface Side {
  run: ShownRun;
  reals: boolean;
}

const REALS = 'reals.png';

function nameOf({ run, reals }: Side): string {
  return reals ? `${run.id}/reals` : run.id;
}

function sideOf(name: string | undefined): Side | undefined {
  const [id = '', kind] = (name ?? '').split('/');
  const run = runs.value.get(id);
  return run && { run, reals: kind === 'reals' };
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
        {all
          .flatMap((run) => (run.reals ? [nameOf({ run, reals: true })] : []))
          .map((name) => (
            <option key={name} value={name}>
              {name.replace('/', ': ')}
            </option>
          ))}
      </select>
    </label>
  );
}

function Picture({ run, reals }: Side) {
  if (reals)
    return <Grid run={run} address={source.picture(run, REALS)} label={`Real images of ${run.id}`} />;
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
