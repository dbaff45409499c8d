// A Python process with torch that runs benchmark tasks on request.
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const WORKER = fileURLToPath(new URL('../python/worker.py', import.meta.url));

/**
 * Starts `PYTHON` (default python3) and checks that its torch is the wanted version.
 *
 * @returns {Promise<{ run(task: string, count: number): Promise<number>, close(): void, torch: string } | { missing: string }>}
 * `run` gives seconds for `count` repetitions; `missing` says why there is no Python side.
 */
export async function startPython(wanted, threads) {
  const command = process.env.PYTHON ?? 'python3';
  const child = spawn(command, [WORKER, String(threads)], { stdio: ['pipe', 'pipe', 'pipe'] });
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
  if (hello.done)
    return { missing: `${command} has no usable torch: ${complaint.trim().split('\n').at(-1)}` };
  const { torch } = JSON.parse(hello.value);
  const close = () => child.stdin.end();
  if (torch.split('+')[0] !== wanted.split('+')[0]) {
    close();
    return { missing: `${command} has torch ${torch}; set PYTHON to one with torch ${wanted}` };
  }
  const run = async (task, count) => {
    child.stdin.write(`${JSON.stringify({ task, count })}\n`);
    const { value, done } = await answers.next();
    if (done) throw new Error(`${command} ended during '${task}': ${complaint.trim().split('\n').at(-1)}`);
    return JSON.parse(value).seconds;
  };
  return { run, close, torch };
}

async function* lines(stream) {
  let rest = '';
  for await (const chunk of stream) {
    const parts = (rest + chunk).split('\n');
    rest = parts.pop();
    yield* parts;
  }
}
