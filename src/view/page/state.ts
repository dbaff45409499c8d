// What the page shows and where its one cursor is: signals that every part of the page reads.
import { batch, computed, signal } from '@preact/signals';
import type { GridFile, Overview, RunSummary } from '../protocol';
import { nearestIndex, RunRecord } from './record';
import { findSource, Replaced } from './source';

export const source = findSource();

/** A run with what has been read of its events. */
export interface ShownRun extends RunSummary {
  record: RunRecord;
  /** Bytes read so far, and of which file. */
  read: { bytes: number; generation: string };
  color: string;
}

/** Colours that the colour-blind can tell apart (Okabe and Ito 2008), of equal weight on light and dark. */
const COLORS = ['#0072b2', '#d55e00', '#009e73', '#cc79a7', '#b8860b', '#56b4e9', '#8a6bbf', '#7f7f7f'];

export type Axis = 'step' | 'images';
export type Scale = 'linear' | 'log' | 'asinh';
export type View = 'training' | 'compare' | 'lab';

export const overview = signal<Overview | undefined>(undefined);
export const problem = signal('');
export const connected = signal(true);

/** Every run by its id. Replaced, not changed, when a run has news. */
export const runs = signal<ReadonlyMap<string, ShownRun>>(new Map());
/** Runs that the reader has hidden. */
export const hidden = signal<ReadonlySet<string>>(new Set());
export const shownRuns = computed(() => [...runs.value.values()].filter(({ id }) => !hidden.value.has(id)));

const wantedView = signal<View>('training');
/** What is shown: the reader's choice, or the lab where there is nothing else. */
export const view = computed<View>(() => (overview.value?.onlyLab ? 'lab' : wantedView.value));
export const axis = signal<Axis>('step');
export const scale = signal<Scale>('linear');
/** Weight of the moving average, from 0 to below 1. */
export const smoothing = signal(0.9);
/** The part of the axis that curves show; undefined for all of it. */
export const zoom = signal<readonly [low: number, high: number] | undefined>(undefined);
/** The place of the cursor on the axis; undefined for the end, wherever that is. */
export const cursor = signal<number | undefined>(undefined);
export const playing = signal(false);
/** Pictures per second of the film. */
export const speed = signal(8);
/** The cell whose latent is shown over time. */
export const chosen = signal<{ run: string; cell: number } | undefined>(undefined);

/** The place of a step of a run on the axis. */
export function placeOf(run: ShownRun, step: number, on: Axis = axis.value): number {
  if (on === 'step') return step;
  const images = run.record.imagesAt(step);
  return Number.isNaN(images) ? step : images;
}

/** Every place on the axis at which a shown run has a grid, rising. */
export const stops = computed(() => {
  const on = axis.value;
  const places = shownRuns.value.flatMap((run) => run.grids.map(({ step }) => placeOf(run, step, on)));
  return [...new Set(places)].sort((a, b) => a - b);
});

/** The last place that anything is known of. */
export const end = computed(() => {
  const on = axis.value;
  const ends = shownRuns.value.map((run) => {
    const last = Math.max(run.record.steps.at(-1) ?? 0, run.grids.at(-1)?.step ?? 0);
    return placeOf(run, last, on);
  });
  return Math.max(0, ...ends);
});

/** The place of the cursor as a number. */
export const at = computed(() => cursor.value ?? end.value);

/** The grid of a run that is nearest to a place on the axis. */
export function gridAt(run: ShownRun, place: number): GridFile | undefined {
  const on = axis.value;
  const places = run.grids.map(({ step }) => placeOf(run, step, on));
  return run.grids[nearestIndex(places, place)];
}

/** Moves the cursor by so many stops; beyond the last one it follows the runs. */
export function moveBy(count: number): void {
  const all = stops.value;
  if (all.length === 0) return;
  const target = nearestIndex(all, at.value) + count;
  cursor.value = target >= all.length - 1 ? undefined : all[Math.max(0, target)];
}

export function hide(id: string, yes: boolean): void {
  const next = new Set(hidden.value);
  if (yes) next.add(id);
  else next.delete(id);
  hidden.value = next;
}

export function show(name: View): void {
  wantedView.value = name;
}

/** Reads what is there, and what changes from then on. */
export async function begin(): Promise<void> {
  await refresh();
  if (overview.value?.onlyLab) return;
  source.watch(
    () => void refresh(),
    (yes) => {
      connected.value = yes;
    },
  );
}

let refreshing: Promise<void> | undefined;
let wanted = false;

/** Looks at everything again; calls while it does become one more look. */
function refresh(): Promise<void> {
  wanted = true;
  refreshing ??= (async () => {
    while (wanted) {
      wanted = false;
      await look().catch((error: unknown) => {
        problem.value = error instanceof Error ? error.message : String(error);
      });
    }
    refreshing = undefined;
  })();
  return refreshing;
}

async function look(): Promise<void> {
  const found = await source.overview();
  const before = runs.value;
  const next = found.runs.map((run, index): ShownRun => {
    const known = before.get(run.id);
    const generation = run.events?.generation ?? '';
    const goesOn = known !== undefined && known.read.generation === generation;
    return {
      ...run,
      record: goesOn ? known.record : new RunRecord(),
      read: goesOn ? known.read : { bytes: 0, generation },
      color: COLORS[index % COLORS.length] as string,
    };
  });
  batch(() => {
    overview.value = found;
    problem.value = '';
    runs.value = new Map(next.map((run) => [run.id, run]));
  });
  for (const run of next) {
    try {
      await readEvents(run);
    } catch (error) {
      if (!(error instanceof Replaced)) throw error;
      wanted = true;
    }
  }
}

/** Reads the lines that have come. A line without its end is read again when it has one. */
async function readEvents(run: ShownRun): Promise<void> {
  if (run.events === null || run.events.size <= run.read.bytes) return;
  const decoder = new TextDecoder();
  let rest: Uint8Array = new Uint8Array();
  let drawn = performance.now();
  for await (const part of source.events(run, run.read.bytes)) {
    const bytes = new Uint8Array(rest.length + part.length);
    bytes.set(rest);
    bytes.set(part, rest.length);
    const whole = bytes.lastIndexOf(10) + 1;
    for (const line of decoder.decode(bytes.subarray(0, whole)).split('\n'))
      if (line !== '') run.record.add(line);
    run.read.bytes += whole;
    rest = bytes.slice(whole);
    // Long files show what there is of them meanwhile.
    if (performance.now() - drawn > 500) {
      announce(run);
      drawn = performance.now();
    }
  }
  announce(run);
}

/** Lets everything that shows a run draw it again. */
function announce(run: ShownRun): void {
  const next = new Map(runs.value);
  next.set(run.id, { ...run });
  runs.value = next;
}
