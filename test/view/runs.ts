// Run folders as training leaves them, made without training.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { images } from 'tadpole';

/** What a made-up run holds. */
export interface MadeRun {
  seed?: number;
  settings?: Record<string, unknown>;
  /** Lines of `events.jsonl`. */
  events?: readonly object[];
  /** Steps of the sample grids, 2 x 2 cells of 4 x 4 pixels; the cells of a grid get lighter from step to step. */
  grids?: readonly number[];
  status?: object;
}

/** A folder for one test file. */
export function makeFolder(): string {
  return fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'tadpole-view-')));
}

/** Makes a run folder and returns its path. */
export function makeRun(folder: string, name: string, run: MadeRun = {}): string {
  const root = path.join(folder, name);
  fs.mkdirSync(path.join(root, 'samples'), { recursive: true });
  const settings = { steps: 300, gridRows: 2, gridColumns: 2, ...run.settings };
  const config = { recipe: 'digits', seed: run.seed ?? 0, settings };
  fs.writeFileSync(path.join(root, 'config.json'), JSON.stringify(config));
  const events = run.events ?? losses([100, 200, 300]);
  fs.writeFileSync(
    path.join(root, 'events.jsonl'),
    events.map((event) => `${JSON.stringify(event)}\n`).join(''),
  );
  for (const step of run.grids ?? [100, 200, 300]) images.writePng(gridFile(root, step), grid(step));
  if (run.status) fs.writeFileSync(path.join(root, 'status.json'), JSON.stringify(run.status));
  return root;
}

/** Logged steps. */
export function losses(
  steps: readonly number[],
): { step: number; images: number; seconds: number; dLoss: number; gLoss: number }[] {
  return steps.map((step) => ({
    step,
    images: 32 * step,
    seconds: step / 10,
    dLoss: 1 / step,
    gLoss: step / 100,
  }));
}

export function gridFile(root: string, step: number): string {
  return path.join(root, 'samples', `step-${String(step).padStart(6, '0')}.png`);
}

/** Cell k of the grid of a step has the grey value (step / 2 + 20 k) modulo 200. */
function grid(step: number): images.Picture {
  const cells = [0, 1, 2, 3].flatMap((cell) => new Array<number>(16).fill((step / 2 + 20 * cell) % 200));
  const stack = { count: 4, width: 4, height: 4, channels: 1, data: Uint8Array.from(cells) } as const;
  return images.composeGrid(stack, { columns: 2 });
}
