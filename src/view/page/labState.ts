// What the latent lab is set to, and what it asks the server for.
import { computed, effect, signal } from '@preact/signals';
import type { LabDescription, LabFailure, LabNeighbours, LabPicture } from '../protocol';
import { overview } from './state';

export type Shape = 'images' | 'plane' | 'walk';

/** A generator that can be chosen. */
export interface Choice {
  /** `<id>` of a run or a file, with `@<step>` for a checkpoint. */
  key: string;
  label: string;
  /** Whether it is of a run, whose real images can be found. */
  ofRun: boolean;
}

/** Every generator: those of runs that have ended, the newest checkpoints of runs, and files. */
export const choices = computed<Choice[]>(() => {
  const { runs = [], generators = [] } = overview.value ?? {};
  return [
    ...runs.flatMap((run) => [
      ...(run.generator ? [{ key: run.id, label: `${run.id}: generator.pt`, ofRun: true }] : []),
      ...run.checkpoints.map((step) => ({
        key: `${run.id}@${step}`,
        label: `${run.id}: checkpoint of step ${step}`,
        ofRun: true,
      })),
    ]),
    ...generators.map(({ id, path }) => ({ key: id, label: path, ofRun: false })),
  ];
});

const wanted = signal('');
/** The one that is chosen; the first, until the reader chooses. */
export const choice = computed(
  () => choices.value.find(({ key }) => key === wanted.value) ?? choices.value[0],
);

export const shape = signal<Shape>('images');
export const firstSeed = signal(0);
export const count = signal(16);
/** Corners of the plane, and stops of the walk. */
export const seeds = signal('1,2,3');
export const side = signal(5);
/** 0 for none. */
export const truncation = signal(0);
/** Empty for all in turn. */
export const className = signal('');
/** How far along each direction. */
export const along = signal<readonly number[]>([]);
export const between = signal(15);
export const fps = signal(20);
export const latentDim = signal('');
const trusted = signal('');

export const description = signal<LabDescription | undefined>(undefined);
export const picture = signal<LabPicture | undefined>(undefined);
export const neighbours = signal<LabNeighbours | undefined>(undefined);
export const failure = signal<LabFailure | undefined>(undefined);
export const busy = signal(false);
/** The image that was clicked. */
export const clicked = signal<number | undefined>(undefined);

export function choose(key: string): void {
  wanted.value = key;
  along.value = [];
  className.value = '';
  latentDim.value = '';
}

/** Agrees that the recipe file of the chosen generator's run is executed. */
export function trust(): void {
  trusted.value = choice.value?.key ?? '';
}

const generator = computed(() => {
  const chosen = choice.value;
  if (!chosen) return undefined;
  const [of = '', checkpoint] = chosen.key.split('@');
  return {
    of,
    ...(checkpoint === undefined ? {} : { checkpoint }),
    ...(trusted.value === chosen.key ? { trust: 'yes' } : {}),
    ...(/^\d+$/.test(latentDim.value) ? { latentDim: latentDim.value } : {}),
  };
});

/** What is to be drawn, but for the generator. */
const drawing = computed((): Record<string, string> => {
  const moved = along.value.flatMap((amount, index) => (amount === 0 ? [] : [`${index + 1}:${amount}`]));
  const many = Array.from({ length: count.value }, (_, index) => firstSeed.value + index).join(',');
  const given = seeds.value.replaceAll(/\s/g, '');
  return {
    shape: shape.value,
    seeds: shape.value === 'images' ? many : given,
    ...(shape.value === 'plane' ? { side: String(side.value) } : {}),
    ...(shape.value === 'walk' ? { between: String(between.value), fps: String(fps.value) } : {}),
    ...(truncation.value === 0 ? {} : { truncation: String(truncation.value) }),
    ...(className.value === '' ? {} : { class: className.value }),
    ...(moved.length === 0 ? {} : { along: moved.join(',') }),
  };
});

async function ask<T>(query: Record<string, string>): Promise<T> {
  const response = await fetch(`api/lab?${new URLSearchParams(query)}`);
  const value: unknown = await response.json();
  if (!response.ok) throw value;
  return value as T;
}

function fail(error: unknown): void {
  const known = typeof error === 'object' && error !== null && 'error' in error;
  failure.value = known ? (error as LabFailure) : { error: String(error), hint: '' };
}

let running = false;
let again = false;

/** Draws what is set; while it does, only the newest wish waits. */
async function draw(): Promise<void> {
  again = true;
  if (running) return;
  running = true;
  busy.value = true;
  while (again) {
    again = false;
    const of = generator.peek();
    if (!of) break;
    try {
      description.value ??= await ask<LabDescription>({ what: 'describe', ...of });
      picture.value = await ask<LabPicture>({ what: 'draw', ...of, ...drawing.peek() });
      failure.value = undefined;
    } catch (error) {
      fail(error);
    }
  }
  running = false;
  busy.value = false;
}

/** Draws at once, and again at every change; ends when the returned function is called. */
export function beginDrawing(): () => void {
  let last = '';
  return effect(() => {
    const of = JSON.stringify(generator.value);
    void drawing.value;
    if (of !== last) description.value = undefined;
    last = of;
    clicked.value = undefined;
    neighbours.value = undefined;
    void draw();
  });
}

/** Finds the real images nearest to one that is shown. */
export async function findNeighbours(index: number): Promise<void> {
  const of = generator.value;
  if (!of || !choice.value?.ofRun) return;
  clicked.value = index;
  neighbours.value = undefined;
  busy.value = true;
  try {
    const found = await ask<LabNeighbours>({
      what: 'nearest',
      ...of,
      ...drawing.value,
      index: String(index),
    });
    if (clicked.value === index) neighbours.value = found;
    failure.value = undefined;
  } catch (error) {
    fail(error);
  }
  busy.value = false;
}
