// `tadpole doctor`: versions, variant, devices, threads, the origin of libtorch, and problems with their remedies.
import path from 'node:path';
import type { Spinning } from '../spinning';
import { EXIT } from './failure';
import { examine, type Health } from './health';
import { printJson } from './output';

/** The names of libtorch's sources in the report. */
const SOURCES: Record<string, string> = {
  LIBTORCH: 'the folder in LIBTORCH',
  download: 'an earlier download',
  python: 'the torch of a Python installation',
  archive: 'the official archive',
  wheel: 'the Python wheel',
};

/** Prints the report, with `--json` as one object. Returns 1 when there are problems. */
export function run({ json }: { json: boolean }): number {
  const health = examine(path.resolve(__dirname, '..', '..'));
  if (json) printJson(health);
  else console.log(lines(health).join('\n'));
  return health.problems.length > 0 ? EXIT.failed : EXIT.done;
}

function lines({
  tadpole,
  node,
  platform,
  libtorch,
  addon,
  loaded,
  devices,
  interfaces,
  nvidiaDriver,
  problems,
  notes,
}: Health): string[] {
  const rows: [string, string][] = [
    ['tadpole', tadpole],
    ['node', `${node}, ${platform}`],
    ['libtorch', libtorch === null ? 'none' : `${libtorch.version} (${libtorch.variant})`],
  ];
  if (libtorch !== null) {
    rows.push(['  from', SOURCES[libtorch.source] ?? libtorch.source], ['  in', libtorch.path]);
  }
  rows.push(['addon', loaded === null ? 'does not load' : addon]);
  if (loaded !== null) {
    rows.push(
      ['devices', devices.join(', ')],
      ['threads', String(loaded.threads)],
      ['CPU kernels', loaded.cpuCapability],
      ['waiting', waiting(loaded.spinning)],
      ['processes', `meet through ${loaded.backends.join(' and ')}`],
    );
  }
  rows.push(['interfaces', interfaces.join(', ') || 'loopback alone']);
  rows.push(['NVIDIA driver', nvidiaDriver ?? 'none']);
  return [
    ...rows.map(([name, value]) => `${name.padEnd(15)}${value}`),
    ...notes.flatMap(({ finding, remedy }) => [`note: ${finding}`, `hint: ${remedy}`]),
    ...problems.flatMap(({ finding, remedy }) => [`wrong: ${finding}`, `hint: ${remedy}`]),
    ...(problems.length === 0 ? ['everything is in order'] : []),
  ];
}

/** A description of how threads wait for each other. */
function waiting(spinning: Spinning | null): string {
  if (spinning === null) return 'unknown';
  const { rounds, because } = spinning;
  return `${rounds === null ? 'as OMP_WAIT_POLICY says' : `threads spin ${rounds.toLocaleString('en')} times`} (${because})`;
}
