// Runs the programs beside this file in several processes that know of each other.
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';

/** How one of the processes ended. */
export interface RankEnd {
  code: number | null;
  stdout: string;
  stderr: string;
}

/** What differs from rank to rank in a test. */
export interface RankOptions {
  /** Given to the program as JSON. */
  args?: unknown;
  /** Environment of a rank beside that of all. */
  env?: (rank: number) => NodeJS.ProcessEnv;
  /** The ranks that are started; default: all. */
  started?: readonly number[];
}

/** Starts `programs/<name>.mjs` in `count` processes of one group, and waits for all of them. */
export async function runRanks(
  name: string,
  count: number,
  { args = {}, env = () => ({}), started }: RankOptions = {},
): Promise<RankEnd[]> {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'tadpole-ranks-'));
  const ranks = started ?? Array.from({ length: count }, (_, rank) => rank);
  try {
    return await Promise.all(
      ranks.map((rank) => {
        const place = {
          RANK: String(rank),
          WORLD_SIZE: String(count),
          LOCAL_RANK: String(rank),
          LOCAL_WORLD_SIZE: String(count),
          TADPOLE_MEETING_FILE: path.join(folder, 'meeting'),
          OMP_NUM_THREADS: '1',
        };
        return start(name, JSON.stringify(args), { ...process.env, ...place, ...env(rank) });
      }),
    );
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

/** The same program in a process that is alone. */
export function runAlone(name: string, args: unknown = {}): Promise<RankEnd> {
  return start(name, JSON.stringify(args), { ...process.env, OMP_NUM_THREADS: '1' });
}

/** What a program printed as JSON. Fails with what went wrong where it did not end well. */
export function printed<T>({ code, stdout, stderr }: RankEnd): T {
  if (code !== 0) throw new Error(`the program ended with ${code}: ${stderr}`);
  return JSON.parse(stdout) as T;
}

function start(name: string, args: string, env: NodeJS.ProcessEnv): Promise<RankEnd> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [path.join(__dirname, 'programs', `${name}.mjs`), args], { env });
    const end = { stdout: '', stderr: '' };
    for (const stream of ['stdout', 'stderr'] as const) {
      child[stream].on('data', (chunk) => {
        end[stream] += chunk;
      });
    }
    child.on('close', (code) => resolve({ code, ...end }));
  });
}
