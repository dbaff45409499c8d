// Where the page gets runs from: a server that reads the folders, or the page itself, when it is a saved report.
import type { Change, Overview, Report, RunSummary } from '../protocol';

/** The events of a run are another file than before. */
export class Replaced extends Error {}

/** Gives runs, their events and pictures. */
export interface Source {
  /** Whether runs may change, and generators can be asked for images. */
  readonly live: boolean;
  overview(): Promise<Overview>;
  /**
   * The text of a run's events from a byte on, in parts as they arrive.
   *
   * @throws Replaced when the file is no longer the one of the summary
   */
  events(run: RunSummary, from: number): AsyncIterable<Uint8Array>;
  /** The address of a picture (`samples/step-000200.png`). */
  picture(run: RunSummary, name: string, version?: string): string;
  /** Calls back with the ids of runs that have changed, and without any when it has to look at all. */
  watch(changed: (runs: string[]) => void, connected: (yes: boolean) => void): void;
}

/** The report that this page carries, or else the server that it came from. */
export function findSource(): Source {
  const carried = document.getElementById('report')?.textContent;
  return carried ? reportSource(JSON.parse(carried) as Report) : SERVER;
}

const SERVER: Source = {
  live: true,
  overview: async () => (await (await fetch('api/runs')).json()) as Overview,
  async *events(run, from) {
    const address = `runs/${run.id}/events.jsonl?generation=${run.events?.generation ?? ''}`;
    const response = await fetch(address, { headers: { Range: `bytes=${from}-` } });
    if (response.status === 416 || response.status === 404) return;
    if (response.status === 412) throw new Replaced();
    if (!response.ok || response.body === null) throw new Error(`events of ${run.id}: ${response.status}`);
    const reader = response.body.getReader();
    for (let part = await reader.read(); !part.done; part = await reader.read()) yield part.value;
  },
  picture: (run, name, version) =>
    `runs/${run.id}/${name}${version === undefined ? '' : `?v=${encodeURIComponent(version)}`}`,
  watch(changed, connected) {
    const stream = new EventSource('api/changes');
    let wasOpen = false;
    stream.addEventListener('open', () => {
      connected(true);
      // What happened while nobody listened is not told again.
      if (wasOpen) changed([]);
      wasOpen = true;
    });
    stream.addEventListener('error', () => connected(false));
    stream.addEventListener('changed', ({ data }: MessageEvent<string>) => {
      changed((JSON.parse(data) as Change).runs);
    });
  },
};

function reportSource(report: Report): Source {
  return {
    live: false,
    overview: async () => report,
    async *events(run, from) {
      const bytes = new TextEncoder().encode(report.content[run.id]?.events ?? '');
      yield bytes.subarray(from);
    },
    picture: (run, name) => report.content[run.id]?.pictures[name] ?? '',
    watch: () => {},
  };
}

/** The name of the sample grid of a step, inside of a run. */
export function gridName(step: number): string {
  return `samples/step-${String(step).padStart(6, '0')}.png`;
}
