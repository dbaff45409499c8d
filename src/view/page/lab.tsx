// The latent lab: what a generator draws, and where its latents lead.
import { useEffect } from 'preact/hooks';
import { Result } from './labResult';
import * as lab from './labState';

const SHAPES: readonly (readonly [lab.Shape, string])[] = [
  ['images', 'One image per seed'],
  ['plane', 'The plane between three seeds'],
  ['walk', 'A walk from seed to seed'],
];

export function Lab() {
  useEffect(() => lab.beginDrawing(), []);
  if (lab.choices.value.length === 0) {
    return <main class="card">There is no generator yet: a run has one after its first checkpoint.</main>;
  }
  return (
    <main class="lab">
      <section class="card settings" aria-label="What to draw">
        <label class="field">
          <span>Generator</span>
          <select
            value={lab.choice.value?.key ?? ''}
            onChange={({ currentTarget }) => lab.choose(currentTarget.value)}
          >
            {lab.choices.value.map(({ key, label }) => (
              <option key={key} value={key}>
                {label}
              </option>
            ))}
          </select>
        </label>
        <Failure />
        <label class="field">
          <span>Draw</span>
          <select
            value={lab.shape.value}
            onChange={({ currentTarget }) => {
              lab.shape.value = currentTarget.value as lab.Shape;
            }}
          >
            {SHAPES.map(([name, label]) => (
              <option key={name} value={name}>
                {label}
              </option>
            ))}
          </select>
        </label>
        <div class="row">
          <Seeds />
        </div>
        <Truncation />
        <Classes />
        <Directions />
      </section>
      <Result />
    </main>
  );
}

function Failure() {
  const failure = lab.failure.value;
  if (!failure) return null;
  return (
    <div class="warning card" role="alert">
      {failure.error}
      {failure.hint && <p>{failure.hint}</p>}
      {failure.runs && (
        <button type="button" onClick={lab.trust}>
          Run this file
        </button>
      )}
      {/latent/i.test(failure.error) && (
        <label class="field">
          <span>Latent values</span>
          <input
            type="text"
            inputMode="numeric"
            value={lab.latentDim.value}
            onChange={({ currentTarget }) => {
              lab.latentDim.value = currentTarget.value;
            }}
          />
        </label>
      )}
    </div>
  );
}

interface NumberProps {
  label: string;
  value: number;
  least: number;
  most: number;
  set: (value: number) => void;
}

function NumberField({ label, value, least, most, set }: NumberProps) {
  return (
    <label class="field">
      <span>{label}</span>
      <input
        type="number"
        min={least}
        max={most}
        value={value}
        onInput={({ currentTarget }) => {
          const next = currentTarget.valueAsNumber;
          if (Number.isInteger(next) && next >= least && next <= most) set(next);
        }}
      />
    </label>
  );
}

function Seeds() {
  const set = (signal: { value: number }) => (value: number) => {
    signal.value = value;
  };
  if (lab.shape.value === 'images') {
    return (
      <>
        <NumberField
          label="First seed"
          value={lab.firstSeed.value}
          least={0}
          most={2 ** 31 - 101}
          set={set(lab.firstSeed)}
        />
        <NumberField label="Images" value={lab.count.value} least={1} most={100} set={set(lab.count)} />
      </>
    );
  }
  return (
    <>
      <label class="field">
        <span>{lab.shape.value === 'plane' ? 'Three seeds' : 'Seeds'}</span>
        <input
          type="text"
          value={lab.seeds.value}
          onChange={({ currentTarget }) => {
            lab.seeds.value = currentTarget.value;
          }}
        />
      </label>
      {lab.shape.value === 'plane' ? (
        <NumberField
          label="Images along a side"
          value={lab.side.value}
          least={2}
          most={10}
          set={set(lab.side)}
        />
      ) : (
        <>
          <NumberField
            label="Frames between"
            value={lab.between.value}
            least={0}
            most={120}
            set={set(lab.between)}
          />
          <NumberField
            label="Frames per second"
            value={lab.fps.value}
            least={1}
            most={100}
            set={set(lab.fps)}
          />
        </>
      )}
    </>
  );
}

function Truncation() {
  const isUniform = lab.description.value?.latent.distribution === 'uniform';
  const most = isUniform ? 1 : 3;
  const value = lab.truncation.value;
  return (
    <label class="field">
      <span>Truncation: {value === 0 ? 'none' : `latent values within ±${value}`}</span>
      <input
        type="range"
        min={0}
        max={most}
        step={0.05}
        value={value}
        aria-valuetext={value === 0 ? 'none' : String(value)}
        onInput={({ currentTarget }) => {
          lab.truncation.value = currentTarget.valueAsNumber;
        }}
      />
    </label>
  );
}

function Classes() {
  const classes = lab.description.value?.classes ?? [];
  if (classes.length === 0) return null;
  return (
    <label class="field">
      <span>Class</span>
      <select
        value={lab.className.value}
        onChange={({ currentTarget }) => {
          lab.className.value = currentTarget.value;
        }}
      >
        <option value="">All in turn</option>
        {classes.map((name) => (
          <option key={name} value={name}>
            {name}
          </option>
        ))}
      </select>
    </label>
  );
}

function Directions() {
  const { shares = [], origin } = lab.description.value?.directions ?? {};
  if (shares.length === 0) return null;
  const move = (index: number, amount: number): void => {
    lab.along.value = shares.map((_, other) => (other === index ? amount : (lab.along.value[other] ?? 0)));
  };
  return (
    <fieldset>
      <legend>Directions that change most, measured in the {origin}</legend>
      {shares.map((share, index) => {
        const amount = lab.along.value[index] ?? 0;
        return (
          <label class="field" key={index}>
            <span>
              {index + 1}: {amount.toFixed(1)} <i>({(100 * share).toFixed(1)} % of the change)</i>
            </span>
            <input
              type="range"
              min={-6}
              max={6}
              step={0.2}
              value={amount}
              onInput={({ currentTarget }) => move(index, currentTarget.valueAsNumber)}
            />
          </label>
        );
      })}
      <button
        type="button"
        onClick={() => {
          lab.along.value = [];
        }}
      >
        Back to the middle
      </button>
    </fieldset>
  );
}
