// Memory of freed tensors is kept and used again, within bounds; each program is a process with a cache of its own.
import { execFileSync } from 'node:child_process';

import { torch } from 'tadpole';

const MEBIBYTE = 2 ** 20;

const HELPERS = `
  const { torch } = require('tadpole');
  const MEBIBYTE = ${MEBIBYTE};
  /** A tensor of bytes that all are \`value\`. */
  const bytes = (count, value) => torch.full([count], value, { dtype: 'uint8' });
  const answer = (value) => process.stdout.write(JSON.stringify(value));
`;

/** What a program hands to \`answer\`. */
function run<T>(program: string, environment: NodeJS.ProcessEnv = {}): T {
  const output = execFileSync(process.execPath, ['-e', HELPERS + program], {
    cwd: `${__dirname}/../..`,
    env: { ...process.env, ...environment },
    encoding: 'utf8',
  });
  return JSON.parse(output) as T;
}

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

test('no more is kept than 1.5 times the most that was in use', () => {
  // One tensor of each size after the other: 820 MiB in all, at most 40 MiB at a time.
  const kept = run<number>(`
    for (let size = 1; size <= 40; size++) bytes(size * MEBIBYTE, 0).dispose();
    answer(torch.emptyCache());
  `);
  expect(kept).toBeGreaterThan(30 * MEBIBYTE);
  expect(kept).toBeLessThan(1.5 * 42 * MEBIBYTE);
});

test('nothing is kept beyond three quarters of the memory of the machine', () => {
  const kept = run<number>(`
    const addon = { exports: {} };
    process.dlopen(addon, 'build/Release/tadpole.node');
    addon.exports.machineMemory(32 * MEBIBYTE);
    for (let size = 1; size <= 20; size++) bytes(size * MEBIBYTE, 0).dispose();
    answer(torch.emptyCache());
  `);
  expect(kept).toBeGreaterThanOrEqual(20 * MEBIBYTE);
  expect(kept).toBeLessThanOrEqual(24 * MEBIBYTE);
});

test('a large moment is forgotten after some ten thousand allocations', () => {
  const [atOnce, later] = run<[number, number]>(`
    bytes(256 * MEBIBYTE, 0).dispose();
    const atOnce = torch.emptyCache();
    bytes(256 * MEBIBYTE, 0).dispose();
    for (let i = 0; i < 40_000; i++) torch.empty([MEBIBYTE], { dtype: 'uint8' }).dispose();
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

test('the memory of a worker thread that has ended serves the next one', () => {
  const given = run<number[]>(`
    const { Worker } = require('node:worker_threads');
    const { once } = require('node:events');
    const program = \`
      const { nn, torch } = require('tadpole');
      const layer = new nn.Conv2d(3, 16, 5, { padding: 2 });
      const images = torch.randn([4, 3, 64, 64]);
      for (let i = 0; i < 2; i++) torch.scope(() => layer.forward(images).square().mean().backward());
      require('node:worker_threads').parentPort.postMessage(torch.emptyCache());
    \`;
    (async () => {
      const given = [];
      for (let i = 0; i < 3; i++) {
        const worker = new Worker(program, { eval: true });
        const ended = once(worker, 'exit');
        given.push((await once(worker, 'message'))[0]);
        await ended;
      }
      answer([...given, torch.ones([3]).sum().item()]);
    })();
  `);
  expect(given.slice(0, 3).every((count) => count > MEBIBYTE)).toBe(true);
  expect(given[3]).toBe(3);
});

test('more than the machine has is refused in words, and work goes on', () => {
  expect(() => torch.empty([2 ** 45])).toThrow(
    /out of memory: the system refused 140737488355328 bytes for a tensor on the CPU; smaller batches need less/,
  );
  expect(() => torch.empty([2 ** 30, 2 ** 29])).toThrow(
    /out of memory: 2305843009213693952 bytes were asked for/,
  );
  expect(torch.ones([3]).sum().item()).toBe(3);
});
