// One side of a benchmark: a process of its own that runs tasks on request and waits while another side works.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const here = (name) => fileURLToPath(new URL(name, import.meta.url));

/**
 * @typedef {object} Side
 * @property {(task: string, count: number) => Promise<number>} run seconds for `count` repetitions
 * @property {() => void} close
 * @property {string} torch its version
 */

/** Tadpole in a process of its own. @returns {Promise<Side>} */
export async function startTadpole(threads) {
  const side = await start(process.execPath, [here('./worker.mjs'), String(threads)], process.env);
  if ('missing' in side) throw new Error(side.missing);
  return side;
}

// Where Linux distributions put it.
const JEMALLOC = ['/usr/lib/x86_64-linux-gnu', '/usr/lib/aarch64-linux-gnu', '/usr/lib64', '/usr/lib'].map(
  (folder) => `${folder}/libjemalloc.so.2`,
);

/** The jemalloc that Python is given: `JEMALLOC`, or the system's; undefined where there is none. */
export function jemalloc() {
  return process.env.JEMALLOC ?? JEMALLOC.find((file) => existsSync(file));
}

/**
 * `PYTHON` (default python3), when its torch is the wanted version.
 * @param {string} [preload] a library that is loaded before any other
 * @returns {Promise<Side | { missing: string }>} `missing` says why there is no Python side
 */
export async function startPython(wanted, threads, preload) {
  const command = process.env.PYTHON ?? 'python3';
  const env = preload === undefined ? process.env : { ...process.env, LD_PRELOAD: preload };
  const side = await start(command, [here('../python/worker.py'), String(threads)], env);
  if ('missing' in side || side.torch.split('+')[0] === wanted.split('+')[0]) return side;
  side.close();
  return { missing: `${command} has torch ${side.torch}; set PYTHON to one with torch ${wanted}` };
}

async function start(command, args, env) {
  const child = spawn(command, args, { stdio: ['pipe', 'pipe', 'pipe'], env });
  const answers = lines(child.stdout);
  let complaint = '';
  child.stderr.on('data', (chunk) => {
    complaint += chunk;
  });
  child.stdin.on('error', () => {});
  const failed = new Promise((resolve) => {
    child.on('error', ({ message }) => resolve({ missing: `${command} cannot be started: ${message}` }));
  });
  const hello = await Promise.race([answers.next(), failed]);
  if (hello.missing) return hello;
  const lastComplaint = () => complaint.trim().split('\n').at(-1);
  if (hello.done) return { missing: `${command} has no usable torch: ${lastComplaint()}` };
  const run = async (task, count) => {
    child.stdin.write(`${JSON.stringify({ task, count })}\n`);
    const { value, done } = await answers.next();
    if (done) throw new Error(`${command} ended during '${task}': ${lastComplaint()}`);
    return JSON.parse(value).seconds;
  };
  return { run, close: () => child.stdin.end(), torch: JSON.parse(hello.value).torch };
}

async function* lines(stream) {
  let rest = '';
  for await (const chunk of stream) {
    const parts = (rest + chunk).split('\n');
    rest = parts.pop();
    yield* parts;
  }
}
