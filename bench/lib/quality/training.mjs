// Trains a recipe in a process of its own, so that its machine time can be counted, and ended.
import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { recipes, run } from 'tadpole';

/**
 * @param {string} recipe
 * @param {object} options those of `run.train`
 * @param {number} [cpuSeconds] of the process, after which training ends
 * @returns {Promise<{ folder: string, steps: number, images: number, cpuSeconds: number, seconds: number }>}
 */
export function train(recipe, options, cpuSeconds) {
  return new Promise((resolve, reject) => {
    const child = fork(fileURLToPath(import.meta.url), [JSON.stringify({ recipe, options, cpuSeconds })]);
    let result;
    child.on('message', (message) => {
      result = message;
    });
    child.on('error', reject);
    child.on('exit', (code) => {
      if (code === 0 && result) resolve(result);
      else reject(new Error(`training ${recipe} ended with ${code}`));
    });
  });
}

async function trainHere({ recipe, options, cpuSeconds = Number.POSITIVE_INFINITY }) {
  const start = performance.now();
  const used = () => {
    const { user, system } = process.cpuUsage();
    return (user + system) / 1e6;
  };
  const end = new AbortController();
  const timer = setInterval(() => used() >= cpuSeconds && end.abort(), 100);
  const { folder, step } = await run.train(recipes[recipe], { ...options, signal: end.signal });
  clearInterval(timer);
  const { batchSize } = recipes[recipe].resolve(options.overrides);
  process.send({
    folder,
    steps: step,
    images: step * batchSize,
    cpuSeconds: used(),
    seconds: (performance.now() - start) / 1e3,
  });
}

if (process.send && process.argv[1] === fileURLToPath(import.meta.url)) {
  await trainHere(JSON.parse(process.argv[2]));
  process.disconnect();
}
