// What the server and the page say to each other. Types only: the page is bundled for browsers, the server runs in Node.

/** How a run stands; see src/run/status.ts. */
export type State = 'running' | 'finished' | 'interrupted' | 'failed' | 'crashed' | 'copied' | 'unknown';

/** A sample grid of a run. `version` changes when the file is written again. */
export interface GridFile {
  step: number;
  version: string;
}

/** One run, without its events and pictures. */
export interface RunSummary {
  /** In addresses: `/runs/<id>/events.jsonl`. */
  id: string;
  /** Path of the folder as a reader in the server's folder would write it. */
  path: string;
  /** The same as a word of a command line. */
  word: string;
  state: State;
  /** Why it failed, where that is known. */
  message?: string;
  /** Steps done and asked for; 0 where unknown. */
  step: number;
  steps: number;
  /** When the run last wrote, ISO 8601; empty where unknown. */
  updated: string;
  /** The content of `config.json`; null when it is missing or damaged. */
  config: Record<string, unknown> | null;
  /** The settings that differ from the recipe's own; all of them, where the recipe is not one of Tadpole's. */
  changed: Record<string, unknown>;
  /** Bytes of `events.jsonl`, and a mark that changes when the file is another one: a resumed run cuts it back. */
  events: { size: number; generation: string } | null;
  grids: GridFile[];
  /** Whether there is a `reals.png`. */
  reals: boolean;
  /** Whether there is a `generator.pt`. */
  generator: boolean;
  /** Steps of the checkpoints. */
  checkpoints: number[];
}

/** The answer of `api/runs`. */
export interface Overview {
  runs: RunSummary[];
  /** Generators that are shown without a run, for the latent lab. */
  generators: { id: string; path: string }[];
  /** There are no runs, and none can come: the page is the latent lab alone, and `api/changes` is not there. */
  onlyLab?: true;
}

/** What `api/changes` sends: the runs that are not what they were. An unknown or missing one means a new list. */
export interface Change {
  runs: string[];
}

/** Everything that a saved report holds, in the page itself. */
export interface Report extends Overview {
  /** When it was made, ISO 8601. */
  made: string;
  /** Text of `events.jsonl`, and addresses of pictures (`samples/step-000200.png`) as data URLs, by the id of the run. */
  content: Record<string, { events: string; pictures: Record<string, string> }>;
}

/** What the latent lab says of a generator. */
export interface LabDescription {
  latent: { shape: readonly number[]; distribution: 'normal' | 'uniform' };
  /** Names; empty for a generator without classes. */
  classes: readonly string[];
  /** Steps that it was trained for; absent where it does not say. */
  step?: number;
  /** How much of all change each direction accounts for, and where that was measured. */
  directions: { shares: readonly number[]; origin: 'first layer' | 'images' };
}

/** A picture of the latent lab, with the command that draws the same. */
export interface LabPicture {
  /** A PNG file in base64; an animated one of a walk. */
  png: string;
  rows: number;
  columns: number;
  /** Of one cell in pixels. */
  width: number;
  height: number;
  command: string;
}

/** Real images, the nearest first. */
export interface LabNeighbours {
  png: string;
  columns: number;
  /** Euclidean distances over all pixel values, as a share of what black and white lie apart. */
  distances: readonly number[];
  /** How many images were looked at. */
  among: number;
}

/** What went wrong in the latent lab, and what to do about it. */
export interface LabFailure {
  error: string;
  hint: string;
  /** Opening this runs a recipe file: ask first. */
  runs?: string;
}
