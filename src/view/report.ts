// One self-contained file with the curves and pictures of some runs: the page, with everything that it would ask for inside.
import fs from 'node:fs';
import path from 'node:path';
import { TadpoleError } from '../errors';
import { writeAtomically } from '../io';
import { stepName } from '../run';
import { readInside } from './confined';
import type { Library } from './library';
import type { Report } from './protocol';
import { overview } from './server';

const PAGE = path.join(__dirname, 'page');

// What mail and browsers take without complaint.
const PICTURE_BYTES = 24e6;

// The page asks nobody for anything: what it needs is inside.
const POLICY =
  "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src data: blob:; base-uri 'none'; form-action 'none'";

export interface Saved {
  /** Of the file. */
  bytes: number;
  /** Sample grids in it, and in the folders. */
  grids: number;
  all: number;
}

/**
 * Writes the runs of a library into one HTML file, whole or not at all. Of more grids than 24 MB some are left out, evenly;
 * the first and the last of each run are always there.
 *
 * @throws WriteError when it cannot be written; TadpoleError when the page has not been built
 */
export function saveReport(library: Library, file: string): Saved {
  const { report, ...counts } = gather(library);
  const html = pageWith(report);
  writeAtomically(file, (temporary) => fs.writeFileSync(temporary, html));
  return { bytes: Buffer.byteLength(html), ...counts };
}

function gather(library: Library): { report: Report; grids: number; all: number } {
  const { runs } = overview(library);
  const places = new Map(library.places().map((place) => [place.id, place.root]));
  const all = runs.reduce((sum, run) => sum + run.grids.length, 0);
  const report: Report = { runs: [], generators: [], made: new Date().toISOString(), content: {} };
  for (const run of runs) {
    const root = places.get(run.id) ?? '';
    const pictures: Record<string, string> = {};
    const sizes = run.grids.map(({ step }) => sizeOf(path.join(root, gridName(step))));
    const room =
      PICTURE_BYTES /
      runs.length /
      Math.max(
        1,
        sizes.reduce((sum, size) => sum + size, 0),
      );
    const grids = evenly(run.grids, Math.floor(run.grids.length * Math.min(1, room)));
    for (const name of ['reals.png', ...grids.map(({ step }) => gridName(step))]) {
      const bytes = readInside(root, name);
      if (bytes) pictures[name] = `data:image/png;base64,${bytes.toString('base64')}`;
    }
    const events = readInside(root, 'events.jsonl')?.toString('utf8') ?? '';
    report.runs.push({
      ...run,
      state: run.state === 'running' ? 'unknown' : run.state,
      grids: grids.filter(({ step }) => pictures[gridName(step)] !== undefined),
      events: { size: Buffer.byteLength(events), generation: '' },
    });
    report.content[run.id] = { events, pictures };
  }
  return { report, grids: report.runs.reduce((sum, run) => sum + run.grids.length, 0), all };
}

function gridName(step: number): string {
  return `samples/${stepName(step)}.png`;
}

function sizeOf(file: string): number {
  return fs.statSync(file, { throwIfNoEntry: false })?.size ?? 0;
}

/** So many of the items, two at the least, evenly chosen with the first and the last among them. */
function evenly<T>(items: readonly T[], count: number): T[] {
  const kept = Math.min(items.length, Math.max(2, count));
  if (kept === items.length) return [...items];
  return Array.from(
    { length: kept },
    (_, k) => items[Math.round((k * (items.length - 1)) / (kept - 1))] as T,
  );
}

function pageWith(report: Report): string {
  const [html, style, script] = ['index.html', 'page.css', 'page.js'].map((name) => {
    const bytes = readInside(PAGE, name);
    if (bytes) return bytes.toString('utf8');
    throw new TadpoleError('the page is not built', 'run `npm run setup`');
  }) as [string, string, string];
  // In the text of a script element `</script` would end it, and `<!--` begin a comment.
  const inScript = (text: string): string => text.replaceAll(/<(?=\/script|!--)/gi, '\\x3C');
  const data = JSON.stringify(report).replaceAll('<', '\\u003c');
  const replacements: readonly [string, string][] = [
    [
      '<meta charset="utf-8">',
      `<meta charset="utf-8">\n    <meta http-equiv="Content-Security-Policy" content="${POLICY}">`,
    ],
    ['<link rel="stylesheet" href="page.css">', `<style>${style}</style>`],
    ['<script src="page.js" defer></script>', ''],
    [
      '</body>',
      `<script type="application/json" id="report">${data}</script>\n    <script>${inScript(script)}</script>\n  </body>`,
    ],
  ];
  return replacements.reduce((text, [from, to]) => text.replace(from, () => to), html);
}
