// A made-up world for set-up: a package folder of its own, commands and a network that answer as a test says.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { Effects, Outcome } from '../../setup/effects.mjs';

export interface World extends Effects {
  /** Everything that was printed. */
  printed: string[];
  /** Every command that was run, as one line each. */
  commands: string[];
  /** Every address that was asked for. */
  requests: { url: string; headers: Record<string, string> }[];
  /** Answers commands; the first whose pattern matches wins. Others do not exist. */
  onCommand(pattern: RegExp, answer: Partial<Outcome> | ((line: string) => Partial<Outcome>)): void;
  /** Answers requests. Without it, there is no network. */
  onRequest(answer: (headers: Record<string, string>) => Response): void;
  remove(): void;
}

export const VERSIONS = { cpu: '2.13.0', cuda: '2.14.1', cudaTag: 'cu130' };

export function makeWorld(overrides: Partial<Effects> = {}): World {
  const root = fs.mkdtempSync(path.join(os.tmpdir(), 'tadpole-setup-'));
  fs.writeFileSync(path.join(root, 'package.json'), JSON.stringify({ version: '0.0.0', libtorch: VERSIONS }));
  const printed: string[] = [];
  const commands: string[] = [];
  const requests: World['requests'] = [];
  const answers: [RegExp, (line: string) => Partial<Outcome>][] = [];
  let serve: ((headers: Record<string, string>) => Response) | null = null;
  const run = (command: string, args: string[]): Outcome => {
    const line = [command, ...args].join(' ');
    commands.push(line);
    const answer = answers.find(([pattern]) => pattern.test(line));
    if (!answer) return { code: 127, stdout: '', stderr: 'not found' };
    return { code: 0, stdout: '', stderr: '', ...answer[1](line) };
  };
  return {
    root,
    env: {},
    platform: 'linux',
    arch: 'x64',
    nodeVersion: '20.19.0',
    jobs: 1,
    log: (line) => void printed.push(line),
    run: async (command, args, onLine) => {
      const outcome = run(command, args);
      if (onLine && outcome.stdout !== '') outcome.stdout.trimEnd().split('\n').forEach(onLine);
      return outcome;
    },
    show: async (command, args) => run(command, args).code,
    fetch: async (url, init) => {
      const headers = (init?.headers ?? {}) as Record<string, string>;
      requests.push({ url: String(url), headers });
      if (serve === null) throw new TypeError('fetch failed', { cause: new Error('getaddrinfo ENOTFOUND') });
      return serve(headers);
    },
    interrupted: () => false,
    progress: () => ({ to: () => {}, end: () => {} }),
    hasNvidiaDriver: () => false,
    ...overrides,
    printed,
    commands,
    requests,
    onCommand: (pattern, answer) =>
      void answers.push([pattern, typeof answer === 'function' ? answer : () => answer]),
    onRequest: (answer) => {
      serve = answer;
    },
    remove: () => fs.rmSync(root, { recursive: true }),
  };
}

/** The files of a small folder that looks like libtorch, by their path below it. */
export function libtorchFiles(version: string, variant: 'cpu' | 'cuda'): Record<string, string> {
  const [major, minor, patch] = version.split('.');
  const header = `#define TORCH_VERSION_MAJOR ${major}\n#define TORCH_VERSION_MINOR ${minor}\n#define TORCH_VERSION_PATCH ${patch}\n`;
  return {
    'include/torch/headeronly/version.h': header,
    'include/ATen/ATen.h': '',
    'lib/libtorch.so': 'torch',
    'lib/libtorch_cpu.so': 'kernels',
    'lib/libc10.so': 'core',
    'lib/libtorch_python.so': 'python',
    ...(variant === 'cuda' ? { 'lib/libtorch_cuda.so': 'cuda' } : {}),
  };
}

/** Writes files below a folder. */
export function writeFiles(folder: string, files: Record<string, string | Buffer>): void {
  for (const [name, content] of Object.entries(files)) {
    fs.mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
    fs.writeFileSync(path.join(folder, name), content);
  }
}

/** Every file below a folder, relative to it. */
export function listFiles(folder: string): string[] {
  return fs
    .readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)))
    .sort();
}
