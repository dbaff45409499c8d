// `tadpole runs`: lists runs, with how each stands, how far it is, and its best evaluation.
import { type Best, bestOf, RunFolder, type RunState } from '../run';
import { Library, overview } from '../view';
import { EXIT } from './failure';
import { columns, printJson, tell } from './output';

interface RunsArguments {
  runs?: string[];
  json: boolean;
}

/** One run, as `--json` prints it. */
interface ListedRun {
  path: string;
  /** Null when `config.json` is missing or damaged. */
  recipe: string | null;
  state: RunState;
  /** Why it failed; null where that is not known, or it has not. */
  message: string | null;
  /** Steps done and asked for; 0 where unknown. */
  step: number;
  steps: number;
  /** Null when it was not evaluated. */
  best: Best | null;
  /** When it last wrote, ISO 8601; null where unknown. */
  updated: string | null;
}

/** Prints a line per run, those that wrote last first. */
export async function run({ runs: words = [], json }: RunsArguments): Promise<number> {
  const library = new Library(words.length > 0 ? words : ['runs']);
  const listed = overview(library)
    .runs.map(({ path, config, state, message, step, steps, updated }): ListedRun => {
      const settings = (config?.['settings'] ?? {}) as Record<string, unknown>;
      const { recipe } = config ?? {};
      return {
        path,
        recipe: typeof recipe === 'string' ? recipe : null,
        state,
        message: message ?? null,
        step,
        steps,
        best: bestOf(new RunFolder(path), settings) ?? null,
        updated: updated || null,
      };
    })
    .sort((a, b) => (b.updated ?? '').localeCompare(a.updated ?? ''));
  if (json) printJson({ runs: listed });
  else if (listed.length === 0)
    tell('there are no runs yet; train first, for example: npx tadpole train digits');
  else for (const line of table(listed)) console.log(line);
  return EXIT.done;
}

function table(runs: readonly ListedRun[]): string[] {
  const now = Date.now();
  const rows = runs.map(({ path, recipe, state, step, steps, best, updated }) => [
    path,
    recipe ?? '-',
    state,
    `${step} of ${steps}`,
    best === null ? '-' : `${best.metric} ${best.value.toPrecision(4)} at ${best.step}`,
    updated === null ? '-' : age(now - Date.parse(updated)),
  ]);
  return columns([['run', 'recipe', 'state', 'step', 'best', 'last wrote'], ...rows]);
}

const UNITS = [
  ['d', 86_400],
  ['h', 3600],
  ['min', 60],
  ['s', 1],
] as const;

/** A time since then in its largest unit: `3 h ago`. */
function age(milliseconds: number): string {
  const seconds = Math.max(0, milliseconds / 1000);
  const [unit, size] = UNITS.find(([, least]) => seconds >= least) ?? ['s', 1];
  return `${Math.floor(seconds / size)} ${unit} ago`;
}
