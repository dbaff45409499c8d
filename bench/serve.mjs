// A generator behind `tadpole serve` under load, beside the same network called in full batches in a loop.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createRequire } from 'node:module';
import { gan, torch } from 'tadpole';
import { drive } from './lib/clients.mjs';
import { duration, median, table, wholeFlags } from './lib/format.mjs';

const [file, ...rest] = process.argv.slice(2);
if (file === undefined || file.startsWith('--')) {
  console.error('error: no generator is named\nhint: node bench/serve.mjs generator.pt [--clients 200]');
  process.exit(2);
}
process.argv = [...process.argv.slice(0, 2), ...rest];
const flags = wholeFlags({ clients: 200, seconds: 60, loop: 3, alone: 100 });
const BATCH = 64;
// The first for as long as is asked for, the others for a part of it: [form, images per request].
const LOADS = [BATCH, 16, 1].flatMap((count) => ['png', 'npy', 'json'].map((format) => [format, count]));
const PART = 1 / 12;

const { resolve } = createRequire(import.meta.url);
const main = resolve('../dist/cli/main.js');

/** Images per second of the network alone, and the processor's seconds per image. */
function loop() {
  const generator = gan.SavedGenerator.load(file);
  const latents = gan.seededLatents(generator.latent, BATCH, 0);
  const call = () => torch.scope(() => void generator.generate(latents, { batchSize: BATCH }));
  for (let i = 0; i < 20; i++) call();
  const start = performance.now();
  const used = process.cpuUsage();
  let calls = 0;
  while (performance.now() - start < 1000 * flags.loop) {
    call();
    calls++;
  }
  const rate = (BATCH * calls * 1000) / (performance.now() - start);
  const { user, system } = process.cpuUsage(used);
  latents.dispose();
  generator.dispose();
  return { rate, processor: (user + system) / 1e6 / (BATCH * calls) };
}

/** Seconds of requests that are made one after the other. */
async function alone(make) {
  const seconds = [];
  for (let i = 0; i < flags.alone + 10; i++) {
    const start = performance.now();
    const response = await make(i);
    await response.arrayBuffer();
    if (!response.ok) throw new Error(`status ${response.status}`);
    if (i >= 10) seconds.push((performance.now() - start) / 1000);
  }
  return seconds;
}

/** A metric of the server. */
async function metric(url, name) {
  const text = await (await fetch(`${url}metrics`)).text();
  return Number(new RegExp(`^${name} (\\S+)`, 'm').exec(text)[1]);
}

/** Resident memory of the server in MB. */
const memory = async (url) => (await metric(url, 'process_resident_memory_bytes')) / 1e6;

/** All clients ask at the same time, the next time when they have an answer. */
async function load(url, format, count, seconds) {
  let seed = 0;
  const samples = [];
  const timer = setInterval(async () => samples.push(await memory(url)), 2000);
  const used = await metric(url, 'process_cpu_seconds_total');
  const make = () => JSON.stringify({ seed: seed++, count, format });
  const result = await drive(url, { path: '/v1/images', count: flags.clients, seconds, make });
  clearInterval(timer);
  const server = (await metric(url, 'process_cpu_seconds_total')) - used;
  const { statuses, broken, latencies } = result;
  const images = count * latencies.length;
  const answers = Object.entries(statuses).map(([status, times]) => `${times} x ${status}`);
  return {
    format,
    count,
    rate: images / result.seconds,
    server: server / images,
    clients: result.processor / images,
    p50: latencies[Math.floor(latencies.length * 0.5)],
    p99: latencies[Math.floor(latencies.length * 0.99)],
    answers: [...answers, ...(broken > 0 ? [`${broken} broken`] : [])].join(', '),
    samples,
  };
}

const before = loop();
const server = spawn(
  process.execPath,
  [main, 'serve', file, '--port', '0', '--max-queue', String(2 * BATCH * flags.clients)],
  {
    stdio: ['ignore', 'pipe', 'inherit'],
  },
);
let printed = '';
for await (const chunk of server.stdout) {
  printed += chunk;
  if (printed.includes('Ctrl-C')) break;
}
const url = /http:\S+/.exec(printed)[0];
const single = {
  'GET /v1/images/{seed}.png': await alone((seed) => fetch(`${url}v1/images/${seed}.png`)),
  'POST /v1/images, one image': await alone((seed) =>
    fetch(`${url}v1/images`, { method: 'POST', body: JSON.stringify({ seed }) }),
  ),
};
const loads = [];
for (const [index, [format, count]] of LOADS.entries()) {
  loads.push(await load(url, format, count, index === 0 ? flags.seconds : Math.ceil(flags.seconds * PART)));
}
server.kill('SIGTERM');
await once(server, 'exit');
const after = loop();
const looped = {
  rate: (before.rate + after.rate) / 2,
  processor: (before.processor + after.processor) / 2,
};

console.log(`network in a loop, batches of ${BATCH}, ${torch.getNumThreads()} threads: `);
for (const [when, { rate, processor }] of Object.entries({ before, after })) {
  console.log(`${when}: ${Math.round(rate)} images/s, ${duration(processor)} of processor time per image`);
}
console.log();
console.log(
  table(
    ['a request alone', 'median', 'longest'],
    Object.entries(single).map(([name, times]) => [
      name,
      duration(median(times)),
      duration(Math.max(...times)),
    ]),
  ),
);
console.log(`\n${flags.clients} clients:`);
console.log(
  table(
    ['form', 'images/request', 'images/s', 'of the loop', 'server', 'clients', 'p50', 'p99', 'answers'],
    loads.map(({ format, count, rate, server, clients, p50, p99, answers }) => [
      format,
      count,
      Math.round(rate),
      (rate / looped.rate).toFixed(2),
      `${(server / looped.processor).toFixed(2)} x`,
      `${(clients / looped.processor).toFixed(2)} x`,
      `${p50.toFixed(0)} ms`,
      `${p99.toFixed(0)} ms`,
      answers,
    ]),
  ),
);
console.log("server, clients: processor's time per image, in terms of the loop's");
const [{ samples }] = loads;
const part = (from, to) => samples.slice(Math.floor(from * samples.length), Math.ceil(to * samples.length));
console.log(
  `\nresident memory of the server, median in MB: second quarter ${median(part(0.25, 0.5)).toFixed(0)}, ` +
    `last quarter ${median(part(0.75, 1)).toFixed(0)}, largest ${Math.max(...samples).toFixed(0)}`,
);
