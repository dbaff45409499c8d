// Memory of freed tensors is kept and reused within bounds; each program is a separate process with its own cache.
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';

import { torch } from 'tadpole';
import { ADDON, MEBIBYTE, run, runAlone } from './alone';
import { temporaryFolder } from './temporary';

const inFolder = temporaryFolder();

/** Frees 4 MiB, looks whether the next tensor gets them, and empties the cache twice. */
const FREE_AND_EMPTY = `
  torch.emptyCache();
  bytes(4 * MEBIBYTE, 7).dispose();
  const next = torch.empty([4 * MEBIBYTE - 1000], { dtype: 'uint8' });
  const reused = next.eq(7).all().item();
  next.dispose();
  answer({ reused, given: [torch.emptyCache(), torch.emptyCache()] });
`;

test('a tensor of about the same size gets the memory of a freed one; emptyCache gives it back', () => {
  const { reused, given } = run<{ reused: boolean; given: [number, number] }>(FREE_AND_EMPTY);
  expect(reused).toBe(true);
  expect(given[0]).toBeGreaterThanOrEqual(4 * MEBIBYTE);
  expect(given[1]).toBe(0);
});

test('TADPOLE_NO_MEMORY_CACHING turns it off', () => {
  const { given } = run<{ given: number[] }>(FREE_AND_EMPTY, { TADPOLE_NO_MEMORY_CACHING: '1' });
  expect(given).toEqual([0, 0]);
});

test('no more is kept than twice the most that was in use', () => {
  // One tensor of each size after the other: 820 MiB in all, at most 40 MiB at a time.
  const kept = run<number>(`
    for (let size = 1; size <= 40; size++) bytes(size * MEBIBYTE, 0).dispose();
    answer(torch.emptyCache());
  `);
  expect(kept).toBeGreaterThan(30 * MEBIBYTE);
  expect(kept).toBeLessThan(2 * 42 * MEBIBYTE);
});

test('nothing is kept beyond three quarters of the memory of the machine, whatever is in use', () => {
  const [inUse, freed, lowered] = run<[number, number, number]>(`
    const addon = { exports: {} };
    process.dlopen(addon, ADDON);
    addon.exports.setMachineMemory(128 * MEBIBYTE);
    const large = bytes(80 * MEBIBYTE, 0);
    for (const size of [8, 9, 10, 11, 12]) bytes(size * MEBIBYTE, 0).dispose();
    const inUse = torch.emptyCache();
    bytes(12 * MEBIBYTE, 0).dispose();
    large.dispose();
    const freed = torch.emptyCache();
    bytes(80 * MEBIBYTE, 0).dispose();
    addon.exports.setMachineMemory(64 * MEBIBYTE);
    answer([inUse, freed, torch.emptyCache()]);
  `);
  expect(inUse).toBe(12 * MEBIBYTE);
  expect(freed).toBe(92 * MEBIBYTE);
  expect(lowered).toBe(0);
});

test('memory that is given back is no longer resident', () => {
  // Small tensors between the large ones, and sizes that malloc would take from its heap.
  const { given, resident } = run<{ given: number; resident: number }>(`
    bytes(24 * MEBIBYTE, 0).dispose();
    torch.emptyCache();
    const large = [];
    const small = [];
    for (let i = 0; i < 100; i++) {
      large.push(bytes(MEBIBYTE, i));
      small.push(bytes(2000, i));
    }
    for (const tensor of large) tensor.dispose();
    const before = process.memoryUsage.rss();
    const given = torch.emptyCache();
    answer({ given, resident: before - process.memoryUsage.rss(), small: small.length });
  `);
  expect(given).toBe(100 * MEBIBYTE);
  // JavaScript's own memory comes and goes meanwhile; memory that stayed resident would leave next to nothing.
  expect(resident).toBeGreaterThan(50 * MEBIBYTE);
});

test('a large moment is forgotten after 33 000 more allocations of what can be kept', () => {
  const [atOnce, later] = run<[number, number]>(`
    bytes(256 * MEBIBYTE, 0).dispose();
    const atOnce = torch.emptyCache();
    bytes(256 * MEBIBYTE, 0).dispose();
    for (let i = 0; i < 33_000; i++) torch.empty([MEBIBYTE], { dtype: 'uint8' }).dispose();
    answer([atOnce, torch.emptyCache()]);
  `);
  expect(atOnce).toBeGreaterThanOrEqual(256 * MEBIBYTE);
  expect(later).toBeLessThan(8 * MEBIBYTE);
});

test('tensors that live at the same time never share memory', () => {
  // Sizes around the smallest that is kept (64 KiB), and larger ones, freed in random order.
  const wrong = run<number>(`
    let state = 1;
    const random = (below) => {
      state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
      return Math.floor((state / 2 ** 32) * below);
    };
    const alive = [];
    let wrong = 0;
    const free = () => {
      const [{ tensor, value }] = alive.splice(random(alive.length), 1);
      if (!tensor.eq(value).all().item()) wrong += 1;
      tensor.dispose();
    };
    for (let i = 0; i < 3000; i++) {
      const value = random(256);
      const count = random(2) ? 65_536 - 128 + random(256) : 1 + random(600_000);
      alive.push({ tensor: bytes(count, value), value });
      while (alive.length > 0 && random(2)) free();
      if (i % 500 === 0) torch.emptyCache();
    }
    while (alive.length > 0) free();
    answer(wrong);
  `);
  expect(wrong).toBe(0);
});

test('what a worker thread freed serves the next one, also when only workers load the addon', () => {
  // No HELPERS: they would load the addon in the main thread.
  const program = `
    const { Worker } = require('node:worker_threads');
    const { once } = require('node:events');
    const work = \`
      const { nn, torch } = require('tadpole');
      const kept = torch.emptyCache();
      const layer = new nn.Conv2d(3, 16, 5, { padding: 2 });
      const images = torch.randn([4, 3, 64, 64]);
      for (let i = 0; i < 2; i++) torch.scope(() => layer.forward(images).square().mean().backward());
      require('node:worker_threads').parentPort.postMessage(kept);
    \`;
    (async () => {
      const kept = [];
      for (let i = 0; i < 3; i++) {
        const worker = new Worker(work, { eval: true });
        const ended = once(worker, 'exit');
        kept.push((await once(worker, 'message'))[0]);
        await ended;
      }
      process.stdout.write(JSON.stringify(kept));
    })();
  `;
  const [first, ...later] = runAlone<number[]>(program);
  expect(first).toBe(0);
  for (const kept of later) expect(kept).toBeGreaterThan(MEBIBYTE);
});

test('two copies of the addon on one libtorch leave the memory to the first', () => {
  const copy = inFolder('tadpole.node');
  fs.copyFileSync(ADDON, copy);
  const [first, second] = run<[number, number]>(`
    const buffer = torch.ops.aten.to_mkldnn.default(torch.ones([1, 1, 1000, 1000]));
    const copy = { exports: {} };
    process.dlopen(copy, ${JSON.stringify(copy)});
    buffer.dispose();
    answer([torch.emptyCache(), copy.exports.emptyCache()]);
  `);
  expect(first).toBeGreaterThan(3 * MEBIBYTE);
  expect(second).toBe(0);
});

// util-linux; takes address space away from a process that runs.
const hasPrlimit = spawnSync('prlimit', ['--version']).status === 0;
(hasPrlimit ? test : test.skip)(
  `what is kept makes way where the system has no more memory${hasPrlimit ? '' : ' (needs prlimit)'}`,
  () => {
    const [afterKept, rounded, refused] = run<[string, string, string]>(`
      const { execFileSync } = require('node:child_process');
      const status = require('node:fs').readFileSync('/proc/self/status', 'utf8');
      const used = 1024 * /VmSize:\\s+(\\d+)/.exec(status)[1];
      // Some less than the 1152 MiB below: if they fitted exactly, nothing would be left to V8.
      execFileSync('prlimit', ['--pid', String(process.pid), '--as=' + (used + 1120 * MEBIBYTE)]);
      const outcome = (mebibytes) => {
        try {
          torch.empty([mebibytes * MEBIBYTE], { dtype: 'uint8' }).dispose();
          return 'has it';
        } catch (error) {
          return error.message;
        }
      };
      outcome(800);
      answer([outcome(700), outcome(1025), outcome(1200)]);
    `);
    expect(afterKept).toBe('has it');
    // Rounded up, this would be 1152 MiB.
    expect(rounded).toBe('has it');
    expect(refused).toMatch(/out of memory: the system refused 1258291200 bytes for a tensor on the CPU/);
  },
);

test('without the cache, memory that is refused is told in the same words', () => {
  const message = run<string>(
    `
    try { torch.empty([2 ** 45]); } catch (error) { answer(error.message); }
  `,
    { TADPOLE_NO_MEMORY_CACHING: '1' },
  );
  expect(message).toBe(
    'aten::empty.memory_format(an array of 1 starting with number 35184372088832): out of memory: ' +
      'the system refused 140737488355328 bytes for a tensor on the CPU; smaller batches need less',
  );
});

test('more memory than the machine has is refused, and work continues', () => {
  expect(() => torch.empty([2 ** 45])).toThrow(
    /out of memory: the system refused 140737488355328 bytes for a tensor on the CPU; smaller batches need less/,
  );
  expect(() => torch.empty([2 ** 30, 2 ** 29])).toThrow(/out of memory: .*2305843009213693952 bytes/);
  expect(torch.ones([3]).sum().item()).toBe(3);
});
