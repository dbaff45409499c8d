// Which curves belong on one chart, and under which names.
import type { Column } from './record';
import type { ShownRun } from './state';
import { onGround } from './theme';

/** A chart: its title, and the columns that it shows, by name. */
export interface Group {
  title: string;
  names: string[];
}

const GROUPS: readonly (readonly [title: string, pattern: RegExp])[] = [
  ['Losses', /loss|penalty|^r[12]$/i],
  ["The discriminator's answers", /^d(Real|Fake|Accuracy)|answer|accuracy/i],
  ['Images per second', /^imagesPerSecond$/],
  ['Memory in MiB', /memory/i],
];

/** Every column of the runs, in groups; what is of no group, such as a metric, has a chart of its own. */
export function groupsOf(shown: readonly ShownRun[]): Group[] {
  const names = [...new Set(shown.flatMap(({ record }) => [...record.columns.keys()]))];
  const grouped = GROUPS.map(
    ([title, pattern]): Group => ({
      title,
      names: names.filter((name) => pattern.test(name)),
    }),
  );
  const known = new Set(grouped.flatMap((group) => group.names));
  const others = names
    .filter((name) => !known.has(name))
    .map((name): Group => ({ title: titleOf(name), names: [name] }));
  const [losses, answers, ...rest] = grouped;
  return [losses, answers, ...others, ...rest].filter(
    (group): group is Group => group !== undefined && group.names.length > 0,
  );
}

/** `dLoss` as `D loss`, `imagesPerSecond` as `images per second`. */
export function titleOf(name: string): string {
  const words = name.replace(/([a-z0-9])([A-Z])/g, (_, before, next) => `${before} ${next.toLowerCase()}`);
  return words.replace(/^([dg]) /, (letter) => letter.toUpperCase());
}

/** One line of a chart. */
export interface Line {
  run: ShownRun;
  name: string;
  label: string;
  column: Column;
  color: string;
  dash: number[];
}

const DASHES = [[], [6, 4], [2, 3], [10, 4, 2, 4]];
const BY_NAME = ['#0072b2', '#d55e00', '#009e73', '#cc79a7', '#b8860b', '#56b4e9'];

/** The lines of a chart: one run has a colour for each name, several have one each, and names differ in their dashes. */
export function linesOf({ names }: Group, shown: readonly ShownRun[]): Line[] {
  const single = shown.length === 1;
  return shown.flatMap((run) =>
    names.flatMap((name, index): Line[] => {
      const column = run.record.columns.get(name);
      if (!column) return [];
      return [
        {
          run,
          name,
          label: single ? titleOf(name) : names.length === 1 ? run.id : `${run.id}: ${titleOf(name)}`,
          column,
          color: onGround(single ? (BY_NAME[index % BY_NAME.length] as string) : run.color),
          dash: single ? [] : (DASHES[index % DASHES.length] as number[]),
        },
      ];
    }),
  );
}
