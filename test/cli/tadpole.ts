// Runs the command line as a process of its own.
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import path from 'node:path';

const main = path.resolve(__dirname, '../../dist/cli/main.js');

/** How a process ended and what it printed. */
export interface Ended {
  code: number | null;
  stdout: string;
  /** Without `reading`. */
  stderr: string;
  /** The lines of it that say that something is wrong, or what to do; the others are progress. */
  complaints: string;
  /** How far the reading of pictures was: said on the standard error output where it takes long, so on slow machines. */
  reading: string;
}

/** How a process ended, from its exit code and all that it printed. */
export function outcome(code: number | null, stdout: string, printed: string): Ended {
  const lines = /^read(ing)? \d+ (of \d+ )?pictures\n/gm;
  const stderr = printed.replace(lines, '');
  const complaints = stderr.match(/^(error|warning|note|hint): .*\n/gm)?.join('') ?? '';
  return { code, stdout, stderr, complaints, reading: printed.match(lines)?.join('') ?? '' };
}

/** `tadpole <words>` in `cwd`, waited for. */
export function tadpole(cwd: string, ...words: string[]): Ended {
  const { status, stdout, stderr } = spawnSync(process.execPath, [main, ...words], { cwd, encoding: 'utf8' });
  return outcome(status, stdout, stderr);
}

/** The exit code of `tadpole <words>`, one text that a shell takes apart. */
export function pasted(cwd: string, words: string): number | null {
  const { status } = spawnSync('sh', ['-c', `'${process.execPath}' '${main}' ${words}`], { cwd });
  return status;
}

/** Starts `tadpole <words>` and sends `signals`, one right after the other, once what it prints matches `when`. */
export function interrupted(
  cwd: string,
  when: RegExp,
  signals: NodeJS.Signals[],
  words: string[],
): Promise<Ended> {
  const send = (child: ChildProcess): void => {
    for (const signal of signals) child.kill(signal);
  };
  return reacting(cwd, words, [[when, send]]);
}

/** Starts `tadpole <words>` and closes the pipes that it writes to once what it prints matches `when`, as `2>&1 | head` does. */
export function unread(cwd: string, when: RegExp, words: string[]): Promise<Ended> {
  const close = (child: ChildProcess): void => {
    for (const stream of [child.stdout, child.stderr]) stream?.destroy();
  };
  return reacting(cwd, words, [[when, close]]);
}

/** What to do to a process, once, when what it has printed on both outputs matches. */
export type Reaction = readonly [when: RegExp, action: (child: ChildProcess) => void];

/** Starts `tadpole <words>`, by default with node alone, and reacts to what it prints, one reaction after the other. */
export function reacting(
  cwd: string,
  words: string[],
  reactions: readonly Reaction[],
  { through = [], env = {} }: { through?: string[]; env?: NodeJS.ProcessEnv } = {},
): Promise<Ended> {
  return new Promise((resolve) => {
    const [command = '', ...rest] = [...through, process.execPath, main, ...words];
    const child = spawn(command, rest, { cwd, env: { ...process.env, ...env } });
    const ended = { stdout: '', stderr: '' };
    const waiting = [...reactions];
    const react = (): void => {
      const [next] = waiting;
      if (!next?.[0].test(ended.stdout + ended.stderr)) return;
      waiting.shift();
      next[1](child);
    };
    for (const stream of ['stdout', 'stderr'] as const) {
      child[stream]?.on('data', (chunk) => {
        ended[stream] += chunk;
        react();
      });
    }
    child.on('close', (code) => resolve(outcome(code, ended.stdout, ended.stderr)));
  });
}
