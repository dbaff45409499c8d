// Kept memory when memory is scarce: two processes in a control group whose kept blocks alone would exceed its limit,
// and an idle process beside one that needs its pages. Needs Linux and permission to create control groups (root).
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readFileSync, rmdirSync, writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { table } from './lib/format.mjs';

const MEBIBYTE = 2 ** 20;
const LIMIT = 2048;
/** MiB in use at the peak of a process: two together fill 85 % of the limit, and each would keep half as much again. */
const PEAK = 880;
const ROUNDS = 12;

/** The file names of the two versions of control groups. */
const VERSIONS = [
  {
    root: '/sys/fs/cgroup/memory',
    max: 'memory.limit_in_bytes',
    kills: 'memory.oom_control',
    peak: 'memory.max_usage_in_bytes',
  },
  { root: '/sys/fs/cgroup', max: 'memory.max', kills: 'memory.events', peak: 'memory.peak' },
];

function makeGroup() {
  const version = VERSIONS.find(({ root, max }) => existsSync(`${root}/${max}`) || root === '/sys/fs/cgroup');
  const folder = `${version.root}/tadpole-bench-${process.pid}`;
  try {
    mkdirSync(folder);
    writeFileSync(`${folder}/${version.max}`, String(LIMIT * MEBIBYTE));
  } catch (error) {
    console.error(`error: cannot make a control group: ${error.message}\nhint: run this as root, on Linux`);
    process.exit(1);
  }
  const read = (name) => readFileSync(`${folder}/${name}`, 'utf8');
  return {
    add: (pid) => writeFileSync(`${folder}/cgroup.procs`, String(pid)),
    kills: () => Number(/^oom_kill (\d+)$/m.exec(read(version.kills))?.[1]),
    peak: () => Number(read(version.peak)) / MEBIBYTE,
    remove: () => rmdirSync(folder),
  };
}

/** A process in the group, which loads libtorch only there. `ask(work, ...numbers)` runs one entry of WORK. */
async function start(group) {
  const child = fork(fileURLToPath(import.meta.url), [], { env: { ...process.env, BENCH_PRESSURE: '1' } });
  group.add(child.pid);
  const ended = once(child, 'exit').then(([code, signal]) => ({ ended: signal ?? `code ${code}` }));
  const ask = async (...message) => {
    child.send(message);
    return Promise.race([once(child, 'message').then(([answer]) => answer), ended]);
  };
  return {
    ask,
    resident: () =>
      Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'))[1]) / 1024,
    stop: async () => {
      child.kill('SIGKILL');
      await ended;
    },
  };
}

/** The tasks of a process; each returns MiB in use and kept. */
const WORK = {
  /**
   * Rounds of tensors that fill `peak` MiB, of a different size each round, so that kept blocks do not fit the next
   * round.
   */
  grow: async (torch, peak, rounds) => {
    for (let round = 0; round < rounds; round++) {
      const each = 24 + 2 * (round % 8);
      const held = [];
      for (let sum = each; sum <= peak; sum += each)
        held.push(torch.ones([each * MEBIBYTE], { dtype: 'uint8' }));
      for (const tensor of held) tensor.dispose();
      await sleep(1);
    }
  },
  /** Fills `peak` MiB in blocks of 32 MiB and frees them. */
  fill: async (torch, peak) => WORK.grow(torch, peak, 1),
  /** Holds `size` MiB. */
  hold: async (torch, size) => {
    torch.keep(torch.ones([size * MEBIBYTE], { dtype: 'uint8' }));
  },
};

async function serve() {
  process.on('message', async ([work, ...numbers]) => {
    const { torch } = await import('tadpole');
    await WORK[work](torch, ...numbers);
    const { inUse, kept } = torch.memory();
    process.send({ inUse: inUse / MEBIBYTE, kept: kept / MEBIBYTE });
  });
}

const kept = (answer) => answer.ended ?? `${answer.kept.toFixed(0)} MiB kept`;

async function sideBySide() {
  const group = makeGroup();
  const processes = [await start(group), await start(group)];
  const answers = await Promise.all(processes.map(({ ask }) => ask('grow', PEAK, ROUNDS)));
  const row = [
    `two processes, ${PEAK} MiB each at the peak`,
    answers.map(kept).join(', '),
    `${group.peak().toFixed(0)} of ${LIMIT} MiB`,
    group.kills(),
  ];
  await Promise.all(processes.map(({ stop }) => stop()));
  group.remove();
  return row;
}

async function idle() {
  const group = makeGroup();
  const sleeper = await start(group);
  const filled = await sleeper.ask('fill', 1200);
  // Longer than it takes until unused blocks are offered to the system (native/memory_watch.cc).
  await sleep(12_000);
  const before = sleeper.resident();
  const eater = await start(group);
  const answer = await eater.ask('hold', 1300);
  const row = [
    `an idle process (${kept(filled)}) beside one that takes 1300 MiB`,
    answer.ended ?? `resident, idle process: ${before.toFixed(0)} -> ${sleeper.resident().toFixed(0)} MiB`,
    `${group.peak().toFixed(0)} of ${LIMIT} MiB`,
    group.kills(),
  ];
  await Promise.all([sleeper.stop(), eater.stop()]);
  group.remove();
  return row;
}

if (process.env.BENCH_PRESSURE) {
  serve();
} else {
  const rows = [await sideBySide(), await idle()];
  console.log(table(['in one control group', 'at the end', 'most that the group had', 'killed'], rows));
  process.exitCode = Number(rows.some((row) => row.at(-1) > 0));
}
