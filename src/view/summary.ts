// A run in short: how it stands, and which events, grids and checkpoints there are. Read only, and cheap to ask for again.
import fs from 'node:fs';
import path from 'node:path';
import { recipes } from '../recipes';
import { overviewOf, RunFolder } from '../run';
import { shellWord } from '../shell';
import { readInside, statInside } from './confined';
import type { Place } from './library';
import type { GridFile, RunSummary } from './protocol';

/** The grids of a folder are listed again when the folder has changed. */
interface Listed {
  changed: number;
  grids: GridFile[];
}

const listed = new Map<string, Listed>();

/** The run in a place, as it is at this moment. */
export function summarise({ id, root, path: shown }: Place): RunSummary {
  const folder = new RunFolder(root);
  const config = readConfiguration(root);
  const events = statInside(root, path.relative(root, folder.events));
  const grids = gridsOf(root, folder.samples);
  const settings = (config?.settings ?? {}) as Record<string, unknown>;
  return {
    id,
    path: shown,
    word: shellWord(shown),
    ...overviewOf(folder, settings, grids.at(-1)?.step ?? 0),
    config,
    changed: changedSettings(config?.recipe, settings),
    events: events ? { size: events.size, generation: generationOf(events) } : null,
    grids,
    reals: statInside(root, path.relative(root, folder.reals)) !== undefined,
    generator: fs.existsSync(folder.generator),
    checkpoints: checkpointsOf(folder.checkpoints),
  };
}

/** A mark of a file that stays when it grows, and changes when another takes its place. */
export function generationOf({ ino, birthtimeMs }: fs.Stats): string {
  return `${ino}-${birthtimeMs}`;
}

function changedSettings(recipe: unknown, settings: Record<string, unknown>): Record<string, unknown> {
  const known = Object.values(recipes).find(({ name }) => name === recipe);
  const own = new Map(known?.describe().map(({ name, default: value }) => [name, value]));
  return Object.fromEntries(Object.entries(settings).filter(([name, value]) => own.get(name) !== value));
}

function readConfiguration(root: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(readInside(root, 'config.json')?.toString('utf8') ?? '');
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : null;
  } catch {
    return null;
  }
}

function gridsOf(root: string, folder: string): GridFile[] {
  const changed = fs.statSync(folder, { throwIfNoEntry: false })?.mtimeMs;
  if (changed === undefined) return [];
  const known = listed.get(folder);
  if (known?.changed === changed) return known.grids;
  const grids = numbered(folder, /^step-(\d+)\.png$/).flatMap(({ name, step }) => {
    const stats = statInside(root, path.relative(root, path.join(folder, name)));
    return stats ? [{ step, version: `${stats.size}-${stats.mtimeMs}` }] : [];
  });
  listed.set(folder, { changed, grids });
  return grids;
}

function checkpointsOf(folder: string): number[] {
  return numbered(folder, /^step-(\d+)$/).map(({ step }) => step);
}

/** The entries of a folder whose name has a step in it, in the order of the steps. */
function numbered(folder: string, pattern: RegExp): { name: string; step: number }[] {
  try {
    const names = fs.readdirSync(folder);
    const found = names.flatMap((name) => {
      const [, step] = pattern.exec(name) ?? [];
      return step === undefined ? [] : [{ name, step: Number(step) }];
    });
    return found.sort((a, b) => a.step - b.step);
  } catch {
    return [];
  }
}
