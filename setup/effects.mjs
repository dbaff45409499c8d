// The side effects of set-up (commands, network, output) in one object, so that tests can replace it.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { availableParallelism, totalmem } from 'node:os';
import { createInterface } from 'node:readline';
import { INTERRUPTED } from './errors.mjs';
import { openProgress } from './progress.mjs';

/**
 * @typedef {object} Outcome how a command ended
 * @property {number} code exit status; 127 when the command does not exist
 * @property {string} stdout
 * @property {string} stderr
 *
 * @typedef {object} Progress
 * @property {(bytes: number) => void} to sets how far it is, in bytes
 * @property {() => void} end
 *
 * @typedef {object} Effects
 * @property {string} root the package's folder; everything is written under it
 * @property {NodeJS.ProcessEnv} env
 * @property {NodeJS.Platform} platform
 * @property {string} arch
 * @property {string} nodeVersion without the leading `v`
 * @property {number} jobs how many compilers may run at once
 * @property {(line: string) => void} log
 * @property {typeof fetch} fetch
 * @property {(command: string, args: string[], onLine?: (line: string) => void) => Promise<Outcome>} run runs quietly; `onLine` receives each line of stdout as it comes
 * @property {(command: string, args: string[], env?: NodeJS.ProcessEnv) => Promise<number>} show runs with its output shown; gives its exit status
 * @property {() => boolean} interrupted whether Ctrl-C or SIGTERM came while something was shown
 * @property {(label: string, totalBytes: number) => Progress} progress
 * @property {() => boolean} hasNvidiaDriver
 */

/** A C++ compiler on libtorch's headers takes about this much memory. */
const COMPILER_BYTES = 1.5 * 2 ** 30;

/**
 * The real effects, for the package in `root`.
 * @param {string} root
 * @returns {Effects}
 */
export function realEffects(root) {
  let interrupted = false;
  return {
    root,
    env: process.env,
    platform: process.platform,
    arch: process.arch,
    nodeVersion: process.versions.node,
    jobs: Math.max(1, Math.min(availableParallelism(), Math.floor(totalmem() / COMPILER_BYTES))),
    log: (line) => void process.stdout.write(`${line}\n`),
    fetch: (...request) => globalThis.fetch(...request),
    run: (command, args, onLine) => runQuietly(root, command, args, onLine),
    show: (command, args, env) =>
      runShown(root, command, args, env, () => {
        interrupted = true;
      }),
    interrupted: () => interrupted,
    progress: openProgress,
    hasNvidiaDriver: () => existsSync('/proc/driver/nvidia/version') || existsSync('/dev/nvidiactl'),
  };
}

/**
 * @param {string} cwd
 * @param {string} command
 * @param {string[]} args
 * @param {(line: string) => void} [onLine]
 * @returns {Promise<Outcome>}
 */
function runQuietly(cwd, command, args, onLine) {
  return new Promise((resolve) => {
    const child = spawn(command, args, { cwd, stdio: ['ignore', 'pipe', 'pipe'] });
    let stdout = '';
    let stderr = '';
    child.stdout.on('data', (chunk) => (stdout += chunk));
    if (onLine) createInterface({ input: child.stdout }).on('line', onLine);
    child.stderr.on('data', (chunk) => (stderr += chunk));
    child.on('error', (error) => resolve({ code: 127, stdout, stderr: error.message }));
    child.on('close', (code) => resolve({ code: code ?? 1, stdout, stderr }));
  });
}

/**
 * @param {string} cwd
 * @param {string} command
 * @param {string[]} args
 * @param {NodeJS.ProcessEnv | undefined} env default: that of this process
 * @param {() => void} onInterrupt
 * @returns {Promise<number>}
 */
function runShown(cwd, command, args, env = process.env, onInterrupt) {
  return new Promise((resolve) => {
    const child = spawn(command, args, { cwd, env, stdio: 'inherit' });
    // Ctrl-C reaches the child too; it decides how to end, and this process ends with it.
    process.on('SIGINT', onInterrupt);
    const terminate = () => {
      onInterrupt();
      child.kill('SIGTERM');
    };
    process.on('SIGTERM', terminate);
    const finish = (/** @type {number} */ code) => {
      process.off('SIGINT', onInterrupt);
      process.off('SIGTERM', terminate);
      resolve(code);
    };
    child.on('error', () => finish(127));
    child.on('close', (code, signal) => finish(code ?? (signal === 'SIGINT' ? INTERRUPTED : 1)));
  });
}
