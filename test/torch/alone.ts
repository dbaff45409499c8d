// Programs that run in a process of their own, with a cache of memory of their own.
import { execFileSync } from 'node:child_process';

export const MEBIBYTE = 2 ** 20;
/** The addon that the library loads; two copies of it in one process would have two caches. */
export const ADDON = process.env['TADPOLE_ADDON'] ?? 'build/Release/tadpole.node';

const HELPERS = `
  const torch = require('tadpole/torch');
  const MEBIBYTE = ${MEBIBYTE};
  const ADDON = ${JSON.stringify(ADDON)};
  /** A tensor of bytes that all are \`value\`. */
  const bytes = (count, value) => torch.full([count], value, { dtype: 'uint8' });
  const answer = (value) => process.stdout.write(JSON.stringify(value));
`;

/** What a program writes to stdout. */
export function runAlone<T>(program: string, environment: NodeJS.ProcessEnv = {}): T {
  const { TADPOLE_NO_MEMORY_CACHING: _, ...ours } = process.env;
  const output = execFileSync(process.execPath, ['-e', program], {
    cwd: `${__dirname}/../..`,
    env: { ...ours, ...environment },
    encoding: 'utf8',
  });
  return JSON.parse(output) as T;
}

/** What a program hands to `answer`. */
export function run<T>(program: string, environment: NodeJS.ProcessEnv = {}): T {
  return runAlone<T>(HELPERS + program, environment);
}
