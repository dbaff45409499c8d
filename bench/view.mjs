// What `tadpole view` costs a run: steps of digits while a page listens, beside steps without it, in turns.
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { recipes, run } from 'tadpole';
import { duration, median, table, wholeFlags } from './lib/format.mjs';

const flags = wholeFlags({ rounds: 8, seconds: 3 });
const main = fileURLToPath(new URL('../dist/cli/main.js', import.meta.url));

if (process.env['TADPOLE_BENCH_LISTEN']) {
  await listen(process.env['TADPOLE_BENCH_LISTEN']);
} else {
  const folder = mkdtempSync(join(tmpdir(), 'tadpole-view-'));
  try {
    await measure(join(folder, 'run'));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Asks as the page does: for what has changed, and then for the new part of the events. */
async function listen(url) {
  const read = new Map();
  const stream = await fetch(`${url}api/changes`);
  console.log('listening');
  for await (const _ of stream.body) {
    const { runs } = await (await fetch(`${url}api/runs`)).json();
    for (const { id, events } of runs) {
      if (events === null || events.size === read.get(id)) continue;
      const headers = { Range: `bytes=${read.get(id) ?? 0}-${events.size - 1}` };
      await (await fetch(`${url}runs/${id}/events.jsonl`, { headers })).text();
      read.set(id, events.size);
    }
  }
}

/** Processes that show the run: the server, and a page that listens to it. */
async function open(folder) {
  const server = spawn(process.execPath, [main, 'view', folder, '--port', '0']);
  const [url] = await said(server, /http:\S+/);
  const env = { ...process.env, TADPOLE_BENCH_LISTEN: url };
  const page = spawn(process.execPath, [fileURLToPath(import.meta.url)], { env });
  await said(page, /listening/);
  return { server, page };
}

function said(child, pattern) {
  return new Promise((resolve, reject) => {
    let text = '';
    child.stdout.on('data', (chunk) => {
      text += chunk;
      const match = pattern.exec(text);
      if (match) resolve(match);
    });
    child.on('close', () => reject(new Error(`the process ended: ${text}`)));
  });
}

/** Seconds of processor time that a process has taken, on Linux. */
function processorSeconds({ pid }) {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
    .replace(/^.*\) /, '')
    .split(' ');
  // utime and stime, in hundredths of a second.
  return (Number(fields[11]) + Number(fields[12])) / 100;
}

async function measure(folder) {
  const shown = [];
  const alone = [];
  const shares = [];
  const ending = new AbortController();
  let steps = 0;
  let began;
  let turn = -1;
  let processes;
  let spent = 0;
  // Turns: with, without, without, with, ...
  const isShown = () => turn % 4 === 0 || turn % 4 === 3;
  const step = async () => {
    began ??= performance.now();
    const seconds = (performance.now() - began) / 1000;
    steps += 1;
    if (seconds < flags.seconds) return;
    // The turn before the first one warms up.
    if (turn >= 0) (isShown() ? shown : alone).push(seconds / steps);
    if (processes) shares.push((processorSeconds(processes.server) - spent) / seconds);
    turn += 1;
    if (turn === 2 * flags.rounds) ending.abort();
    const wanted = isShown() && !ending.signal.aborted;
    if (!wanted) for (const child of Object.values(processes ?? {})) child.kill();
    processes = wanted ? (processes ?? (await open(folder))) : undefined;
    spent = processes ? processorSeconds(processes.server) : 0;
    steps = 0;
    began = performance.now();
  };
  await run.train(recipes.digits, {
    out: folder,
    seed: 0,
    overrides: { steps: 1_000_000, sampleEvery: 500, checkpointEvery: 1_000_000 },
    signal: ending.signal,
    hooks: { step },
  });
  const ratios = shown.map((time, index) => time / alone[index]);
  console.log(`Steps of digits; ${flags.rounds} turns of ${flags.seconds} s each with and without.\n`);
  console.log(
    table(
      ['without', 'with a page that listens', 'median of the ratios', "the server's share of a core"],
      [
        [
          duration(median(alone)),
          duration(median(shown)),
          `${median(ratios).toFixed(3)} (${Math.min(...ratios).toFixed(3)} to ${Math.max(...ratios).toFixed(3)})`,
          `${(100 * median(shares)).toFixed(2)} %`,
        ],
      ],
    ),
  );
}
